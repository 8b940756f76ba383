"""`/v1/joint-numbers`, `/v1/joint-applications`: one application for a life event (一件事)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path
from pydantic import BaseModel
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.cases import notice_papers
from server_stub.cases.files import content_of
from server_stub.cases.models import (
    CaseNumber,
    GivenMaterial,
    NewFile,
    Progress,
    Signature,
    SlipData,
    StoredFile,
)
from server_stub.cases.routes import PDF
from server_stub.codes import HOLDER, KEYED, documented
from server_stub.joint import changing, correcting, filing, reading
from server_stub.joint.access import own_application
from server_stub.joint.models import (
    JointForm,
    JointMaterial,
    JointSupplement,
    JointView,
    JointWithdrawal,
    NewJointNumber,
    PutJoint,
)
from server_stub.joint.planning import plan_of
from server_stub.life_events.service import life_event
from server_stub.people import service as people
from server_stub.platform import AnyCall
from server_stub.problems import Problem

router = APIRouter(tags=["joint applications"])

Number = Annotated[str, Path(max_length=64)]
Id = Annotated[str, Path(max_length=40)]
Given = Annotated[list[GivenMaterial], Body(max_length=200)]
_OWN = (*HOLDER, *KEYED, "case.not-found")
_FILING = (*_OWN, "case.filed", "filing.invalid", "filing.not-eligible")
_PLAN = ("life-event.invalid", "life-event.resting", "life-event.nothing")


@router.post(
    "/v1/joint-numbers",
    response_model=CaseNumber,
    responses=documented(*HOLDER, *KEYED, "life-event.unknown", "joint.booking-only"),
)
def new_number(call: AnyCall, wanted: NewJointNumber) -> Response:
    """First call: the platform's number of the whole application (统一赋码). Project topics have none."""
    version, event = life_event(call, wanted.event)
    if event.booking is not None:
        raise Problem("joint.booking-only", also=event.booking.about)
    with call.platform.database.read() as db:
        holder = people.holder_of(db, call, level=people.CARD)
    return call.once(holder.person.id, wanted, lambda db: filing.new_number(db, call, version, event, holder))


@router.put("/v1/joint-applications/{number}", response_model=Progress, responses=documented(*_FILING, *_PLAN))
def put(call: AnyCall, number: Number, wanted: PutJoint) -> Response:
    """Answers and the one form (一表申请). All that is wrong for any component is told at once, each at its field.

    Needs the highest level of the components. While a component has to be corrected, its fields may be put again.
    """
    who = _owner(call, number, wanted.answers)
    return call.once(who, wanted, lambda db: filing.put(db, call, number, wanted))


@router.put("/v1/joint-applications/{number}/materials", response_model=Progress, responses=documented(*_FILING))
def put_materials(call: AnyCall, number: Number, given: Given) -> Response:
    """The one set of materials (一套材料): what was given, what follows later."""
    return call.once(_owner(call, number), given, lambda db: filing.put_materials(db, call, number, given))


@router.put(
    "/v1/joint-applications/{number}/signature",
    response_model=SlipData | Progress,
    responses=documented(*_FILING, "signature.digest"),
)
def sign(call: AnyCall, number: Number, signature: Signature) -> Response:
    """One signature files all components at once, as soon as form and materials are there too; answered by one slip.

    `digest` is the SM3 of canonical JSON of `{"event", "answers", "form"}`.
    """

    def effect(db: Db) -> BaseModel:
        return filing.sign(db, call, number, signature)

    return call.once(_owner(call, number), signature, effect)


@router.post(
    "/v1/joint-applications/{number}/supplement",
    response_model=Progress,
    responses=documented(*_FILING, "signature.digest", "case.illegal-move"),
)
def supply(call: AnyCall, number: Number, signed: JointSupplement) -> Response:
    """补正: what was put since is signed, and the named components go to their departments again."""
    return call.once(_owner(call, number), signed, lambda db: correcting.supply(db, call, number, signed))


@router.post(
    "/v1/joint-applications/{number}/files",
    response_model=StoredFile,
    responses=documented(*_FILING, "file.broken", "file.too-large", "file.too-many", "file.type"),
)
def add_file(call: AnyCall, number: Number, wanted: NewFile) -> Response:
    """A file of a material of the one set: given once, for all components. Also for what was promised for later."""
    return call.once_prepared(
        _owner(call, number),
        wanted,
        lambda: content_of(wanted),
        lambda db, made: changing.add_file(db, call, number, wanted, *made),
    )


@router.post(
    "/v1/joint-applications/{number}/withdrawal",
    response_model=Progress,
    responses=documented(*_OWN, "case.illegal-move"),
)
def withdraw(call: AnyCall, number: Number, withdrawal: JointWithdrawal) -> Response:
    """The applicant takes back single components, or everything that is still open."""
    return call.once(_owner(call, number), withdrawal, lambda db: changing.withdraw(db, call, number, withdrawal))


@router.get("/v1/joint-applications/{number}", responses=documented(*HOLDER, "case.not-found"))
def detail(call: AnyCall, number: Number) -> JointView:
    """联办进度: each component's department, state and date; together one state, the next step, and the one result."""
    with call.platform.database.read() as db:
        return reading.detail(db, call, number)


@router.get("/v1/joint-applications/{number}/form", responses=documented(*HOLDER, "case.not-found"))
def form(call: AnyCall, number: Number) -> JointForm:
    """What was put so far, to go on with or to correct; needs the application's level."""
    with call.platform.database.read() as db:
        return filing.form_of(db, call, number)


@router.get("/v1/joint-applications/{number}/materials", responses=documented(*HOLDER, "case.not-found"))
def materials(call: AnyCall, number: Number) -> list[JointMaterial]:
    """The one set of materials for what was put, with what e-licences cover; empty before the form is put."""
    with call.platform.database.read() as db:
        return reading.materials_of(db, call, number)


@router.get(
    "/v1/joint-applications/{number}/notices/{notice_id}/pdf",
    response_class=Response,
    responses={**documented(*HOLDER, "case.not-found", "notice.not-found"), **PDF},
)
def notice_pdf(call: AnyCall, number: Number, notice_id: Id) -> Response:
    """联办结果告知单: A4, with number, date, seal picture and verification code."""
    with call.platform.database.read() as db:
        row = reading.notice_of(db, call, number, notice_id)
    pdf = notice_papers.pdf_of(call.platform, row)
    return Response(pdf, media_type="application/pdf", headers={"Cache-Control": "no-store"})


def _owner(call: AnyCall, number: str, answers: dict[str, str] | None = None) -> str:
    """Whose application it is, before anything is answered from the keys; makes its plan outside of the write."""
    with call.platform.database.read() as db:
        row, holder = own_application(db, call, number, change=False)
        answered = answers if answers is not None else row.answers
        if answered is not None:
            plan_of(call.platform, row, answered)
    return holder.person.id
