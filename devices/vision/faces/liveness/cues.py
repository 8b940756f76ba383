"""All passive cues together; each is told on its own, with its measured value."""

from __future__ import annotations

from devices.face_ports import Cue
from devices.vision.faces.liveness.edges import Bezel
from devices.vision.faces.liveness.flatness import Flatness
from devices.vision.faces.liveness.moire import Moire
from devices.vision.faces.liveness.repetition import Noise, Repetition
from devices.vision.faces.liveness.response import Relief, Response, Seen
from devices.vision.faces.liveness.samples import Sample, Watch
from devices.vision.faces.liveness.texture import Texture


class Cues:
    """Fed frame by frame; forgets all when another person stands there."""

    def __init__(self, tinted: bool = False) -> None:
        self._tinted = tinted
        self.forget()

    def forget(self) -> None:
        """Begins anew."""
        self._watches: list[Watch] = [Repetition(), Noise(), Moire(), Flatness(), Bezel(), Texture()]
        if self._tinted:
            seen = Seen()
            self._watches += [Response(seen), Relief(seen)]

    def take(self, sample: Sample) -> None:
        """One more frame for all."""
        for watch in self._watches:
            watch.take(sample)

    def known(self) -> tuple[Cue, ...]:
        """Those that could be measured by now."""
        found = (watch.cue() for watch in self._watches)
        return tuple(cue for cue in found if cue is not None)
