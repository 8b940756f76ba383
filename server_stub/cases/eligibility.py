"""Whether somebody may have a service: conditions that the registers decide, each with its reason for the person."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import or_, select

from server_stub.cases import acting, bereavement
from server_stub.cases.application import Application, Check, t
from server_stub.cases.dates import add_months, age, retirement_day
from server_stub.cases.tables import OVER, Case
from server_stub.people import registers as reg
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text


def refuse_if_not_eligible(application: Application) -> None:
    """Problems: filing.not-eligible with all reasons at once, filing.invalid where a field is at fault."""
    reasons = [reason for name in application.service.checks if (reason := CHECKS[name](application))]
    if reasons:
        also = Text(zh="；".join(r.zh for r in reasons), en="; ".join(r.en for r in reasons))
        raise Problem("filing.not-eligible", also=also)


def _working_age(app: Application) -> Text | None:
    if age(app.applicant.birth, app.today) < 16:
        return t("未满 16 周岁，不能参加职工社会保险", "Below 16; employee insurance is not possible yet")
    if app.today >= retirement_day(app.applicant.birth, app.applicant.sex):
        return t("已到法定退休年龄，请到窗口办理", "The statutory retirement age is reached; please go to a window")
    return None


def _no_unit_insurance(app: Application) -> Text | None:
    insured = reg.record(app.db, app.applicant.id, reg.SocialInsurance)
    if not insured or insured.status != "unit":
        return None
    return t(
        f"目前由“{insured.unit}”为您参保，请先让单位办理减员，次月即可申请",
        f"{insured.unit} insures you at present; once they have signed you off you can apply in the following month",
    )


def _no_pension(app: Application) -> Text | None:
    insured = reg.record(app.db, app.applicant.id, reg.SocialInsurance)
    drawn = insured and insured.pension_drawn
    return t("已经在领取养老金", "A pension is being drawn already") if drawn else None


def _no_open_case(app: Application) -> Text | None:
    """One at a time, for a person or for a company. A part of a life event that still waits is under way too."""
    company = acting.company_of(app.db, app.service, app.situation, app.form)
    of_person = (Case.person_id == app.applicant.id) & (Case.company == "")
    whose = Case.company == company.credit_code if company else of_person
    waits = Case.filed_at.is_(None) & (Case.parent != "")
    found = app.db.scalars(
        select(Case.number).where(
            whose,
            Case.service == app.service.guide.service.code,
            or_(Case.filed_at.is_not(None), waits),
            Case.state.not_in(OVER),
            Case.number != app.number,
        )
    ).first()
    if found is None:
        return None
    return t(
        f"这项业务已经有一件在办（尾号 {found[-4:]}），办完后才能再申请",
        f"A case of this service is under way already (number ending {found[-4:]})",
    )


def _one_social_card(app: Application) -> Text | None:
    card, situation = reg.record(app.db, app.applicant.id, reg.SocialCard), app.situation.get("situation")
    if situation == "first" and card:
        return t("已经有一张社保卡，请选补领或换领", "There is a card already; please choose to replace it")
    if situation != "first" and not card:
        return t("还没有社保卡，请选首次申领", "There is no card yet; please choose a first card")
    return None


def _same_address(app: Application) -> Text | None:
    if app.situation.get("address_changed") != "yes":
        return None
    return t(
        "住址变了要先办居住登记变更，请到居住地派出所或社区警务室",
        "First register the new address at the police station or community police office where you live",
    )


def _has_permit(app: Application) -> Text | None:
    if reg.record(app.db, app.applicant.id, reg.ResidencePermit):
        return None
    return t("没有查到您的武汉市居住证", "No Wuhan residence permit of yours was found")


def _permit_in_time(app: Application) -> Text | None:
    permit = reg.record(app.db, app.applicant.id, reg.ResidencePermit)
    if permit is None:
        return None
    earliest, late = add_months(permit.due_on, -1), permit.due_on < app.today
    if app.today < earliest:
        return t(f"{permit.due_on} 到期，{earliest} 起可以签注", f"Due on {permit.due_on}; possible from {earliest}")
    if late and app.situation.get("timing") != "late":
        return t(
            f"居住证 {permit.due_on} 已到期。逾期期间功能中止，补签后恢复，居住年限自补签之日起重新连续计算；"
            "知道后请选“已经过了到期日”再提交",
            f"The permit was due on {permit.due_on}. While late it is suspended; the endorsement restores it and years "
            "of residence count anew from that day. If you agree choose 'It is overdue' and submit again",
        )
    if not late and app.situation.get("timing") == "late":
        return t(f"居住证 {permit.due_on} 才到期，没有逾期", f"The permit is due on {permit.due_on}; it is not late")
    return None


def _senior_age(app: Application) -> Text | None:
    wanted = {"blue-60": 60, "red-65": 65}.get(app.situation.get("situation", ""))
    if wanted is None:
        return None
    earliest = add_months(add_months(app.applicant.birth, wanted * 12).replace(day=1), -2)
    if app.today < earliest:
        return t(f"{earliest:%Y年%m月} 起可以申请", f"You can apply from {earliest:%Y-%m}")
    if wanted == 60 and age(app.applicant.birth, app.today) >= 65:
        return t("已满 65 周岁，请申请红证", "You are 65 or older; please apply for the red card")
    return None


def _senior_card_state(app: Application) -> Text | None:
    card, situation = reg.record(app.db, app.applicant.id, reg.SeniorCard), app.situation.get("situation")
    if situation == "faulty":
        return t(
            "卡坏了请到优待证服务点检测，当场处理", "Please take the card to a service point; it is tested at once"
        )
    if situation == "lost" and card is None:
        return t("没有查到您的优待证，请选首次办理", "No card of yours was found; please apply for a first one")
    if card and situation == {"blue": "blue-60", "red": "red-65"}.get(card.colour):
        return t("您已经有这种优待证", "You have this card already")
    return None


def _fund(app: Application) -> reg.HousingFund | None:
    return reg.record(app.db, app.applicant.id, reg.HousingFund)


def _fund_open(app: Application) -> Text | None:
    fund = _fund(app)
    if fund is None:
        return t("没有查到您的公积金账户", "No housing fund account of yours was found")
    return (
        t("公积金账户已冻结，请到公积金中心核实", "The account is frozen; please ask the center")
        if fund.frozen
        else None
    )


def _fund_months(app: Application) -> Text | None:
    fund = _fund(app)
    if fund is None or fund.months >= 3:
        return None
    return t(f"连续缴存 {fund.months} 个月，满 3 个月才能提取", f"{fund.months} months paid; 3 are needed")


def _fund_no_home(app: Application) -> Text | None:
    household = reg.record(app.db, app.applicant.id, reg.Household)
    people = [app.applicant.id, *([household.spouse] if household and household.spouse else [])]
    homes = [h for p in people if (owned := reg.record(app.db, p, reg.Property)) for h in owned.homes]
    return t("您或配偶在武汉有自有住房", "You or your spouse own a home in Wuhan") if homes else None


def _fund_interval(app: Application) -> Text | None:
    fund = _fund(app)
    if fund is None or fund.last_withdrawal is None:
        return None
    again = add_months(fund.last_withdrawal, 3)
    return (
        t(f"距上次提取不满 3 个月，{again} 起可以再提", f"Possible again from {again}") if app.today < again else None
    )


def _fund_amount(app: Application) -> Text | None:
    """The amount is a field: the person can correct it."""
    fund = _fund(app)
    if fund is None:
        return None
    most = Decimal(fund.balance)
    if app.situation.get("over_quota") != "yes":
        most = min(most, Decimal(fund.quota_left))
    if Decimal(app.form.get("amount", "0")) <= most:
        return None
    text = t(f"最多可以提取 {most} 元", f"At most {most} yuan")
    raise Problem("filing.invalid", errors=[FieldError(field="amount", text=text)])


CHECKS: dict[str, Check] = {
    "agent-grant": acting.agent_grant,
    "age-16-to-retirement": _working_age,
    "no-unit-insurance": _no_unit_insurance,
    "no-pension": _no_pension,
    "no-open-case": _no_open_case,
    "one-social-card": _one_social_card,
    **{name: acting.guardian_of(age_) for name, age_ in acting.GUARDIANS.items()},
    "company-authority": acting.company_authority,
    "relative-of-deceased": bereavement.relative_of_deceased,
    "death-registered": bereavement.death_registered,
    "same-address": _same_address,
    "has-permit": _has_permit,
    "permit-in-time": _permit_in_time,
    "senior-age": _senior_age,
    "senior-card-state": _senior_card_state,
    "fund-open": _fund_open,
    "fund-months": _fund_months,
    "fund-no-home": _fund_no_home,
    "fund-interval": _fund_interval,
    "fund-amount": _fund_amount,
}
