"""Faces: proving that the card's holder stands here, finding who checked in today, and checking in.

Each purpose has its notice and its consent before the camera sees anyone (`kiosk.rules.faces`), and whoever does not
agree goes on another way: phone code, card or clerk.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from devices.face_ports import (
    FaceCompared,
    FaceNotCompared,
    FaceRequest,
    FaceResult,
    FaceTask,
    FaceTrouble,
    FaceVerdict,
)
from kiosk import log
from kiosk.failures import Failure, texts
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.standing import stop_for
from kiosk.platforms.faces import CheckedIn
from kiosk.rules.faces import TRIES, Consent, FaceFact, Outcome, may_be_asked
from kiosk.rules.masks import Masked, masked_name
from kiosk.rules.people import Document, Holder, Session
from kiosk.rules.texts import Text
from kiosk.steps.faces import (
    ClerkDecides,
    ClerkSays,
    FaceChoice,
    FaceConsent,
    FaceDone,
    FaceGiven,
    FaceNext,
    FaceNotSure,
    FacePurpose,
    LookAtCamera,
)
from kiosk.steps.hall import Doing

SHOWN = 3.0
"""Seconds for which it is said that a face sufficed; a touch goes on at once."""

_OUTCOMES = {
    FaceVerdict.ACCEPTED: Outcome.ACCEPTED,
    FaceVerdict.UNSURE: Outcome.UNSURE,
    FaceVerdict.NO_MATCH: Outcome.NO_MATCH,
    FaceVerdict.NOT_LIVE: Outcome.NOT_LIVE,
    FaceVerdict.ENROLLED: Outcome.ENROLLED,
}
_NOBODYS_FAULT = (FaceTrouble.GONE, FaceTrouble.NO_PICTURE, FaceTrouble.DARK)
"""The machine's own troubles take no try away."""


class WithoutFace(Enum):
    """Why it goes on another way."""

    REFUSED = "refused"  # 不用人脸, before anything was seen
    TRIED = "tried"


@dataclass(frozen=True)
class _Wanted:
    """What is wanted of the camera: the request for a consent's number, and which verdicts suffice."""

    purpose: FacePurpose
    request: Callable[[str], FaceRequest]
    enough: tuple[FaceVerdict, ...]


# ---- may it be offered?


def proving_offered(visit: CitizenVisit, document: Document) -> bool:
    """Whether the holder of a document may be asked to prove it by their face, here and now."""
    return visit.desk.faces.available and may_be_asked(document.birth, visit.desk.clock.now().date())


def finding_offered(visit: CitizenVisit) -> bool:
    """Whether anybody could be found by their face."""
    return visit.desk.faces.available and visit.desk.faces.persons > 0


def checking_in_offered(visit: CitizenVisit) -> bool:
    """Whether the holder may be asked, once a visit, to be known here for today: not who refused, or came by face."""
    holder, faces = visit.holder, visit.desk.faces
    if holder is None or holder.by_face or not faces.keeps or visit.face_refused or visit.asked_to_check_in:
        return False
    return proving_offered(visit, holder.document)


# ---- 1:1


async def prove_by_face(visit: CitizenVisit, holder: Holder) -> Session | WithoutFace:
    """The holder's session, raised by their live face; or why it goes on without. Raises Back, Failure."""
    consent = await _consent(visit, FacePurpose.PROVE)
    if consent is None:
        visit.face_refused = True
        return WithoutFace.REFUSED
    reference = _Reference(holder.document.name, await _photo(visit, holder))
    proven = await _prove(visit, consent, holder.session, reference)
    if proven is None:
        return WithoutFace.TRIED
    session = await _raised(visit, holder.session, proven)
    await visit.tell(FaceDone(FacePurpose.PROVE), linger=SHOWN)
    return session


async def prove_number_by_face(visit: CitizenVisit, number: Masked[str]) -> Holder | None:
    """免身份证: who said that number to the clerk and is the person on the register's photograph, at level CARD.

    None where they did not agree, or it is not them. Raises Back, Failure card.*.
    """
    consent = await _consent(visit, FacePurpose.PROVE, number=True)
    if consent is None:
        visit.face_refused = True
        return None
    faces = visit.platforms.faces
    session = await visit.wait_for(Doing.IDENTIFYING, faces.by_number, number.reveal(), consent.number)
    stop_for(session.standing, expired_will_do=False)
    proven = await _prove(visit, consent, session, await _of_register(visit, session, number))
    if proven is None:
        return None
    session = await _raised(visit, session, proven)
    document = await visit.wait_for(Doing.IDENTIFYING, faces.document, session)
    return Holder(document, session, by_face=True)


@dataclass(frozen=True)
class _Reference:
    """Whom the live face is compared with, and who they are said to be (`name`, for a clerk who must decide)."""

    name: Masked[str]
    photo: bytes = field(default=b"", repr=False)
    template: tuple[float, ...] = field(default=(), repr=False)
    model: str = ""


