"""Asking the owner of data to correct them, and the owner's answer. The case meanwhile goes on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.catalogue.departments import departments
from server_stub.clock import in_hall
from server_stub.corrections import owners
from server_stub.corrections.models import Correction, NewCorrection, Wrong
from server_stub.corrections.owners import Owned
from server_stub.corrections.tables import CorrectionRow, CorrectionState
from server_stub.database import lock, next_number
from server_stub.people import prefill
from server_stub.people import registers as reg
from server_stub.people import service as people
from server_stub.people.models import Standing
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.phone_codes.service import tell
from server_stub.platform import Call, Platform
from server_stub.problems import Problem
from server_stub.records import reader
from server_stub.texts import Text, mask_name, mask_value

_SEEN = (Standing.OK, Standing.EXPIRED)
_SHOWN = 100


def asker(db: Db, call: Call) -> Holder:
    """Who says that something is wrong: what a card shows, a card's holder may correct. Problems of the holder."""
    return people.holder_of(db, call, level=people.CARD, standings=_SEEN)


def ask(db: Db, call: Call, wanted: NewCorrection) -> Correction:
    """Problems of the holder, service.unknown, correction.unknown, correction.not-data, correction.open."""
    holder, now = asker(db, call), call.platform.clock()
    owned, shown = _looked_up(db, call, holder, wanted)
    lock(db, f"corrections/{holder.person.id}")
    _refuse_second(db, holder.person.id, wanted.what, owned)
    prefix = f"SJ{call.hall.region}{now:%Y%m%d}"
    row = CorrectionRow(
        number=f"{prefix}{next_number(db, f'correction/{prefix}'):05d}",
        person_id=holder.person.id,
        service=wanted.service,
        what=wanted.what,
        register=owned.register,
        item=owned.item,
        label=owned.label.model_dump(),
        department=owned.department,
        region=call.hall.region,
        shown=shown[:400],
        wrong=wanted.wrong.value,
        text=wanted.text,
        phone=holder.person.phone,
        at=now,
        due=call.platform.calendar.after(now.date(), call.platform.rules.data_correction_days).day,
        state=CorrectionState.OPEN.value,
    )
    db.add(row)
    db.flush()
    department = _department(call.platform, row).zh
    tell(db, row.phone, f"【政务服务】您反映的信息有误已转{department}，编号 {row.number}，{row.due} 前答复您。", now)
    return _view(call.platform, row)


def _looked_up(db: Db, call: Call, holder: Holder, wanted: NewCorrection) -> tuple[Owned, str]:
    """Whose data it is, and what the platform shows of it."""
    if "." in wanted.what:
        owned = owners.of_register(wanted.what)
        return owned, reader.value(db, holder.person, wanted.what)
    if not wanted.service:
        raise Problem("correction.unknown")
    _, file = call.service(wanted.service)
    field = next((f for f in file.fields if f.key == wanted.what), None)
    if field is None:
        raise Problem("correction.unknown")
    owned = owners.of_field(field, holder.kind)
    if field.source == "card":
        return owned, _on_card(holder).get(field.key, "")
    known = prefill.known_values(db, prefill.asker_of(db, call, holder, file), file)
    return owned, next((p.value for p in known if p.field == field.key), "")


def _on_card(holder: Holder) -> dict[str, str]:
    person = holder.person
    return {"name": person.name, "birth": person.birth.isoformat(), "document_number": holder.number}


def _refuse_second(db: Db, person_id: str, what: str, owned: Owned) -> None:
    mine = select(CorrectionRow).where(
        CorrectionRow.person_id == person_id, CorrectionRow.state == CorrectionState.OPEN.value
    )
    for row in db.scalars(mine):
        same = (row.register, row.item) == (owned.register, owned.item) if owned.register else row.what == what
        if same:
            also = Text(zh=f"已经在核实，编号 {row.number}", en=f"Being looked into already, number {row.number}")
            raise Problem("correction.open", also=also)


def mine(db: Db, call: Call) -> list[Correction]:
    """The holder's requests, the newest first. Problems of the holder."""
    holder = asker(db, call)
    newest = select(CorrectionRow).where(CorrectionRow.person_id == holder.person.id)
    rows = db.scalars(newest.order_by(CorrectionRow.at.desc(), CorrectionRow.number.desc()).limit(_SHOWN))
    return [_view(call.platform, row) for row in rows]


# ---- the department's side


@dataclass(frozen=True)
class Listed:
    """A line of a department's list: nobody's data in full."""

    number: str
    applicant: str
    label: Text
    shown: str
    wrong: Wrong
    at: dt.datetime
    due: dt.date
    overdue: bool
    state: CorrectionState


