"""What the applicant still does with an application: files, and taking back all that is still open."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases import files, filing, promises
from server_stub.cases.models import MoveOrder, NewFile, Progress, StoredFile
from server_stub.cases.moves import act
from server_stub.cases.states import Move
from server_stub.cases.tables import Case
from server_stub.digests import sm3
from server_stub.joint.access import cases_of, own_application
from server_stub.joint.holding import receive
from server_stub.joint.materials import OneSet, refuse_unknown
from server_stub.joint.models import JointWithdrawal
from server_stub.joint.planning import filed_plan, service_file
from server_stub.joint.standing import Ending
from server_stub.joint.tables import JointApplication, JointFile
from server_stub.platform import Call
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

_NO_MORE = frozenset({Ending.REFUSED.value, Ending.RETURNED.value, Ending.WITHDRAWN.value})
_NOBODY = Text(zh="没有事项需要这份材料", en="No part of this matter needs this material")


def add_file(db: Db, call: Call, number: str, wanted: NewFile, content: bytes, kind: str) -> StoredFile:
    """A file of a material of the one set: given once, each component that needs it gets it.

    Problems: filing.invalid, file.too-many, case.filed.
    """
    row, _ = own_application(db, call, number)
    if row.answers is not None:
        refuse_unknown(filed_plan(call.platform, row), [wanted.material])
    if row.filed_at is None:
        return _keep_for_later(db, call, row, wanted, content, kind)
    return _give(db, call, row, wanted, content, kind)


def withdraw(db: Db, call: Call, number: str, withdrawal: JointWithdrawal) -> Progress:
    """The applicant takes back the named components, or all that is still open. Problem: case.illegal-move.

    What depends on a component that is taken back is returned with that reason.
    """
    row, holder = own_application(db, call, number)
    now, cases = call.platform.clock(), cases_of(db, row)
    named = set(withdrawal.services)
    open_ = [c for c in row.components if not c.ended and (not named or c.service in named)]
    if row.filed_at is None or not open_ or len(open_) < len(named):
        raise Problem("case.illegal-move")
    order = MoveOrder(move=Move.WITHDRAW, note=withdrawal.reason)
    for component in reversed(open_):  # what waits for others first: it is withdrawn, not returned for their sake
        case = cases[component.service]
        if case.filed_at is None:
            receive(call.platform, row, case, now)
        service = service_file(call.platform, row, component.service)
        act(db, call.platform, case, service, filing.applicant_actor(holder), order)
    return Progress(number=number, filed=True)


def _keep_for_later(
    db: Db, call: Call, row: JointApplication, wanted: NewFile, content: bytes, kind: str
) -> StoredFile:
    digest = sm3(content)
    mine = JointFile.application == row.number
    known = db.scalars(
        select(JointFile).where(mine, JointFile.material == wanted.material, JointFile.digest == digest)
    ).first()
    if known is None:
        if (db.scalar(select(func.count()).where(mine)) or 0) >= files.MOST_OF_CASE:
            raise Problem("file.too-many")
        known = JointFile(
            id=str(uuid.uuid4()),
            application=row.number,
            material=wanted.material,
            name=wanted.name,
            media_type=kind,
            content=content,
            digest=digest,
            at=call.platform.clock(),
        )
        db.add(known)
    return StoredFile(
        id=known.id,
        material=known.material,
        name=known.name,
        media_type=known.media_type,
        size=len(known.content),
        digest=known.digest,
    )


def _give(db: Db, call: Call, row: JointApplication, wanted: NewFile, content: bytes, kind: str) -> StoredFile:
    one_set = OneSet(filed_plan(call.platform, row), row.form or {}, row.materials or {})
    keys = one_set.keys_in(wanted.material)
    if not keys:
        raise Problem("filing.invalid", errors=[FieldError(field="material", text=_NOBODY)])
    ended, cases = {c.service: c.ended for c in row.components}, cases_of(db, row)
    takers = [(cases[service], key) for service, key in keys.items() if ended[service] not in _NO_MORE]
    if not takers:
        raise Problem("case.filed")
    stored = [_keep(db, call, case, wanted, key, content, kind) for case, key in takers]
    return stored[0].model_copy(update={"material": wanted.material})


def _keep(db: Db, call: Call, case: Case, wanted: NewFile, key: str, content: bytes, kind: str) -> StoredFile:
    own = wanted.model_copy(update={"material": key})
    stored = files.keep(db, case, own, content, kind, call.platform.clock)
    promises.given(db, call.platform, case, key, call.platform.clock())
    return stored
