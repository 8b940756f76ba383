"""`python -m tests.e2e.window [visit …]`: a clerk and the person opposite, each before a screen of one program.

Leaves in out/window/ a folder for each of them with the pages as PNG, and `window.json`, a list of `{visit, result}`.
Exit code 0 only if every one went well.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devices.emulators.hall import AT_A_WINDOW, WITH_FACES, Hall
from kiosk import settings, terminal
from kiosk.glass import Glass
from kiosk.rules.people import Assurance
from kiosk.steps.faces import FacePurpose
from kiosk.steps.window import HowKnown
from tests.e2e.face_visits import SETTINGS, looked, stands
from tests.e2e.person import Person
from tests.e2e.walk import Walk

_log = logging.getLogger(__name__)

OUT = Path("out/window")
_TRIES = 3


@dataclass
class Window:
    """The person opposite (with the hall around them), and the clerk."""

    walk: Walk
    clerk: Person

    async def agrees(self, purpose: FacePurpose) -> None:
        """同意, and does what is asked until it suffices."""
        page = await self.walk.person.sees("FaceConsent")
        assert page.purpose is purpose
        await self.walk.person.touch("同意")
        for _ in range(_TRIES):
            if await looked(self.walk) == "FaceDone":
                return
            await self.walk.person.touch("再试一次")
        raise AssertionError("not known after three tries")

    async def types(self, number: str) -> None:
        """The clerk types the number that the person says."""
        await self.clerk.sees("ClerkDesk")
        await self.clerk.keys(number)
        await self.clerk.touch("请对方刷脸")

    async def knows(self, level: Assurance, *, by_face: bool) -> None:
        """Who it is, on the clerk's screen; then the next person."""
        page = await self.clerk.sees("HolderKnown")
        assert page.how is HowKnown.FACE
        assert page.holder.level is level
        assert page.holder.by_face is by_face
        await self.clerk.touch("下一位")

    async def does_not_know(self, why: str) -> None:
        """The clerk reads why not."""
        page = await self.clerk.sees("ClerkReads")
        assert why in page.why.zh, page.why.zh
        await self.clerk.touch("返回")

    async def number_of(self, citizen: str) -> str:
        """Their ID number."""
        card = await self.walk.card(citizen)
        return str(card["number"])


async def number_and_face(window: Window) -> None:
    """免身份证: the clerk types the number, the person looks into the camera."""
    await stands(window.walk, "worker-gaps")
    await window.types(await window.number_of("worker-gaps"))
    await window.agrees(FacePurpose.PROVE)
    await window.knows(Assurance.CARD, by_face=True)


async def somebody_elses_number(window: Window) -> None:
    """Whose number it is not is not taken for them, three times."""
    await stands(window.walk, "home-owner")
    await window.types(await window.number_of("worker-gaps"))
    await window.walk.person.sees("FaceConsent")
    await window.walk.person.touch("同意")
    for left in (2, 1, 0):
        assert await looked(window.walk) == "FaceNotSure"
        assert window.walk.person.step.tries_left == left
        await window.walk.person.touch("再试一次" if left else "换一种方式")
    await window.does_not_know("没有认出")


async def card_and_face(window: Window) -> None:
    """人证核验; then they are known at this window for today."""
    await stands(window.walk, "worker-gaps")
    await window.clerk.sees("ClerkDesk")
    await window.clerk.touch("身份证 + 刷脸")
    await window.walk.identifies("worker-gaps")
    await window.agrees(FacePurpose.PROVE)
    await window.agrees(FacePurpose.TODAY)
    await window.walk.lifts()
    await window.walk.person.sees("AtTheWindow")
    await window.knows(Assurance.CARD_AND_SECOND_PROOF, by_face=False)


async def face_alone(window: Window) -> None:
    """刷脸识别 among today's check-ins."""
    await stands(window.walk, "worker-gaps")
    await window.clerk.sees("ClerkDesk")
    await window.clerk.touch("刷脸识别")
    await window.agrees(FacePurpose.FIND)
    await window.knows(Assurance.CARD, by_face=True)


