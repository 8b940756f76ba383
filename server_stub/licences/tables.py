"""E-licences, the ledger of their uses, the codes that show them, and the platform's key that signs those."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class LicenceRow(Base):
    """One e-licence of a person or, by its credit code, of a company.

    `state` is valid, revoked or lost; that one has expired, its last day says. `representative_id` is a company's
    法定代表人 or 经营者 where the platform knows them. `case_number`: the case that issued it.
    """

    __tablename__ = "licences"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    identifier: Mapped[str] = mapped_column(String(110), unique=True)
    number: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    credit_code: Mapped[str | None] = mapped_column(String(18), index=True)
    representative_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    holder: Mapped[str] = mapped_column(String(120))
    department: Mapped[str] = mapped_column(String(40))
    issuer: Mapped[dict[str, str]] = mapped_column(JSON)
    serial: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    issued_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None] = mapped_column(index=True)
    items: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    case_number: Mapped[str | None] = mapped_column(String(64), unique=True)
    reminded_of: Mapped[dt.date | None]  # the last day its holder was reminded of

    @property
    def ledger(self) -> str:
        """Whose ledger its uses stand in."""
        return f"company/{self.credit_code}" if self.credit_code else f"person/{self.person_id}"


class LicenceUse(Base):
    """One use of a licence: a link of its holder's chain. Rows are only ever added."""

    __tablename__ = "licence_uses"

    ledger: Mapped[str] = mapped_column(String(60), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    licence_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(20))
    department: Mapped[dict[str, str]] = mapped_column(JSON)
    terminal: Mapped[str] = mapped_column(String(30))
    staff: Mapped[str] = mapped_column(String(40))
    case_number: Mapped[str] = mapped_column(String(64))
    matter: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LicenceLedger(Base):
    """The end of a holder's chain, so that a last link can't vanish unnoticed."""

    __tablename__ = "licence_ledgers"

    ledger: Mapped[str] = mapped_column(String(60), primary_key=True)
    length: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class LicenceCode(Base):
    """亮码: a code that shows one licence for a short while. The QR text holds its id and nothing of the person."""

    __tablename__ = "licence_codes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    licence_id: Mapped[str] = mapped_column(ForeignKey("licences.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))  # who shows it
    terminal: Mapped[str] = mapped_column(String(30))
    made_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    uses_left: Mapped[int]


class PlatformKey(Base):
    """A key of the platform's own (Ed25519, hex), made at the first start."""

    __tablename__ = "platform_keys"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    seed: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[dt.datetime] = mapped_column(UtcTime)
