"""Companies of a person, and letting others act for them."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.dates import age
from server_stub.catalogue.catalogue import Catalogue
from server_stub.catalogue.titles import field_title, service_title
from server_stub.clock import in_hall
from server_stub.companies.authority import APPOINTING, Held, covers, holds, is_for_companies, roles_of
from server_stub.companies.models import (
    Company,
    CompanyLookup,
    FoundCompany,
    Member,
    MyCompany,
    NewClerk,
    NewManager,
    ScopeItem,
)
from server_stub.companies.tables import CompanyRow, Role, RoleRow
from server_stub.database import lock
from server_stub.people import service as people
from server_stub.people.finding import find_person, number_of
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.phone_codes import service as phone_codes
from server_stub.phone_codes import tries
from server_stub.platform import Call
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text, mask_name, mask_number

FULL_AGE = 18
_ON_PAPER = re.compile(r"(?:^|[?&]uniscid=)([0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18})(?:$|[&#])")
_TITLES = {Role.LICENCE_MANAGER: "证照管理员", Role.CLERK: "办事人"}


def holder(call: Call, level: int = people.SECOND_PROOF) -> Holder:
    """Whose companies. Problems of the holder."""
    with call.platform.database.read() as db:
        return people.holder_of(db, call, level=level)


def mine(db: Db, call: Call, service: str) -> list[MyCompany]:
    """The open companies the holder may act for; of a service only those it may be done for. service.unknown."""
    person = people.holder_of(db, call, level=people.CARD).person
    file = call.service(service)[1] if service else None
    found = [held for held in roles_of(db, person.id, call.platform.clock().date()) if held.open]
    return [_mine(call.platform.catalogue, one) for one in found if file is None or covers(one.role, file)]


def look_up(db: Db, call: Call, wanted: CompanyLookup) -> FoundCompany:
    """The company of a paper licence's QR, and the holder's role by the register. Problem: company.unknown."""
    person = people.holder_of(db, call, level=people.CARD).person
    found = _ON_PAPER.search(wanted.code.strip())
    company = db.get(CompanyRow, found[1].upper()) if found else None
    if company is None:
        raise Problem("company.unknown")
    roles = roles_of(db, person.id, call.platform.clock().date())
    role = next((Role(h.role.role) for h in roles if h.company.credit_code == company.credit_code), None)
    return FoundCompany(company=_company(company), role=role)


def members(db: Db, call: Call, credit_code: str) -> list[Member]:
    """Who may act for a company, for those who decide on it (level 3). company.unknown, company.no-authority."""
    company, _ = _appointing(db, call, credit_code, APPOINTING)
    today, catalogue = call.platform.clock().date(), call.platform.catalogue
    rows = db.scalars(
        select(RoleRow)
        .where(RoleRow.credit_code == company.credit_code)
        .order_by(RoleRow.ended_at.is_not(None), RoleRow.given_at.desc(), RoleRow.id)
        .limit(200)
    )
    return [_member(db, catalogue, row, today) for row in rows]


def guard_person(call: Call, of: Holder, wanted: NewClerk | NewManager) -> None:
    """Somebody is named, and found. Problems: person.not-found, code.too-often."""
    with tries.counted(call, f"person/{of.person.id}", "person.not-found"), call.platform.database.read() as db:
        find_person(db, wanted.name, wanted.number)


def add_clerk(db: Db, call: Call, credit_code: str, wanted: NewClerk) -> Member:
    """A clerk by the legal representative or a licence manager.

    Problems: company.unknown, company.no-authority, company.closed, company.not-possible, person.not-found.
    """
    company, by = _appointing(db, call, credit_code, APPOINTING)
    errors = _scope_errors(call, wanted)
    role = _new_role(db, call, company, by, wanted, Role.CLERK, errors)
    role.services, role.areas, role.until = list(dict.fromkeys(wanted.services)), list(wanted.fields), wanted.until
    return _appoint(db, call, company, by, role)


def add_manager(db: Db, call: Call, credit_code: str, wanted: NewManager) -> Member:
    """A licence manager by the legal representative; only so many. Problems as of `add_clerk`."""
    company, by = _appointing(db, call, credit_code, (Role.LEGAL_REPRESENTATIVE.value,))
    lock(db, f"company/{company.credit_code}")
    most = call.platform.rules.licence_managers
    now_there = select(RoleRow.id).where(
        RoleRow.credit_code == company.credit_code,
        RoleRow.role == Role.LICENCE_MANAGER.value,
        RoleRow.ended_at.is_(None),
    )
    errors = []
    if len(list(db.scalars(now_there))) >= most:
        text = Text(zh=f"证照管理员最多 {most} 名", en=f"At most {most} licence managers")
        errors.append(FieldError(field="name", text=text))
    role = _new_role(db, call, company, by, wanted, Role.LICENCE_MANAGER, errors)
    return _appoint(db, call, company, by, role)


def end_role(db: Db, call: Call, credit_code: str, role_id: str) -> Member:
    """Takes a role back: managers and clerks by the legal representative, clerks by a manager, one's own by oneself."""
    person = people.holder_of(db, call, level=people.SECOND_PROOF).person
    row = db.get(RoleRow, role_id, with_for_update=True)
    if row is None or row.credit_code != credit_code.upper() or row.ended_at is not None:
        raise Problem("company.role-not-found")
    if row.role == Role.LEGAL_REPRESENTATIVE.value:  # that is the business register's to change
        raise Problem("company.no-authority")
    if row.person_id != person.id:
        may = APPOINTING if row.role == Role.CLERK.value else (Role.LEGAL_REPRESENTATIVE.value,)
        _appointing(db, call, credit_code, may)
    now = call.platform.clock()
    row.ended_at = now
    company, other = db.get_one(CompanyRow, row.credit_code), db.get_one(Person, row.person_id)
    words = f"【政务服务】您作为“{company.name}”{_TITLES[Role(row.role)]}的授权已撤销。"
    phone_codes.tell(db, other.phone, words, now)
    return _member(db, call.platform.catalogue, row, now.date())


