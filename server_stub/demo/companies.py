"""The sample companies as the business register has them, and who may act for them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from server_stub.companies.tables import CompanyRow, Role, RoleRow
from server_stub.demo.citizens import person_id
from server_stub.demo.holdings import SampleCompany


def company_row(sample: SampleCompany) -> CompanyRow:
    """As its entry in the business register says."""
    business = sample.entries["business"][0]
    return CompanyRow(
        credit_code=sample.credit_code,
        name=sample.name,
        kind=business["type"],
        address=business["address"],
        open=business["state"] == "active",
    )


def role_rows(sample: SampleCompany, now: dt.datetime) -> Iterator[RoleRow]:
    """The representative and those who were appointed; their ids are the same at every start."""
    head = {"person": sample.representative, "role": Role.LEGAL_REPRESENTATIVE.value}
    for entry in (head, *sample.appointed):
        yield _role(sample.credit_code, entry, now)


def _role(code: str, entry: Mapping[str, Any], now: dt.datetime) -> RoleRow:
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
