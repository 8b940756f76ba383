"""Which materials of an application e-licences stand for; they are asked for by none of its components."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session as Db

from server_stub.licences.covering import resolve
from server_stub.licences.tables import LicenceRow
from server_stub.life_events.splitting import Share
from server_stub.people.tables import Person

_NOT_YET = "?"  # what another component's result will say: no licence that is there already is meant by it
Place = tuple[str, str]  # service, its own material
Covers = Mapping[Place, LicenceRow]


def covers_of(
    db: Db, shares: Iterable[Share], holder: Person, applicants: Mapping[str, Person], today: dt.date
) -> dict[Place, LicenceRow]:
    """For these components. `applicants`: service → for whom it is."""
    found: dict[Place, LicenceRow] = {}
    for share in shares:
        code, awaited = share.file.code, dict.fromkeys(share.awaits, _NOT_YET)
        answers = {**share.form, **share.situation, **awaited}
        for one in resolve(db, share.file, holder, applicants[code], answers, today):
            if one.licence is not None:
                found[code, one.material.key] = one.licence
    return found


def of_service(covers: Covers, service: str) -> dict[str, LicenceRow]:
    """A component's own material → the licence that stands for it."""
    return {key: licence for (code, key), licence in covers.items() if code == service}
