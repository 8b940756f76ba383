"""What devices look like from outside: states, events, and the ports that flows use.

Devices report facts. They know nothing of visits, pages or platforms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Protocol


class DeviceState(Enum):
    """The first level of a device's status, the same for all kinds (as in XFS4IoT)."""

    READY = "ready"
    BUSY = "busy"
    ATTENTION = "attention"  # works, somebody should look (paper low)
    FAULT = "fault"
    ABSENT = "absent"


class DeviceKind(Enum):
    """What sort of device it is: which details its status may have, and what staff can do about them."""

    CARD_READER = "card-reader"
    CODE_SCANNER = "code-scanner"
    DOCUMENT_CAMERA = "document-camera"
    FACE_CAMERA = "face-camera"
    PRESENCE_CAMERA = "presence-camera"
    TICKET_PRINTER = "ticket-printer"
    A4_PRINTER = "a4-printer"
    IO_BOARD = "io-board"
    OTHER = "other"


class ReaderDetail(StrEnum):
    """The second level of the status of card readers and code scanners."""

    NONE = ""
    UNPLUGGED = "unplugged"
    IN_USE = "in-use"  # another program has the port
    NO_PERMISSION = "no-permission"
    NO_USB = "no-usb"  # the machine has no library for USB devices
    WRONG_ENDPOINTS = "wrong-endpoints"  # a USB device that can't be such a reader
    SILENT = "silent"
    GARBLED = "garbled"
    REFUSED = "refused"  # it doesn't understand what is asked
    STUCK = "stuck-busy"  # it answers for itself, but doesn't look for cards any more
    SAM_NOT_AUTHORISED = "sam-not-authorised"
    SAM_SELF_TEST = "sam-self-test"
    NO_SERVICE = "no-service"  # pcscd does not run
    HELD = "held-by-another"  # another program has the reader for itself
    DRIVER_STOPPED = "driver-stopped"


class CameraDetail(StrEnum):
    """The second level of the status of cameras: for documents (高拍仪), faces and presence."""

    NONE = ""
    UNREACHABLE = "unreachable"  # nothing that sends pictures is at this address
    LOST = "lost"  # it sent pictures, and stopped
    FROZEN = "frozen"  # the same picture again and again
    BLACK = "black"  # covered, or no light at all
    COVERED = "covered"  # light comes, but nothing is to be seen: a hand, a sticker, frost on the lens
    TOO_DARK = "too-dark"
    WRONG_SIZE = "wrong-size"  # pictures too small or too large to work with
    RESTARTING = "restarting"  # the process that looks at pictures ended, and starts again
    MODEL = "model"  # what the settings say of the face model can't be used: its files, or thresholds
    DRIVER_STOPPED = "driver-stopped"


@dataclass(frozen=True)
class DeviceStatus:
    """Status of one device. `detail` is a keyword of the kind's own list, such as "paper-out" (`ReaderDetail`)."""

    device: str
    state: DeviceState
    detail: str = ""


@dataclass(frozen=True)
class Watched:
    """One device as of now. `since` is how long the status has lasted, `contact` how long ago the device last
    answered (None: it never did), both in seconds.
    """

    status: DeviceStatus
    kind: DeviceKind
    since: float
    contact: float | None


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

    `birth`, `valid_from`, `valid_until` are YYYYMMDD or empty; `valid_until` may be "长期". `newest_address` was added
    by the police later; it then holds instead of the printed `address`.
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
    newest_address: str = field(default="", repr=False)
    valid_from: str = field(default="", repr=False)
    valid_until: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    pass_number: str = field(default="", repr=False)
    issue_count: str = field(default="", repr=False)  # how often the card was issued (J), renewed (Y)
    version: str = field(default="", repr=False)  # of the card itself (I)


class PhotoState(Enum):
    """Whether the card's photo could be decoded."""

    DECODED = "decoded"
    NO_DECODER = "no-decoder"
    FAILED = "failed"
    NONE = "none"  # the card carries none


@dataclass(frozen=True)
class CardRead:
    """A card was read. `photo` is a PNG when `photo_state` is DECODED.

    `sam_id` is the number of the reader's security module where it has one: which module vouches for the read. It
    names a machine, no person.
    """

    reader: str
    text: CardText
    photo: bytes = field(default=b"", repr=False)
    photo_state: PhotoState = PhotoState.NONE
    sam_id: str = field(default="", repr=False)


class ReadTrouble(Enum):
    """Why a card could not be read."""

    LIFTED = "lifted"  # or swapped for another in the middle
    UNREADABLE = "unreadable"
    NO_ANSWER = "no-answer"  # the card hung, and was given up
    TWO_CARDS = "two-cards"
    HOLDER_LOCKED = "holder-locked"  # social-security card v3.0: EF06 refused
    WRONG_READER = "wrong-reader"  # an ID card on a reader without a security module: only an SDT reader can read it
    NOT_A_DOCUMENT = "not-a-document"
    HELD = "held"  # another program has the reader; told once, then tried again until it lets go
    READER_GONE = "reader-gone"


@dataclass(frozen=True)
class CardFailed:
    """A card was there and could not be read, or the reader went away."""

    reader: str
    trouble: ReadTrouble


CardResult = CardRead | CardFailed


class Tape(Protocol):
    """What a driver's bytes are recorded on (`devices.recording`), or nothing. Never keeps data of people."""

    def sent(self, data: bytes) -> None:
        """These bytes went to the device."""

    def came(self, data: bytes) -> None:
        """These bytes came from it."""


class NoTape:
    """`Tape` that records nothing."""

    def sent(self, data: bytes) -> None:
        """Lets them go."""

    def came(self, data: bytes) -> None:
        """Lets them go."""


