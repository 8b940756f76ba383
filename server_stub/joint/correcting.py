"""补正 through the application: what one component has to correct is put in the one form and signed again.

Only fields and materials of those components can change; the others go on meanwhile.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session as Db

from server_stub.cases import filing, promises
from server_stub.cases.models import MoveOrder, Progress
from server_stub.cases.moves import act
from server_stub.cases.states import CaseState, Move
from server_stub.cases.tables import Case
from server_stub.joint.access import cases_of, own_application
from server_stub.joint.checking import Checking, check_correction
from server_stub.joint.covering import Place, covers_of, of_service
from server_stub.joint.holding import known_results
from server_stub.joint.materials import OneSet, refuse_unknown
from server_stub.joint.models import JointSupplement, PutJoint
from server_stub.joint.planning import filed_plan
from server_stub.joint.signing import digest_of, keep_signed, was_supplied
from server_stub.joint.tables import JointApplication
from server_stub.licences import uses
from server_stub.licences.tables import LicenceRow
from server_stub.life_events.binding import Asked
from server_stub.life_events.plans import Plan
from server_stub.life_events.splitting import Share
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.platform import Call
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

_ELSEWHERE = Text(zh="这一项不在补正范围内", en="This is not part of what has to be corrected")


def put(db: Db, call: Call, row: JointApplication, holder: Holder, wanted: PutJoint) -> Progress:
    """The corrected form; goes to nobody until it is signed. Problems: case.filed, filing.invalid, .not-eligible."""
    same = (wanted.answers, wanted.form) == (row.answers, row.form)
    cases = _in_correction(db, row)
    if same or not cases or wanted.answers != row.answers:
        if same:
            return Progress(number=row.number, filed=True)
        raise Problem("case.filed")
    plan, before = filed_plan(call.platform, row), row.form or {}
    allowed = _fields_of(plan, cases)
    changed = [k for k in {**before, **wanted.form} if before.get(k) != wanted.form.get(k)]
    if strange := [key for key in changed if key not in allowed]:
        raise Problem("filing.invalid", errors=[FieldError(field=key, text=_ELSEWHERE) for key in strange])
    _shares(db, call, row, holder, plan, wanted.form, cases)
    row.form, row.data_version = wanted.form, wanted.version
    return Progress(number=row.number, filed=True)


def put_materials(db: Db, call: Call, row: JointApplication, copies: dict[str, int]) -> Progress:
    """Materials given since. Problems: case.filed, filing.invalid."""
    if copies != row.materials:
        if not _in_correction(db, row):
            raise Problem("case.filed")
        refuse_unknown(filed_plan(call.platform, row), copies)
        row.materials = copies
    return Progress(number=row.number, filed=True)


def supply(db: Db, call: Call, number: str, signed: JointSupplement) -> Progress:
    """Signs it: the named components go to their departments again, each with its share.

    Problems: case.illegal-move, signature.digest, filing.invalid, filing.not-eligible.
    """
    row, holder = own_application(db, call, number)
    digest, cases = signed.digest.lower(), _in_correction(db, row)
    if not set(signed.services) <= set(cases):
        if was_supplied(db, row, digest, signed.services):
            return Progress(number=number, filed=True)
        raise Problem("case.illegal-move")
    own = digest_of(row.event, row.answers or {}, row.form or {})
    if not hmac.compare_digest(own.encode(), digest.encode()):
        raise Problem("signature.digest")
    plan, named = filed_plan(call.platform, row), {code: cases[code] for code in signed.services}
    shares = _shares(db, call, row, holder, plan, row.form or {}, named)
    one_set = OneSet(plan, row.form or {}, row.materials or {}, _covers(db, call, holder, shares, named))
    one_set.refuse_missing(signed.services)
    uses.take(db, one_set.covers.values())
    row.digest, row.strokes = digest, signed.strokes
    keep_signed(db, call, row, holder, plan, signed.services)
    for share in shares:
        _supply(db, call, row, holder, one_set, share, named[share.file.code])
    return Progress(number=number, filed=True)


def _supply(
    db: Db, call: Call, row: JointApplication, holder: Holder, one_set: OneSet, share: Share, case: Case
) -> None:
    materials, now = one_set.of(share), call.platform.clock()
    case.situation, case.form = share.situation, share.form
    case.materials = one_set.copies_for(share, materials)
    case.digest, case.strokes = row.digest, row.strokes
    filing.submit(db, call, case, share.file, holder)
    filing.note_covers(db, case, share.file, of_service(one_set.covers, share.file.code), call.terminal.id, now)
    there = one_set.there_for(share, materials)
    for material in materials:
        if there[material.key] >= material.copies:
            promises.given(db, call.platform, case, material.key, now)
    act(db, call.platform, case, share.file, filing.applicant_actor(holder), MoveOrder(move=Move.SUPPLY))


def _covers(
    db: Db, call: Call, holder: Holder, shares: tuple[Share, ...], cases: Mapping[str, Case]
) -> dict[Place, LicenceRow]:
    applicants = {code: db.get_one(Person, case.person_id) for code, case in cases.items()}
    return covers_of(db, shares, holder.person, applicants, call.platform.clock().date())


def _in_correction(db: Db, row: JointApplication) -> dict[str, Case]:
    found = cases_of(db, row)
    return {code: case for code, case in found.items() if case.state == CaseState.CORRECTION.value}


def _fields_of(plan: Plan, services: Collection[str]) -> set[str]:
    bindings = plan.bound.bindings.items()
    return {b.key for (service, _), b in bindings if service in services and isinstance(b, Asked)}


def _shares(
    db: Db,
    call: Call,
    row: JointApplication,
    holder: Holder,
    plan: Plan,
    form: Mapping[str, str],
    cases: Mapping[str, Case],
) -> tuple[Share, ...]:
    checking = Checking(db, holder, row.number, call.platform.clock().date())
    whose = {code: (case.number, db.get_one(Person, case.person_id)) for code, case in cases.items()}
    return check_correction(checking, plan, form, known_results(row), whose)
