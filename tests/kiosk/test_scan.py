"""A paper that must be given now, photographed in the middle of a filing; on virtual time."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

from devices.ports import Advice, CaptureTrouble, PageNotTaken, PageTaken
from kiosk.failures import Failure
from kiosk.flows.self_service import self_service
from kiosk.rules.texts import Text
from kiosk.steps.choices import AskQuestion, ChooseService
from kiosk.steps.filing import FillSection, Review, ShowGuide, Sign
from kiosk.steps.hall import Menu, MoreToDo, Trouble
from kiosk.steps.identity import ConfirmHolder, EnterCode, PlaceCard
from kiosk.steps.paper import TakeYourPaper
from kiosk.steps.scanning import ScanAnswer, ScanPages
from kiosk.visit import End
from tests.kiosk.recorders import (
    GoBack,
    LayCard,
    Leave,
    Person,
    RecordedCamera,
    RecordedClient,
    Script,
    Silence,
    rig,
)
from tests.kiosk.test_apply import NUMBER, SECTION_1, SECTION_2, STROKES, answers
from tests.kiosk.virtual_time import run

FILES = f"POST /v1/cases/{NUMBER}/files"
UP_TO_SCAN: Script = [
    (Menu, "apply"),
    (ChooseService, "S1"),
    (AskQuestion, "again"),
    (ShowGuide, "start"),
    (PlaceCard, LayCard()),
    (ConfirmHolder, True),
    (FillSection, SECTION_1),
    (FillSection, SECTION_2),
    (Review, "right"),
    (EnterCode, "123456"),
]
FILED: Script = [(Sign, STROKES), *[(TakeYourPaper, Silence())] * 3, (MoreToDo, "finish")]
BUSY = (ScanPages, Silence())
"""The page while the picture is taken; the camera answers, not the person."""


def page(number: int = 1, advice: Advice = Advice.FINE) -> PageTaken:
    return PageTaken("document", b"JPEG%d" % number, 1240, 1754, True, advice)


def play(script: Script, camera: RecordedCamera, **others: object) -> tuple[End, Person, RecordedClient]:
    async def main() -> tuple[End, Person, RecordedClient]:
        known = answers(**{FILES.replace(" ", "__"): {}} | others)
        visit, person, client, *_ = rig(script, known, camera=camera)
        return await visit.run(self_service), person, client

    return run(main())


def scans(person: Person) -> list[ScanPages]:
    return [step for step in person.shown if isinstance(step, ScanPages)]


def test_a_paper_is_photographed_page_by_page_and_given_to_the_case_before_it_is_signed() -> None:
    camera = RecordedCamera(page(1), page(2))
    script: Script = [
        *UP_TO_SCAN,
        (ScanPages, "take"), BUSY, (ScanPages, "next"),
        (ScanPages, "take"), BUSY, (ScanPages, "turn"), (ScanPages, "done"),
        *FILED,
    ]  # fmt: skip
    end, person, client = play(script, camera)
    assert end is End.DONE
    [body] = client.bodies(FILES)
    assert (body["material"], body["name"]) == ("break", "中断证明.pdf")
    assert base64.b64decode(body["content"]) == b"%PDF-JPEG1JPEG2"
    assert [p.quarters for p in camera.documents[0]] == [0, 1]
    calls = [call for call, _ in client.calls]
    assert calls.index(FILES) < calls.index(f"PUT /v1/cases/{NUMBER}/signature")
    assert client.given["break"] == 1
    assert camera.looked[-1] is False, "the camera looks on"


def test_a_picture_that_is_not_good_is_taken_again() -> None:
    camera = RecordedCamera(page(1, Advice.GLARE), page(2))
    script: Script = [*UP_TO_SCAN, (ScanPages, "take"), BUSY, (ScanPages, "again"), (ScanPages, "take"), BUSY]
    end, person, client = play([*script, (ScanPages, "done"), *FILED], camera)
    assert end is End.DONE
    assert "反光" in [s for s in scans(person) if s.shot][0].trouble.zh
    assert base64.b64decode(client.bodies(FILES)[0]["content"]) == b"%PDF-JPEG2"


def test_each_trouble_of_the_camera_is_told_and_leaves_the_way_on() -> None:
    for trouble in CaptureTrouble:
        camera = RecordedCamera(PageNotTaken("document", trouble), page(1))
        script: Script = [
            *UP_TO_SCAN,
            (ScanPages, "take"),
            BUSY,
            (ScanPages, "take"),
            BUSY,
            (ScanPages, "done"),
            *FILED,
        ]
        end, person, client = play(script, camera)
        assert end is End.DONE
        told = scans(person)[2]
        assert told.trouble.zh and told.trouble.en and not told.shot  # noqa: PT018 - one thought
        assert client.bodies(FILES)


def test_who_has_not_brought_it_is_sent_to_a_window_and_nothing_is_filed() -> None:
    camera = RecordedCamera()
    script: Script = [*UP_TO_SCAN, (ScanPages, "later"), (Trouble, Leave())]
    _, person, client = play(script, camera)
    [trouble] = [s for s in person.shown if isinstance(s, Trouble)]
    assert (trouble.code, trouble.also.zh) == ("filing.needs-paper", "需要：中断证明")
    assert not client.bodies(FILES)
    assert not client.bodies(f"PUT /v1/cases/{NUMBER}/signature")


def test_a_camera_that_never_answers_can_be_left() -> None:
    async def main() -> Person:
        camera = RecordedCamera(page(1))
        camera.wait = asyncio.Event()
        script: Script = [*UP_TO_SCAN, (ScanPages, "take"), (ScanPages, "later"), (Trouble, Leave())]
        visit, person, *_ = rig(script, answers(), camera=camera)
        await visit.run(self_service)
        return person

    assert scans(run(main()))[1].busy


def test_back_from_the_signature_does_not_ask_for_the_paper_again() -> None:
    camera = RecordedCamera(page(1))
    taken: Script = [(ScanPages, "take"), BUSY, (ScanPages, "done")]
    end, _, client = play([*UP_TO_SCAN, *taken, (Sign, GoBack()), (Review, "right"), *FILED], camera)
    assert end is End.DONE
    assert len(client.bodies(FILES)) == 1


def test_without_a_camera_the_paper_is_asked_for_before_anything_is_filled_in() -> None:
    for camera in (RecordedCamera(available=False), None):

        async def main(camera: Any = camera) -> Person:
            script: Script = [*UP_TO_SCAN[:4], (Trouble, Leave())]
            visit, person, *_ = rig(script, answers(), camera=camera)
            await visit.run(self_service)
            return person

        person = run(main())
        assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["filing.needs-paper"]


def test_a_file_that_the_platform_refuses_has_words_of_its_own() -> None:
    camera = RecordedCamera(page(1))
    script: Script = [*UP_TO_SCAN, (ScanPages, "take"), BUSY, (ScanPages, "done"), (Trouble, Leave())]
    _, person, _ = play(script, camera, **{FILES.replace(" ", "__"): Failure("file.too-large")})
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["file.too-large"]


def test_a_line_that_breaks_while_the_paper_is_given_files_nothing_and_says_so() -> None:
    camera = RecordedCamera(page(1))
    script: Script = [*UP_TO_SCAN, (ScanPages, "take"), BUSY, (ScanPages, "done"), (Trouble, Leave())]
    _, person, _ = play(script, camera, **{FILES.replace(" ", "__"): Failure("platform.unreachable")})
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["filing.not-filed"]


def test_who_leaves_takes_the_pictures_along() -> None:
    camera = RecordedCamera(page(1))
    end, *_ = play([*UP_TO_SCAN, (ScanPages, "take"), BUSY, (ScanPages, Leave())], camera)
    assert end is End.LEFT
    assert camera.looked[-1] is False


def test_only_what_the_page_offers_is_an_answer() -> None:
    view = RecordedCamera()
    live = ScanPages(Text("材料"), view)
    assert live.answers == (ScanAnswer.TAKE, ScanAnswer.LATER)
    assert ScanAnswer.DONE in ScanPages(Text("材料"), view, kept=1).answers
    assert ScanPages(Text("材料"), view, busy=True).answers == (ScanAnswer.LATER,)
    full = ScanPages(Text("材料"), view, kept=11, most=12, shot=b"x")
    assert ScanAnswer.NEXT not in full.answers
    assert all(answer is not ScanAnswer.TAKEN for step in (live, full) for answer in step.answers)
