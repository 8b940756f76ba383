"""A clerk's window, on virtual time: who stands opposite is found out by face, by number and face, by card and face."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import gc
import weakref
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import pytest

from devices.face_ports import FaceNotCompared, FaceResult, FaceTask, FaceTrouble, FaceVerdict
from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.window import ClerkVisit, Counsel, window
from kiosk.glass import Glass
from kiosk.opposite import CitizensScreen
from kiosk.rules.faces import Outcome
from kiosk.rules.people import Assurance
from kiosk.rules.texts import Text
from kiosk.steps.faces import ClerkDecides, FaceConsent, FaceDone, FaceNotSure, LookAtCamera
from kiosk.steps.hall import Trouble
from kiosk.steps.identity import ConfirmHolder, EnterCode, PlaceCard
from kiosk.steps.step import NotRight, Step
from kiosk.steps.window import AtTheWindow, Beside, CitizenActs, ClerkDesk, ClerkReads, HolderKnown, HowKnown
from kiosk.visit import End, Visit
from screens.host import Drawn
from tests.kiosk.recorders import (
    Leave,
    Person,
    RecordedClient,
    RecordedFaceFacts,
    RecordedFaces,
    Script,
    Silence,
    rig,
    session,
)
from tests.kiosk.test_faces import CARD, CHECKS, FOUND, LOOKS, MODEL, REFERENCE, compared, known
from tests.kiosk.virtual_time import run
from tests.screens.samples_window import TODAY, desk
from tests.screens.samples_window import known as known_page

NUMBER = "420102198506150026"
CHILD = "420102201506150020"
BY_NUMBER = "POST /v1/identifications/by-number"
PHOTO, TEMPLATE = b"\xff\xd8 of the register", [0.1] * 128
AGREED: Script = [(FaceConsent, "agree"), LOOKS]
YES = compared(FaceVerdict.ACCEPTED)
WORDS = Text("字", "words")
DONE: Script = [(FaceDone, Silence())]


class Nowhere:
    """A screen before which nobody is."""

    as_at_start = True

    def show(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        assert isinstance(step, AtTheWindow)

    def wipe(self) -> None:
        """Nothing to wipe."""


class CitizensGlass:
    """The citizen's glass without Qt: what its person is shown counts as drawn."""

    def __init__(self, person: Person) -> None:
        self.host, self.visit = Nowhere(), cast(Visit | None, None)
        self.drawn: list[Callable[[Drawn], None]] = []
        show = person.show

        def told(step: Step[Any], before: object | None, can_go_back: bool) -> None:
            show(step, before, can_go_back)
            for drawn in self.drawn:
                drawn(Drawn(step, 0.0, None))

        person.show = told  # type: ignore[method-assign]

    async def run(self, visit: Visit, flow: Any) -> End:
        self.visit = visit
        try:
            return await visit.run(flow)
        finally:
            self.visit = None


@contextlib.asynccontextmanager
async def standing(opposite: CitizensScreen) -> AsyncIterator[None]:
    """The citizen's screen stands there meanwhile; whoever is before it comes to their end."""
    task = asyncio.ensure_future(opposite.stand())
    try:
        yield
        await asyncio.sleep(1)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Gone:
    """The person opposite walks away just then."""


