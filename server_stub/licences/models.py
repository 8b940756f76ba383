"""What crosses the interface about e-licences."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated

from pydantic import Field, StringConstraints

from server_stub.catalogue.models import Handling
from server_stub.licences.uses import Purpose
from server_stub.records.models import FactView
from server_stub.texts import Text, Wire

Key = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Value = Annotated[str, StringConstraints(max_length=400)]
LicenceId = Annotated[str, StringConstraints(max_length=40)]


class LicenceState(Enum):
    """What an e-licence is worth now."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    LOST = "lost"


class LicenceView(Wire):
    """An own e-licence, or one of an own company. With a card alone (level 2) only its kind and state are told."""

    id: str
    kind: str
    title: Text
    state: LicenceState
    holder: str = ""  # masked; a company in full
    number: str = ""  # masked
    issuer: Text = Text(zh="")
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    items: tuple[FactView, ...] = ()  # numbers and names masked


class Lookup(Wire):
    """A clerk looks a licence up: by work number, for which matter."""

    staff: str = Field(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z-]+$")
    service: Key


class LookedUp(Wire):
    """A lookup was noted as that use of the ledger."""

    number: int


class LicenceContent(Wire):
    """A licence in full, for the clerk before whom its holder sits."""

    id: str
    kind: str
    title: Text
    state: LicenceState
    identifier: str
    holder: str
    number: str
    issuer: Text
    valid_from: dt.date
    valid_until: dt.date | None
    items: tuple[FactView, ...]


class AskedMaterials(Wire):
    """Which materials would be asked for: `answers` are those of the situation and of the form so far."""

    service: Key
    answers: dict[Key, Value] = Field(max_length=120)


class CoveringLicence(Wire):
    """The e-licence that stands for a material."""

    id: str
    kind: str
    title: Text
    number: str  # masked
    issuer: Text
    valid_until: dt.date | None


class ResolvedMaterial(Wire):
    """A material as it is for this person: `exempt` where an e-licence of theirs covers it."""

    key: str
    name: Text
    handling: Handling
    source: Text
    copies: int
    form: str
    defer_days: int
    covered_by: CoveringLicence | None = None


class UseView(Wire):
    """One use of a licence. `hash` is the link's; the first link of the next use holds it as `previous`."""

    number: int
    licence: str
    title: Text
    purpose: Purpose
    department: Text
    terminal: str
    staff: str
    case_number: str
    matter: Text
    at: dt.datetime
    hash: str


class UsesView(Wire):
    """谁用过我的证照, newest first. `whole`: nothing was changed or taken away; `head` can be compared later."""

    whole: bool
    length: int
    head: str
    uses: tuple[UseView, ...]


class NewLightCode(Wire):
    """A licence shall be shown (亮码)."""

    licence: LicenceId


class LightCode(Wire):
    """The text of a QR code; another terminal verifies it until `expires_at`."""

    code: str
    licence: str
    title: Text
    expires_at: dt.datetime


class ShownCode(Wire):
    """The text of a QR code as it was read."""

    code: str = Field(max_length=300)


class VerifiedLicence(Wire):
    """What a shown code stands for."""

    kind: str
    title: Text
    holder: str  # masked
    number: str  # masked
    issuer: Text
    valid_from: dt.date
    valid_until: dt.date | None
    state: LicenceState


class CodeKey(Wire):
    """The public key that codes are signed with (Ed25519, hex), for verifying without a line."""

    algorithm: str
    public_key: str