@dataclass(frozen=True)
class Detail:
    """What the one who answers has to see."""

    row: CorrectionRow
    person: Person


def of_department(db: Db, department: str, today: dt.date, state: CorrectionState | None = None) -> list[Listed]:
    """A department's requests, those due first."""
    wanted = select(CorrectionRow, Person).join(Person, Person.id == CorrectionRow.person_id)
    wanted = wanted.where(CorrectionRow.department == department)
    if state is not None:
        wanted = wanted.where(CorrectionRow.state == state.value)
    rows = db.execute(wanted.order_by(CorrectionRow.due, CorrectionRow.number).limit(500))
    return [_listed(row, person, today) for row, person in rows]


def waiting(db: Db, today: dt.date, region: str = "") -> list[tuple[str, Listed]]:
    """What no department has answered yet, those due first, with the department; `region`: of one district."""
    wanted = select(CorrectionRow, Person).join(Person, Person.id == CorrectionRow.person_id)
    wanted = wanted.where(CorrectionRow.state == CorrectionState.OPEN.value)
    if region:
        wanted = wanted.where(CorrectionRow.region == region)
    rows = db.execute(wanted.order_by(CorrectionRow.due, CorrectionRow.number).limit(500))
    return [(row.department, _listed(row, person, today)) for row, person in rows]


def detail(db: Db, number: str, department: str) -> Detail:
    """One request in full, for its department only. LookupError."""
    row = _of(db.get(CorrectionRow, number), number, department)
    return Detail(row, db.get_one(Person, row.person_id))


def answer(
    db: Db,
    number: str,
    department: str,
    staff: str,
    now: dt.datetime,
    *,
    corrected: bool,
    words: str = "",
    value: str | None = None,
) -> None:
    """The owner's answer; the person gets it by message. `words` say why where nothing was corrected.

    `value` is what the register says now; None: the owner's own system brings it. LookupError, ValueError.
    """
    row = _of(db.get(CorrectionRow, number, with_for_update=True), number, department)
    if row.state != CorrectionState.OPEN.value:
        raise ValueError("answered already")
    if not corrected and not words.strip():
        raise ValueError("a reason is needed")
    row.state = (CorrectionState.CORRECTED if corrected else CorrectionState.NOT_CORRECTED).value
    row.answer, row.answered_by, row.answered_at = words[:300], staff[:60], now
    if corrected and value is not None and row.register:
        _correct(db, row, value)
    outcome = "已更正" if corrected else f"经核实没有更正：{words[:120]}"
    tell(db, row.phone, f"【政务服务】您反映的信息有误（编号 {row.number}）{outcome}。", now)


def _correct(db: Db, row: CorrectionRow, value: str) -> None:
    """The register's first entry with the right value, in the shape it has."""
    shape = reg.SOURCES.get(row.register)
    if shape is None:
        first, *rest = reader.entries(db, db.get_one(Person, row.person_id), row.register) or ({},)
        reader.keep(db, row.person_id, row.register, [{**first, row.item: value}, *rest])
        return
    if row.item not in shape.model_fields:
        raise ValueError(f"{row.register} has no {row.item} that could be written")
    reg.correct(db, row.person_id, row.register, row.item, value)


def _of(row: CorrectionRow | None, number: str, department: str) -> CorrectionRow:
    if row is None or row.department != department:
        raise LookupError(number)
    return row


# ---- as others see it


def _department(platform: Platform, row: CorrectionRow) -> Text:
    return departments()[row.department].name_in(platform.district(row.region))


def _view(platform: Platform, row: CorrectionRow) -> Correction:
    return Correction(
        number=row.number,
        label=Text(**row.label),
        department=_department(platform, row),
        shown=mask_value(row.shown),
        wrong=Wrong(row.wrong),
        text=row.text,
        at=in_hall(row.at),
        due=row.due,
        state=CorrectionState(row.state),
        answer=row.answer,
        answered_at=in_hall(row.answered_at) if row.answered_at else None,
    )


def _listed(row: CorrectionRow, person: Person, today: dt.date) -> Listed:
    return Listed(
        number=row.number,
        applicant=mask_name(person.name),
        label=Text(**row.label),
        shown=mask_value(row.shown),
        wrong=Wrong(row.wrong),
        at=in_hall(row.at),
        due=row.due,
        overdue=row.state == CorrectionState.OPEN.value and row.due < today,
        state=CorrectionState(row.state),
    )