async def _prove(visit: CitizenVisit, consent: Consent, session: Session, reference: _Reference) -> FaceFact | None:
    """That it is them, as a fact which is not told yet; None where it is not, or the person chose another way."""

    def request(number: str) -> FaceRequest:
        return FaceRequest(
            FaceTask.VERIFY,
            number,
            photo=reference.photo,
            template=reference.template,
            template_model=reference.model,
            challenges=visit.desk.faces.challenges,
            for_clerk=visit.clerk is not None,
        )

    compared = await _compare(visit, consent, _Wanted(FacePurpose.PROVE, request, _enough(visit)))
    if compared is None:
        return None
    theirs = compared.theirs or reference.photo
    if compared.verdict is FaceVerdict.UNSURE and not theirs:  # a template is nothing to look at
        theirs = await _photo_of_register(visit, session)
    outcome = await _decided(visit, compared, reference.name, theirs)
    fact = _fact(visit, consent, outcome, compared.model)
    if visit.proven is None:
        await _tell(visit, fact)
        return None
    return fact


async def _raised(visit: CitizenVisit, session: Session, fact: FaceFact) -> Session:
    log.write(log.FaceChecked(fact.consent, fact.purpose, fact.outcome, fact.model))
    key = str(uuid.uuid4())
    return await visit.commit(Doing.IDENTIFYING, visit.platforms.faces.raised, session, fact, key)


async def _photo(visit: CitizenVisit, holder: Holder) -> bytes:
    """The card's photograph, else the register's; empty where there is neither."""
    return holder.document.photo or await _photo_of_register(visit, holder.session)


async def _photo_of_register(visit: CitizenVisit, session: Session) -> bytes:
    try:
        return await visit.wait_for(Doing.LOOKING_UP, visit.platforms.faces.photo, session)
    except Failure as none:
        if none.code != "photo.none":
            raise
        return b""


async def _of_register(visit: CitizenVisit, session: Session, number: Masked[str]) -> _Reference:
    """The register's template of this terminal's model where it keeps one, else its photograph."""
    model = visit.desk.faces.model
    try:
        template = await visit.wait_for(Doing.LOOKING_UP, visit.platforms.faces.template, session, model)
    except Failure as none:
        if none.code != "template.none":
            raise
        return _Reference(number, await _photo_of_register(visit, session))
    return _Reference(number, template=template, model=model)


# ---- 1:N among today's check-ins


async def find_by_face(visit: CitizenVisit) -> Holder | None:
    """Who of today's check-ins stands here, at level CARD; None for another way. Raises Back, Failure.

    At a window, where the machine is not sure, the clerk decides on their own screen.
    """
    consent = await _consent(visit, FacePurpose.FIND)
    if consent is None:
        visit.face_refused = True
        return None

    def request(number: str) -> FaceRequest:
        for_clerk = visit.clerk is not None
        return FaceRequest(FaceTask.IDENTIFY, number, challenges=visit.desk.faces.challenges, for_clerk=for_clerk)

    found = await _compare(visit, consent, _Wanted(FacePurpose.FIND, request, _enough(visit)))
    if found is None:
        return None
    seen = await _checked_in(visit, found) if found.verdict is FaceVerdict.UNSURE else CheckedIn("", b"")
    outcome = await _decided(visit, found, masked_name(seen.name), seen.photo)
    await _tell(visit, _fact(visit, consent, outcome, found.model))
    if visit.proven is None:
        return None
    identify = visit.platforms.faces.identify
    return await visit.wait_for(Doing.IDENTIFYING, identify, found.person, consent.number, found.model)


async def _checked_in(visit: CitizenVisit, found: FaceCompared) -> CheckedIn:
    """Who it may be, for the clerk; without a picture where the register has none."""
    try:
        return await visit.wait_for(Doing.LOOKING_UP, visit.platforms.faces.checked_in, found.person)
    except Failure as none:
        if none.code != "photo.none":
            raise
        return CheckedIn("", b"")


def _enough(visit: CitizenVisit) -> tuple[FaceVerdict, ...]:
    """Where nobody looks at both faces, doubt is not enough."""
    return (FaceVerdict.ACCEPTED, FaceVerdict.UNSURE) if visit.clerk else (FaceVerdict.ACCEPTED,)


async def _decided(visit: CitizenVisit, found: FaceCompared, name: Masked[str], theirs: bytes) -> Outcome:
    """The machine's word, or where it is not sure the clerk's; `visit.proven` is set where it suffices.

    Without a picture to compare with nobody can decide: then it stays unsure, and does not suffice.
    """
    outcome = Outcome.ACCEPTED
    if found.verdict is FaceVerdict.UNSURE:
        outcome = Outcome.UNSURE
        if visit.clerk and theirs:
            page = ClerkDecides(name, found.mine, theirs, found.distance, found.threshold, found.limit or None)
            says = await visit.wait_for(Doing.CLERK_DECIDES, visit.clerk.ask, page)
            outcome = Outcome.CLERK_SAME if says is ClerkSays.SAME else Outcome.CLERK_OTHER
    visit.proven = outcome if outcome in (Outcome.ACCEPTED, Outcome.CLERK_SAME) else None
    return outcome


