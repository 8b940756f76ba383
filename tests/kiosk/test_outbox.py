"""What was signed reaches the platform, once in effect, whatever the line does."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.failures import Failure
from kiosk.outbox import Outbox
from kiosk.platforms.cases import GivenMaterial
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
