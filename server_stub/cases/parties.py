"""Who applies and who acts for them, as the slip says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.companies.authority import roles_of
from server_stub.companies.tables import CompanyRow, Role
from server_stub.people.service import Holder
from server_stub.people.tables import Card, Person
from server_stub.texts import mask_name, mask_number

NOBODY = "无"
_ROLES = {Role.LEGAL_REPRESENTATIVE: "法定代表人或经营者", Role.LICENCE_MANAGER: "证照管理员", Role.CLERK: "办事人"}


@dataclass(frozen=True)
class Parties:
    """The applicant (a person masked, a company by its name), the document that names them, and the agent."""

    applicant: str
    document_kind: str
    document_number: str
    agent: str


def parties_of(
    db: Db, holder: Holder, applicant: Person, company: CompanyRow | None, grant: str, today: dt.date
) -> Parties:
    """`holder` is whose card it was; `grant` the authorisation's number, "" for none."""
    acting = mask_name(holder.person.name)
    if company is not None:
        roles = [h.role.role for h in roles_of(db, holder.person.id, today) if h.company is company]
        by = f"{acting}, {_ROLES[Role(roles[0])]}" if roles else acting
        return Parties(company.name, "credit-code", company.credit_code, by)
    if applicant.id == holder.person.id:
        return Parties(acting, holder.kind, holder.number, NOBODY)
    card = db.scalars(select(Card).where(Card.person_id == applicant.id).order_by(Card.kind)).first()
    right = f"授权 {mask_number(grant)}" if grant else "监护人"
    return Parties(
        mask_name(applicant.name),
        card.kind if card else holder.kind,
        card.number if card else holder.number,
        f"{acting}, {right}",
    )
