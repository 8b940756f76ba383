"""The sample companies of the data file, with check characters computed, and who may act for them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from server_stub import identity_numbers
from server_stub.companies.tables import CompanyRow, Role, RoleRow
from server_stub.data_files import load_yaml
from server_stub.demo.citizens import person_id
from server_stub.demo.dates import resolved


@dataclass(frozen=True)
class SampleCompany:
    """One company and the roles at it."""

    company: CompanyRow
    roles: tuple[RoleRow, ...]


def load_companies(now: dt.datetime) -> list[SampleCompany]:
    """All companies of the data file as of that moment. A file that is not right raises."""
    return [_company(resolved(entry, now.date()), now) for entry in load_yaml("companies.yaml")]


def _company(entry: Any, now: dt.datetime) -> SampleCompany:
    first = entry["credit_code"]
    code = first + identity_numbers.credit_code_check(first)
    company = CompanyRow(
        credit_code=code,
        name=entry["name"],
        kind=entry["kind"],
        address=entry["address"],
        open=entry.get("open", True),
    )
    return SampleCompany(company, tuple(_role(code, role, now) for role in entry["roles"]))


def _role(code: str, entry: Any, now: dt.datetime) -> RoleRow:
    role = Role(entry["role"])
    return RoleRow(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"sample-role/{code}/{entry['person']}/{role.value}")),
        credit_code=code,
        person_id=person_id(entry["person"]),
        role=role.value,
        services=entry.get("services", []),
        areas=entry.get("fields", []),
        until=entry.get("until"),
        given_by=person_id(entry["by"]) if "by" in entry else None,
        given_at=now,
        ended_at=None,
    )
