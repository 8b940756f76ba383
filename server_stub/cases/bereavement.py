"""Conditions of what follows a death: the applicant is the relative, by the police population register."""

from __future__ import annotations

from server_stub.cases.application import Application, t
from server_stub.people.relatives import relation
from server_stub.people.tables import Card, Person
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text


def _about_a_death(app: Application) -> bool:
    """Whether the form, as it was answered, asks for somebody who has died."""
    answers = {**app.form, **app.situation}
    return any(f.key == "deceased_number" and f.is_there(answers) for f in app.service.fields)


def _deceased(app: Application) -> Person | None:
    """Who the form says has died, if the register has them under that name and number."""
    card = app.db.get(Card, ("resident-card", app.form.get("deceased_number", "").strip().upper()))
    person = app.db.get(Person, card.person_id) if card else None
    return person if person and person.name == app.form.get("deceased_name") else None


def relative_of_deceased(app: Application) -> Text | None:
    """The applicant is the relative, by the register; who was commissioned is seen at a window."""
    if not _about_a_death(app):
        return None
    claimed, deceased = app.form.get("relation_to_deceased", ""), _deceased(app)
    if claimed == "commissioned":
        return t(
            "受委托办理请带委托书和亲属的身份证到窗口", "If you are commissioned please go to a window with the letter"
        )
    found = relation(app.db, app.holder, deceased) if deceased else None
    if found is None:
        return t(
            "公安数据里没有查到您和逝者的亲属关系，请核对姓名和号码；也可以带户口簿到窗口办理",
            "The police register does not show you as a relative; please check name and number, or bring the "
            "household booklet to a window",
        )
    if claimed and claimed != found:
        text = t(
            "与公安数据里的关系不一致，请重新选择", "The police register has another relation; please choose again"
        )
        raise Problem("filing.invalid", errors=[FieldError(field="relation_to_deceased", text=text)])
    return None


def death_registered(app: Application) -> Text | None:
    """What follows a death waits until the register has it."""
    deceased = _deceased(app) if _about_a_death(app) else None
    if deceased is None or deceased.deceased:
        return None
    return t(
        "公安数据里还没有死亡登记，请先办理户口注销，也可以带死亡证明到窗口",
        "The police register has no record of the death yet; please have it registered first, or go to a window with "
        "the certificate",
    )
