"""An application as its applicant sees it: whole, and as one line among their cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from server_stub.cases.models import CaseStepView, CaseView, CorrectionItem, NoticeView
from server_stub.cases.states import CaseState
from server_stub.cases.tables import Case, Promise
from server_stub.catalogue.models import ServiceFile
from server_stub.clock import in_hall
from server_stub.joint.models import ApartView, JointComponentView, JointCorrectionView, JointPromiseView, JointView
from server_stub.joint.planning import filed_plan
from server_stub.joint.standing import AS_CASE, OVER, Ending, JointState, turn
from server_stub.joint.tables import JointApplication, JointComponent
from server_stub.joint.terms import due_text
from server_stub.life_events.binding import Asked
from server_stub.life_events.plans import Plan
from server_stub.platform import Platform
from server_stub.texts import Text

WAITING = "waiting"
Cases = Mapping[str, Case]  # service → case
_NEXT = {
    JointState.RECEIVED: (
        "材料已转到各部门，是否受理短信告诉您",
        "The departments have it; you get a message on acceptance",
    ),
    JointState.IN_PROGRESS: (
        "各部门正在办理，办结后短信告诉您",
        "The departments are working on it; you get a message when it is closed",
    ),
    JointState.CLOSED: (
        "已全部办结，各项结果见联办结果告知单",
        "All is closed; the notice of results says what became of each part",
    ),
    JointState.WITHDRAWN: ("已全部撤回，可以重新申请", "All was withdrawn; you can apply again"),
}
_PROMISES = ("recorded", "objected", "confirmed", "late", "open", "kept", "repaired", "dismissed")  # the worst first


def view_of(
    platform: Platform, row: JointApplication, cases: Cases, promises: Sequence[Promise], notices: Sequence[NoticeView]
) -> JointView:
    """A filed application."""
    if row.filed_at is None:
        raise ValueError("not filed")
    plan, state = filed_plan(platform, row), JointState(row.state)
    components = tuple(_component(plan, c, cases[c.service]) for c in row.components)
    return JointView(
        number=row.number,
        event=row.event,
        title=plan.event.title,
        applicant=row.applicant,
        department=plan.event.lead,
        state=state,
        filed_at=in_hall(row.filed_at),
        due=due_text(row),
        due_on=row.due_on if row.closed_at is None and row.stopped_on is None else None,
        turn=turn(state),
        next_step=_next_step(row, plan, cases),
        components=components,
        correction=_corrections(components),
        apart=tuple(_apart(file, component.apart) for component, file in plan.apart),
        promises=_promises(row, promises, cases),
        notices=tuple(notices),
        may_withdraw=state not in OVER,
        may_supply=tuple(c.service for c in row.components if _corrects(cases[c.service])),
        quiet=plan.event.quiet,
        may_rate=state in OVER and not plan.event.quiet,
    )


def line_of(platform: Platform, row: JointApplication, cases: Cases) -> CaseView:
    """One line for all of it; what happened to each component stands in its steps."""
    if row.filed_at is None:
        raise ValueError("not filed")
    plan = filed_plan(platform, row)
    return CaseView(
        number=row.number,
        title=plan.event.title,
        applicant=row.applicant,
        department=plan.event.lead,
        state=AS_CASE[JointState(row.state)],
        filed_at=in_hall(row.filed_at),
        due=due_text(row),
        steps=_steps(plan, cases),
        next_step=_next_step(row, plan, cases),
        joint=True,
        quiet=plan.event.quiet,
    )


def _corrects(case: Case) -> bool:
    return case.state == CaseState.CORRECTION.value


def _titles(plan: Plan) -> dict[str, Text]:
    return {file.code: file.guide.service.title for _, file in plan.components}


def _next_step(row: JointApplication, plan: Plan, cases: Cases) -> Text:
    state, titles = JointState(row.state), _titles(plan)
    if state in _NEXT:
        return Text(zh=_NEXT[state][0], en=_NEXT[state][1])
    done = [c for c in row.components if c.ended]
    if state is JointState.CORRECTION:
        which = [titles[c.service] for c in row.components if _corrects(cases[c.service])]
        return Text(
            zh=f"请一次补齐：{'、'.join(t.zh for t in which)}；其他事项照常办理",
            en=f"Please supply what is asked for: {', '.join(t.en for t in which)}; the other parts go on",
        )
    if state is JointState.PARTLY_CLOSED:
        left = len(row.components) - len(done)
        return Text(
            zh=f"{len(done)} 项已办完，{left} 项正在办理", en=f"{len(done)} parts are closed, {left} are under way"
        )
    failed = [titles[c.service] for c in done if c.ended != Ending.GRANTED.value]
    return Text(
        zh=f"已全部办完，没有办成的：{'、'.join(t.zh for t in failed)}；理由和能做什么见联办结果告知单",
        en=f"All is over; not granted: {', '.join(t.en for t in failed)}. The notice of results says why and what next",
    )


def _steps(plan: Plan, cases: Cases) -> tuple[CaseStepView, ...]:
    titles = _titles(plan)
    found = [(step, titles[code]) for code, case in cases.items() for step in case.steps]
    return tuple(
        CaseStepView(
            state=CaseState(step.state),
            at=in_hall(step.at),
            by=Text(**step.by),
            note=Text(zh=f"{title.zh}：{step.note['zh']}", en=f"{title.en}: {step.note.get('en', '')}"),
        )
        for step, title in sorted(found, key=lambda pair: (pair[0].at, pair[0].id))
    )


def _component(plan: Plan, component: JointComponent, case: Case) -> JointComponentView:
    file = next(file for _, file in plan.joint if file.code == component.service)
    waits = component.waits_for if case.filed_at is None else []
    titles, corrects = _titles(plan), _corrects(case)
    return JointComponentView(
        service=component.service,
        title=file.guide.service.title,
        department=file.guide.service.department,
        number=component.case_number,
        state=case.state or WAITING,
        outcome=component.ended,
        due=Text(**case.due) if case.due and not component.ended else Text(zh="", en=""),
        waits_for=tuple(titles[service] for service in waits),
        note=Text(**case.steps[-1].note) if case.steps else Text(zh="", en=""),
        correction=tuple(_item(plan, component.service, item) for item in case.correction or ()) if corrects else (),
        correct_until=case.answer_due if corrects else None,
    )


def _item(plan: Plan, service: str, item: Mapping[str, str]) -> CorrectionItem:
    """What has to be corrected, at the field or material of the one form."""
    told = CorrectionItem.model_validate(item)
    binding = plan.bound.bindings.get((service, told.target))
    if isinstance(binding, Asked):
        return told.model_copy(update={"target": binding.key})
    of_set = (m.key for m in plan.materials for n in m.needs if (n.service, n.key) == (service, told.target))
    return told.model_copy(update={"target": next(of_set, told.target)})


def _corrections(components: Sequence[JointComponentView]) -> tuple[JointCorrectionView, ...]:
    """What several components say of one field or material in the same words is told once; the first day counts."""
    told: dict[CorrectionItem, list[JointComponentView]] = {}
    for component in components:
        for item in component.correction:
            told.setdefault(item, []).append(component)
    return tuple(
        JointCorrectionView(
            **item.model_dump(),
            services=tuple(c.service for c in whose),
            until=min((c.correct_until for c in whose if c.correct_until), default=None),
        )
        for item, whose in told.items()
    )


def _apart(file: ServiceFile, how: Text) -> ApartView:
    line = file.guide.service
    return ApartView(service=file.code, title=line.title, department=line.department, how=how)


def _promises(row: JointApplication, promises: Sequence[Promise], cases: Cases) -> tuple[JointPromiseView, ...]:
    """Each material once, as it stands where it stands worst."""
    services = {case.number: code for code, case in cases.items()}
    groups: dict[str, list[Promise]] = {}
    for promise in promises:
        groups.setdefault(promise.shared.removeprefix(f"{row.number}/"), []).append(promise)
    return tuple(
        JointPromiseView(
            material=material,
            name=Text(**group[0].name),
            services=tuple(services[p.case_number] for p in group),
            due_on=min(p.due_on for p in group),
            state=min((p.state for p in group), key=_PROMISES.index),
        )
        for material, group in groups.items()
    )
