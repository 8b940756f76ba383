"""Sending and checking phone codes: six digits, 5 minutes, 3 tries, 5 sends in 10 minutes."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
import uuid

from sqlalchemy import bindparam, delete, func, insert, or_, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.lookups import by_query_code
from server_stub.database import Access, Base, connection_of
from server_stub.people import service as people
from server_stub.phone_codes.models import CodeResult, NewCode, Purpose, SentCode
from server_stub.phone_codes.tables import LONGEST, Message, PhoneCode
from server_stub.platform import Call
from server_stub.prepared import Prepared
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text, mask_phone

LIFE = dt.timedelta(minutes=5)
TRIES = 3
KEPT = dt.timedelta(days=1)  # how long codes and messages stay here at all
WINDOW, SENDS = dt.timedelta(minutes=10), 5
SENDS_OF_TERMINAL = 30  # to phones that anybody named there, in the same time
_TELL = Prepared(
    insert(Base.metadata.tables[Message.__tablename__]).values(
        {name: bindparam(name) for name in ("phone", "text", "code", "at")}
    )
)
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_NOT_A_PHONE = Text(
    zh="手机号是 11 位数字，以 13 至 19 开头", en="A mobile number has 11 digits and starts with 13 to 19"
)
_FOR = {
    Purpose.SECOND_PROOF: "身份核验",
    Purpose.CONTACT: "核对联系电话",
    Purpose.CASE: "查询办件进度",
    Purpose.SIGN_IN: "预约登录",
}


def requester(call: Call, wanted: NewCode) -> str:
    """Whose request it is: a person's id, "" for who comes without a card."""
    if wanted.purpose in (Purpose.CASE, Purpose.SIGN_IN):
        return ""
    with call.platform.database.read() as db:
        return people.holder_of(db, call, level=people.CARD).person.id


def send(call: Call, db: Db, wanted: NewCode) -> SentCode:
    """Makes a code and hands it to the SMS gateway. Problems: code.no-phone, code.too-often, request.invalid."""
    person_id, session_hash, case_number = None, "", ""
    if wanted.purpose is Purpose.CASE:
        case = by_query_code(db, wanted.case_number, wanted.query_code)
        phone, case_number, person_id = case.phone, case.number, case.person_id
    elif wanted.purpose is Purpose.SIGN_IN:
        phone = wanted.phone
        _limit_terminal(db, call)
    else:
        holder = people.holder_of(db, call, level=people.CARD)
        if wanted.purpose is Purpose.SECOND_PROOF:
            holder.show_document()
        person_id, session_hash = holder.person.id, holder.token_hash
        phone = holder.person.phone if wanted.purpose is Purpose.SECOND_PROOF else wanted.phone
    if not phone and wanted.purpose in (Purpose.SECOND_PROOF, Purpose.CASE):
        raise Problem("code.no-phone")
    if not _PHONE.fullmatch(phone):
        raise Problem("request.invalid", errors=[FieldError(field="phone", text=_NOT_A_PHONE)])
    now = call.platform.clock()
    _limit(db, phone, person_id, now)
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = PhoneCode(
        id=str(uuid.uuid4()),
        purpose=wanted.purpose.value,
        phone=phone,
        person_id=person_id,
        session_hash=session_hash,
        case_number=case_number,
        terminal=call.terminal.id,
        code_hash="",
        sent_at=now,
        expires_at=now + LIFE,
    )
    row.code_hash = _hash(row.id, code)
    words = f"【政务服务】验证码 {code}，用于{_FOR[wanted.purpose]}，5 分钟内有效。工作人员不会向您索要。"
    db.add_all((row, Message(phone=phone, text=words, code=code, at=now)))
    return SentCode(id=row.id, phone=mask_phone(phone))


def forget_old(db: Db, now: dt.datetime) -> None:
    """Deletes codes and messages that are no longer kept."""
    db.execute(delete(PhoneCode).where(PhoneCode.sent_at < now - KEPT))
    db.execute(delete(Message).where(Message.at < now - KEPT))


