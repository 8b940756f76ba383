"""What a granted case changes in the registers at once, so that what follows from it finds it there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session as Db

from server_stub import identity_numbers
from server_stub.cases.tables import Case
from server_stub.people import registers as reg
from server_stub.people.tables import Card, Person


def register(db: Db, case: Case, result: Mapping[str, str]) -> None:
    """Writes what a service's result says. `result` is what the department gave with it."""
    write = _WRITE.get(case.service)
    if write is not None:
        write(db, case, result)


def _birth(db: Db, case: Case, result: Mapping[str, str]) -> None:
    """公安: the child with its number, in the household of the parent who applied and of their spouse."""
    form, number = case.form or {}, result.get("child_number", "").upper()
    if not identity_numbers.resident_is_valid(number) or db.get(Card, ("resident-card", number)) is not None:
        return
    child = Person(
        id=str(uuid.uuid4()),
        name=form["child_name"],
        sex=form["hukou_child_sex"],
        birth=dt.date.fromisoformat(form["hukou_child_birth"]),
    )
    db.add(child)
    db.flush()
    db.add(Card(kind="resident-card", number=number, person_id=child.id))
    parent = reg.record(db, case.person_id, reg.Household) or reg.Household()
    for person_id in filter(None, (case.person_id, parent.spouse)):
        household = reg.record(db, person_id, reg.Household) or reg.Household()
        reg.keep(db, person_id, household.model_copy(update={"children": (*household.children, child.id)}))


_WRITE: dict[str, Callable[[Db, Case, Mapping[str, str]], None]] = {"GA-CSDJ-2200": _birth}
