"""The life events of a terminal: list, guide, and the plan for somebody's answers. Nothing is written."""

from __future__ import annotations

from server_stub.catalogue.models import NO_TEXT, ServiceFile
from server_stub.life_events.models import LifeEvent
from server_stub.life_events.plans import Plan, answer_errors, plan
from server_stub.life_events.views import guide_of, line_of, plan_view
from server_stub.life_events.wire import LifeEventGuide, LifeEventLine, PlanView
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import Text


def life_events(call: Call) -> list[LifeEventLine]:
    """Those of this terminal, in the order of the menu; none where its menu has them switched off."""
    if not call.menu.life_events:
        return []
    platform = call.platform
    offered = platform.catalogue.life_events.offer(call.terminal.channel, call.terminal.stage)
    events = [platform.catalogue.life_events.in_district(o, call.district) for o in offered.values()]
    return [line_of(event, _resting(call, event)) for event in events]


def guide(call: Call, key: str) -> LifeEventGuide:
    """Questions and all components. Problem: life-event.unknown."""
    event = life_event(call, key)[1]
    return guide_of(event, services_of(call, event), call.hall, _resting(call, event))


def view(call: Call, key: str, answers: dict[str, str]) -> PlanView:
    """The plan as a terminal shows it. Problems of `plan_for`."""
    return plan_view(plan_for(call, key, answers), call.hall)


def plan_for(call: Call, key: str, answers: dict[str, str]) -> Plan:
    """What applies with these answers.

    Problems: life-event.unknown, life-event.invalid with the questions at fault, life-event.resting,
    life-event.nothing.
    """
    event = life_event(call, key)[1]
    if errors := answer_errors(event, answers):
        raise Problem("life-event.invalid", errors=errors)
    services = services_of(call, event)
    needed = [c for c in event.components if c.applies(event.relevant(answers))]
    if any(c.service not in services for c in needed):
        raise Problem("life-event.resting", also=_resting(call, event))
    if not needed:
        nothing = Text(zh="按您的回答，现在没有要办的事项", en="With your answers nothing has to be applied for now")
        raise Problem("life-event.nothing", also=nothing)
    return plan(event, services, answers)


def life_event(call: Call, key: str) -> tuple[int, LifeEvent]:
    """A life event of this terminal and its version. Problem: life-event.unknown."""
    known = call.platform.catalogue.life_events
    found = known.offer(call.terminal.channel, call.terminal.stage).get(key)
    if found is None or not call.menu.life_events:
        raise Problem("life-event.unknown")
    return found[0], known.in_district(found, call.district)


def services_of(call: Call, event: LifeEvent) -> dict[str, ServiceFile]:
    """The event's services that this channel offers and this terminal does not hide, in the district's words."""
    catalogue = call.platform.catalogue
    offered = catalogue.offer(call.terminal.channel, call.terminal.stage).services
    codes = [c.service for c in event.components if c.service in offered and c.service not in call.menu.hidden]
    return {code: catalogue.localised(offered[code][0], call.district) for code in codes}


def _resting(call: Call, event: LifeEvent) -> Text:
    """Which of its services can't be done here now; nothing if all can."""
    offered = call.platform.catalogue.offer(call.terminal.channel, call.terminal.stage).services
    down = call.platform.faults.sources_down
    for component in event.components:
        found = offered.get(component.service)
        if found is None or component.service in call.menu.hidden:
            name = component.items[0] if component.items else component.service
            return Text(
                zh=f"其中的“{name}”暂时不在这里办，请到窗口",
                en=f"{component.service}, which belongs to it, is not offered here now; please go to a window",
            )
        if down and found[1].source in down:
            title = found[1].guide.service.title
            return Text(
                zh=f"“{title.zh}”的数据部门暂时连不上，请稍后再来",
                en=f"The department behind “{title.en}” can't be reached now; please come back later",
            )
    return NO_TEXT
