"""What crosses the demo routes."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from server_stub.texts import Text, Wire


class DemoCard(Wire):
    """A whole card as an emulator wants it. Dates are YYYYMMDD; `valid_until` may be 长期.

    `photo`: the 1024 bytes of a specimen photo in base64; empty where the card has none.
    """

    kind: str  # resident, hmt-residence, foreigner-2017, social-security
    name: str
    number: str
    english_name: str = ""
    sex: str = ""
    nation: str = ""
    birth: str = ""
    address: str = ""
    issuer: str = ""
    valid_from: str = ""
    valid_until: str = ""
    nationality: str = ""
    pass_number: str = ""
    ssc_version: str = ""
    card_no: str = ""
    photo: str = ""


class DemoCase(Wire):
    """A case that the citizen has, with what its slip shows."""

    number: str
    query_code: str
    title: Text
    state: str


class DemoCitizen(Wire):
    """A sample citizen with what they show, and the cards in their pocket.

    `face`: who plays them before an emulated camera, "portrait/seed"; empty: nobody.
    """

    key: str
    label: Text
    phone: str
    face: str = ""
    cards: tuple[DemoCard, ...]
    cases: tuple[DemoCase, ...] = ()


class DemoBusiness(Wire):
    """What numbers are given for."""

    key: str
    title: Text


class DemoMessage(Wire):
    """A message that went to the SMS gateway."""

    id: int
    phone: str
    text: str
    code: str
    at: dt.datetime


class FaultOrder(Wire):
    """What shall be out of order, or right again. What is not named stays as it is."""

    source: str | None = None
    down: bool = True
    queue_full: str | None = None
    full: bool = True
    delay_ms: int | None = Field(default=None, ge=0, le=60_000)
    broken_json: bool | None = None
    unreachable: bool | None = None
    clear: bool = False


class FaultState(Wire):
    """What is out of order."""

    sources_down: tuple[str, ...]
    queues_full: tuple[str, ...]
    delay_ms: int
    broken_json: bool
    unreachable: bool


class NextCall(Wire):
    """A window calls the next number of a queue."""

    hall: str = "JA"
    queue: str


class Called(Wire):
    """The number called; "" if nobody waits."""

    number: str
