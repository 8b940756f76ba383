"""Staff and people with the four keys at the terminal: further visits of the tour."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from kiosk.maintenance.staff import secret_of
from kiosk.steps.maintenance import StaffList
from kiosk.steps.paper import TakeYourTicket
from tests.e2e.walk import Walk

STAFF_NUMBER, STAFF_PIN = "420102199203140036", "135790"
_STAFF_CARD = {
    "kind": "resident",
    "name": "李师傅",
    "number": STAFF_NUMBER,
    "sex": "1",
    "nation": "01",
    "birth": "19920314",
    "address": "",
    "issuer": "",
    "valid_from": "20200101",
    "valid_until": "20400101",
}


def staff_settings() -> str:
    """The table of `terminal.toml` that makes somebody staff."""
    member = {"name": "李师傅", "secret": secret_of(STAFF_NUMBER, STAFF_PIN)}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in member.items())
    return "\n".join(["[[maintenance.staff]]", *lines])


async def maintenance(walk: Walk) -> None:
    """The door is opened while a citizen is there: they finish first. Then staff tests, keeps the report, leaves."""
    person = walk.person
    await walk.starts("取号")
    await person.sees("ChooseBusiness")
    await walk.command("board", "door", open=True)
    await person.touch("退出")
    await person.sees("StaffCard")
    await _logs_in(walk, "000000")
    page = await person.sees("StaffCard")
    assert page.locked, "a wrong PIN must wait"
    await walk.lifts()
    looks = (await walk.command("sdt", "state"))["counts"]["find"]
    await walk.command("sdt", "wait", event="find", after=looks + 3, seconds=10)
    await person.sees("StaffCard", seconds=page.locked + 5)
    await _logs_in(walk, STAFF_PIN)
    await _at(walk, "维护")
    await person.touch("设备与自检")
    await _at(walk, "设备与自检")
    await person.touch("全部自检")
    page = await _at(walk, "设备与自检")
    assert page.note_good, page.note.zh
    await person.touch("返回")
    await _at(walk, "维护")
    for kind in ("小票打印机", "A4 打印机"):
        await person.touch("测试打印")
        await _at(walk, "测试打印")
        await person.touch(kind)
        page = await _at(walk, "维护")
        assert "打好了" in page.note.zh, page.note.zh
    await person.touch("就绪报告")
    await _at(walk, "就绪报告")
    await person.touch("存盘")
    page = await _at(walk, "维护")
    kept = Path(page.note.zh.removeprefix("已存到 "))
    assert (await walk.off_loop(kept.read_bytes)).startswith(b"%PDF")
    await walk.command("board", "door", open=False)
    await person.touch("恢复服务")
    await person.sees("TakeYourPaper")  # staff's own card is still there
    await walk.lifts()
    await person.sees("Attract")


async def four_keys(walk: Walk) -> None:
    """A queue number without touching the glass; the lamp shows where the ticket comes out, and goes out."""
    person = walk.person
    await walk.command("board", "near", somebody=False)
    await person.sees("Attract")
    await walk.command("board", "near", somebody=True)
    await _goes_to(walk, "点一下屏幕，开始")
    for page, control in (
        ("Menu", "取号"),
        ("ChooseBusiness", "灵活就业人员参保登记"),
        ("MachineInstead", "取号到窗口办"),
        ("EnterNumber", "跳过"),
    ):
        await person.sees(page)
        await _goes_to(walk, control)
    page = await person.sees("TakeYourTicket")
    assert isinstance(page, TakeYourTicket)
    assert await _lit(walk, "ticket") == ["ticket"]
    await _goes_to(walk, "取好了")
    await person.sees("MoreToDo")
    assert await _lit(walk) == []
    await person.touch("办完了，退出")


async def _logs_in(walk: Walk, pin: str) -> None:
    await walk.command("sdt", "tap", card=_STAFF_CARD)
    await walk.person.sees("StaffPin")
    await walk.person.types(pin)
    await walk.person.touch("登录")


async def _at(walk: Walk, title: str) -> StaffList:
    page = await walk.person.sees("StaffList")
    while page.title.zh != title:
        page = await walk.person.sees("StaffList")
    assert isinstance(page, StaffList)
    return page


async def _goes_to(walk: Walk, control: str) -> None:
    """Down until the control of that name has the ring, then OK."""
    await asyncio.sleep(0.4)  # as with touches: what comes right after a page is not meant for it
    for _ in range(40):
        if _focused(walk) == control:
            await walk.command("board", "key", key="ok", ms=20)
            return
        await walk.command("board", "key", key="down", ms=20)
        await asyncio.sleep(0.1)
    raise AssertionError(f"the keys never came to {control}")


def _focused(walk: Walk) -> str:
    item = walk.person.terminal.host.window.activeFocusItem()
    return str((item.property("text") or item.property("title") or "") if item else "")


async def _lit(walk: Walk, *wanted: str) -> list[str]:
    """Which lamps are lit, once they are as wanted or a second has passed."""
    for _ in range(50):
        lit: list[str] = (await walk.command("board", "state"))["lit"]
        if lit == list(wanted):
            break
        await asyncio.sleep(0.02)
    return lit
