"""Acting for somebody else: an agent with an authorisation, a child's guardian, a company's people."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.authority.grants import AGENT, HANDLED_BY, Claim, principal_of
from server_stub.cases.application import Application, Check, t
from server_stub.cases.dates import age
from server_stub.catalogue.models import ServiceFile
from server_stub.companies.authority import company_code, is_for_companies, may_act
from server_stub.companies.tables import CompanyRow
from server_stub.people.relatives import child_of
from server_stub.people.tables import Person
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

GUARDIANS = {"guardian-of-child": 16, "guardian-of-minor": 18}  # below which age each check lets a guardian act


def agent_grant(app: Application) -> Text | None:
    """Whether the agent was authorised for this matter; who the principal is was found by the same grant."""
    if app.situation.get(HANDLED_BY) != AGENT or find_principal(app.db, app.holder, app.service, app.form, app.today):
        return None
    text = t(
        "没有找到这份授权，请核对编号；授权要对应这个事项、这个人，并且没有过期或用过",
        "No such authorisation; it must be for this matter and person, not expired and not used",
    )
    raise Problem("filing.invalid", errors=[FieldError(field="agent_grant", text=text)])


def find_principal(db: Db, agent: Person, service: ServiceFile, form: dict[str, str], today: dt.date) -> Person | None:
    """Who authorised the agent by the authorisation that the form names, if it is good for this."""
    claim = Claim(form.get("agent_grant", ""), form.get("principal_name", ""), form.get("principal_number", ""))
    return principal_of(db, agent, claim, service, today)


def guardian_of(limit: int) -> Check:
    """The guardian of a child below that age: by the register, whichever parent it is."""

    def check(app: Application) -> Text | None:
        if not is_for_ward(app.service, app.situation, app.form):
            return None
        child = _ward(app.db, app.holder, app.service, app.situation, app.form, app.today)
        if child is None:
            return t(
                "公安数据里没有查到您和这个孩子的监护关系，请带户口簿到窗口办理",
                "The police register does not show you as this child's guardian; please bring the booklet to a window",
            )
        if age(child.birth, app.today) >= limit:
            return t(f"孩子已满 {limit} 周岁，请本人办理", f"The child is {limit} or older and applies themselves")
        return None

    return check


def is_for_ward(service: ServiceFile, situation: dict[str, str], form: dict[str, str]) -> bool:
    """Whether it is for a child whom the service lets a guardian act for."""
    if not GUARDIANS.keys() & set(service.checks) or situation.get(HANDLED_BY) == "self":
        return False
    answers = {**form, **situation}
    return any(f.key == "child_number" and f.is_there(answers) for f in service.fields)


def _ward(
    db: Db, holder: Person, service: ServiceFile, situation: dict[str, str], form: dict[str, str], today: dt.date
) -> Person | None:
    """The child: the holder's own, or that of the guardian who authorised the holder."""
    guardian: Person | None = holder
    if situation.get(HANDLED_BY) == AGENT:
        guardian = find_principal(db, holder, service, form, today)
    return child_of(db, guardian, form.get("child_name", ""), form.get("child_number", "")) if guardian else None


def company_authority(app: Application) -> Text | None:
    """Whether the holder may do this for the company that the form names; a licence on paper proves nothing."""
    code = company_code(app.service, {**app.form, **app.situation})
    if code is None:
        return None
    key = app.service.company_field.key if app.service.company_field else ""
    if not code:
        raise Problem("filing.invalid", errors=[FieldError(field=key, text=t("请选择企业", "Please choose a company"))])
    company = may_act(app.db, app.holder.id, code, app.service, app.today)
    if company is None:
        return t(
            "没有查到您可以替这家企业办理这项业务，请法定代表人或证照管理员在自助机或手机上授权；纸质执照不能证明授权",
            "You are not authorised to do this for this company; its legal representative or licence manager can "
            "authorise you at a terminal or by phone. A licence on paper proves no authority",
        )
    if app.form.get("company_name", company.name) != company.name:
        text = t("与登记的名称不一致，请重新选择企业", "Not the registered name; please choose the company again")
        raise Problem("filing.invalid", errors=[FieldError(field="company_name", text=text)])
    return None


def applicant_of(
    db: Db, holder: Person, service: ServiceFile, situation: dict[str, str], form: dict[str, str], today: dt.date
) -> Person:
    """For whom it is: the principal of an authorisation, the guardian's child, or the holder.

    Where the relation isn't found it is the holder, and a check of the service then says so.
    """
    found: Person | None = None
    if is_for_ward(service, situation, form):
        found = _ward(db, holder, service, situation, form, today)
    elif situation.get(HANDLED_BY) == AGENT:
        found = find_principal(db, holder, service, form, today)
    return found or holder


def company_of(db: Db, service: ServiceFile, situation: dict[str, str], form: dict[str, str]) -> CompanyRow | None:
    """The company that applies; None where a person does. Whether the holder may act for it is a check."""
    code = company_code(service, {**form, **situation}) if is_for_companies(service) else None
    return db.get(CompanyRow, code) if code else None
