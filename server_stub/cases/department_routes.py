"""`/v1/department`, `/v1/transfers`, `/v1/joint-tasks`: what departments' systems and other places do with a case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from server_stub.cases import crossing, departments
from server_stub.cases.models import (
    Acknowledgement,
    DepartmentMessage,
    JointAnswer,
    JointTaskView,
    MessageState,
    NewJointTask,
    NewTransfer,
    TransferView,
)
from server_stub.codes import CALL, KEYED, documented
from server_stub.platform import AnyCall
from server_stub.problems import Problem

router = APIRouter(tags=["departments"])

CaseNo = Annotated[str, Path(max_length=64)]
Id = Annotated[str, Path(max_length=40)]
_MOVING = ("case.illegal-move", "case.correction-told", "case.first-level", "case.last-level", "case.higher-level")


@router.post(
    "/v1/department/cases/{number}/messages",
    response_model=MessageState,
    responses=documented(*KEYED, *_MOVING, "terminal.kind", "case.not-found", "message.other-body"),
)
def message(call: AnyCall, number: CaseNo, told: DepartmentMessage) -> Response:
    """A department's system says what it did (受理, 补正, 办理, 办结 …); its messages of a case are numbered from 1."""
    _of_kind(call, "system")
    return call.once("", told, lambda db: departments.receive(db, call, number, told))


@router.post(
    "/v1/cases/{number}/transfers",
    response_model=TransferView,
    responses=documented(*KEYED, "terminal.kind", "case.not-found"),
)
def hand_on(call: AnyCall, number: CaseNo, wanted: NewTransfer) -> Response:
    """异地代收代办: a window hands a case's materials on, or its result back."""
    _of_kind(call, "window")
    return call.once("", wanted, lambda db: crossing.hand_on(db, call, number, wanted, _by(call)))


@router.get("/v1/transfers", responses=documented(*CALL, "terminal.kind"))
def transfers(call: AnyCall) -> list[TransferView]:
    """What this hall sent and what is on its way to it."""
    _of_kind(call, "window")
    with call.platform.database.read() as db:
        return crossing.transfers(db, call)


@router.post(
    "/v1/transfers/{transfer_id}/acknowledgement",
    response_model=TransferView,
    responses=documented(*KEYED, "terminal.kind", "transfer.not-found", "transfer.state"),
)
def acknowledge(call: AnyCall, transfer_id: Id, given: Acknowledgement) -> Response:
    """It came, with what was missing."""
    _of_kind(call, "window")
    return call.once("", given, lambda db: crossing.acknowledge(db, call, transfer_id, given, _by(call)))


@router.post(
    "/v1/cases/{number}/joint-tasks",
    response_model=JointTaskView,
    responses=documented(*KEYED, "terminal.kind", "case.not-found"),
)
def ask(call: AnyCall, number: CaseNo, wanted: NewJointTask) -> Response:
    """多地联办: another place is asked for what it knows or must agree to."""
    _of_kind(call, "window")
    return call.once("", wanted, lambda db: crossing.ask(db, call, number, wanted, _by(call)))


@router.get("/v1/joint-tasks", responses=documented(*CALL, "terminal.kind"))
def tasks(call: AnyCall) -> list[JointTaskView]:
    """What this place is asked."""
    _of_kind(call, "window")
    with call.platform.database.read() as db:
        return crossing.tasks(db, call)


@router.post(
    "/v1/joint-tasks/{task_id}/answer",
    response_model=JointTaskView,
    responses=documented(*KEYED, "terminal.kind", "transfer.not-found", "transfer.state"),
)
def answer(call: AnyCall, task_id: Id, given: JointAnswer) -> Response:
    """This place's answer."""
    _of_kind(call, "window")
    return call.once("", given, lambda db: crossing.answer(db, call, task_id, given, _by(call)))


def _of_kind(call: AnyCall, kind: str) -> None:
    if call.terminal.kind != kind:
        raise Problem("terminal.kind")


def _by(call: AnyCall) -> str:
    return f"window:{call.terminal.id}"
