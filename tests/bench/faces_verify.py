"""From 同意 to the verdict: the real process behind the real driver, an emulated camera, emulated citizens and the
photos of their cards. `python -m tests.bench.faces_verify --runs 200` measures as often as one likes.

The time runs from the order to compare, with the person in view and the camera at rest, to the result in the driver.
What the page does is done here: the screen's colours and what is asked reach the emulated camera with each preview.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from devices.cards import specimen_photo
from devices.emulators.control import Control
from devices.face_ports import FaceCompared, FaceRequest, FaceResult, FaceSeen, FaceTask, FaceVerdict
from devices.vision.faces.client import VisionFaces
from devices.vision.faces.messages import Setup
from server_stub.data_files import DATA
from tests.bench.figures import Figure, median, percentile, spread, table
from tests.devices.running import emulator_at

RUNS, ASKED_RUNS = 24, 12
"""As many as the bench has time for; the figures of 200 are made by hand, with `--runs`."""

_CONSENT = "2d1f3c58-1f6c-4a5e-9a77-6c1b0c0a2d11"
_RESTARTS = 5
_LONGEST = 90.0


@dataclass(frozen=True)
class Citizen:
    """Who stands there, and the photo on their card."""

    portrait: str
    seed: int
    photo: bytes


class Stand:
    """A driver with its process, and an emulated camera with somebody before it."""

    def __init__(self, control: Control, uri: str) -> None:
        self._control = control
        self._asked = self._tint = ""
        began = time.monotonic()
        self.faces = VisionFaces("face", uri, Setup(terminal="BENCH"), deliver=lambda status: None)
        self.warm = self._ready(None, began)

    def compare(self, citizen: Citizen, challenges: int) -> tuple[FaceResult, float]:
        """The result, and milliseconds to it."""
        self._control.send("stand", portrait=citizen.portrait, seed=citizen.seed)
        self._control.send("obey", on=True)
        self._show("", "")
        request = FaceRequest(FaceTask.VERIFY, _CONSENT, photo=citizen.photo, challenges=challenges)
        began = time.monotonic()
        result = self.faces.compare(request, self._seen).result(_LONGEST)
        return result, (time.monotonic() - began) * 1000

    def recovery(self) -> float:
        """Seconds from a kill to a process that is ready."""
        gone = self.faces.pid
        assert gone
        os.kill(gone, signal.SIGKILL)
        return self._ready(gone, time.monotonic())

    def peak(self) -> float:
        """The most memory the process ever had, in MB."""
        status = Path(f"/proc/{self.faces.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def _ready(self, gone: int | None, since: float) -> float:
        while self.faces.pid in (None, gone):
            time.sleep(0.005)
        return time.monotonic() - since

    def _seen(self, seen: FaceSeen) -> None:
        self._show(seen.challenge.value if seen.challenge else "", seen.tint)

    def _show(self, asked: str, tint: str) -> None:
        if asked != self._asked:
            self._asked = asked
            self._control.send("asked", challenge=asked)
        if tint != self._tint:
            self._tint = tint
            self._control.send("tint", colour=tint)


def citizens() -> list[Citizen]:
    """The sample citizens who have a face, with the specimen photos of their cards."""
    photos: dict[str, str] = json.loads((DATA / "card_photos.json").read_text(encoding="utf-8"))
    return [_citizen(face, base64.b64decode(photo)) for face, photo in photos.items()]


def _citizen(face: str, specimen: bytes) -> Citizen:
    portrait, _, seed = face.partition("/")
    out = io.BytesIO()
    specimen_photo.decode(specimen).save(out, "PNG")
    return Citizen(portrait, int(seed or 0), out.getvalue())


@contextmanager
def stand(folder: Path) -> Iterator[Stand]:
    """Everything that is needed, ended afterwards."""
    with emulator_at("face-camera", folder / "face-camera.sock") as (control, uri):
        made = Stand(control, uri)
        try:
            yield made
        finally:
            made.faces.close()


def verify(folder: Path, runs: int = RUNS, asked_runs: int = ASKED_RUNS) -> list[Figure]:
    """The section of the bench."""
    with stand(folder) as here:
        warm = here.warm
        here.compare(citizens()[0], 0)  # the camera's first look at anybody
        plain = _runs(here, runs, 0)
        asked = _runs(here, asked_runs, 1)
        peak = here.peak()
        back = [here.recovery() for _ in range(_RESTARTS)]
    return [
        *_times("人证核验, 无动作 · 1:1 to the verdict, no challenge", plain, 1000, 1500),
        *_times("人证核验, 一个动作 · 1:1 to the verdict, one challenge", asked, 3000, 5000),
        Figure(
            "人脸进程内存 · VmHWM of the face process", round(peak, 1), "MB", 450, note=f"after {runs} + {asked_runs}"
        ),
        Figure("人脸进程就绪 · start to ready, models loaded", round(warm, 2), "s", 3),
        Figure("人脸进程恢复 · killed to ready", round(max(back), 2), "s", 3, note=f"the longest of {len(back)}"),
    ]


def _runs(here: Stand, runs: int, challenges: int) -> list[tuple[FaceResult, float]]:
    return [here.compare(citizen, challenges) for citizen in islice(cycle(citizens()), runs)]


def _times(name: str, results: Sequence[tuple[FaceResult, float]], middle: float, most: float) -> list[Figure]:
    """Of those that ended with the person accepted; how many did, is told beside."""
    ends = Counter(_end(result) for result, _ in results)
    took = [ms for result, ms in results if _end(result) == FaceVerdict.ACCEPTED]
    words = ", ".join(f"{end} {n}" for end, n in ends.most_common())
    if not took:
        return [Figure(name, None, "ms", middle, note=words)]
    note = f"{spread(took)}; {words}"
    return [
        Figure(name, median(took), "ms", middle, note=f"median, {note}"),
        Figure(f"{name}, p95", percentile(took, 0.95), "ms", most),
    ]


def _end(result: FaceResult) -> str:
    return result.verdict.value if isinstance(result, FaceCompared) else result.trouble.value


def main() -> int:
    """By hand, with as many runs as one likes."""
    parser = argparse.ArgumentParser(prog="faces_verify")
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures = verify(Path(folder), runs, runs)
    sys.stdout.write(table(figures) + "\n")
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
