"""What was signed reaches the platform, once in effect, whatever the line does."""

from __future__ import annotations

import asyncio
import datetime as dt
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.failures import Failure
from kiosk.outbox import Letter, Outbox
from kiosk.platforms.cases import GivenMaterial
from kiosk.platforms.printouts import Printout
from kiosk.rules.people import Assurance, Session, Standing
from tests.kiosk.test_apply import SLIP

SESSION = Session("secret-token", Assurance.CARD, Standing.OK)
NUMBER = "420102202611210000001"


class Line:
    """A way to the platform that fails as told, and keeps what arrived by its key."""

    def __init__(self, *troubles: str) -> None:
        self.troubles = list(troubles)
        self.arrived: list[tuple[str, str]] = []
        self.came = asyncio.Event()

    async def send_raw(self, method: str, path: str, body: bytes, *, token: str = "", key: str = "") -> bytes:
        if self.troubles and (trouble := self.troubles.pop(0)):
            raise Failure(trouble)
        self.arrived.append((path.rpartition("/")[2], key))
        self.came.set()
        return msgspec.json.encode(SLIP) if path.endswith("signature") else b"{}"


async def sign(outbox: Outbox) -> str:
    slip = await outbox.sign(SESSION, NUMBER, (GivenMaterial("id", 1),), "d" * 64, "strokes-of-a-person")
    return slip.case_number


def run(test: Callable[[], object]) -> None:
    asyncio.run(test())  # type: ignore[arg-type]


