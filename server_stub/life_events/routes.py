"""`/v1/life-events`."""

from __future__ import annotations

from fastapi import APIRouter

from server_stub.codes import CALL, documented
from server_stub.life_events import service
from server_stub.life_events.wire import LifeEventGuide, LifeEventLine, PlanRequest, PlanView
from server_stub.platform import AnyCall

router = APIRouter(tags=["life events"])
_PLAN = ("life-event.unknown", "life-event.invalid", "life-event.resting", "life-event.nothing")


@router.get("/v1/life-events", responses=documented(*CALL))
def life_events(call: AnyCall) -> list[LifeEventLine]:
    """The life events (一件事) of this terminal in the order of the menu; a resting one says why."""
    return service.life_events(call)


@router.get("/v1/life-events/{key}", responses=documented(*CALL, "life-event.unknown"))
def guide(call: AnyCall, key: str) -> LifeEventGuide:
    """The questions that decide what applies, and all components, 必办 or 按需."""
    return service.guide(call, key)


@router.post("/v1/life-events/{key}/plan", responses=documented(*CALL, *_PLAN))
def plan(call: AnyCall, key: str, wanted: PlanRequest) -> PlanView:
    """What applies with these answers, as one matter: conditions told once, one form, one set of materials, one limit.

    Nothing is written and nobody need be identified; no Idempotency-Key is needed.
    """
    return service.view(call, key, wanted.answers)
