"""亮码: a licence is shown as a QR code that holds for a short while and that another terminal verifies.

The text is `ZZ1.` and base64url of id (16 bytes), end (seconds of the epoch, 6 bytes) and Ed25519 signature (64 bytes)
of what comes before it: 119 characters, a QR code of version 7 at level M. It tells nothing of the person.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.licences import keys, uses
from server_stub.licences.holdings import holds_on, state_on
from server_stub.licences.kinds import kinds
from server_stub.licences.models import CodeKey, LightCode, NewLightCode, ShownCode, VerifiedLicence
from server_stub.licences.service import masked_holder, own_licence
from server_stub.licences.tables import LicenceCode, LicenceRow
from server_stub.people import service as people
from server_stub.people.tables import Person
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import Text, mask_number

PREFIX = "ZZ1."
KEPT = dt.timedelta(days=1)
_ID, _END, _SIGNATURE = 16, 6, 64
_MATTER = Text(zh="亮码核验", en="Shown as a code")
_TAKE = (
    update(LicenceCode)
    .where(LicenceCode.id == bindparam("code_id"), LicenceCode.uses_left > 0)
    .values(uses_left=LicenceCode.uses_left - 1)
    .returning(LicenceCode.licence_id, LicenceCode.person_id)
)


@dataclass(frozen=True)
class Shown:
    """What a code's text says."""

    id: str  # hex
    expires_at: dt.datetime


def show(db: Db, call: Call, wanted: NewLightCode) -> LightCode:
    """A code for a valid licence of the holder. Problems of the holder, licence.not-found, licence.not-valid."""
    holder, now = people.holder_of(db, call, level=people.CARD), call.platform.clock()
    licence = own_licence(db, holder.person, wanted.licence)
    if not holds_on(licence, now.date()):
        raise Problem("licence.not-valid")
    rules = call.platform.rules
    row = LicenceCode(
        id=secrets.token_hex(_ID),
        licence_id=licence.id,
        person_id=holder.person.id,
        terminal=call.terminal.id,
        made_at=now,
        expires_at=now + dt.timedelta(seconds=rules.licence_code_seconds),
        uses_left=rules.licence_code_uses,
    )
    db.add(row)
    return LightCode(
        code=written(db, Shown(row.id, row.expires_at)),
        licence=licence.id,
        title=kinds()[licence.kind].title,
        expires_at=in_hall(row.expires_at),
    )


def written(db: Db, shown: Shown) -> str:
    """The text of a code, signed."""
    said = bytes.fromhex(shown.id) + int(shown.expires_at.timestamp()).to_bytes(_END, "big")
    signature = keys.signing_key(db).sign(PREFIX.encode() + said).signature
    return PREFIX + base64.urlsafe_b64encode(said + signature).decode().rstrip("=")


def read(db: Db, text: str) -> Shown:
    """What a text says that the platform signed. Problem: licence-code.signature."""
    try:
        written = text.removeprefix(PREFIX)
        raw = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    said, signature = raw[: _ID + _END], raw[_ID + _END :]
    key = keys.signing_key(db).verify_key
    if not text.startswith(PREFIX) or len(signature) != _SIGNATURE:
        raise Problem("licence-code.signature")
    if not keys.is_signed(key, PREFIX.encode() + said, signature):
        raise Problem("licence-code.signature")
    end = dt.datetime.fromtimestamp(int.from_bytes(said[_ID:], "big"), dt.UTC)
    return Shown(said[:_ID].hex(), end)


def verify(db: Db, call: Call, shown: ShownCode) -> VerifiedLicence:
    """What a shown code stands for: a use of the licence, and a message to who showed it. Problems: licence-code.*."""
    now, code = call.platform.clock(), read(db, shown.code.strip())
    taken = db.execute(_TAKE, {"code_id": code.id}).first() if code.expires_at > now else None
    if taken is None:
        known = db.get(LicenceCode, code.id) if code.expires_at > now else None
        raise Problem("licence-code.used" if known else "licence-code.expired")
    licence = db.get_one(LicenceRow, taken.licence_id)
    if not holds_on(licence, now.date()):
        raise Problem("licence-code.revoked")
    kind, place = kinds()[licence.kind], f"{call.hall.short}{call.terminal.place}"
    use = uses.Use(
        purpose=uses.Purpose.LIGHT_CODE,
        department=Text(zh=call.hall.short, en=call.hall.district.en),
        matter=_MATTER,
        terminal=call.terminal.id,
    )
    uses.add(db, licence, use, now)
    words = (
        f"【政务服务】您的电子证照“{kind.title.zh}”于 {now:%m-%d %H:%M} 在{place}被核验。如非本人出示，请拨打 12345。"
    )
    phone_codes.tell(db, db.get_one(Person, taken.person_id).phone, words, now)
    return VerifiedLicence(
        kind=licence.kind,
        title=kind.title,
        holder=masked_holder(licence),
        number=mask_number(licence.number),
        issuer=Text(**licence.issuer),
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        state=state_on(licence, now.date()),
    )


def public_key(db: Db) -> CodeKey:
    """What codes can be verified with where there is no line."""
    return CodeKey(algorithm="Ed25519", public_key=bytes(keys.signing_key(db).verify_key).hex())


def forget_old(db: Db, now: dt.datetime) -> None:
    """Deletes codes that nobody can show any more."""
    db.execute(delete(LicenceCode).where(LicenceCode.expires_at < now - KEPT))