def test_a_signed_case_goes_out_in_order_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async def main() -> None:
        line = Line()
        outbox = Outbox(tmp_path / "outbox.db", line)
        assert await sign(outbox) == SLIP["case_number"]
        outbox.close()
        assert [what for what, _ in line.arrived] == ["materials", "signature"]

    run(main)
    left = (tmp_path / "outbox.db").read_bytes()
    assert b"strokes-of-a-person" not in left
    assert b"secret-token" not in left
    assert stat.S_IMODE((tmp_path / "outbox.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("trouble", ["platform.unreachable", "platform.slow", "platform.broken"])
def test_a_line_that_breaks_keeps_the_case_and_sends_it_later_with_the_same_key(tmp_path: Path, trouble: str) -> None:
    async def main() -> None:
        line = Line("", trouble)
        outbox = Outbox(tmp_path / "outbox.db", line)
        with pytest.raises(Failure) as failed:
            await sign(outbox)
        assert (failed.value.code, failed.value.number) == ("filing.kept", NUMBER)
        outbox.close()

        again = Outbox(tmp_path / "outbox.db", line)  # the terminal was started anew
        line.came.clear()
        carrying = asyncio.create_task(again.carry_on())
        await asyncio.wait_for(line.came.wait(), 5)
        carrying.cancel()
        again.close()
        assert [what for what, _ in line.arrived] == ["materials", "signature"]
        assert len({key for _, key in line.arrived}) == 2

    run(main)


def test_what_the_platform_refuses_is_not_sent_for_ever(tmp_path: Path) -> None:
    async def main() -> None:
        line = Line("signature.digest")
        outbox = Outbox(tmp_path / "outbox.db", line)
        with pytest.raises(Failure, match=r"signature\.digest"):
            await sign(outbox)
        assert await outbox._run(outbox._waiting) == []
        outbox.close()

    run(main)


def letters(case: str) -> list[Letter]:
    path = f"/v1/cases/{case}/signature"
    return [Letter(f"key-of-{case}", case, "PUT", path, b"{}", "token")]


class Counter:
    """A platform whose answers depend on the case; `hold` keeps one request of a case waiting."""

    def __init__(self, troubles: dict[str, str], hold: str = "") -> None:
        self.troubles, self.hold = troubles, hold
        self.arrived: list[str] = []
        self.changed = asyncio.Event()
        self.let_go = asyncio.Event()

    async def send_raw(self, method: str, path: str, body: bytes, *, token: str = "", key: str = "") -> bytes:
        case = path.split("/")[3]
        self.arrived.append(case)
        self.changed.set()
        if case == self.hold:
            await self.let_go.wait()
        if trouble := self.troubles.get(case):
            raise Failure(trouble)
        return b"{}"

    async def until(self, *cases: str) -> None:
        while not set(cases) <= set(self.arrived):
            self.changed.clear()
            await self.changed.wait()


def test_a_case_the_platform_chokes_on_does_not_hold_up_the_others(tmp_path: Path) -> None:
    async def main() -> None:
        line = Counter({"A": "platform.broken", "B": "session.expired"})
        outbox = Outbox(tmp_path / "outbox.db", line)
        await outbox._run(lambda: outbox._keep([*letters("A"), *letters("B"), *letters("C")]))
        assert await outbox._send_all(await outbox._run(outbox._waiting)), "A is to be tried again"
        assert line.arrived == ["A", "B", "C"]
        assert [x.case for x in await outbox._run(outbox._waiting)] == ["A"]
        outbox.close()

    run(main)


def test_who_stands_there_does_not_wait_for_what_was_left_over(tmp_path: Path) -> None:
    async def main() -> None:
        line = Counter({}, hold="old")
        outbox = Outbox(tmp_path / "outbox.db", line)
        await outbox._run(lambda: outbox._keep(letters("old")))
        carrying = asyncio.create_task(outbox.carry_on())
        await asyncio.wait_for(line.until("old"), 5)
        assert await asyncio.wait_for(outbox.deliver(letters("new")), 5) == [b"{}"]
        carrying.cancel()
        outbox.close()

    run(main)


def test_what_is_kept_while_the_outbox_looks_is_not_overlooked(tmp_path: Path) -> None:
    async def main() -> None:
        line = Counter({"A": "platform.slow"})
        outbox = Outbox(tmp_path / "outbox.db", line)
        read = outbox._waiting

        def read_and_then_one_comes() -> list[Letter]:
            outbox._waiting = read  # type: ignore[method-assign]
            waiting = read()
            asyncio.run_coroutine_threadsafe(fail(), loop)
            return waiting

        async def fail() -> None:
            with pytest.raises(Failure, match=r"filing\.kept"):
                await outbox.deliver(letters("A"))
            line.troubles.clear()

        loop = asyncio.get_running_loop()
        outbox._waiting = read_and_then_one_comes  # type: ignore[method-assign]
        carrying = asyncio.create_task(outbox.carry_on())
        while line.arrived.count("A") < 2:
            line.changed.clear()
            await asyncio.wait_for(line.changed.wait(), 5)
        carrying.cancel()
        outbox.close()

    run(main)


def test_a_disk_that_takes_nothing_is_told_and_nothing_is_filed(tmp_path: Path) -> None:
    async def main() -> None:
        (tmp_path / "outbox.db").write_bytes(b"no database" * 1000)
        line = Counter({})
        outbox = Outbox(tmp_path / "outbox.db", line)
        with pytest.raises(Failure, match=r"filing\.not-filed"):
            await outbox.deliver(letters("A"))
        assert line.arrived == []
        outbox.close()

    run(main)


FACT = Printout("proof", "N1", "a4", "unknown", "", 1, 0, dt.datetime(2026, 11, 23, 9, 41, tzinfo=dt.UTC))


def test_how_a_print_ended_reaches_the_platform_in_its_order_after_a_restart_too(tmp_path: Path) -> None:
    async def main() -> None:
        outbox = Outbox(tmp_path / "outbox.db", Line())
        await outbox.printed(FACT)
        await outbox.answered(FACT.id, "reprint")
        assert await outbox.waiting() == 2
        outbox.close()

        line = Line()
        again = Outbox(tmp_path / "outbox.db", line)
        carrying = asyncio.create_task(again.carry_on())
        while len(line.arrived) < 2:
            line.came.clear()
            await line.came.wait()
        carrying.cancel()
        assert [what for what, _ in line.arrived] == ["printouts", "answer"]
        assert len({key for _, key in line.arrived}) == 2
        again.close()

    run(main)


def test_a_visit_goes_on_where_a_print_can_not_be_kept(tmp_path: Path) -> None:
    async def main() -> None:
        (tmp_path / "outbox.db").mkdir()
        outbox = Outbox(tmp_path / "outbox.db", Line())
        await outbox.printed(FACT)
        outbox.close()

    run(main)
