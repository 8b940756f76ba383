"""`/v1/appointments`, `/v1/me/appointments`, `/v1/appointment-lookups`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from server_stub.appointments import booking, check_in, service
from server_stub.appointments.models import (
    Appointment,
    BookableHall,
    Change,
    CheckedIn,
    DayView,
    HallCode,
    Lookup,
    NewAppointment,
    Proof,
)
from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.platform import AnyCall
from server_stub.problems import Problem

router = APIRouter(tags=["appointments"])

Id = Annotated[str, Path(pattern=r"^[0-9a-zA-Z-]{1,40}$")]
_MADE = (
    *HOLDER,
    *KEYED,
    "appointment.not-offered",
    "appointment.no-slot",
    "appointment.lead-time",
    "appointment.full",
    "appointment.same-business",
    "appointment.per-day",
)
_OWN = (*HOLDER, *KEYED, "appointment.not-found", "appointment.ended", "appointment.started")


@router.get("/v1/appointments/halls", responses=documented(*CALL))
def halls(call: AnyCall) -> list[BookableHall]:
    """The halls that give appointments and for what; this terminal's own comes first."""
    return service.halls(call)


@router.get("/v1/appointments/days", responses=documented(*HOLDER, "appointment.not-offered"))
def days(
    call: AnyCall, business: Annotated[str, Query(max_length=60)], hall: Annotated[HallCode, Query()] = ""
) -> list[DayView]:
    """The days that can be booked now, with their slots. With a token also which of them are one's own."""
    with call.platform.database.read() as db:
        return service.days(db, call, business, hall)


@router.get("/v1/me/appointments", responses=documented(*HOLDER))
def own(call: AnyCall) -> list[Appointment]:
    """One's own appointments (level 1): those ahead in their order, then the latest; 50 at most."""
    with call.platform.database.read() as db:
        return service.own(db, call)


@router.post(
    "/v1/appointments",
    response_model=Appointment,
    responses=documented(*_MADE, "appointment.paused", "appointment.repeats"),
)
async def make(call: AnyCall, wanted: NewAppointment) -> Response:
    """Holds a place for some minutes or, with `confirm`, books it at once (level 1)."""
    try:
        return await call.once_core(wanted, lambda connection: booking.make(connection, call, wanted))
    except Problem as problem:
        if problem.code == "appointment.repeats":
            await call.platform.database.write_soon(lambda db: booking.note_repeats(db, call, wanted))
        raise


@router.post(
    "/v1/appointments/{appointment_id}/confirmation",
    response_model=Appointment,
    responses=documented(*_OWN, "appointment.hold-over"),
)
async def confirm(call: AnyCall, appointment_id: Id) -> Response:
    """Books what is held; again it is harmless."""
    return await call.once_soon(None, lambda db: service.confirm(db, call, appointment_id))


@router.post(
    "/v1/appointments/{appointment_id}/change",
    response_model=Appointment,
    responses=documented(*_MADE, *_OWN, "appointment.too-late"),
)
async def change(call: AnyCall, appointment_id: Id, wanted: Change) -> Response:
    """Another slot in the same hall; where it is full the old one is kept."""
    return await call.once_soon(wanted, lambda db: service.change(db, call, appointment_id, wanted))


@router.post(
    "/v1/appointments/{appointment_id}/cancellation",
    response_model=Appointment,
    responses=documented(*_OWN, "appointment.too-late"),
)
async def cancel(call: AnyCall, appointment_id: Id) -> Response:
    """Gives the place back; again it is harmless."""
    return await call.once_soon(None, lambda db: service.cancel(db, call, appointment_id))


@router.post("/v1/appointment-lookups", responses=documented(*CALL, "appointment.not-found", "code.too-often"))
def look_up(call: AnyCall, wanted: Lookup) -> Appointment:
    """An appointment by its number and the last four digits of its phone. Wrong tries are counted."""
    return check_in.look_up(call, wanted)


@router.post(
    "/v1/appointments/{appointment_id}/check-in",
    response_model=CheckedIn,
    responses=documented(
        *HOLDER,
        *KEYED,
        "appointment.not-found",
        "appointment.not-offered",
        "appointment.early",
        "appointment.ended",
        "appointment.other-day",
        "appointment.unconfirmed",
        "appointment.wrong-hall",
        "code.too-often",
        "queue.closed",
    ),
)
def arrive(call: AnyCall, appointment_id: Id, proof: Proof) -> Response:
    """The queue number for an appointment: for its person (level 1), or by its number and the end of the phone.

    The same number again for who has it. Who comes late gets an ordinary one.
    """
    who = check_in.arriving(call, appointment_id, proof)
    return call.once(who, proof, lambda db: check_in.check_in(db, call, appointment_id, who))
