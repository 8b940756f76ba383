"""The plan of an application: its event and services in the versions that held when the number was given."""

from __future__ import annotations

from server_stub.catalogue.models import ServiceFile
from server_stub.joint.tables import JointApplication
from server_stub.life_events.models import LifeEvent
from server_stub.life_events.plans import Plan, answer_errors, plan
from server_stub.platform import Call, Platform
from server_stub.problems import Problem
from server_stub.texts import Text

_NOTHING = Text(zh="按您的回答，现在没有要办的事项", en="With your answers nothing has to be applied for now")
_RESTING = Text(
    zh="其中有事项暂时不在这里办，请到窗口",
    en="A service that belongs to it is not offered here now; please go to a window",
)


def versions_of(call: Call, event: LifeEvent) -> dict[str, int]:
    """The event's services that this terminal offers: code → version."""
    offered = call.platform.catalogue.offer(call.terminal.channel, call.terminal.stage).versions
    codes = [c.service for c in event.components if c.service not in call.menu.hidden]
    return {code: offered[code] for code in codes if code in offered}


def event_of(platform: Platform, row: JointApplication) -> LifeEvent:
    """The event in the district's words."""
    known = platform.catalogue.life_events
    return known.in_district((row.event_version, known.version(row.event_version)), platform.district(row.region))


def service_file(platform: Platform, row: JointApplication, code: str) -> ServiceFile:
    """One of the event's services in the district's words."""
    return platform.catalogue.localised(row.services[code], platform.district(row.region))


def plan_of(platform: Platform, row: JointApplication, answers: dict[str, str]) -> Plan:
    """What applies with these answers. Problems: life-event.invalid, life-event.resting, life-event.nothing."""
    versions = tuple(sorted(row.services.items()))
    key = (row.event_version, row.region, versions, tuple(sorted(answers.items())))
    return platform.catalogue.life_events.plan(key, lambda: _plan(platform, row, answers))


def filed_plan(platform: Platform, row: JointApplication) -> Plan:
    """The plan of an application that has its answers."""
    return plan_of(platform, row, row.answers or {})


def _plan(platform: Platform, row: JointApplication, answers: dict[str, str]) -> Plan:
    event = event_of(platform, row)
    if errors := answer_errors(event, answers):
        raise Problem("life-event.invalid", errors=errors)
    needed = [c for c in event.components if c.applies(event.relevant(answers))]
    if any(c.service not in row.services for c in needed):
        raise Problem("life-event.resting", also=_RESTING)
    made = plan(event, {code: service_file(platform, row, code) for code in row.services}, answers)
    if not made.joint:
        raise Problem("life-event.nothing", also=_NOTHING)
    return made
