"""The services of a terminal, and which of them rest now."""

from __future__ import annotations

from server_stub.catalogue.models import Guide, Service, ServiceFile
from server_stub.platform import Call
from server_stub.texts import Text

_RESTING = Text(
    zh="数据部门的系统暂时连不上，请稍后再来",
    en="The department's system can't be reached now; please come back later",
)


def services(call: Call, area: str = "") -> list[Service]:
    """The hot services of this terminal in the order of its menu, or all of one field (领域)."""
    return [_with_rest(call, file) for file in call.services(area).values()]


def guide(call: Call, code: str) -> Guide:
    """The guide of one service. Problem: service.unknown."""
    _, file = call.service(code)
    return file.guide.model_copy(update={"service": _with_rest(call, file)})


def _with_rest(call: Call, file: ServiceFile) -> Service:
    if file.source in call.platform.faults.sources_down:
        return file.guide.service.model_copy(update={"resting": _RESTING})
    return file.guide.service
