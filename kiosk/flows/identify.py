"""Who is it, and how sure are we? A flow that other flows use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kiosk.failures import Failure
from kiosk.flows.cards import CardNotRead, document_of
from kiosk.flows.desk import CitizenVisit
from kiosk.platforms.people import SentCode
from kiosk.rules.people import Assurance, Document, DocumentKind, Holder, Session, Standing
from kiosk.rules.texts import Text
from kiosk.steps.hall import Doing
from kiosk.steps.identity import CardTrouble, ConfirmHolder, EnterCode, Instead, PlaceCard

Sender = Callable[[], Awaitable[SentCode]]

ANY_DOCUMENT = tuple(DocumentKind)
_STOPS = {
    Standing.LOST: "card.lost",
    Standing.DECEASED: "card.quiet",
    Standing.UNKNOWN: "card.unknown-person",
    Standing.EXPIRED: "card.expired",
    Standing.WINDOW_ONLY: "card.window-only",
}
_SECOND_PROOF = Text("确认是您本人在办理", "to confirm that it is you")


async def identify(
    visit: CitizenVisit,
    level: Assurance,
    accepted: tuple[DocumentKind, ...] = ANY_DOCUMENT,
    *,
    expired_will_do: bool = False,
) -> Holder:
    """The holder of this visit at that level at least, asking only for what is not known yet.

    Raises Back, or Failure card.*, reader.gone, code.*.
    """
    if not (holder := visit.holder):
        document = await _card(visit, accepted)
        session = await visit.wait_for(Doing.IDENTIFYING, visit.platforms.people.identify, document)
        holder = Holder(document, session)
    if holder.document.kind not in accepted:
        raise Failure("card.not-accepted")
    _stop_for(holder.session.standing, expired_will_do)
    if holder.level < level:
        holder = Holder(holder.document, await _second_proof(visit, holder.session))
    visit.holder = holder
    return holder


def _stop_for(standing: Standing, expired_will_do: bool) -> None:
    if standing is Standing.OK or (standing is Standing.EXPIRED and expired_will_do):
        return
    raise Failure(_STOPS[standing])


async def _card(visit: CitizenVisit, accepted: tuple[DocumentKind, ...]) -> Document:
    if not visit.desk.cards.available:
        raise Failure("reader.gone")
    trouble = CardTrouble.NONE
    while True:
        try:
            answer = await visit.ask(PlaceCard(accepted, trouble), until=_next_document(visit), back=True)
        except CardNotRead as failed:
            trouble = failed.trouble
            if trouble is CardTrouble.READER_GONE:
                raise Failure("reader.gone") from None
            if trouble is CardTrouble.WRONG_READER and not visit.desk.cards.reads_id_cards:
                raise Failure("card.no-id-reader") from None
            continue
        if not isinstance(answer, Document):
            raise Failure("card.no-card")
        if answer.kind not in accepted:
            trouble = CardTrouble.NOT_ACCEPTED
            continue
        if await visit.ask(ConfirmHolder(answer)):
            return answer
        trouble = CardTrouble.NONE


async def _next_document(visit: CitizenVisit) -> Document | Instead:
    return document_of(await visit.desk.cards.read())


async def _second_proof(visit: CitizenVisit, session: Session) -> Session:
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
