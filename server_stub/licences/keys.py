"""The platform's own key for signing codes (Ed25519): made at the first start, kept in the database."""

from __future__ import annotations

import datetime as dt

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey
from sqlalchemy.orm import Session as Db

from server_stub.licences.tables import PlatformKey

LIGHT_CODES = "light-codes"


def begin(db: Db, now: dt.datetime) -> None:
    """Makes the key where there is none."""
    if db.get(PlatformKey, LIGHT_CODES) is None:
        db.add(PlatformKey(name=LIGHT_CODES, seed=bytes(SigningKey.generate()).hex(), made_at=now))


def signing_key(db: Db) -> SigningKey:
    """The key."""
    return SigningKey(bytes.fromhex(db.get_one(PlatformKey, LIGHT_CODES).seed))


def is_signed(key: VerifyKey, message: bytes, signature: bytes) -> bool:
    """Whether the key signed just this."""
    try:
        key.verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
