"""The best looks of the last second: only these are embedded, and a decision is made of several."""

from __future__ import annotations

from devices.vision.faces.looks import Look


class Best:
    """Keeps the `keep` best looks of the newest `window` seconds, of one person. Frames are large: no more than twice
    as many are ever held.
    """

    def __init__(self, keep: int = 3, window: float = 1.0) -> None:
        """ValueError for nothing to keep."""
        if keep < 1 or window <= 0:
            raise ValueError(f"keep {keep}, window {window}")
        self._keep, self._window = keep, window
        self._looks: list[Look] = []

    def offer(self, look: Look) -> None:
        """A look; without a face, or with one that is worth nothing, it only makes older ones forgotten."""
        held = [one for one in self._looks if look.at - one.at < self._window]
        if look.face is not None:
            held = [one for one in held if one.person == look.person]
            if look.quality > 0:
                held = self._worth([*held, look])
        self._looks = held

    def best(self) -> list[Look]:
        """The best first; fewer where fewer were seen."""
        return sorted(self._looks, key=lambda look: -look.quality)[: self._keep]

    def forget(self) -> None:
        """Lets go of all frames."""
        self._looks = []

    def _worth(self, looks: list[Look]) -> list[Look]:
        """Without those that `keep` newer ones surpass: they can't be among the best any more. The rest may still be
        many where each is worse than the one before: the worst go.
        """
        kept = [
            look
            for number, look in enumerate(looks)
            if sum(newer.quality >= look.quality for newer in looks[number + 1 :]) < self._keep
        ]
        if len(kept) > 2 * self._keep:
            kept.remove(min(kept, key=lambda look: look.quality))
        return kept
