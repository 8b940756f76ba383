"""`/demo`: the sample citizens, what their phones got, and faults on order. Only there with `--demo`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select

from server_stub.cases.access import service_of
from server_stub.cases.tables import Case
from server_stub.clock import in_hall
from server_stub.codes import documented
from server_stub.demo.citizens import load_citizens
from server_stub.demo.loader import refresh
from server_stub.demo.models import (
    Called,
    DemoBusiness,
    DemoCase,
    DemoCitizen,
    DemoMessage,
    FaultOrder,
    FaultState,
    NextCall,
)
from server_stub.people.registers import SOURCES
from server_stub.phone_codes.tables import Message
from server_stub.platform import Faults, Platform, ThePlatform
from server_stub.problems import FieldError, Problem
from server_stub.queue import service as queue
from server_stub.records.registers import registers
from server_stub.texts import Text

router = APIRouter(tags=["demo"])

# What halls, terminals and catalogue are is no part of what happened; staff come again from their file.
_KEPT = (
    "terminals",
    "terminal_heartbeats",
    "configuration",
    "catalogue_versions",
    "catalogue_publications",
    "platform_keys",
)
_UNKNOWN = Text(zh="没有这个名称", en="There is none of this name")


@router.get("/demo/citizens")
def citizens(platform: ThePlatform) -> list[DemoCitizen]:
    """The citizens of the tray, each with the whole content of their cards."""
    tray = []
    with platform.database.read() as db:
        for citizen in load_citizens(platform.clock().date()):
            if citizen.label is None:
                continue
            key = citizen.person.id if citizen.person else ""
            cases = db.scalars(select(Case).where(Case.filed_by == key, Case.filed_at.is_not(None)))
            tray.append(
                DemoCitizen(
                    key=citizen.key,
                    label=citizen.label,
                    phone=citizen.person.phone if citizen.person else "",
                    face=citizen.face,
                    cards=citizen.cards,
                    cases=tuple(_case(platform, case) for case in cases),
                )
            )
    return tray


def _case(platform: Platform, case: Case) -> DemoCase:
    title = service_of(platform, case).guide.service.title
    return DemoCase(number=case.number, query_code=case.query_code, title=title, state=case.state)


@router.get("/demo/messages", responses=documented())
def messages(platform: ThePlatform, after: Annotated[int, Query(ge=0, le=2**53)] = 0) -> list[DemoMessage]:
    """What went to phones after the message of that id, oldest first."""
    with platform.database.read() as db:
        rows = db.scalars(select(Message).where(Message.id > after).order_by(Message.id).limit(500))
        return [DemoMessage(id=m.id, phone=m.phone, text=m.text, code=m.code, at=in_hall(m.at)) for m in rows]


@router.get("/demo/businesses", responses=documented("terminal.unknown"))
def businesses(platform: ThePlatform, terminal: Annotated[str, Query(max_length=30)]) -> list[DemoBusiness]:
    """What numbers are given for in a terminal's hall."""
    found = platform.terminals.find(terminal)
    if found is None:
        raise Problem("terminal.unknown")
    return [DemoBusiness(key=b.key, title=b.title) for b in platform.halls[found.hall].businesses.values()]


@router.get("/demo/faults")
def faults(platform: ThePlatform) -> FaultState:
    """What is out of order."""
    return _state(platform.faults)


@router.post("/demo/faults", responses=documented("request.invalid"))
def order(platform: ThePlatform, wanted: FaultOrder) -> FaultState:
    """Puts something out of order or right again."""
    faults, businesses = platform.faults, {b for h in platform.halls.values() for b in h.businesses}
    if wanted.source is not None and wanted.source not in {*SOURCES, *registers()}:
        raise Problem("request.invalid", errors=[FieldError(field="source", text=_UNKNOWN)])
    if wanted.queue_full is not None and wanted.queue_full not in businesses:
        raise Problem("request.invalid", errors=[FieldError(field="queue_full", text=_UNKNOWN)])
    if wanted.clear:
        _clear(faults)
    if wanted.source is not None:
        (faults.sources_down.add if wanted.down else faults.sources_down.discard)(wanted.source)
    if wanted.queue_full is not None:
        (faults.queues_full.add if wanted.full else faults.queues_full.discard)(wanted.queue_full)
    faults.delay_ms = faults.delay_ms if wanted.delay_ms is None else wanted.delay_ms
    faults.broken_json = faults.broken_json if wanted.broken_json is None else wanted.broken_json
    faults.unreachable = faults.unreachable if wanted.unreachable is None else wanted.unreachable
    return _state(faults)


@router.post("/demo/reset")
def reset(platform: ThePlatform) -> FaultState:
    """Everything as at the first start."""
    _clear(platform.faults)
    platform.database.empty(keep=_KEPT)
    refresh(platform)
    return _state(platform.faults)


@router.post("/demo/queue/calls", responses=documented("queue.unknown"))
def call_next(platform: ThePlatform, wanted: NextCall) -> Called:
    """What a window does: calls the next number of a queue."""
    hall = platform.halls.get(wanted.hall)
    if hall is None or wanted.queue not in hall.queues:
        raise Problem("queue.unknown")
    number = platform.database.write(lambda db: queue.call_for_demo(db, platform, hall, wanted.queue))
    return Called(number=number)


def _clear(faults: Faults) -> None:
    faults.sources_down.clear()
    faults.queues_full.clear()
    faults.delay_ms, faults.broken_json, faults.unreachable = 0, False, False


def _state(faults: Faults) -> FaultState:
    return FaultState(
        sources_down=tuple(sorted(faults.sources_down)),
        queues_full=tuple(sorted(faults.queues_full)),
        delay_ms=faults.delay_ms,
        broken_json=faults.broken_json,
        unreachable=faults.unreachable,
    )
