"""Who is it, and how sure are we? A flow that other flows use."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from kiosk.failures import Failure, texts
from kiosk.flows.cards import CardNotRead, document_of
from kiosk.flows.desk import Cards, CardsFor, CitizenVisit
from kiosk.flows.faces import WithoutFace, find_by_face, finding_offered, prove_by_face, proving_offered
from kiosk.flows.standing import stop_for
from kiosk.platforms.people import SentCode
from kiosk.rules.people import Assurance, Document, DocumentKind, Holder, Session
from kiosk.rules.texts import Text
from kiosk.steps.faces import FaceWay, FaceWays
from kiosk.steps.hall import Doing
from kiosk.steps.identity import CardTrouble, ConfirmHolder, EnterCode, Instead, PlaceCard
from kiosk.visit import Back

Sender = Callable[[], Awaitable[SentCode]]

ANY_DOCUMENT = tuple(DocumentKind)
_SECOND_PROOF = Text("确认是您本人在办理", "to confirm that it is you")


async def identify(
    visit: CitizenVisit,
    level: Assurance,
    accepted: tuple[DocumentKind, ...] = ANY_DOCUMENT,
    *,
    expired_will_do: bool = False,
    by_face: bool = True,
) -> Holder:
    """The holder of this visit at that level at least, asking only for what is not known yet.

    `by_face`: a face alone will do where the level allows it; otherwise a card is asked for.

    Raises Back, or Failure card.*, reader.gone, code.*, face.*.
    """
    holder = visit.holder
    face = by_face and level <= Assurance.CARD
    if holder is None or (holder.by_face and not face):
        holder = await _whoever(visit, accepted, face)
    if holder.document.kind not in accepted:
        raise Failure("card.not-accepted")
    stop_for(holder.session.standing, expired_will_do=expired_will_do)
    if holder.level < level:
        holder = Holder(holder.document, await _second_proof(visit, holder))
    visit.holder = holder
    return holder


async def _whoever(visit: CitizenVisit, accepted: tuple[DocumentKind, ...], face: bool) -> Holder:
    """By their card; or by their face alone where that (`face`) is enough and somebody could be found."""
    while True:
        found = await _card(visit, accepted, face=face and finding_offered(visit))
        if isinstance(found, Document):
            session = await visit.wait_for(Doing.IDENTIFYING, visit.platforms.people.identify, found)
            return Holder(found, session)
        if holder := await _by_face(visit):
            return holder


async def _by_face(visit: CitizenVisit) -> Holder | None:
    """Who was found and says that it is them; None: the card after all."""
    try:
        holder = await find_by_face(visit)
    except Back:
        return None
    if holder is None:
        return None
    confirmed = await visit.ask(ConfirmHolder(holder.document))
    return holder if confirmed else None


async def _card(visit: CitizenVisit, accepted: tuple[DocumentKind, ...], *, face: bool) -> Document | None:
    """The document of a card; None for 刷脸, where `face` offers it."""
    cards = visit.desk.cards
    trouble = CardTrouble.NONE
    while True:
        if not cards.available:
            raise Failure("reader.gone")
        gone = cards.gone
        page = PlaceCard(accepted, trouble if trouble is not CardTrouble.NONE else _resting(gone, accepted), face)
        try:
            answer = await visit.ask(page, until=_next_document(visit, gone), back=True)
        except _ReadersChanged:
            trouble = CardTrouble.NONE
            continue
        except CardNotRead as failed:
            trouble = failed.trouble
            if trouble is CardTrouble.READER_GONE:
                raise Failure("reader.gone") from None
            if trouble is CardTrouble.WRONG_READER and not cards.reads_id_cards:
                raise Failure("card.no-id-reader") from None
            continue
        if answer is Instead.FACE:
            return None
        if not isinstance(answer, Document):
            raise Failure("card.no-card")
        if answer.kind not in accepted:
            trouble = CardTrouble.NOT_ACCEPTED
            continue
        if await visit.ask(ConfirmHolder(answer)):
            return answer
        trouble = CardTrouble.NONE


class _ReadersChanged(Exception):
    """A reader went away or came back: the page has to say so."""


_GONE = {CardsFor.IDENTITY: CardTrouble.ID_READER_GONE, CardsFor.SOCIAL_SECURITY: CardTrouble.SOCIAL_READER_GONE}


def resting_readers(cards: Cards) -> Text:
    """What a notice says of readers that can't be used now; empty: all can."""
    if not cards.available:
        return texts("reader.gone").happened
    return next((texts(f"card.{_GONE[kind].value}").happened for kind in CardsFor if kind in cards.gone), Text(""))


