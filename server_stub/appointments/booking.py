"""Holding and booking a place: the one call that a whole city makes at the same minute.

All statements are built once; a booking is four of them, of which one takes the place.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session as Db

from server_stub.appointments import places, standing
from server_stub.appointments.models import Appointment, NewAppointment
from server_stub.appointments.places import APPOINTMENTS
from server_stub.appointments.tables import Channel, State
from server_stub.appointments.timetable import Offer, Slot, slots_of
from server_stub.appointments.views import Known, view, when_zh
from server_stub.clock import in_hall
from server_stub.database import Access, Base, is_postgresql, session_on
from server_stub.halls.models import Hall, HallBusiness
from server_stub.people import service as people
from server_stub.people.models import Standing
from server_stub.people.tables import Person, SessionRow
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Call, Platform
from server_stub.prepared import Prepared
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

STANDINGS = (Standing.OK, Standing.EXPIRED)  # who may not file may still book: a card is renewed by appointment
_STANDINGS = frozenset(one.value for one in STANDINGS)
CHANNELS = {"net": Channel.NET, "phone": Channel.PHONE, "wechat": Channel.WECHAT, "terminal": Channel.TERMINAL}
_WRONG_CHANNEL = Text(zh="自助机上只能用自助机渠道", en="A self-service terminal is no other channel")
_FARTHEST = dt.timedelta(days=400)

_A = APPOINTMENTS.c
_SESSIONS, _PEOPLE = (Base.metadata.tables[row.__tablename__] for row in (SessionRow, Person))
_S, _P, _PAUSES = _SESSIONS.c, _PEOPLE.c, standing.PAUSES.c
_OF_SESSION = _SESSIONS.join(_PEOPLE, _P.id == _S.person_id)
_LOCK_HOLDER = Prepared(
    select(_P.id)
    .select_from(_OF_SESSION)
    .where(_S.token_hash == bindparam("token"))
    .with_for_update(key_share=True, of=_PEOPLE)
)
_HOLDER = Prepared(
    select(
        _S.person_id,
        _S.level,
        _S.standing,
        _S.expires_at,
        _P.phone,
        select(func.count())
        .where(_A.person_id == _S.person_id, _A.day == bindparam("day"), _A.state <= State.CHECKED_IN)
        .scalar_subquery()
        .label("on_that_day"),
        select(func.count())
        .where(_A.person_id == _S.person_id, _A.made_at >= bindparam("midnight"))
        .where(_A.business == bindparam("business"), _A.booked_at.is_not(None))
        .scalar_subquery()
        .label("made_today"),
        select(_PAUSES.until).where(_PAUSES.person_id == _S.person_id).scalar_subquery().label("paused_until"),
    )
    .select_from(_OF_SESSION)
    .where(_S.token_hash == bindparam("token"))
)
_ON_DAY = select(_A.slot_id, _A.business, _A.state, _A.held_until).where(
    _A.person_id == bindparam("person"),
    _A.day == bindparam("day"),
    _A.state <= State.CHECKED_IN,
    _A.id != bindparam("changing"),
)
_INSERT = Prepared(
    insert(APPOINTMENTS).values(
        {
            name: bindparam(name)
            for name in ("id", "number", "slot_id", "day", "business", "person_id", "phone", "channel", "terminal")
            + ("state", "made_at", "held_until", "booked_at")
        }
    )
)


def place_of(call: Call, hall_id: str, business_key: str) -> tuple[Hall, HallBusiness]:
    """A hall ("": the terminal's) and what appointments are given for there. Problem: appointment.not-offered."""
    hall = call.platform.halls.get(hall_id) if hall_id else call.hall
    business = hall.businesses.get(business_key) if hall else None
    if hall is None or business is None or not business.capacity:
        raise Problem("appointment.not-offered")
    return hall, business


def slot_at(platform: Platform, hall: Hall, business: HallBusiness, starts: dt.datetime) -> Slot:
    """The slot of that moment. Problems: appointment.no-slot, appointment.lead-time."""
    now = platform.clock()
    slot = offer_now(platform, hall, business).by_start.get(starts)
    if slot is None or slot.starts <= now:
        raise _not_offered(platform, hall, business, starts, now)
    return slot


def offer_now(platform: Platform, hall: Hall, business: HallBusiness) -> Offer:
    """What can be booked today."""
    return platform.timetable.offer(platform.configuration.now, hall, business, in_hall(platform.clock()).date())


def _not_offered(
    platform: Platform, hall: Hall, business: HallBusiness, starts: dt.datetime, now: dt.datetime
) -> Problem:
    """Whether that moment is none of the hall's, or only not to be had today."""
    if now < starts < now + _FARTHEST:
        day = in_hall(starts).date()
        if any(slot.starts == starts for slot in slots_of(hall, business, day, platform.calendar)):
            rules = hall.appointments
            zh = f"可以约从 {rules.first_day} 天后起的 {rules.working_days} 个工作日"
            en = f"You can book from {rules.first_day} days ahead, {rules.working_days} working days"
            return Problem("appointment.lead-time", also=Text(zh=zh, en=en))
    return Problem("appointment.no-slot")


def make(connection: Connection, call: Call, wanted: NewAppointment) -> Appointment:
    """Holds a place or, with `confirm`, books it. Problems of the holder, appointment.*."""
    if call.terminal.kind == "self-service" and wanted.channel != "terminal":
        raise Problem("request.invalid", errors=[FieldError(field="channel", text=_WRONG_CHANNEL)])
    hall, business = place_of(call, wanted.hall, wanted.business)
    platform = call.platform
    slot, now = slot_at(platform, hall, business, wanted.starts), platform.clock()
    person_id, registered = _booker(connection, call, hall, slot, now)
    places.take(connection, slot, now)
    known = Known(
        id=str(uuid.uuid4()),
        number=f"{secrets.randbelow(10_000_000_000):010d}",
        state=State.BOOKED if wanted.confirm else State.HELD,
        channel=CHANNELS[wanted.channel],
        phone=wanted.phone or registered,
        held_until=None if wanted.confirm else now + dt.timedelta(minutes=hall.appointments.hold_minutes),
        hall=hall.id,
        business=slot.business,
        day=slot.day,
        starts=slot.starts,
        ends=slot.ends,
    )
    _INSERT.run(connection, _row(known, slot, person_id, call.terminal.id, now))
    if wanted.confirm:
        tell_booked(connection, known, hall, now)
    return view(known, hall, call.hall.id, now)


def _row(known: Known, slot: Slot, person_id: str, terminal: str, now: dt.datetime) -> dict[str, object]:
    return {
        "id": known.id,
        "number": known.number,
        "slot_id": slot.id,
        "day": known.day,
        "business": known.business,
        "person_id": person_id,
        "phone": known.phone,
        "channel": known.channel,
        "terminal": terminal,
        "state": known.state,
        "made_at": now,
        "held_until": known.held_until,
        "booked_at": None if known.held_until else now,
    }


def _booker(connection: Connection, call: Call, hall: Hall, slot: Slot, now: dt.datetime) -> tuple[str, str]:
    """Who books and their phone, if they may. Problems of the holder, and of what they booked already."""
    token = people.token_hash_of(call.token)
    if is_postgresql(connection):
        _LOCK_HOLDER.first(connection, {"token": token})
    asked = {"token": token, "day": slot.day, "business": slot.business, "midnight": standing.midnight(now)}
    row = _HOLDER.first(connection, asked)
    if row is None:
        raise _says_why(connection, call)
    person_id, level, in_order, expires_at, phone, on_that_day, made_today, paused_until = row
    if expires_at <= now or level < people.PHONE or in_order not in _STANDINGS:
        raise _says_why(connection, call)
    if paused_until is not None and paused_until > now:
        raise standing.paused(paused_until, now)
    if made_today >= hall.appointments.repeats_of_item_a_day:
        raise Problem("appointment.repeats")
    if on_that_day:
        refuse_more(connection, person_id, hall, slot, now)
    return person_id, phone


def _says_why(connection: Connection, call: Call) -> Problem:
    """What is wrong with a session, as every other route says it."""
    try:
        with session_on(connection) as db:
            people.holder_of(db, call, level=people.PHONE, standings=STANDINGS)
    except Problem as problem:
        return problem
    return Problem("session.expired")


def refuse_more(
    connection: Connection, person_id: str, hall: Hall, slot: Slot, now: dt.datetime, changing: str = "", old: str = ""
) -> None:
    """Refuses one appointment too many for a day; what the person held too long does not count and is given back.

    `changing` is the appointment that moves here from the slot `old`. Problems: appointment.same-business, .per-day.
    """
    on_day = connection.execute(_ON_DAY, {"person": person_id, "day": slot.day, "changing": changing}).all()
    over = [row.slot_id for row in on_day if row.state == State.HELD and row.held_until <= now]
    active = [row.business for row in on_day if row.slot_id not in over]
    if slot.business in active:
        raise Problem("appointment.same-business")
    if len(active) >= hall.appointments.per_day:
        raise Problem("appointment.per-day")
    if over:
        places.expire(connection, {*over, slot.id, old or slot.id}, now)


def note_repeats(db: Db, call: Call, wanted: NewAppointment) -> None:
    """After appointment.repeats: booking is paused. A refused job leaves nothing behind, so this is one of its own."""
    holder = people.holder_of(db, call, level=people.PHONE, standings=STANDINGS)
    hall, _ = place_of(call, wanted.hall, wanted.business)
    standing.lock_person(db, holder.person.id)
    standing.pause(db, holder.person.id, holder.person.phone, hall.appointments, call.platform.clock())


def tell_booked(db: Access, known: Known, hall: Hall, now: dt.datetime) -> None:
    """The message that carries the number: with it and the phone the person checks in without a card."""
    business = hall.businesses.get(known.business)
    what = f"，{business.title.zh}，请带{business.bring}" if business else ""
    words = f"【政务服务】您已预约{when_zh(known.starts, known.ends)}，{hall.short}，预约号 {known.number}{what}"
    phone_codes.tell(db, known.phone, words, now)