class Clerk(Person):
    """A clerk who looks on while the person opposite still acts; one who `stops` presses at once."""

    stops = False
    opposite: CitizenVisit

    def _do(self, step: Step[Any], action: object) -> None:
        if isinstance(action, Gone):
            self.opposite.end(End.LEFT)
        else:
            super()._do(step, action)

    def show(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        acting = isinstance(step, CitizenActs) or (isinstance(step, HolderKnown) and step.doing.zh != "")
        if acting and not self.stops:
            self.shown.append(step)
            return
        super().show(step, before, can_go_back)


@dataclasses.dataclass
class Played:
    """What came of one person at the window."""

    result: HolderKnown | ClerkReads | None
    clerk: Person
    person: Person
    client: RecordedClient
    faces: RecordedFaces
    outcomes: list[Outcome]
    ended: End | None


def played(
    task: object,
    citizen: Script,
    *results: FaceResult,
    clerk: Script = (),
    stops: bool = False,
    also: dict[str, object] | None = None,
    closed: str = "",
) -> Played:
    """One person, from the clerk's desk to the next; both scripts must be used up."""
    faces = RecordedFaces(*results, persons=3)

    async def main() -> Played:
        answered = {
            "POST__/v1/identifications/by-number": session(level=0, phone=""),
            "GET__/v1/me/photo": PHOTO,
            f"GET__/v1/me/face-template?model={MODEL}": Failure("template.none"),
            "GET__/v1/me/document": FOUND["document"],
            "POST__/v1/face-checks": {"level": 2},
            f"GET__/v1/face-check-ins/{REFERENCE}": {"name": "王**", "photo": "/9g="},
        }
        visit, person, client, *_ = rig(citizen, known(**(answered | (also or {}))), faces=faces)
        glass = CitizensGlass(person)
        ended: list[End] = []

        async def one_visit(flow: Any) -> End:
            ended.append(await glass.run(visit, flow))
            return ended[-1]

        async def see_off() -> None:
            """Nobody's card lies there."""

        opposite = CitizensScreen(cast(Glass, glass), Text("大厅", "Hall"), one_visit, see_off)
        behind = Clerk([(ClerkDesk, task), *clerk])
        behind.stops, behind.opposite = stops, visit
        own = ClerkVisit(behind, dataclasses.replace(visit.desk, closed=lambda: closed), opposite)
        visit.desk = own.desk
        behind.visit = cast(CitizenVisit, own)
        facts = cast(RecordedFaceFacts, visit.desk.face_facts).facts
        async with standing(opposite):
            await own.run(window)
        assert not person.script, person.script
        assert not behind.script, behind.script
        result = behind.shown[-1]
        told = result if isinstance(result, HolderKnown | ClerkReads) else None
        last = ended[-1] if ended else None
        return Played(told, behind, person, client, faces, [f.outcome for f in facts], last)

    return run(main())


KNOWN: Script = [(HolderKnown, "next")]
NOT_KNOWN: Script = [(ClerkReads, None)]


# ---- without their card: number and face


def test_who_has_no_card_is_known_by_number_and_face_at_level_2() -> None:
    one = played({"number": NUMBER}, [*AGREED, *DONE], compared(FaceVerdict.ACCEPTED), clerk=KNOWN)
    assert isinstance(one.result, HolderKnown)
    assert one.result.holder.level is Assurance.CARD
    assert one.result.holder.by_face, "a face alone would count for proofs"
    assert one.result.how is HowKnown.FACE
    [asked] = one.faces.requests
    assert (asked.task, asked.photo, asked.template, asked.for_clerk) == (FaceTask.VERIFY, PHOTO, (), True)


def test_the_number_goes_nowhere_before_the_person_agreed() -> None:
    one = played({"number": NUMBER}, [(FaceConsent, "other-way")], clerk=NOT_KNOWN)
    assert isinstance(one.result, ClerkReads)
    assert "没有同意" in one.result.why.zh
    assert one.client.calls == []
    assert one.faces.requests == []


def test_the_consent_goes_with_the_number_and_the_outcome_under_the_same_consent() -> None:
    one = played({"number": NUMBER}, [*AGREED, *DONE], compared(FaceVerdict.ACCEPTED), clerk=KNOWN)
    [asked], [told] = one.client.bodies(BY_NUMBER), one.client.bodies(CHECKS)
    assert asked["number"] == NUMBER
    assert asked["consent"] == told["consent"] == one.faces.requests[0].consent
    assert (told["purpose"], told["outcome"]) == ("prove", "accepted")


def test_the_registers_template_is_compared_where_it_keeps_one_of_this_model() -> None:
    kept: Any = {"model": MODEL, "numbers": TEMPLATE}
    one = played(
        {"number": NUMBER},
        [*AGREED, *DONE],
        compared(FaceVerdict.ACCEPTED),
        clerk=KNOWN,
        also={f"GET__/v1/me/face-template?model={MODEL}": kept},
    )
    [asked] = one.faces.requests
    assert (asked.photo, asked.template, asked.template_model) == (b"", tuple(TEMPLATE), MODEL)


def test_where_the_machine_is_not_sure_the_clerk_sees_both_pictures_and_decides() -> None:
    unsure = compared(FaceVerdict.UNSURE, mine=b"\xff\xd8 live")
    one = played({"number": NUMBER}, [*AGREED, *DONE], unsure, clerk=[(ClerkDecides, "same"), *KNOWN])
    [page] = [step for step in one.clerk.shown if isinstance(step, ClerkDecides)]
    assert (page.mine, page.theirs) == (b"\xff\xd8 live", PHOTO)
    assert not [step for step in one.person.shown if isinstance(step, ClerkDecides)]
    assert isinstance(one.result, HolderKnown)
    assert one.result.how is HowKnown.CLERK
    [told] = one.client.bodies(CHECKS)
    assert told["outcome"] == "clerk-same"


def test_beside_a_template_the_registers_photograph_is_asked_for_only_when_the_clerk_must_look() -> None:
    also: dict[str, object] = {f"GET__/v1/me/face-template?model={MODEL}": {"model": MODEL, "numbers": TEMPLATE}}
    sure = played({"number": NUMBER}, [*AGREED, *DONE], YES, clerk=KNOWN, also=also)
    assert "GET /v1/me/photo" not in [what for what, _ in sure.client.calls]
    unsure = compared(FaceVerdict.UNSURE, mine=b"\xff\xd8 live")
    asked = played({"number": NUMBER}, [*AGREED, *DONE], unsure, clerk=[(ClerkDecides, "same"), *KNOWN], also=also)
    [page] = [step for step in asked.clerk.shown if isinstance(step, ClerkDecides)]
    assert (page.mine, page.theirs) == (b"\xff\xd8 live", PHOTO)


def test_a_clerk_who_says_no_opens_nothing() -> None:
    unsure = compared(FaceVerdict.UNSURE, mine=b"\xff\xd8 live")
    one = played({"number": NUMBER}, AGREED, unsure, clerk=[(ClerkDecides, "not-same"), *NOT_KNOWN])
    assert isinstance(one.result, ClerkReads)
    assert one.outcomes == [Outcome.CLERK_OTHER]
    assert not one.client.bodies(CHECKS)
    assert "GET /v1/me/document" not in [what for what, _ in one.client.calls]


def test_somebody_elses_number_opens_nothing_however_often_it_is_tried() -> None:
    no = compared(FaceVerdict.NO_MATCH)
    tries: Script = [LOOKS, (FaceNotSure, "again"), LOOKS, (FaceNotSure, "again"), LOOKS, (FaceNotSure, "other-way")]
    one = played({"number": NUMBER}, [(FaceConsent, "agree"), *tries], no, no, no, clerk=NOT_KNOWN)
    assert isinstance(one.result, ClerkReads)
    assert one.outcomes == [Outcome.NO_MATCH] * 3
    assert not one.client.bodies(CHECKS)


def test_a_number_that_nobody_has_tells_clerk_and_person_and_looks_at_nobody() -> None:
    one = played(
        {"number": NUMBER},
        [(FaceConsent, "agree"), (Trouble, None)],
        clerk=NOT_KNOWN,
        also={"POST__/v1/identifications/by-number": session(level=0, standing="unknown", phone="")},
    )
    assert isinstance(one.result, ClerkReads)
    assert "没有找到" in one.result.why.zh
    assert one.faces.requests == []


def test_a_line_that_is_down_is_told_to_the_clerk_in_words() -> None:
    one = played(
        {"number": NUMBER},
        [(FaceConsent, "agree"), (Trouble, None)],
        clerk=NOT_KNOWN,
        also={"POST__/v1/identifications/by-number": Failure("platform.unreachable")},
    )
    assert isinstance(one.result, ClerkReads)
    assert one.result.why.zh


@pytest.mark.parametrize("number", ["", "42010219850615002", "420102198506150027", "421083197002290032", "abc", "١٢٣"])
def test_a_mistyped_number_is_told_at_once(number: str) -> None:
    with pytest.raises(NotRight):
        desk().read({"number": number})


def test_a_childs_number_is_not_used_for_a_face() -> None:
    with pytest.raises(NotRight) as told:
        desk().read({"number": CHILD})
    assert "未满 14" in told.value.errors[0].text.zh
    later = dataclasses.replace(desk(), today=TODAY.replace(year=TODAY.year + 14))
    assert later.read({"number": CHILD})


@pytest.mark.parametrize("given", ["number", "nobody", 3, None, {"number": 3}, ["face"]])
def test_the_desk_takes_no_answer_that_it_did_not_offer(given: object) -> None:
    with pytest.raises((ValueError, NotRight)):
        desk().read(given)


# ---- among today's check-ins


def test_who_checked_in_today_is_known_by_face_alone() -> None:
    one = played("face", [*AGREED, *DONE], compared(FaceVerdict.ACCEPTED, person=REFERENCE), clerk=KNOWN)
    assert isinstance(one.result, HolderKnown)
    assert one.result.holder.by_face
    assert [asked.task for asked in one.faces.requests] == [FaceTask.IDENTIFY]


def test_of_siblings_the_clerk_chooses() -> None:
    unsure = compared(FaceVerdict.UNSURE, person=REFERENCE, mine=b"\xff\xd8 live")
    one = played("face", [*AGREED, *DONE], unsure, clerk=[(ClerkDecides, "same"), *KNOWN])
    assert isinstance(one.result, HolderKnown)
    assert one.outcomes == [Outcome.CLERK_SAME]


# ---- with their card


def test_a_card_and_its_holders_face_are_level_3() -> None:
    one = played(
        "card",
        [(PlaceCard, CARD), (ConfirmHolder, True), *AGREED, *DONE],
        compared(FaceVerdict.ACCEPTED),
        clerk=KNOWN,
        also={"POST__/v1/face-checks": {"level": 3}},
    )
    assert isinstance(one.result, HolderKnown)
    assert one.result.holder.level is Assurance.CARD_AND_SECOND_PROOF
    assert not one.result.holder.by_face


# ---- both screens


def test_the_clerk_reads_what_the_person_is_doing() -> None:
    one = played({"number": NUMBER}, [*AGREED, *DONE], compared(FaceVerdict.ACCEPTED), clerk=KNOWN)
    doing = [step.doing.zh for step in one.clerk.shown if isinstance(step, CitizenActs)]
    assert any("等待同意" in words for words in doing)
    assert any("摄像头" in words for words in doing)


def test_stopping_ends_the_persons_visit_and_wipes_both_screens() -> None:
    one = played(
        {"number": NUMBER},
        [(FaceConsent, Silence())],
        clerk=[(CitizenActs, Silence()), (CitizenActs, "stop")],
        stops=True,
    )
    assert one.result is None
    assert one.ended is End.LEFT
    assert one.person.wiped
    assert one.clerk.wiped


def test_a_person_who_walks_away_leaves_the_clerk_with_words() -> None:
    one = played({"number": NUMBER}, [(FaceConsent, Leave())], clerk=NOT_KNOWN)
    assert isinstance(one.result, ClerkReads)
    assert "离开" in one.result.why.zh


def test_a_person_who_walks_away_while_the_clerk_decides_takes_the_pictures_along() -> None:
    unsure = compared(FaceVerdict.UNSURE, mine=b"\xff\xd8 live")
    one = played({"number": NUMBER}, AGREED, unsure, clerk=[(ClerkDecides, Gone()), *NOT_KNOWN])
    assert isinstance(one.result, ClerkReads)
    assert "离开" in one.result.why.zh


def test_a_camera_that_went_away_takes_no_try_and_is_told() -> None:
    gone = FaceNotCompared("face", FaceTrouble.GONE)
    again: Script = [LOOKS, (FaceNotSure, "again"), LOOKS]
    one = played({"number": NUMBER}, [(FaceConsent, "agree"), *again, *DONE], gone, YES, clerk=KNOWN)
    [page] = [step for step in one.person.shown if isinstance(step, FaceNotSure)]
    assert page.tries_left == 3
    assert isinstance(one.result, HolderKnown)


def test_nothing_of_a_person_is_suggested_for_the_next() -> None:
    for step in (desk(), CitizenActs(WORDS, WORDS), ClerkReads(WORDS, WORDS, WORDS), known_page(Assurance.CARD)):
        assert step.remembered_as is None
        assert step.for_staff


def test_stopping_while_the_camera_looks_has_it_see_nobody_any_more() -> None:
    watched: Script = [(CitizenActs, Silence()), (CitizenActs, Silence()), (CitizenActs, "stop")]
    one = played({"number": NUMBER}, AGREED, clerk=watched, stops=True)
    assert one.faces.cancelled == 1, "the camera looked on"
    assert one.result is None


def test_a_card_and_a_code_are_told_as_that_and_not_as_a_face() -> None:
    one = played(
        "card",
        [(PlaceCard, CARD), (ConfirmHolder, True), (FaceConsent, "other-way"), (EnterCode, "123456")],
        clerk=KNOWN,
    )
    assert isinstance(one.result, HolderKnown)
    assert one.result.how is HowKnown.CODE
    assert one.faces.requests == []


def test_whose_card_was_reported_lost_since_the_morning_is_not_known_by_face() -> None:
    lost = {**FOUND, "session": session(standing="reported-lost")}
    one = played(
        "face",
        [*AGREED, (Trouble, None)],
        compared(FaceVerdict.ACCEPTED, person=REFERENCE),
        clerk=NOT_KNOWN,
        also={"POST__/v1/identifications/by-face": lost},
    )
    assert isinstance(one.result, ClerkReads)
    assert "挂失" in one.result.why.zh
    [told] = [step for step in one.person.shown if isinstance(step, Trouble)]
    assert told.code == "window.show-document", "a citizen before a clerk is sent to a window"


def test_without_a_picture_to_compare_with_no_clerk_can_say_that_it_is_them() -> None:
    kept: Any = {"model": MODEL, "numbers": TEMPLATE}
    one = played(
        {"number": NUMBER},
        AGREED,
        compared(FaceVerdict.UNSURE, mine=b"\xff\xd8 live"),
        clerk=NOT_KNOWN,
        also={f"GET__/v1/me/face-template?model={MODEL}": kept, "GET__/v1/me/photo": Failure("photo.none")},
    )
    assert isinstance(one.result, ClerkReads)
    assert one.outcomes == [Outcome.UNSURE]
    assert not one.client.bodies(CHECKS)


def test_who_stops_while_the_camera_looks_has_not_been_unrecognised_but_does_not_want_it() -> None:
    one = played({"number": NUMBER}, [(FaceConsent, "agree"), (LookAtCamera, "other-way")], clerk=NOT_KNOWN)
    assert isinstance(one.result, ClerkReads)
    assert "没有同意" in one.result.why.zh
    assert one.outcomes == [Outcome.BROKEN_OFF]


def test_who_withdraws_is_forgotten_at_once_by_their_card() -> None:
    one = played("forget", [(PlaceCard, CARD), (ConfirmHolder, True), (Trouble, Silence())], clerk=NOT_KNOWN)
    assert isinstance(one.result, ClerkReads)
    assert one.result.good
    assert one.faces.forgotten == [REFERENCE]
    assert one.faces.requests == [], "a face that is to be forgotten was looked at"


def test_nobodys_data_stays_on_a_desk_that_nobody_is_before() -> None:
    one = played({"number": NUMBER}, [*AGREED, *DONE], YES, clerk=[(HolderKnown, Silence())])
    assert one.clerk.warned, "it went without a warning"
    assert one.clerk.wiped


def test_the_notice_says_that_a_clerk_may_look_and_where_the_number_goes() -> None:
    one = played({"number": NUMBER}, [*AGREED, *DONE], YES, clerk=KNOWN)
    [page] = [step for step in one.person.shown if isinstance(step, FaceConsent)]
    assert (page.clerk, page.number) == (True, True)


def test_news_that_came_before_the_clerk_looked_on_are_not_lost() -> None:
    async def main() -> Beside:
        counsel = Counsel()
        seen = counsel.changes
        waiting = counsel.news(seen)
        counsel.end(ClerkReads(WORDS, WORDS, WORDS))
        return await waiting

    assert run(main()) is Beside.NEWS


def test_nothing_of_a_person_is_held_once_they_are_gone() -> None:
    async def main() -> None:
        visit, person, *_ = rig([], known(), faces=RecordedFaces())
        glass = CitizensGlass(person)
        held: list[weakref.ref[Any]] = []

        async def see_off() -> None:
            """Nobody's card lies there."""

        opposite = CitizensScreen(cast(Glass, glass), WORDS, lambda flow: glass.run(visit, flow), see_off)

        async def one() -> None:
            counsel = Counsel()
            held.append(weakref.ref(counsel))

            async def flow(visit: CitizenVisit) -> None:
                visit.clerk = counsel

            await opposite.visit(flow, counsel.seen)

        async with standing(opposite):
            await one()
            await asyncio.sleep(1)
            gc.collect()
            assert held[0]() is None, gc.get_referrers(held[0]())

    run(main())


def test_calling_the_next_person_does_not_take_away_that_a_card_still_lies_there() -> None:
    async def main() -> list[str]:
        visit, person, *_ = rig([], known(), faces=RecordedFaces())
        glass, order, lifted = CitizensGlass(person), list[str](), asyncio.Event()
        reminder = Visit(cast(Any, glass.host))

        async def see_off() -> None:
            async def remind(_: Visit) -> None:
                await lifted.wait()
                order.append("lifted")

            await glass.run(reminder, remind)

        opposite = CitizensScreen(cast(Glass, glass), WORDS, lambda flow: glass.run(visit, flow), see_off)

        async def flow(visit: CitizenVisit) -> None:
            order.append("first")

        async with standing(opposite):
            await opposite.visit(flow, lambda step: None)
            order.append("over")
            second = asyncio.ensure_future(opposite.visit(flow, lambda step: None))
            await asyncio.sleep(1)
            second.cancel()
            await asyncio.sleep(1)
            assert glass.visit is reminder
            lifted.set()
        return order

    assert run(main()) == ["first", "over", "lifted"]
