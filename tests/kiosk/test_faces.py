"""Faces in a visit, on virtual time: what is asked before anything is seen, and that every other way stays open."""

from __future__ import annotations

import dataclasses
import gc
import weakref
from typing import Any, cast

import pytest

from devices.face_ports import (
    FaceCompared,
    FaceNotCompared,
    FaceResult,
    FaceTask,
    FaceTrouble,
    FaceVerdict,
)
from devices.ports import CardRead
from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.faces import find_by_face
from kiosk.flows.identify import identify
from kiosk.flows.self_service import entries, self_service
from kiosk.rules.faces import FaceFact, Outcome
from kiosk.rules.people import Assurance, Holder
from kiosk.steps.faces import (
    ClerkDecides,
    FaceConsent,
    FaceDone,
    FaceNotSure,
    FacePurpose,
    FaceWays,
    LookAtCamera,
)
from kiosk.steps.hall import Menu, MoreToDo, Trouble
from kiosk.steps.identity import ConfirmHolder, EnterCode, PlaceCard
from kiosk.steps.paper import Preview, TakeYourPaper
from kiosk.visit import Back, End, Visit
from tests.kiosk.recorders import (
    WANG,
    GoBack,
    LayCard,
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
from tests.kiosk.test_print_proof import CHOSEN, answers
from tests.kiosk.virtual_time import run

PNG = b"\x89PNG of the card"
CARD = LayCard(CardRead("id-card", WANG, photo=PNG))
CHECKS = "POST /v1/face-checks"
MODEL = "dlib-1"
REFERENCE = "0f8fad5b-d9cb-469f-a165-70867728950e"
FOUND = {
    "session": session(),
    "document": {
        "kind": "resident-card",
        "name": "王小明",
        "number": "420102198506150026",
        "sex": "2",
        "birth": "1985-06-15",
        "valid_until": None,
    },
}
LOOKS = (LookAtCamera, Silence())
"""The page while the camera looks; the camera answers, not the person."""


def compared(verdict: FaceVerdict, **more: Any) -> FaceCompared:
    return FaceCompared("face", verdict, 0.31, 0.55, 0.62, frames=3, model=MODEL, **more)


def trouble(what: FaceTrouble) -> FaceNotCompared:
    return FaceNotCompared("face", what)


YES, NO = compared(FaceVerdict.ACCEPTED), compared(FaceVerdict.NO_MATCH)


def known(**others: object) -> dict[str, object]:
    return answers(
        **{
            "POST__/v1/face-checks": {"level": 3},
            "POST__/v1/face-check-ins": {"person": REFERENCE, "until": "2026-11-22T00:00:00+08:00"},
            "POST__/v1/identifications/by-face": FOUND,
            "POST__/v1/face-check-ins/withdrawal": {"persons": [REFERENCE]},
            "GET__/v1/me/photo": Failure("photo.none"),
            **others,
        }
    )


@dataclasses.dataclass
class Played:
    """What came of identifying somebody."""

    holder: Holder | None
    failure: str
    person: Person
    client: RecordedClient
    faces: RecordedFaces
    facts: list[FaceFact]


def identified(
    script: Script,
    *results: FaceResult,
    level: Assurance = Assurance.CARD_AND_SECOND_PROOF,
    faces: RecordedFaces | None = None,
    also: dict[str, object] | None = None,
) -> Played:
    """Plays `identify`; the script must be used up."""
    camera = faces or RecordedFaces(*results)

    async def main() -> Played:
        visit, person, client, *_ = rig(script, known(**(also or {})), faces=camera)
        found: list[Holder] = []
        failed: list[str] = []

        async def flow(visit: CitizenVisit) -> None:
            try:
                found.append(await identify(visit, level))
            except Failure as failure:
                failed.append(failure.code)
            except Back:
                failed.append("back")

        facts = cast(RecordedFaceFacts, visit.desk.face_facts).facts
        await visit.run(flow)
        assert not person.script, person.script
        return Played(found[0] if found else None, failed[0] if failed else "", person, client, camera, facts)

    return run(main())


PLACED: Script = [(PlaceCard, CARD), (ConfirmHolder, True)]
AGREED: Script = [*PLACED, (FaceConsent, "agree"), LOOKS]


# ---- 1:1


def test_card_and_live_face_are_enough_for_proofs() -> None:
    played = identified([*AGREED, (FaceDone, None)], YES)
    assert played.holder
    assert played.holder.level is Assurance.CARD_AND_SECOND_PROOF
    [request] = played.faces.requests
    assert (request.task, request.photo, request.challenges) == (FaceTask.VERIFY, PNG, 1)
    [body] = played.client.bodies(CHECKS)
    assert (body["consent"], body["purpose"], body["outcome"]) == (request.consent, "prove", "accepted")


def test_nothing_but_consent_purpose_outcome_model_and_time_reaches_the_platform() -> None:
    played = identified([*AGREED, (FaceDone, None)], YES)
    [body] = played.client.bodies(CHECKS)
    assert set(body) == {"consent", "purpose", "outcome", "model", "at"}


def test_nothing_is_seen_before_the_person_agrees() -> None:
    played = identified([*PLACED, (FaceConsent, Leave())])
    assert played.faces.requests == []
    assert True not in played.faces.looked


def test_who_does_not_agree_gets_the_code_at_once_and_as_good_a_service() -> None:
    played = identified([*PLACED, (FaceConsent, "other-way"), (EnterCode, "123456")])
    assert played.holder
    assert played.holder.level is Assurance.CARD_AND_SECOND_PROOF
    assert played.faces.requests == []
    assert played.facts == []


def test_who_does_not_agree_and_has_no_phone_is_sent_to_a_clerk() -> None:
    script: Script = [*PLACED, (FaceConsent, "other-way"), (FaceWays, "clerk")]
    played = identified(script, also={"POST__/v1/identifications": session(phone="")})
    assert played.failure == "face.clerk"
    [page] = [s for s in played.person.shown if isinstance(s, FaceWays)]
    assert [way.value for way in page.ways] == ["clerk"]


def test_who_has_no_phone_reaches_level_3_by_their_face() -> None:
    played = identified([*AGREED, (FaceDone, None)], YES, also={"POST__/v1/identifications": session(phone="")})
    assert played.holder
    assert played.holder.level is Assurance.CARD_AND_SECOND_PROOF


def test_three_tries_then_another_way() -> None:
    script: Script = [*AGREED, (FaceNotSure, "again"), LOOKS, (FaceNotSure, "again"), LOOKS, (FaceNotSure, "other-way")]
    played = identified([*script, (FaceWays, "phone-code"), (EnterCode, "123456")], NO, NO, NO)
    assert played.holder
    pages = [s for s in played.person.shown if isinstance(s, FaceNotSure)]
    assert [page.tries_left for page in pages] == [2, 1, 0]
    assert [s.tries_left for s in played.person.shown if isinstance(s, LookAtCamera)] == [3, 2, 1]
    assert [fact.outcome for fact in played.facts] == [Outcome.NO_MATCH] * 3
    assert not played.client.bodies(CHECKS), "a failed comparison raised something"


def test_who_presses_another_way_while_the_camera_looks_is_seen_no_more() -> None:
    script: Script = [*PLACED, (FaceConsent, "agree"), (LookAtCamera, "other-way"), (FaceWays, "clerk")]
    played = identified(script)
    assert played.failure == "face.clerk"
    assert played.faces.cancelled == 1
    assert played.faces.looked[-1] is False
    assert [fact.outcome for fact in played.facts] == [Outcome.BROKEN_OFF]


def test_who_leaves_while_the_camera_looks_is_seen_no_more() -> None:
    played = identified([*PLACED, (FaceConsent, "agree"), (LookAtCamera, Leave())])
    assert played.faces.cancelled == 1
    assert played.faces.looked[-1] is False


@pytest.mark.parametrize("what", [FaceTrouble.GONE, FaceTrouble.NO_PICTURE, FaceTrouble.DARK])
def test_the_machines_own_trouble_takes_no_try_away(what: FaceTrouble) -> None:
    played = identified([*AGREED, (FaceNotSure, "again"), LOOKS, (FaceDone, None)], trouble(what), YES)
    assert played.holder
    assert [s.tries_left for s in played.person.shown if isinstance(s, LookAtCamera)] == [3, 3]


@pytest.mark.parametrize(
    "result", [*map(trouble, FaceTrouble), NO, compared(FaceVerdict.UNSURE), compared(FaceVerdict.NOT_LIVE)]
)
def test_every_way_it_can_fail_has_words_in_both_languages(result: FaceResult) -> None:
    played = identified([*AGREED, (FaceNotSure, "other-way"), (FaceWays, "phone-code"), (EnterCode, "123456")], result)
    [page] = [s for s in played.person.shown if isinstance(s, FaceNotSure)]
    assert page.reason.zh
    assert page.reason.en
    assert "refused" not in page.reason.en


def test_a_doubtful_face_is_never_accepted_at_a_terminal_without_a_clerk() -> None:
    script: Script = [*AGREED, (FaceNotSure, "other-way"), (FaceWays, "clerk")]
    played = identified(script, compared(FaceVerdict.UNSURE, mine=b"", theirs=b""))
    assert played.holder is None
    assert not [s for s in played.person.shown if isinstance(s, ClerkDecides)]


def test_back_on_the_consent_page_leads_back() -> None:
    assert identified([*PLACED, (FaceConsent, GoBack())]).failure == "back"


def test_a_card_without_a_photo_is_compared_with_the_registers() -> None:
    script: Script = [(PlaceCard, LayCard()), (ConfirmHolder, True), (FaceConsent, "agree"), LOOKS, (FaceDone, None)]
    played = identified(script, YES, also={"GET__/v1/me/photo": b"\xff\xd8 of the register"})
    assert played.faces.requests[0].photo == b"\xff\xd8 of the register"


def test_without_any_photo_the_camera_is_told_so_and_another_way_is_left() -> None:
    script: Script = [(PlaceCard, LayCard()), (ConfirmHolder, True), (FaceConsent, "agree"), LOOKS]
    script = [*script, (FaceNotSure, "other-way"), (FaceWays, "phone-code"), (EnterCode, "123456")]
    played = identified(script, trouble(FaceTrouble.NO_REFERENCE))
    assert played.holder
    assert played.faces.requests[0].photo == b""


@pytest.mark.parametrize(
    "birth",
    ["20121122", "20200101"],  # 14 tomorrow, and six years old
)
def test_no_face_is_offered_to_a_child_under_14(birth: str) -> None:
    child = dataclasses.replace(WANG, birth=birth)
    card = LayCard(CardRead("id-card", child, photo=PNG))
    played = identified([(PlaceCard, card), (ConfirmHolder, True), (EnterCode, "123456")])
    assert played.holder
    assert not [s for s in played.person.shown if isinstance(s, FaceConsent)]


def test_a_fourteenth_birthday_counts() -> None:
    card = LayCard(CardRead("id-card", dataclasses.replace(WANG, birth="20121121"), photo=PNG))
    played = identified([(PlaceCard, card), (ConfirmHolder, True), (FaceConsent, "other-way"), (EnterCode, "123456")])
    assert played.holder


@pytest.mark.parametrize("faces", [RecordedFaces(available=False), None])
def test_without_a_camera_nothing_of_faces_is_shown(faces: RecordedFaces | None) -> None:
    camera = faces or RecordedFaces(available=False)
    played = identified([*PLACED, (EnterCode, "123456")], faces=camera)
    assert played.holder


def test_a_platform_that_can_not_be_reached_raises_nobody() -> None:
    played = identified(AGREED, YES, also={"POST__/v1/face-checks": Failure("platform.unreachable")})
    assert played.holder is None
    assert played.failure == "platform.unreachable"


# ---- 1:N among today's check-ins


def finding(*results: FaceResult) -> RecordedFaces:
    return RecordedFaces(*results, persons=3, keeps=True)


FACE: Script = [(PlaceCard, "face"), (FaceConsent, "agree"), LOOKS]


def test_who_checked_in_today_is_known_by_their_face() -> None:
    found = compared(FaceVerdict.ACCEPTED, person=REFERENCE)
    played = identified([*FACE, (ConfirmHolder, True)], level=Assurance.CARD, faces=finding(found))
    assert played.holder
    assert (played.holder.by_face, played.holder.level) == (True, Assurance.CARD)
    assert played.holder.document.name.reveal() == "王小明"
    [body] = played.client.bodies("POST /v1/identifications/by-face")
    assert body == {"person": REFERENCE, "consent": played.faces.requests[0].consent, "model": MODEL}
    assert [(f.purpose, f.outcome) for f in played.facts] == [(FacePurpose.FIND, Outcome.ACCEPTED)]


def test_a_face_alone_is_never_offered_where_proofs_are_wanted() -> None:
    played = identified([*PLACED, (FaceConsent, "other-way"), (EnterCode, "123456")], faces=finding())
    assert [s.face for s in played.person.shown if isinstance(s, PlaceCard)] == [False]


def test_who_came_by_face_shows_a_card_before_any_proof() -> None:
    camera = finding(compared(FaceVerdict.ACCEPTED, person=REFERENCE))

    async def main() -> tuple[Holder, Holder]:
        script: Script = [*FACE, (ConfirmHolder, True), *PLACED, (FaceConsent, "other-way"), (EnterCode, "123456")]
        visit, person, *_ = rig(script, known(), faces=camera)
        found: list[Holder] = []

        async def flow(visit: CitizenVisit) -> None:
            for level in (Assurance.CARD, Assurance.CARD_AND_SECOND_PROOF):
                found.append(await identify(visit, level))

        await visit.run(flow)
        assert not person.script
        return found[0], found[1]

    first, then = run(main())
    assert (first.by_face, then.by_face) == (True, False)
    assert then.level is Assurance.CARD_AND_SECOND_PROOF


@pytest.mark.parametrize("faces", [RecordedFaces(persons=0), RecordedFaces(persons=9, available=False)])
def test_nobody_is_looked_for_where_nobody_is_kept(faces: RecordedFaces) -> None:
    played = identified(PLACED, level=Assurance.CARD, faces=faces)
    assert [s.face for s in played.person.shown if isinstance(s, PlaceCard)] == [False]


@pytest.mark.parametrize(
    "after",
    [
        [(PlaceCard, "face"), (FaceConsent, "other-way")],
        [(PlaceCard, "face"), (FaceConsent, GoBack())],
        [*FACE, (FaceNotSure, "other-way")],
    ],
)
def test_who_is_not_found_or_does_not_want_it_lays_the_card_on(after: Script) -> None:
    played = identified([*after, *PLACED], level=Assurance.CARD, faces=finding(NO))
    assert played.holder
    assert not played.holder.by_face


def test_who_says_that_it_is_not_them_is_not_taken_for_them() -> None:
    camera = finding(compared(FaceVerdict.ACCEPTED, person=REFERENCE))
    played = identified([*FACE, (ConfirmHolder, False), *PLACED], level=Assurance.CARD, faces=camera)
    assert played.holder
    assert not played.holder.by_face


# ---- a clerk's window


def recognised(clerk_script: Script, *results: FaceResult, **others: object) -> tuple[Holder | None, Person, Played]:
    camera = RecordedFaces(*results, persons=3)
    seen = {"name": "王**", "photo": "/9g="}

    async def main() -> tuple[Holder | None, Person, Played]:
        paths = {f"GET__/v1/face-check-ins/{REFERENCE}": seen, **others}
        visit, person, client, *_ = rig([(FaceConsent, "agree"), LOOKS], known(**paths), faces=camera)
        clerk = Person(list(clerk_script))
        desk = Visit(clerk)
        clerk.visit = cast(CitizenVisit, desk)
        found: list[Holder | None] = []

        async def flow(visit: CitizenVisit) -> None:
            visit.clerk = desk
            found.append(await find_by_face(visit))

        await visit.run(flow)
        facts = cast(RecordedFaceFacts, visit.desk.face_facts).facts
        return found[0], clerk, Played(found[0], "", person, client, camera, facts)

    return run(main())


def unsure() -> FaceCompared:
    return compared(FaceVerdict.UNSURE, person=REFERENCE, mine=b"\xff\xd8 live")


def test_a_clerk_decides_with_both_pictures_where_it_is_not_sure() -> None:
    holder, clerk, played = recognised([(ClerkDecides, "same")], unsure())
    assert holder
    [page] = clerk.shown
    assert isinstance(page, ClerkDecides)
    assert (page.mine, page.theirs) == (b"\xff\xd8 live", b"\xff\xd8")
    assert not [s for s in played.person.shown if isinstance(s, ClerkDecides)], "the citizen's screen showed a picture"
    assert played.faces.requests[0].for_clerk
    assert [f.outcome for f in played.facts] == [Outcome.CLERK_SAME]


def test_a_clerk_who_says_no_opens_nobodys_data() -> None:
    holder, _, played = recognised([(ClerkDecides, "not-same")], unsure())
    assert holder is None
    assert not played.client.bodies("POST /v1/identifications/by-face")
    assert [f.outcome for f in played.facts] == [Outcome.CLERK_OTHER]


def test_a_sure_face_needs_no_clerk() -> None:
    holder, clerk, _ = recognised([], compared(FaceVerdict.ACCEPTED, person=REFERENCE))
    assert holder
    assert not clerk.shown


# ---- checking in, and withdrawing

PROVEN: Script = [(PlaceCard, CARD), (ConfirmHolder, True), (FaceConsent, "agree"), LOOKS, (FaceDone, None)]
PRINTED: Script = [*CHOSEN, (Preview, None), *[(TakeYourPaper, Silence())] * 3]
ENROLLED = compared(FaceVerdict.ENROLLED)


def served(
    script: Script, faces: RecordedFaces, **others: object
) -> tuple[End, Person, RecordedClient, list[FaceFact]]:
    async def main() -> tuple[End, Person, RecordedClient, list[FaceFact]]:
        visit, person, client, *_ = rig([(Menu, "print-proof"), *script], known(**others), faces=faces)
        end = await visit.run(self_service)
        assert not person.script, person.script
        return end, person, client, cast(RecordedFaceFacts, visit.desk.face_facts).facts

    return run(main())


def test_who_was_verified_is_asked_once_whether_to_be_known_today() -> None:
    faces = RecordedFaces(YES, ENROLLED, keeps=True)
    script: Script = [*PROVEN, *PRINTED, (FaceConsent, "agree"), LOOKS, (FaceDone, None), (MoreToDo, "finish")]
    end, person, client, facts = served(script, faces)
    assert end is End.DONE
    assert [s.purpose for s in person.shown if isinstance(s, FaceConsent)] == [FacePurpose.PROVE, FacePurpose.TODAY]
    prove, enrol = faces.requests
    assert enrol.consent != prove.consent, "one consent was used for two purposes"
    assert (enrol.task, enrol.person, enrol.photo) == (FaceTask.ENROL, REFERENCE, PNG)
    assert client.bodies("POST /v1/face-check-ins") == [{"consent": enrol.consent}]
    assert [(f.purpose, f.outcome) for f in facts] == [(FacePurpose.TODAY, Outcome.ENROLLED)]


def test_who_refused_a_face_is_not_asked_for_it_again() -> None:
    script: Script = [*PLACED, (FaceConsent, "other-way"), (EnterCode, "123456"), *PRINTED, (MoreToDo, "finish")]
    _, person, *_ = served(script, RecordedFaces(keeps=True))
    assert len([s for s in person.shown if isinstance(s, FaceConsent)]) == 1


def test_who_declines_to_be_known_is_not_asked_twice_in_a_visit() -> None:
    again: Script = [(MoreToDo, "more"), (Menu, "print-proof"), *PRINTED, (MoreToDo, "finish")]
    script: Script = [*PROVEN, *PRINTED, (FaceConsent, "other-way"), *again]
    _, person, client, _ = served(script, RecordedFaces(YES, keeps=True))
    assert not client.bodies("POST /v1/face-check-ins")


def test_a_check_in_that_fails_takes_nothing_from_the_service() -> None:
    script: Script = [*PROVEN, *PRINTED, (FaceConsent, "agree"), (MoreToDo, "finish")]
    failing = {"POST__/v1/face-check-ins": Failure("platform.unreachable")}
    end, person, *_ = served(script, RecordedFaces(YES, keeps=True), **failing)
    assert end is End.DONE
    assert not [s for s in person.shown if isinstance(s, Trouble)]


def test_who_withdraws_is_forgotten_here_and_told_so() -> None:
    faces = RecordedFaces(persons=1, keeps=True)

    async def main() -> tuple[Person, RecordedClient]:
        script: Script = [(Menu, "forget-face"), (PlaceCard, CARD), (ConfirmHolder, True), (Trouble, None)]
        visit, person, client, *_ = rig([*script, (MoreToDo, "finish")], known(), faces=faces)
        await visit.run(self_service)
        return person, client

    person, client = run(main())
    assert faces.forgotten == [REFERENCE]
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["face.forgotten"]
    assert [s.face for s in person.shown if isinstance(s, PlaceCard)] == [False], "a face was asked for to forget it"


def test_the_way_to_withdraw_stands_in_the_menu_as_long_as_somebody_is_kept() -> None:
    async def main(persons: int) -> list[str]:
        visit, *_ = rig([], known(), faces=RecordedFaces(persons=persons))
        return [entry.key for entry in entries(visit)]

    assert "forget-face" in run(main(1))
    assert "forget-face" not in run(main(0))


# ---- the wipe


def test_nothing_of_a_face_is_reachable_after_the_visit() -> None:
    class Photo(bytes):
        """Bytes that can be watched."""

    photo = Photo(b"\xff\xd8 of the register")
    watched: list[weakref.ref[Any]] = []

    async def main() -> None:
        script: Script = [
            (PlaceCard, LayCard()),
            (ConfirmHolder, True),
            (FaceConsent, "agree"),
            LOOKS,
            (FaceDone, None),
        ]
        faces = RecordedFaces(YES)
        visit, person, *_ = rig(script, known(**{"GET__/v1/me/photo": lambda _: photo}), faces=faces)

        async def flow(visit: CitizenVisit) -> None:
            holder = await identify(visit, Assurance.CARD_AND_SECOND_PROOF)
            watched.extend(weakref.ref(one) for one in (holder, *faces.requests, *person.shown))
            faces.requests.clear()

        await visit.run(flow)
        person.shown.clear()
        assert not visit.consents._given
        assert faces.looked[-1] is False

    run(main())
    gc.collect()
    assert watched
    assert not [ref() for ref in watched if ref() is not None]
