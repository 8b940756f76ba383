"""Who stands before the terminal, as far as a document and the platform say."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from kiosk.rules.masks import Masked
from kiosk.rules.texts import Text


class DocumentKind(Enum):
    """Documents a reader can give us; the value travels to the platform."""

    RESIDENT = "resident-card"  # 居民身份证
    HMT_RESIDENCE = "hmt-residence-card"  # 港澳台居民居住证, flag J
    FOREIGNER = "foreigner-card"  # 外国人永久居留身份证 2017, flag I
    FOREIGNER_2023 = "foreigner-card-2023"  # the same of 2023, flag Y: read, and served at windows
    SOCIAL_SECURITY = "social-security-card"  # 社会保障卡


class Assurance(IntEnum):
    """How sure we are who it is."""

    NOBODY = 0
    PHONE_CODE = 1
    CARD = 2
    CARD_AND_SECOND_PROOF = 3
    SEEN_BY_CLERK = 4


@dataclass(frozen=True)
class Document:
    """What was read from a card. Dates are in the hall's calendar; `valid_until` None means 长期."""

    kind: DocumentKind
    name: Masked[str]
    number: Masked[str]
    sex: str = field(default="", repr=False)  # GB/T 2261.1: "1" 男, "2" 女
    nation: str = field(default="", repr=False)  # GB/T 3304, two digits; empty where the document has none
    birth: dt.date | None = field(default=None, repr=False)
    address: Masked[str] | None = None
    issuer: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    reader: str = ""  # the device that read it
    photo: bytes = field(default=b"", repr=False, compare=False)  # PNG; empty where none could be decoded


class Standing(Enum):
    """What the platform says about the document and its holder."""

    OK = "ok"
    LOST = "reported-lost"
    EXPIRED = "expired"
    DECEASED = "deceased"
    WINDOW_ONLY = "window-only"  # documents of this kind
    UNKNOWN = "unknown"  # the platform has no such person


@dataclass(frozen=True)
class Session:
    """The platform's answer to an identification. `token` opens the person's data, at `level`, for the visit."""

    token: str = field(repr=False)
    level: Assurance
    standing: Standing
    phone: str = ""  # registered phone, already masked by the platform; empty: none registered


@dataclass(frozen=True)
class Holder:
    """The person of this visit: the document and the platform's session for it.

    `by_face`: no document was read; they were found among today's check-ins, or their face is that of the number they
    gave. That is never enough for proofs.
    """

    document: Document
    session: Session
    by_face: bool = False

    @property
    def level(self) -> Assurance:
        """How sure we are by now."""
        return self.session.level


@dataclass(frozen=True)
class Prefill:
    """A value the platform knows for a form field, and whose data it is (shown beside the field)."""

    field: str
    value: str = dataclasses.field(repr=False)  # `field` is taken here
    source: Text
