"""What changes a document or a person for good: lost, found again at a window, died."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Db

from server_stub.authority import grants
from server_stub.companies import authority as companies
from server_stub.people import service as people
from server_stub.people.models import CardLoss, LostCard, Standing
from server_stub.people.service import Holder
from server_stub.people.tables import Card, CardReport, Person, SessionRow
from server_stub.phone_codes.service import tell
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import Text, mask_number

_TITLES = {
    "resident-card": "居民身份证",
    "hmt-residence-card": "港澳台居民居住证",
    "foreigner-card": "外国人永久居留身份证",
    "foreigner-card-2023": "外国人永久居留身份证",
    "social-security-card": "社会保障卡",
}
_NEXT = Text(
    zh="已在政务平台停用。身份证件请同时到派出所挂失，社保卡请到人社或发卡银行挂失；找回后带证件到窗口恢复",
    en="It opens nothing on this platform now. Please also report it to the police, or a social-security card to its "
    "bank; if you find it again a window restores it",
)


def reporter(db: Db, call: Call) -> Holder:
    """Who reports: a card is enough, for who has lost one may have lost the phone with it. Problems of the holder."""
    return people.holder_of(db, call, level=people.CARD, standings=(Standing.OK, Standing.EXPIRED))


def report_lost(db: Db, call: Call, wanted: CardLoss) -> LostCard:
    """Ends what the document opened, also the session it opened. Problems of the holder, card.not-held."""
    person, now = reporter(db, call).person, call.platform.clock()
    mine = select(Card).where(Card.person_id == person.id, Card.kind == wanted.kind.value)
    card = db.scalars(mine.with_for_update()).first()
    if card is None:
        raise Problem("card.not-held")
    if not card.lost:
        card.lost = True
        _note(db, card, lost=True, by=call.terminal.id, now=now)
        db.execute(delete(SessionRow).where(SessionRow.kind == card.kind, SessionRow.number == card.number))
        words = f"【政务服务】您的{_TITLES[card.kind]}已在政务平台停用。不是您本人操作，请带证件到窗口恢复。"
        tell(db, person.phone, words, now)
    return LostCard(kind=wanted.kind, number=mask_number(card.number), at=now, next_step=_NEXT)


def found_again(db: Db, kind: str, number: str, staff: str, now: dt.datetime) -> None:
    """A clerk has seen the document and its holder: it is good again. Problem: card.not-held."""
    card = db.get(Card, (kind, number), with_for_update=True)
    if card is None:
        raise Problem("card.not-held")
    if card.lost:
        card.lost = False
        _note(db, card, lost=False, by=staff, now=now)
        person = db.get_one(Person, card.person_id)
        tell(db, person.phone, f"【政务服务】您的{_TITLES[kind]}已在窗口恢复使用。", now)


def record_death(db: Db, person_id: str, now: dt.datetime) -> None:
    """The register says that somebody has died: their sessions, authorisations and roles end. Nobody is told."""
    person = db.get_one(Person, person_id, with_for_update=True)
    person.deceased = True
    db.execute(delete(SessionRow).where(SessionRow.person_id == person_id))
    grants.end_all(db, person_id, now)
    companies.end_all(db, person_id, now)


def lost_here(db: Db) -> set[tuple[str, str]]:
    """The documents (kind, number) that were reported lost on this platform and not seen again since."""
    reports = db.execute(select(CardReport.kind, CardReport.number, CardReport.lost).order_by(CardReport.id))
    last = {(kind, number): lost for kind, number, lost in reports}
    return {card for card, lost in last.items() if lost}


def _note(db: Db, card: Card, *, lost: bool, by: str, now: dt.datetime) -> None:
    report = CardReport(kind=card.kind, number=card.number, person_id=card.person_id, lost=lost, at=now, by=by[:60])
    db.add(report)
