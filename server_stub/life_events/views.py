"""Life events and plans as they cross the interface."""

from __future__ import annotations

from collections.abc import Mapping

from server_stub.catalogue.models import NO_TEXT, Condition, ServiceFile
from server_stub.halls.models import Hall
from server_stub.life_events.models import Component, LifeEvent
from server_stub.life_events.plans import Plan, longest
from server_stub.life_events.wire import (
    BookingView,
    ComponentView,
    FeeLine,
    LifeEventGuide,
    LifeEventLine,
    OriginView,
    PlanView,
)
from server_stub.texts import Text

Services = Mapping[str, ServiceFile]
_FREE = "不收费"
_WHERE = {
    "district": ("本区", "this district"),
    "city": ("全市", "the city"),
    "province": ("全省", "the province"),
    "nation": ("全国", "the country"),
}
_HOW = {
    "online": ("{}通办，任一自助机一次申请", "Any terminal in {}, one application"),
    "collect": ("{}通办，异地窗口代收", "Windows in {} take it and pass it on"),
    "joint": ("{}通办，多地联办", "Several places in {} work together"),
    "window": ("自助机受理，部分到窗口办", "Any terminal here; a part is done at a window"),
}


def line_of(event: LifeEvent, resting: Text = NO_TEXT) -> LifeEventLine:
    """A line of the list."""
    return LifeEventLine(
        key=event.key,
        title=event.title,
        group=event.group,
        group_title=event.group_title,
        audience=event.audience,
        lead=event.lead,
        components=len(event.components),
        questions=len(event.questions),
        project=event.project,
        resting=resting,
    )


def guide_of(event: LifeEvent, services: Services, hall: Hall, resting: Text = NO_TEXT) -> LifeEventGuide:
    """All there is to know before anything is answered. Components whose service is not there are left out."""
    there = [(c, services[c.service]) for c in event.components if c.service in services]
    return LifeEventGuide(
        line=line_of(event, resting),
        aliases=event.aliases,
        departments=event.departments,
        origins=tuple(OriginView(document=o.title, number=o.number) for o in event.origins),
        limit=event.limit or longest(file for _, file in there),
        questions=event.questions,
        components=tuple(_component(event, component, file) for component, file in there),
        booking=booking_of(event, hall),
        quiet=event.quiet,
        note=event.note,
    )


def plan_view(plan: Plan, hall: Hall) -> PlanView:
    """A plan that has components."""
    scope, mode = plan.scope, plan.mode
    return PlanView(
        key=plan.event.key,
        title=plan.event.title,
        answers=plan.answers,
        components=tuple(_component(plan.event, c, f, plan.waits_for.get(f.code, ())) for c, f in plan.components),
        conditions=plan.conditions,
        form=plan.form,
        materials=plan.materials,
        limit=plan.limit,
        fees=tuple(
            FeeLine(service=file.code, title=file.guide.service.title, fee=file.guide.fee)
            for _, file in plan.components
            if file.guide.fee.zh != _FREE
        ),
        commitments=plan.commitments,
        level=plan.level,
        no_face=plan.no_face,
        documents=plan.documents,
        tags=plan.tags,
        scope=scope,
        mode=mode,
        where=Text(
            zh=_HOW[mode.value][0].format(_WHERE[scope.value][0]), en=_HOW[mode.value][1].format(_WHERE[scope.value][1])
        ),
        booking=booking_of(plan.event, hall),
        quiet=plan.event.quiet,
    )


def booking_of(event: LifeEvent, hall: Hall) -> BookingView | None:
    """A project's appointment in this hall."""
    if event.booking is None:
        return None
    business = hall.businesses.get(event.booking.business)
    return BookingView(
        business=business.key if business else "", about=event.booking.about, bring=business.bring if business else ""
    )


def _component(
    event: LifeEvent, component: Component, file: ServiceFile, waits_for: tuple[str, ...] = ()
) -> ComponentView:
    service = file.guide.service
    return ComponentView(
        service=file.code,
        title=service.title,
        department=service.department,
        required=component.required,
        when=_when(event, component.when),
        depth=service.depth.value,
        level=file.guide.level,
        promised_limit=file.guide.promised_limit,
        fee=file.guide.fee,
        result=file.guide.result,
        ours=not component.items,
        apart=component.apart,
        waits_for=waits_for,
        materials=file.guide.materials if component.apart.zh else (),
    )


def _when(event: LifeEvent, conditions: tuple[Condition, ...]) -> Text:
    """A condition in words: the question, and the options that make it so."""
    questions = {q.key: q for q in event.questions}
    zh, en = [], []
    for condition in conditions:
        question = questions[condition.field]
        chosen = [o.title for o in question.options if o.key in condition.values]
        zh.append(f"{question.title.zh}{'、'.join(c.zh for c in chosen)}")
        en.append(f"{question.title.en} {', '.join(c.en for c in chosen)}")
    return Text(zh="；".join(zh), en="; ".join(en))
