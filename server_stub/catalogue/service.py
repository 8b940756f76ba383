"""The services of a terminal, and which of them rest now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from server_stub.cases.checks import situation_errors
from server_stub.catalogue.files import areas
from server_stub.catalogue.models import Area, Guide, Service, ServiceHours
from server_stub.catalogue.schema import Schema, schema_of
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import Text, text

_RESTING = Text(
    zh="数据部门的系统暂时连不上，请稍后再来",
    en="The department's system can't be reached now; please come back later",
)


def services(call: Call, area: str = "") -> list[Service]:
    """The hot services of this terminal in the order of its menu, or all of one field (领域)."""
    return [_today(call, line.service, line.source, line.hours) for line in call.lines(area)]


def fields(call: Call) -> list[Area]:
    """The fields of this terminal's menu that have services here, in the menu's order."""
    known, found = areas(), []
    for key, codes in call.offered.areas.items():
        if codes and key in known:
            depths = Counter(line.service.depth.value for line in call.lines(key))
            icon, title = known[key]["icon"], text(known[key]["title"])
            found.append(
                Area(key=key, title=title, icon=icon, services=len(codes), depths=dict(sorted(depths.items())))
            )
    return found


def guide(call: Call, code: str) -> Guide:
    """The guide of one service. Problem: service.unknown."""
    _, file = call.service(code)
    service = _today(call, file.guide.service, file.source, file.facts.hours)
    return file.guide.model_copy(update={"service": service})


def form(call: Call, code: str, chosen: Sequence[str]) -> Schema:
    """The form as JSON Schema in a situation written `question:option`. Problems: service.unknown, form.situation."""
    _, file = call.service(code)
    situation = dict(one.partition(":")[::2] for one in chosen)
    errors = situation_errors(file, situation, partly=True)
    if errors or len(situation) < len(chosen):
        raise Problem("form.situation", errors=errors)
    return schema_of(file, situation, call.platform.address)


def _today(call: Call, service: Service, source: str, hours: ServiceHours) -> Service:
    """The line with what is so at this moment: its register out of reach, its back end asleep."""
    changes = {}
    if source in call.platform.faults.sources_down:
        changes["resting"] = _RESTING
    if not hours.are_now(call.platform.clock().time()):
        changes["hours_note"] = hours.after
    return service.model_copy(update=changes) if changes else service
