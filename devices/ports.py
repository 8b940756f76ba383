"""What devices look like from outside: states, events, and the ports that flows use.

Devices report facts. They know nothing of visits, pages or platforms.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol


class DeviceState(Enum):
    """The first level of a device's status, the same for all kinds (as in XFS4IoT)."""

    READY = "ready"
    BUSY = "busy"
    ATTENTION = "attention"  # works, somebody should look (paper low)
    FAULT = "fault"
    ABSENT = "absent"


@dataclass(frozen=True)
class DeviceStatus:
    """Status of one device. `detail` is a keyword of the kind's own list, such as "paper-out"."""

    device: str
    state: DeviceState
    detail: str = ""


# ---- cards


class CardKind(Enum):
    """What kind of card answered."""

    RESIDENT = "resident"
    HMT_RESIDENCE = "hmt-residence"
    FOREIGNER_2017 = "foreigner-2017"
    FOREIGNER_2023 = "foreigner-2023"
    SOCIAL_SECURITY = "social-security"


@dataclass(frozen=True)
class CardText:
    """What a card says, decoded but not judged: number and dates are as they stand on the card.

    `birth`, `valid_from`, `valid_until` are YYYYMMDD or empty; `valid_until` may be "长期".
    Never log this; `repr` shows the kind only.
    """

    kind: CardKind
    name: str = field(repr=False)
    number: str = field(repr=False)
    english_name: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    nation: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    issuer: str = field(default="", repr=False)
    valid_from: str = field(default="", repr=False)
    valid_until: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    pass_number: str = field(default="", repr=False)


class PhotoState(Enum):
    """Whether the card's photo could be decoded."""

    DECODED = "decoded"
    NO_DECODER = "no-decoder"
    FAILED = "failed"
    NONE = "none"  # the card carries none


@dataclass(frozen=True)
class CardRead:
    """A card was read. `photo` is a PNG when `photo_state` is DECODED."""

    reader: str
    text: CardText
    photo: bytes = field(default=b"", repr=False)
    photo_state: PhotoState = PhotoState.NONE


class ReadTrouble(Enum):
    """Why a card could not be read."""

    LIFTED = "lifted"
    UNREADABLE = "unreadable"
    HOLDER_LOCKED = "holder-locked"  # social-security card v3.0: EF06 refused
    NOT_A_DOCUMENT = "not-a-document"
    READER_GONE = "reader-gone"


@dataclass(frozen=True)
class CardFailed:
    """A card was there and could not be read, or the reader went away."""

    reader: str
    trouble: ReadTrouble


CardResult = CardRead | CardFailed


class CardReader(Protocol):
    """One reader, driven on a thread of its own. All methods may be called from any thread and return at once."""

    @property
    def name(self) -> str:
        """The device's name from the settings."""

    def read_next(self) -> Future[CardResult]:
        """The next card that is laid on or put in; cancel it when no longer wanted (the reader then polls slowly).

        A card that was read before and still lies there does not count.
        """

    def lifted(self) -> Future[None]:
        """Done once no card lies on the reader (at once if none does, or the reader is gone)."""

    def usable(self) -> Future[None]:
        """Done once the reader is not gone (at once if it isn't)."""

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged, well or badly, still lies there, as of the last look."""

    def close(self) -> None:
        """Stops the driver; waits for its thread."""
