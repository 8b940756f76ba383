"""What a person filled in themselves the last time: offered again where a field allows it (source `earlier`)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.checks import has_shape_of
from server_stub.cases.tables import Case
from server_stub.catalogue.models import ServiceFile
from server_stub.clock import in_hall
from server_stub.people.models import Prefill
from server_stub.people.tables import Person
from server_stub.texts import Text

_LAST = 20  # cases that are looked through


def earlier_values(db: Db, person: Person, service_file: ServiceFile, known: Collection[str]) -> list[Prefill]:
    """Values of the person's own last cases for fields that nothing else is known for, if they still fit.

    Only what somebody filed for themselves: what they wrote for a child or a principal is not theirs.
    """
    wanted = {f.key: f for f in service_file.fields if f.reuse and f.source == "person" and f.key not in known}
    if not wanted:
        return []
    own = select(Case.form, Case.filed_at).where(Case.filed_by == person.id, Case.person_id == person.id)
    filed = db.execute(own.where(Case.filed_at.is_not(None)).order_by(Case.filed_at.desc()).limit(_LAST))
    found: dict[str, Prefill] = {}
    for form, filed_at in filed:
        day = f"{in_hall(filed_at):%Y-%m-%d}" if filed_at else ""
        source = Text(zh=f"您 {day} 填写的", en=f"As you wrote on {day}")
        for key in wanted.keys() - found.keys():
            value = (form or {}).get(key, "")
            if value and has_shape_of(wanted[key], value):
                found[key] = Prefill(field=key, value=value, source=source)
    return [found[key] for key in wanted if key in found]