def _resting(gone: frozenset[CardsFor], accepted: tuple[DocumentKind, ...]) -> CardTrouble:
    """What the page says before any card: a reader for documents that count here can't be used."""
    counts = {_reader_for(kind) for kind in accepted}
    return next((_GONE[kind] for kind in CardsFor if kind in gone & counts), CardTrouble.NONE)


def _reader_for(kind: DocumentKind) -> CardsFor:
    return CardsFor.SOCIAL_SECURITY if kind is DocumentKind.SOCIAL_SECURITY else CardsFor.IDENTITY


async def _next_document(visit: CitizenVisit, gone: frozenset[CardsFor]) -> Document | Instead:
    """The next card's document. CardNotRead where it has none, _ReadersChanged where `gone` is no longer true."""
    reading = asyncio.ensure_future(visit.desk.cards.read())
    try:
        while not reading.done():
            news = asyncio.ensure_future(visit.desk.news())
            either: list[asyncio.Future[Any]] = [reading, news]
            try:
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            finally:
                news.cancel()
            if not reading.done() and visit.desk.cards.gone != gone:
                raise _ReadersChanged
        return document_of(reading.result())
    finally:
        reading.cancel()


async def _second_proof(visit: CitizenVisit, holder: Holder) -> Session:
    """A live face or a code on the phone: the person chooses, and neither is a worse service."""
    if proving_offered(visit, holder.document):
        proven = await prove_by_face(visit, holder)
        if isinstance(proven, Session):
            return proven
        await _other_way(visit, holder.session, proven)
    return await _phone_code(visit, holder.session)


async def _other_way(visit: CitizenVisit, session: Session, why: WithoutFace) -> None:
    """Returns for the phone code; who refused is not asked once more, who tried may prefer a clerk, if they are not
    before one.
    """
    if session.phone and (why is WithoutFace.REFUSED or visit.clerk):
        return
    ways = (FaceWay.PHONE_CODE, FaceWay.CLERK) if session.phone else (FaceWay.CLERK,)
    if await visit.ask(FaceWays(ways)) is FaceWay.CLERK:
        raise Failure("face.clerk")


async def _phone_code(visit: CitizenVisit, session: Session) -> Session:
    if not session.phone:
        raise Failure("code.no-phone")
    people = visit.platforms.people

    async def send() -> SentCode:
        return await people.send_code(session)

    return await ask_for_code(visit, send, _SECOND_PROOF) or session


async def ask_for_code(visit: CitizenVisit, send: Sender, for_what: Text) -> Session | None:
    """Sends a code, asks for it until it is right; the raised session where the code was for one.

    Raises Back, Failure code.other-way and code.too-often.
    """
    sent = await visit.commit(Doing.SENDING_CODE, send)
    page = EnterCode(sent.phone, for_what)
    while True:
        answer = await visit.ask(page, back=True)
        if answer is Instead.RESEND:
            sent = await visit.commit(Doing.SENDING_CODE, send)
            page = EnterCode(sent.phone, for_what, sent=page.sent + 1)
            continue
        if isinstance(answer, Instead):
            raise Failure("code.other-way")
        result = await visit.commit(Doing.CHECKING_CODE, visit.platforms.people.check_code, sent, answer)
        if result.right:
            return result.session
        page = EnterCode(sent.phone, for_what, wrong=True, tries_left=result.tries_left, sent=page.sent)
