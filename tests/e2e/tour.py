"""`python -m tests.e2e.tour [visit …]`: the visits, played headless by a scripted person; all pages as pictures.

Leaves in out/tour/: a folder a visit with its pages as PNG, tickets as PNG, documents as PDF, and `tour.json`, a list
of `{visit, page, shown_ms, result}`. Exit code 0 only if every visit went well.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devices.emulators.hall import WITH_CAMERA, WITH_FACES, Hall, HallError
from kiosk import settings, terminal
from tests.e2e.face_visits import FACE_VISITS
from tests.e2e.face_visits import SETTINGS as FACE_SETTINGS
from tests.e2e.maintenance import staff_settings
from tests.e2e.person import Person, Seen
from tests.e2e.visits import VISITS
from tests.e2e.walk import Walk

_log = logging.getLogger(__name__)

OUT = Path("out/tour")
_ALL = {**VISITS, **FACE_VISITS}


@dataclass
class Row:
    """A line of tour.json. `result`: "ok", or what went wrong (on a visit's last page)."""

    visit: str
    page: str
    shown_ms: float
    result: str = "ok"
    touch_ms: float | None = None


@dataclass
class Tour:
    """Plays visits one after another. `folder`: where pictures go; None: no pictures (they cost time)."""

    hall: Hall
    names: Sequence[str]
    folder: Path | None
    rows: list[Row] = field(default_factory=list)
    longest_stall_ms: float = 0.0
    failed: int = 0
    memory_mb: float = 0.0
    _visit: str = ""
    _pages: int = 0

    async def play(self, program: terminal.Terminal) -> None:
        """The companion of a terminal."""
        person = Person(program)
        person.on_page, person.picture = self._shown, lambda name: self._picture(program, name)
        walk = Walk(person, self.hall)
        watching = asyncio.create_task(self._watch_loop())
        await person.until(lambda: program.parts and program.host.preloaded or None, "end of the start", seconds=30)
        for name in self.names:
            self._visit, self._pages = name, 0
            began = time.monotonic()
            try:
                await walk.all_well()
                await _ALL[name](walk)
                result = "ok"
            except Exception as wrong:  # noqa: BLE001 - one visit that failed must not hide the others
                _log.exception("visit %s", name)
                result = f"{type(wrong).__name__}: {wrong}"
                self.failed += 1
                self._picture(program, "failed")
                await self._go_home(walk)
            self._conclude(name, result, time.monotonic() - began)
        watching.cancel()
        self.memory_mb = resident_mb()

    async def _go_home(self, walk: Walk) -> None:
        await walk.all_well()
        if walk.person.terminal.visit and walk.person.seen[-1].name != "Attract":
            walk.person.terminal.host.listener.leave()
            await walk.person.sees("Attract")
        walk.person.looks_again()

    def _conclude(self, name: str, result: str, seconds: float) -> None:
        own = [row for row in self.rows if row.visit == name]
        if own:
            own[-1].result = result
        else:
            self.rows.append(Row(name, "", 0.0, result))
        mark, words = ("✓", "") if result == "ok" else ("✗", result)
        _say(f"{mark} {name}  {len(own)} pages  {seconds:.1f} s  {words}")

    def _shown(self, seen: Seen) -> None:
        self.rows.append(Row(self._visit, seen.name, round(seen.shown_ms, 1), touch_ms=seen.touch_ms))

    def _picture(self, program: terminal.Terminal, name: str) -> None:
        if self.folder:
            self._pages += 1
            folder = self.folder / self._visit
            folder.mkdir(parents=True, exist_ok=True)
            program.host.grab().save(str(folder / f"{self._pages:02}-{name}.png"))

    async def _watch_loop(self) -> None:
        """How long the loop was away at the longest: what a touch may have to wait."""
        loop, pause = asyncio.get_running_loop(), 0.005
        while True:
            before = loop.time()
            await asyncio.sleep(pause)
            self.longest_stall_ms = max(self.longest_stall_ms, (loop.time() - before - pause) * 1000)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def resident_mb() -> float:
    """VmRSS of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def play(names: Sequence[str], folder: Path | None) -> Tour:
    """Starts a hall, plays, ends it; papers are copied beside the pictures. Visits with faces have a camera as well."""
    faces = any(name in FACE_VISITS for name in names)
    parts = WITH_FACES if faces else WITH_CAMERA
    settled = staff_settings() + (FACE_SETTINGS if faces else "")
    with (
        tempfile.TemporaryDirectory(prefix="hall-") as temporary,
        Hall(Path(temporary), parts, more_settings=settled) as hall,
    ):
        tour = Tour(hall, names, folder)
        config = settings.load(hall.config, terminal.SCHEMES)
        code = terminal.main(config, tour.play)
        tour.failed += code != 0
        if folder:
            for papers in ("tickets", "pages"):
                shutil.copytree(hall.folder / papers, folder / papers, dirs_exist_ok=True)
            shutil.copy(hall.folder / "terminal.log", folder / "terminal.log")
            shutil.copy(hall.folder / "terminal" / "outbox.db", folder / "outbox.db")
    return tour


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="tour")
    parser.add_argument("visits", nargs="*", choices=[*_ALL, []], help="which visits; all without faces by default")
    parser.add_argument("--out", type=Path, default=OUT, help="where pictures, papers and tour.json go")
    arguments = parser.parse_args()
    names, out = arguments.visits or list(VISITS), arguments.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    try:
        tour = play(names, out)
    except HallError as failed:
        _say(str(failed))
        return 1
    rows = [{"visit": r.visit, "page": r.page, "shown_ms": r.shown_ms, "result": r.result} for r in tour.rows]
    (out / "tour.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    _say(f"{len(names) - tour.failed} of {len(names)} visits went well; pictures and papers in {out}/")
    return 1 if tour.failed else 0


if __name__ == "__main__":
    sys.exit(main())