def _limit(db: Db, phone: str, person_id: str | None, now: dt.datetime) -> None:
    whose = PhoneCode.phone == phone
    if person_id:
        whose = or_(whose, PhoneCode.person_id == person_id)
    sent = db.scalar(select(func.count()).select_from(PhoneCode).where(whose, PhoneCode.sent_at > now - WINDOW))
    if (sent or 0) >= SENDS:
        raise Problem("code.too-often")


def _limit_terminal(db: Db, call: Call) -> None:
    """A machine in a public room must not be good for sending messages to anybody, on and on."""
    sent = select(func.count()).where(
        PhoneCode.terminal == call.terminal.id,
        PhoneCode.purpose == Purpose.SIGN_IN.value,
        PhoneCode.sent_at > call.platform.clock() - WINDOW,
    )
    if (db.scalar(sent) or 0) >= SENDS_OF_TERMINAL:
        raise Problem("code.too-often")


def verify(call: Call, code_id: str, typed: str) -> CodeResult:
    """Tries a code; the try counts whatever comes of it. Problems: code.not-found, code.too-often."""

    def job(db: Db) -> CodeResult | None:
        row = db.get(PhoneCode, code_id, with_for_update=True)
        return _try(db, call, row, typed) if row else None

    result = call.platform.database.write(job)
    if result is None:
        raise Problem("code.not-found")
    if not result.right and result.tries_left == 0:
        raise Problem("code.too-often")
    return result


def _try(db: Db, call: Call, row: PhoneCode, typed: str) -> CodeResult | None:
    """None where the code is used or too old."""
    now = call.platform.clock()
    if row.verified_at or row.expires_at <= now:
        return None
    if row.tries >= TRIES:
        return CodeResult(right=False, tries_left=0)
    row.tries += 1
    left = TRIES - row.tries
    if not hmac.compare_digest(row.code_hash, _hash(row.id, typed)):
        return CodeResult(right=False, tries_left=left)
    row.verified_at = now
    raised = people.raise_session(db, call, row.session_hash) if row.purpose == Purpose.SECOND_PROOF.value else None
    return CodeResult(right=True, tries_left=left, session=raised)


def is_verified(db: Db, phone: str, person_id: str, since: dt.datetime) -> bool:
    """Whether a person showed since then that a phone is theirs."""
    found = db.scalars(
        select(PhoneCode.id).where(
            PhoneCode.phone == phone, PhoneCode.person_id == person_id, PhoneCode.verified_at >= since
        )
    ).first()
    return found is not None


def verified_for_case(db: Db, code_id: str, case_number: str, now: dt.datetime) -> bool:
    """Whether this code was sent for this case and was right, not longer than 10 minutes ago."""
    row = db.get(PhoneCode, code_id)
    return bool(
        row
        and row.purpose == Purpose.CASE.value
        and row.case_number == case_number
        and row.verified_at
        and row.verified_at > now - WINDOW
    )


def phone_to_sign_in(db: Db, code_id: str, now: dt.datetime) -> str:
    """The phone that somebody showed to be theirs, not longer than 10 minutes ago. Problem: code.not-verified."""
    return _to_sign_in(db.get(PhoneCode, code_id), now).phone


def use_to_sign_in(db: Db, code_id: str, now: dt.datetime) -> None:
    """The code opens a session now, and no other. Problem: code.not-verified."""
    _to_sign_in(db.get(PhoneCode, code_id, with_for_update=True), now).used_at = now


def _to_sign_in(row: PhoneCode | None, now: dt.datetime) -> PhoneCode:
    if row is None or row.purpose != Purpose.SIGN_IN.value or row.used_at:
        raise Problem("code.not-verified")
    if not row.verified_at or row.verified_at <= now - WINDOW:
        raise Problem("code.not-verified")
    return row


def tell(db: Access, phone: str, words: str, now: dt.datetime) -> None:
    """Hands a message without a code to the SMS gateway."""
    if phone:
        _TELL.run(connection_of(db), {"phone": phone, "text": words[:LONGEST], "code": "", "at": now})


def _hash(code_id: str, code: str) -> str:
    return hashlib.sha256(f"{code_id}:{code}".encode()).hexdigest()
