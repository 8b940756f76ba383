"""What a proof is asked for, and what it then says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server_stub.people.companies import Company
from server_stub.people.tables import Person


@dataclass(frozen=True)
class Asked:
    """For whom, with which answers, when."""

    person: Person
    document_label: str
    document_number: str
    answers: dict[str, str]
    titles: dict[str, str]  # the answers as printed
    at: dt.datetime


@dataclass(frozen=True)
class Content:
    """The body of a proof, as printed; `company` where it is a company's."""

    holder: tuple[tuple[str, str], ...]
    intro: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    company: Company | None = None
