"""Visits in a hall with a camera for faces: who stands before it does what the page asks, as a person would.

They have a hall of their own (`python -m tests.e2e.tour face-proof …`): where there is such a camera, every second
proof begins with the question for consent.
"""

from __future__ import annotations

import asyncio
import contextlib

from kiosk.rules.face_words import CHALLENGES
from kiosk.steps.faces import FacePurpose
from tests.e2e.visits import Visit
from tests.e2e.walk import Walk

SETTINGS = """
[faces]
tinting = false
closing = "23:59"
"""
"""The emulated camera sees the terminal's window as little as any other program does."""

_TRIES = 3


async def face_proof(walk: Walk) -> None:
    """打印证明 by card and live face, at level 3; then the person is known here for today."""
    await stands(walk, "worker-gaps")
    await walk.starts("打印证明")
    await walk.identifies("worker-gaps")
    await agrees(walk, FacePurpose.PROVE)
    await walk.chooses("ChooseProof", "社保个人参保缴费证明")
    for _ in range(2):
        page = await walk.person.sees("AskQuestion")
        await walk.person.touch(page.question.options[-1].title.zh)
    await walk.chooses("HowMany", "就打 1 份")
    await walk.chooses("Preview", "打印 1 份")
    await walk.person.sees("TakeYourPaper")
    await walk.lifts()
    await walk.chooses("TakeYourPaper", "取好了")
    await agrees(walk, FacePurpose.TODAY)
    await walk.goes()


async def face_alone(walk: Walk) -> None:
    """查进度 by the face alone of who checked in today."""
    await stands(walk, "worker-gaps")
    await walk.starts("查进度")
    await walk.chooses("ChooseProgressWay", "放身份证查")
    page = await walk.person.sees("PlaceCard")
    assert page.face
    await walk.person.touch("刷脸")
    await agrees(walk, FacePurpose.FIND, "ConfirmHolder")
    await walk.person.touch("是我本人")
    await walk.chooses("ChooseCase", "退出")


async def face_refused(walk: Walk) -> None:
    """不用人脸: the code comes at once."""
    await walk.starts("打印证明")
    await walk.identifies("home-owner")
    await walk.chooses("FaceConsent", "不用人脸")
    await walk.enters_code()
    await walk.chooses("ChooseProof", "退出")
    await walk.lifts()


async def somebody_elses_card(walk: Walk) -> None:
    """Who lays somebody else's card on is not taken for them, three times, and is offered other ways."""
    await stands(walk, "home-owner")
    await walk.starts("打印证明")
    await walk.identifies("worker-gaps")
    await walk.chooses("FaceConsent", "同意")
    for left in (2, 1, 0):
        page = await looked(walk)
        assert page == "FaceNotSure"
        assert walk.person.step.tries_left == left
        await walk.person.touch("再试一次" if left else "换一种方式")
    await walk.chooses("FaceWays", "退出")
    await walk.lifts()


async def face_withdrawn(walk: Walk) -> None:
    """撤回人脸同意: nobody is kept afterwards."""
    await walk.starts("撤回人脸同意")
    await walk.identifies("worker-gaps")
    page = await walk.person.sees("Trouble")
    assert page.code == "face.forgotten"
    await walk.lifts()
    await walk.person.touch("知道了")
    await walk.goes()
    parts = walk.person.terminal.parts
    assert parts
    assert parts.desk.faces.persons == 0


FACE_VISITS: dict[str, Visit] = {
    visit.__name__.replace("_", "-"): visit
    for visit in (face_proof, face_alone, face_refused, somebody_elses_card, face_withdrawn)
}


async def stands(walk: Walk, citizen: str) -> None:
    """The one who plays this citizen steps before the camera."""
    listed = await walk.platform("/demo/citizens")
    portrait, _, seed = next(c["face"] for c in listed if c["key"] == citizen).partition("/")
    await walk.command("face-camera", "stand", portrait=portrait, seed=int(seed or 0))
    await walk.command("face-camera", "obey", on=True)


async def agrees(walk: Walk, purpose: FacePurpose, then: str = "FaceDone") -> None:
    """同意, and does what is asked until it suffices: then this page comes."""
    page = await walk.person.sees("FaceConsent")
    assert page.purpose is purpose
    await walk.person.touch("同意")
    for _ in range(_TRIES):
        if await looked(walk, then) == then:
            return
        await walk.person.touch("再试一次")
    raise AssertionError("not known after three tries")


async def looked(walk: Walk, then: str = "FaceDone") -> str:
    """The page that the look ended on."""
    await walk.person.sees("LookAtCamera")
    obeying = asyncio.create_task(_obeys(walk))
    try:
        return await walk.person.sees_one_of(then, "FaceNotSure", seconds=60)
    finally:
        obeying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await obeying


async def _obeys(walk: Walk) -> None:
    """Reads what is asked, and does it."""
    before = ""
    while True:
        text = walk.person.text()
        asked = next((key for key, words in CHALLENGES.items() if words.zh in text), "")
        if asked != before:
            before = asked
            await walk.command("face-camera", "asked", challenge=asked)
        await asyncio.sleep(0.1)
