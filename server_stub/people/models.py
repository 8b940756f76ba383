"""What crosses the interface about people."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from pydantic import Field

from server_stub.texts import Text, Wire


class DocumentKind(Enum):
    """Documents a reader can give a terminal."""

    RESIDENT = "resident-card"
    HMT_RESIDENCE = "hmt-residence-card"
    FOREIGNER = "foreigner-card"
    FOREIGNER_2023 = "foreigner-card-2023"
    SOCIAL_SECURITY = "social-security-card"


class Standing(Enum):
    """What the platform says about a document and its holder."""

    OK = "ok"
    LOST = "reported-lost"
    EXPIRED = "expired"
    DECEASED = "deceased"
    WINDOW_ONLY = "window-only"
    UNKNOWN = "unknown"


class NewIdentification(Wire):
    """A document as it was read."""

    kind: DocumentKind
    number: str = Field(max_length=40)
    name: str = Field(max_length=120)
    valid_until: dt.date | None = None


class IdentificationByPhone(Wire):
    """Somebody without a card: a verified phone code, and the name and number they typed."""

    phone_code: str = Field(pattern=r"^[0-9a-zA-Z-]{1,40}$")
    number: str = Field(max_length=40)
    name: str = Field(max_length=120)
    kind: DocumentKind = DocumentKind.RESIDENT


class Session(Wire):
    """An identification: `token` opens the person's data at `level` for 30 minutes."""

    token: str
    level: int
    standing: Standing
    phone: str = ""


class CardLoss(Wire):
    """Which of the holder's documents is lost."""

    kind: DocumentKind


class LostCard(Wire):
    """A document that opens nothing any more until a window has seen it again; its number is masked."""

    kind: DocumentKind
    number: str
    at: dt.datetime
    next_step: Text


class Prefill(Wire):
    """A value the platform knows for a form field, and whose data it is."""

    field: str
    value: str
    source: Text