# ---- parts


def _appointing(db: Db, call: Call, credit_code: str, roles: tuple[str, ...]) -> tuple[CompanyRow, Person]:
    """The company and who decides for it, at level 3. Problems: company.unknown, company.no-authority, .closed."""
    person = people.holder_of(db, call, level=people.SECOND_PROOF).person
    company = db.get(CompanyRow, credit_code.upper())
    if company is None:
        raise Problem("company.unknown")
    for held in roles_of(db, person.id, call.platform.clock().date()):
        if held.company.credit_code == company.credit_code and held.role.role in roles:
            if not held.open:
                raise Problem("company.closed")
            return company, person
    raise Problem("company.no-authority")


def _scope_errors(call: Call, wanted: NewClerk) -> list[FieldError]:
    """Services and fields that nobody does for a company, and days too far. Problem: service.unknown."""
    today, days = call.platform.clock().date(), call.platform.rules.clerk_days
    errors = []
    text = Text(zh="这里没有企业能办的事项", en="There is nothing a company can do")
    for n, code in enumerate(wanted.services):
        if not is_for_companies(call.service(code)[1]):
            errors.append(FieldError(field=f"services.{n}", text=text))
    for n, area in enumerate(wanted.fields):
        if not any("company" in line.service.audience for line in call.lines(area)):
            errors.append(FieldError(field=f"fields.{n}", text=text))
    if not today <= wanted.until <= today + dt.timedelta(days=days):
        text = Text(zh=f"从今天起最长 {days} 天", en=f"From today for at most {days} days")
        errors.append(FieldError(field="until", text=text))
    return errors


def _new_role(
    db: Db,
    call: Call,
    company: CompanyRow,
    by: Person,
    wanted: NewClerk | NewManager,
    role: Role,
    errors: list[FieldError],
) -> RoleRow:
    """The role of the person that is named. Problems: person.not-found, company.not-possible."""
    person, now = find_person(db, wanted.name, wanted.number), call.platform.clock()
    held = [one.role.role for one in roles_of(db, person.id, now.date()) if one.company is company]
    if any(role in APPOINTING for role in held):
        text = Text(zh="这个人已经可以办理企业的全部事项", en="They can do everything for the company already")
        errors.append(FieldError(field="number", text=text))
    if age(person.birth, now.date()) < FULL_AGE:
        text = Text(zh="要年满 18 周岁", en="They must be 18 or older")
        errors.append(FieldError(field="name", text=text))
    if errors:
        raise Problem("company.not-possible", errors=errors)
    return RoleRow(
        id=str(uuid.uuid4()),
        credit_code=company.credit_code,
        person_id=person.id,
        role=role.value,
        services=[],
        areas=[],
        until=None,
        given_by=by.id,
        given_at=now,
        ended_at=None,
    )


def _appoint(db: Db, call: Call, company: CompanyRow, by: Person, role: RoleRow) -> Member:
    db.add(role)
    db.flush()
    other, title = db.get_one(Person, role.person_id), _TITLES[Role(role.role)]
    end = f"，至 {role.until} 止" if role.until else ""
    words = f"【政务服务】“{company.name}”已授权您为{title}{end}。办理时请带本人身份证。"
    phone_codes.tell(db, other.phone, words, role.given_at)
    words = f"【政务服务】您已为“{company.name}”授权{title} {mask_name(other.name)}{end}。不是您本人操作请到窗口撤销。"
    phone_codes.tell(db, by.phone, words, role.given_at)
    return _member(db, call.platform.catalogue, role, role.given_at.date())


def _company(row: CompanyRow) -> Company:
    return Company(credit_code=row.credit_code, name=row.name, kind=row.kind, address=row.address, open=row.open)


def _mine(catalogue: Catalogue, held: Held) -> MyCompany:
    services, fields = _scope(catalogue, held.role)
    return MyCompany(
        company=_company(held.company),
        role=Role(held.role.role),
        services=services,
        fields=fields,
        until=held.role.until,
    )


def _scope(catalogue: Catalogue, role: RoleRow) -> tuple[tuple[ScopeItem, ...], tuple[ScopeItem, ...]]:
    services = tuple(ScopeItem(key=code, title=service_title(catalogue, code)) for code in role.services)
    return services, tuple(ScopeItem(key=area, title=field_title(catalogue, area)) for area in role.areas)


def _member(db: Db, catalogue: Catalogue, row: RoleRow, today: dt.date) -> Member:
    person = db.get_one(Person, row.person_id)
    services, fields = _scope(catalogue, row)
    return Member(
        id=row.id,
        name=mask_name(person.name),
        number=mask_number(number_of(db, person.id)),
        role=Role(row.role),
        services=services,
        fields=fields,
        until=row.until,
        given_at=in_hall(row.given_at),
        state="good" if holds(row, today) else "ended" if row.ended_at else "expired",
    )