async def not_by_face(window: Window) -> None:
    """不用人脸: the clerk reads it, and nothing was looked at."""
    await window.types(await window.number_of("worker-gaps"))
    await window.walk.person.sees("FaceConsent")
    await window.walk.person.touch("不用人脸")
    await window.does_not_know("没有同意")


async def withdrawn(window: Window) -> None:
    """撤回人脸同意 at the window, by their card: nobody is kept afterwards."""
    await window.clerk.sees("ClerkDesk")
    await window.clerk.touch("撤回人脸同意")
    await window.walk.identifies("worker-gaps")
    page = await window.walk.person.sees("Trouble")
    assert page.code == "face.forgotten"
    await window.walk.lifts()
    await window.does_not_know("已撤回")
    parts = window.walk.person.terminal.parts
    assert parts
    assert parts.desk.faces.persons == 0


async def stopped(window: Window) -> None:
    """The clerk stops it: the person's screen is home again."""
    await window.types(await window.number_of("worker-gaps"))
    await window.walk.person.sees("FaceConsent")
    await window.clerk.sees("CitizenActs")
    await window.clerk.touch("停止")
    await window.walk.person.sees("AtTheWindow")


VISITS: dict[str, Callable[[Window], Awaitable[None]]] = {
    visit.__name__.replace("_", "-"): visit
    for visit in (number_and_face, somebody_elses_number, card_and_face, face_alone, withdrawn, not_by_face, stopped)
}


@dataclass
class Day:
    """Plays visits one after another. `folder`: where pictures go."""

    hall: Hall
    names: Sequence[str]
    folder: Path
    rows: list[dict[str, str]] = field(default_factory=list)
    _pages: int = 0

    async def play(self, program: terminal.Terminal) -> None:
        """The companion of a window."""
        assert program.clerk
        citizen, clerk = Person(program), Person(program, program.clerk)
        hosts: dict[str, Glass] = {"citizen": program.glass, "clerk": program.clerk}
        citizen.picture, clerk.picture = (self._camera(name, glass) for name, glass in hosts.items())
        window = Window(Walk(citizen, self.hall), clerk)
        await citizen.until(
            lambda: program.parts and program.clerk and program.clerk.host.preloaded or None, "the start", seconds=60
        )
        for name in self.names:
            try:
                await window.walk.all_well()
                await VISITS[name](window)
                result = "ok"
            except Exception as wrong:  # noqa: BLE001 - one that failed must not hide the others
                _log.exception("visit %s", name)
                result = f"{type(wrong).__name__}: {wrong}"
                for glass in hosts.values():
                    if glass.visit:
                        glass.host.listener.leave()
            self.rows.append({"visit": name, "result": result})
            sys.stdout.write(f"{'✓' if result == 'ok' else '✗'} {name}  {'' if result == 'ok' else result}\n")
            sys.stdout.flush()

    def _camera(self, who: str, glass: Glass) -> Callable[[str], None]:
        def picture(page: str) -> None:
            self._pages += 1
            (self.folder / who).mkdir(parents=True, exist_ok=True)
            glass.host.grab().save(str(self.folder / who / f"{self._pages:02}-{page}.png"))

        return picture


def play(names: Sequence[str], folder: Path) -> list[dict[str, str]]:
    """Starts a hall with a window, plays, ends it."""
    with (
        tempfile.TemporaryDirectory(prefix="hall-") as temporary,
        Hall(Path(temporary), WITH_FACES, more_settings=SETTINGS, terminal=AT_A_WINDOW) as hall,
    ):
        day = Day(hall, names, folder)
        code = terminal.main(settings.load(hall.config, terminal.SCHEMES), day.play, terminal.Role.WINDOW)
        shutil.copy(hall.folder / "terminal.log", folder / "terminal.log")
    if code:
        day.rows.append({"visit": "the program", "result": f"exit code {code}"})
    return day.rows


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="window")
    parser.add_argument("visits", nargs="*", choices=[*VISITS, []], help="which visits; all by default")
    parser.add_argument("--out", type=Path, default=OUT, help="where pictures and window.json go")
    arguments = parser.parse_args()
    shutil.rmtree(arguments.out, ignore_errors=True)
    arguments.out.mkdir(parents=True)
    rows = play(arguments.visits or list(VISITS), arguments.out)
    (arguments.out / "window.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if all(row["result"] == "ok" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
