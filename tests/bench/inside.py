"""`python -m tests.bench.inside KIND FOLDER`: a hall, its terminal in this process, and what measures it beside it.

Writes the samples as JSON to FOLDER/samples.json. A process of its own for each kind, so that nothing measured before
is in its memory. Kinds: taps, taps-paced, insertions, papers (wants FOLDER/document.pdf), tour, looks (with a camera
for faces).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from devices.emulators.hall import WITH_CAMERA, WITH_FACES, Hall
from kiosk import settings, terminal
from tests.bench import companions
from tests.bench.companions import Samples
from tests.e2e.face_visits import SETTINGS as FACE_SETTINGS
from tests.e2e.maintenance import staff_settings
from tests.e2e.person import NotThere

_TAPS, _INSERTIONS, _PAPERS, _LOOKS = 16, 10, 12, 10

Companion = Callable[[terminal.Terminal, Hall], Awaitable[Samples]]


def main(kind: str, folder: Path) -> int:
    """Measures; 1 with a line on stderr where that was not possible."""
    measure = _companions(folder)[kind]
    result: Samples = {}
    wrong: list[Exception] = []
    faces = kind == "looks"
    parts, settled = WITH_FACES if faces else WITH_CAMERA, staff_settings() + (FACE_SETTINGS if faces else "")
    with Hall(folder / "hall", parts, paced=kind == "taps-paced", more_settings=settled) as hall:

        async def beside(program: terminal.Terminal) -> None:
            try:
                result.update(await measure(program, hall))
            except (NotThere, companions.NotMeasured) as missing:
                wrong.append(missing)

        code = terminal.main(settings.load(hall.config, terminal.SCHEMES), beside)
    if wrong or code:
        sys.stderr.write(f"{wrong[0] if wrong else f'the terminal ended with {code}'}\n")
        return 1
    (folder / "samples.json").write_text(json.dumps(result), encoding="utf-8")
    return 0


def _companions(folder: Path) -> dict[str, Companion]:
    return {
        "taps": lambda program, hall: companions.taps(program, hall, _TAPS),
        "taps-paced": lambda program, hall: companions.taps(program, hall, _TAPS),
        "insertions": lambda program, hall: companions.insertions(program, hall, _INSERTIONS),
        "papers": lambda program, hall: companions.papers(
            program, hall, _PAPERS, (folder / "document.pdf").read_bytes()
        ),
        "tour": companions.tour,
        "looks": lambda program, hall: companions.looks(program, hall, _LOOKS),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