# ---- to be known here for today


async def offer_check_in(visit: CitizenVisit) -> None:
    """Asks once a visit; nothing is lost for who does not agree, or where it does not work."""
    if not checking_in_offered(visit):
        return
    visit.asked_to_check_in = True
    if holder := visit.holder:
        try:
            await _check_in(visit, holder)
        except Failure as failure:  # the service itself is done, and was not for this
            log.write(log.FaceCheckInFailed(failure.code))


async def _check_in(visit: CitizenVisit, holder: Holder) -> None:
    consent = await _consent(visit, FacePurpose.TODAY)
    if consent is None:
        return
    photo = await _photo(visit, holder)
    checked_in = await visit.commit(Doing.IDENTIFYING, visit.platforms.faces.check_in, holder.session, consent.number)

    def request(number: str) -> FaceRequest:
        return FaceRequest(
            FaceTask.ENROL,
            number,
            photo=photo,
            person=checked_in.person,
            challenges=visit.desk.faces.challenges,
        )

    enrolled = await _compare(visit, consent, _Wanted(FacePurpose.TODAY, request, (FaceVerdict.ENROLLED,)))
    if enrolled:
        await _tell(visit, _fact(visit, consent, Outcome.ENROLLED, enrolled.model))
        await visit.tell(FaceDone(FacePurpose.TODAY), linger=SHOWN)


async def withdraw(visit: CitizenVisit, holder: Holder) -> bool:
    """Forgets the holder's face here, and at the platform what it stood for; False where there was none."""
    persons = await visit.commit(Doing.FILING, visit.platforms.faces.withdraw, holder.session)
    for person in persons:
        await visit.commit(Doing.FILING, visit.desk.faces.forget, person)
    log.write(log.FaceWithdrawn(len(persons)))
    return bool(persons)


# ---- parts


async def _consent(visit: CitizenVisit, purpose: FacePurpose, *, number: bool = False) -> Consent | None:
    """Notice and question, before the camera sees anyone; None: 不用人脸. `number`: see `FaceConsent`."""
    page = FaceConsent(purpose, clerk=visit.clerk is not None, number=number)
    choice = await visit.ask(page, back=True)
    if choice is FaceChoice.OTHER_WAY:
        log.write(log.FaceRefused(purpose))
        return None
    consent = visit.consents.give(purpose, visit.desk.clock.now())
    log.write(log.FaceConsentGiven(consent.number, purpose))
    return consent


async def _compare(visit: CitizenVisit, consent: Consent, wanted: _Wanted) -> FaceCompared | None:
    """What sufficed; None where the person goes on another way. Every outcome but that is told here."""
    left = TRIES
    while left:
        number = visit.consents.check(consent, wanted.purpose)
        result = await _look(visit, wanted.purpose, wanted.request(number), left)
        if result is None:  # 不用人脸 after all
            visit.face_refused = True
            await _tell(visit, _fact(visit, consent, Outcome.BROKEN_OFF, ""))
            return None
        if isinstance(result, FaceCompared) and result.verdict in wanted.enough:
            return result
        if not (isinstance(result, FaceNotCompared) and result.trouble in _NOBODYS_FAULT):
            left -= 1
        await _tell(visit, _fact(visit, consent, _outcome(result), getattr(result, "model", "")))
        if await visit.ask(FaceNotSure(_reason(result), left)) is FaceNext.OTHER_WAY:
            return None
    return None


async def _look(visit: CitizenVisit, purpose: FacePurpose, request: FaceRequest, tries_left: int) -> FaceResult | None:
    """How looking ended; None where the person chose another way meanwhile."""
    results: list[FaceResult] = []

    async def look() -> FaceGiven:
        results.append(await visit.desk.faces.compare(request))
        return FaceGiven.DONE

    try:
        await visit.ask(LookAtCamera(visit.desk.faces.view, purpose, tries_left), until=look())
    finally:
        visit.desk.faces.view.look(None)
    return results[0] if results else None


def _outcome(result: FaceResult) -> Outcome:
    return _OUTCOMES[result.verdict] if isinstance(result, FaceCompared) else Outcome.NO_RESULT


def _reason(result: FaceResult) -> Text:
    what = result.verdict if isinstance(result, FaceCompared) else result.trouble
    return texts(f"face.{what.value}").happened


def _fact(visit: CitizenVisit, consent: Consent, outcome: Outcome, model: str) -> FaceFact:
    return FaceFact(consent.number, consent.purpose, outcome, model, visit.desk.clock.now())


async def _tell(visit: CitizenVisit, fact: FaceFact) -> None:
    """The platform hears of it sooner or later; no visit waits or fails for that."""
    await visit.desk.face_facts.checked(fact)
