"""Giving, listing and revoking authorisations."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.authority.grants import takes_agents
from server_stub.authority.models import Grant, GrantedService, Grants, NewGrant
from server_stub.authority.tables import GrantRow, GrantState
from server_stub.cases.dates import age
from server_stub.catalogue.titles import field_title, service_title
from server_stub.clock import HALL, in_hall
from server_stub.database import lock
from server_stub.people import service as people
from server_stub.people.finding import find_person, number_of
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.phone_codes import service as phone_codes
from server_stub.phone_codes import tries
from server_stub.platform import Call, Platform
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text, mask_name, mask_number

FULL_AGE = 18  # 民法典 第十七、十八条: who may give and take an authorisation
_SHOWN = 50


def giver(call: Call) -> Holder:
    """Who authorises, at level 3. Problems of the holder."""
    with call.platform.database.read() as db:
        return people.holder_of(db, call, level=people.SECOND_PROOF)


def guard_agent(call: Call, holder: Holder, wanted: NewGrant) -> None:
    """Somebody is named, and found. Problems: person.not-found, code.too-often."""
    with tries.counted(call, f"person/{holder.person.id}", "person.not-found"), call.platform.database.read() as db:
        find_person(db, wanted.name, wanted.number)


def give(db: Db, call: Call, wanted: NewGrant) -> Grant:
    """Authorises. Problems: person.not-found, grant.not-possible, grant.too-many, service.unknown."""
    principal = people.holder_of(db, call, level=people.SECOND_PROOF).person
    agent = find_person(db, wanted.name, wanted.number)
    now, rules = call.platform.clock(), call.platform.rules
    _refuse_impossible(call, principal, agent, wanted, now.date())
    lock(db, f"grants/{principal.id}")
    midnight = dt.datetime.combine(now.date(), dt.time(), HALL)
    today = select(func.count()).where(GrantRow.principal_id == principal.id, GrantRow.given_at >= midnight)
    if db.execute(today).scalar_one() >= rules.grants_a_day:
        raise Problem("grant.too-many")
    row = GrantRow(
        number=f"{1_000_000_000 + secrets.randbelow(9_000_000_000)}",
        principal_id=principal.id,
        agent_id=agent.id,
        services=list(dict.fromkeys(wanted.services)),
        area=wanted.field,
        matter=wanted.matter,
        once=wanted.once,
        given_at=now,
        until=now.date() + dt.timedelta(days=wanted.days),
        state=GrantState.GOOD.value,
    )
    db.add(row)
    db.flush()
    _tell_both(db, call.platform, row, principal, agent, now)
    return _view(db, call.platform, row, agent, now.date())


def _refuse_impossible(call: Call, principal: Person, agent: Person, wanted: NewGrant, today: dt.date) -> None:
    errors = []
    if agent.id == principal.id:
        text = Text(zh="不用给自己授权", en="There is no need to authorise yourself")
        errors.append(FieldError(field="number", text=text))
    if age(principal.birth, today) < FULL_AGE:
        text = Text(zh="未满 18 周岁不能授权，请监护人办理", en="Below 18 your guardian acts for you")
        errors.append(FieldError(field="name", text=text))
    if age(agent.birth, today) < FULL_AGE:
        text = Text(zh="受托人要年满 18 周岁", en="Who acts for you must be 18 or older")
        errors.append(FieldError(field="name", text=text))
    if wanted.days > call.platform.rules.grant_days:
        most = call.platform.rules.grant_days
        text = Text(zh=f"最长 {most} 天", en=f"At most {most} days")
        errors.append(FieldError(field="days", text=text))
    errors += _scope_errors(call, wanted)
    if errors:
        raise Problem("grant.not-possible", errors=errors)


def _scope_errors(call: Call, wanted: NewGrant) -> list[FieldError]:
    """What nobody can do for another. Problem: service.unknown."""
    if wanted.field:
        if any(takes_agents(call.service(line.code)[1]) for line in call.lines(wanted.field)):
            return []
        text = Text(zh="这个领域没有可以代办的事项", en="Nothing in this field can be done for another")
        return [FieldError(field="field", text=text)]
    files = [call.service(code)[1] for code in wanted.services]
    text = Text(zh="这项要本人办理，不能委托", en="This has to be done in person")
    return [FieldError(field=f"services.{n}", text=text) for n, file in enumerate(files) if not takes_agents(file)]


def _tell_both(db: Db, platform: Platform, row: GrantRow, principal: Person, agent: Person, now: dt.datetime) -> None:
    """By message, without naming the matter: a phone lies on tables."""
    times = "用一次即失效" if row.once else "期限内有效"
    end = f"授权编号 {row.number}，{times}，至 {row.until} 止。"
    words = f"【政务服务】您已授权 {mask_name(agent.name)} 代您办事，{end}不是您本人操作，请到任一自助机或窗口撤销。"
    phone_codes.tell(db, principal.phone, words, now)
    words = f"【政务服务】{mask_name(principal.name)} 授权您代为办事，{end}办理时请带本人身份证。"
    phone_codes.tell(db, agent.phone, words, now)


def mine(db: Db, call: Call) -> Grants:
    """What the holder gave and got (level 3). Problems of the holder."""
    person = people.holder_of(db, call, level=people.SECOND_PROOF).person
    newest = select(GrantRow).order_by(GrantRow.given_at.desc(), GrantRow.number).limit(_SHOWN)
    given = db.scalars(newest.where(GrantRow.principal_id == person.id)).all()
    received = db.scalars(newest.where(GrantRow.agent_id == person.id)).all()
    platform, today = call.platform, call.platform.clock().date()
    return Grants(
        given=tuple(_view(db, platform, row, db.get_one(Person, row.agent_id), today) for row in given),
        received=tuple(_view(db, platform, row, db.get_one(Person, row.principal_id), today) for row in received),
    )


def revoke(db: Db, call: Call, number: str) -> Grant:
    """Takes an authorisation back. Problems of the holder, grant.not-found, grant.over."""
    person = people.holder_of(db, call, level=people.SECOND_PROOF).person
    row = db.get(GrantRow, number, with_for_update=True)
    if row is None or row.principal_id != person.id:
        raise Problem("grant.not-found")
    now = call.platform.clock()
    if row.state == GrantState.REVOKED.value:
        return _view(db, call.platform, row, db.get_one(Person, row.agent_id), now.date())
    if row.state != GrantState.GOOD.value or row.until < now.date():
        raise Problem("grant.over")
    row.state, row.over_at = GrantState.REVOKED.value, now
    agent = db.get_one(Person, row.agent_id)
    words = f"【政务服务】{mask_name(person.name)} 已撤销对您的授权（编号 {row.number}），不能再用它办理。"
    phone_codes.tell(db, agent.phone, words, now)
    return _view(db, call.platform, row, agent, now.date())


def _view(db: Db, platform: Platform, row: GrantRow, other: Person, today: dt.date) -> Grant:
    state = "expired" if row.state == GrantState.GOOD.value and row.until < today else row.state
    catalogue = platform.catalogue
    return Grant(
        number=row.number,
        other=mask_name(other.name),
        other_number=mask_number(number_of(db, other.id)),
        services=tuple(GrantedService(code=code, title=service_title(catalogue, code)) for code in row.services),
        field=field_title(catalogue, row.area),
        matter=row.matter,
        once=row.once,
        given_at=in_hall(row.given_at),
        until=row.until,
        state=state,
        case_number=row.case_number,
    )