# ---- codes


class CodeTrouble(Enum):
    """Why what was scanned is no code, or no more code can come."""

    TOO_LONG = "too-long"
    NO_TEXT = "no-text"  # bytes that are no text in any way we read
    CONTROL = "control"  # characters that command a machine, or turn the order of others around
    SCANNER_GONE = "scanner-gone"


@dataclass(frozen=True)
class CodeRead:
    """What stood in a code: data of whoever shows it, one line of printable characters, never an instruction."""

    scanner: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class CodeFailed:
    """A code that is refused, or a scanner that went away."""

    scanner: str
    trouble: CodeTrouble


CodeResult = CodeRead | CodeFailed


class CodeScanner(Protocol):
    """One scanner of QR and bar codes. All methods may be called from any thread and return at once."""

    @property
    def name(self) -> str:
        """The device's name from the settings."""

    def read_next(self) -> Future[CodeResult]:
        """The next code that is scanned; what is scanned while nobody waits is nobody's. Cancel it when unwanted."""

    def close(self) -> None:
        """Stops the driver; waits for its thread."""


# ---- document camera


class Advice(Enum):
    """What a person can do for a better picture of their page."""

    FINE = "fine"
    NO_PAGE = "no-page"  # no whole page is seen
    DARK = "dark"
    GLARE = "glare"
    BLUR = "blur"


@dataclass(frozen=True)
class Preview:
    """What the camera sees now: `width` × `height` pixels of red, green, blue. `outline`: the page's corners as shares
    of width and height; empty where none is seen.
    """

    camera: str
    width: int
    height: int
    rgb: bytes = field(repr=False)
    outline: tuple[tuple[float, float], ...] = ()
    advice: Advice = Advice.FINE


@dataclass(frozen=True)
class PageTaken:
    """A page as a JPEG, cut out and straightened; `advice` says what could be better."""

    camera: str
    jpeg: bytes = field(repr=False)
    width: int
    height: int
    grey: bool
    advice: Advice = Advice.FINE


class CaptureTrouble(Enum):
    """Why no page was taken."""

    NO_PAGE = "no-page"
    TOO_DARK = "too-dark"
    FROZEN = "frozen"
    NO_PICTURE = "no-picture"  # the camera gives none
    TIMED_OUT = "timed-out"
    GONE = "gone"  # the process that looks at pictures ended meanwhile


@dataclass(frozen=True)
class PageNotTaken:
    """No page could be taken."""

    camera: str
    trouble: CaptureTrouble


PageResult = PageTaken | PageNotTaken


class DocumentCamera(Protocol):
    """One document camera. All methods may be called from any thread and return at once."""

    @property
    def name(self) -> str:
        """The device's name from the settings."""

    def watch(self, seen: Callable[[Preview], None] | None) -> None:
        """Has the camera look, and `seen` called with each picture, on the driver's thread; None: no longer."""

    def take(self) -> Future[PageResult]:
        """The page that lies there now."""

    def close(self) -> None:
        """Stops the driver; waits for its thread and its process."""


# ---- card readers


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


# ---- lights, buzzer, door, power, proximity and four keys: what an I/O board brings together


class BoardDetail(StrEnum):
    """The second level of the status of an I/O board; the worst that holds is told."""

    NONE = ""
    ON_BATTERY = "on-battery"
    DOOR_OPEN = "door-open"
    KEY_STUCK = "key-stuck"
    UNPLUGGED = "unplugged"
    IN_USE = "in-use"
    NO_PERMISSION = "no-permission"
    SILENT = "silent"
    GARBLED = "garbled"
    OTHER_VERSION = "other-version"  # it speaks a version of the protocol that the terminal doesn't
    DRIVER_STOPPED = "driver-stopped"


class Light(Enum):
    """A lamp beside something that a hand must find."""

    CARD = "card"
    TICKET = "ticket"
    A4 = "a4"
    SCANNER = "scanner"


class Glow(Enum):
    """What a lamp does."""

    OFF = "off"
    ON = "on"
    BLINK = "blink"  # once a second: nothing on a terminal flashes faster than twice a second


class Colour(Enum):
    """A lamp's colour. Never the only sign: the page says in words what is to be done."""

    WHITE = "white"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Lamp:
    """How a lamp is to be."""

    glow: Glow = Glow.OFF
    colour: Colour = Colour.WHITE


class Key(Enum):
    """The four keys below the screen, for people who can't use the glass."""

    UP = "up"
    DOWN = "down"
    OK = "ok"
    HELP = "help"


@dataclass(frozen=True)
class PanelState:
    """What the board senses. `percent` and `minutes` of the battery: None where nobody knows."""

    door_open: bool = False
    near: bool = False
    has_ups: bool = False
    on_battery: bool = False
    percent: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class PanelChanged:
    """The board senses something else than before."""

    device: str
    state: PanelState


@dataclass(frozen=True)
class KeyPressed:
    """One of the four keys went down."""

    device: str
    key: Key


PanelEvent = PanelChanged | KeyPressed


class Panel(Protocol):
    """One I/O board, driven on a thread of its own. All methods may be called from any thread and return at once."""

    @property
    def name(self) -> str:
        """The device's name from the settings."""

    @property
    def state(self) -> PanelState | None:
        """What it senses, as of the last word; None while it doesn't answer."""

    def light(self, lamps: Mapping[Light, Lamp]) -> None:
        """How all lamps are to be from now on; those not named are off. Holds also for a board that comes back."""

    def beep(self, times: int) -> None:
        """So many short tones, now or never."""

    def close(self) -> None:
        """Puts out the lamps and stops the driver; waits for its thread."""
