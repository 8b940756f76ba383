"""What follows for an application when a component moves: others are received or returned, the whole stands anew.

The component's case is locked before, then the application: whatever its departments do at the same time comes one
after the other.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.cases.checks import value_error
from server_stub.cases.moves import Acting
from server_stub.cases.states import CaseState, Move
from server_stub.clock import in_hall
from server_stub.identity_numbers import credit_code_is_built_right
from server_stub.joint import terms
from server_stub.joint.access import cases_of
from server_stub.joint.holding import awaiting, known_results, release_ready, return_dependent, share_of
from server_stub.joint.models import AwaitedResult
from server_stub.joint.notices import write_result
from server_stub.joint.planning import filed_plan, service_file
from server_stub.joint.reporting import report
from server_stub.joint.standing import ENDING, OVER, Ending, JointState, Part, standing
from server_stub.joint.tables import JointApplication, JointComponent
from server_stub.life_events.splitting import gathered
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

_NEEDED = Text(
    zh="其他事项在等这一项，办结时要给出", en="Other parts wait for this; it has to be given with the result"
)


class Joint:
    """The follower of cases that are components."""

    def before(self, acting: Acting) -> None:
        """A grant says what others wait for. Problem: request.invalid."""
        if not acting.case.parent or acting.order.move is not Move.GRANT:
            return
        row = _application(acting)
        errors = [error for c in awaiting(row, acting.case.service) for error in _missing(acting, row, c)]
        if errors:
            raise Problem("request.invalid", errors=list(dict.fromkeys(errors)))

    def after(self, acting: Acting) -> None:
        """Passes on what the move means."""
        if not acting.case.parent:
            return
        row, now = _application(acting), acting.now
        component = next(c for c in row.components if c.service == acting.case.service)
        ending = ENDING.get(acting.order.move)
        if acting.order.move is Move.SUPPLY:
            _take_over(acting, row)
        if ending is not None:
            component.ended, component.reason = ending.value, acting.order.reason
        if ending is Ending.GRANTED:
            component.result = dict(acting.order.result)
            row.company = row.company or _credit_code(component.result)
            release_ready(acting.db, acting.platform, row, now)
        elif ending is not None:
            return_dependent(acting.db, acting.platform, row, now)
        settle(acting.db, acting.platform, row, now)
        report(acting.db, row, "joint-step", now)


def settle(db: Db, platform: Platform, row: JointApplication, now: dt.datetime) -> None:
    """Where the whole stands now; when all is over the one result is written, once."""
    cases = cases_of(db, row)
    parts = [_part(c, CaseState(cases[c.service].state) if cases[c.service].state else None) for c in row.components]
    state = standing(parts)
    row.state = state.value
    terms.tick(row, parts, in_hall(now).date(), platform.calendar)
    if state in OVER and row.closed_at is None:
        row.closed_at = now
        if state is not JointState.WITHDRAWN:
            write_result(db, platform, row, cases, now)
            words = f"【政务服务】联办 {row.number} 的 {len(parts)} 项已全部办完，各项结果见联办结果告知单。"
            tell(db, row.phone, words, now)


def awaited_labels(platform: Platform, row: JointApplication, service: str) -> tuple[AwaitedResult, ...]:
    """What others wait for in this component's result."""
    found: dict[str, AwaitedResult] = {}
    for component in awaiting(row, service):
        fields = {f.key: f for f in service_file(platform, row, component.service).fields}
        for key, (whose, what) in component.awaits.items():
            if whose == service and key in fields:
                required = fields[key].required or (what in found and found[what].required)
                found[what] = AwaitedResult(what=what, label=fields[key].label, required=required)
    return tuple(found.values())


def _credit_code(result: dict[str, str]) -> str:
    """Of a business that did not have one before."""
    code = result.get("business-licence.credit_code", "")
    return code if credit_code_is_built_right(code) else ""


def _part(component: JointComponent, state: CaseState | None) -> Part:
    return Part(state, Ending(component.ended))


def _application(acting: Acting) -> JointApplication:
    """The application, locked; what this transaction changed so far stays."""
    acting.db.flush()
    return acting.db.get_one(JointApplication, acting.case.parent, with_for_update=True)


def _missing(acting: Acting, row: JointApplication, component: JointComponent) -> list[FieldError]:
    """What a component's awaited fields lack, or what of it they don't take."""
    mine = {key: what for key, (service, what) in component.awaits.items() if service == acting.case.service}
    results = known_results(row) | {acting.case.service: dict(acting.order.result)}
    share = share_of(acting.db, acting.platform, row, component.service, results)
    answers = {**share.form, **share.situation}
    fields = {f.key: f for f in share.file.fields}
    errors = []
    for key, what in mine.items():
        value = acting.order.result.get(what, "")
        error = value_error(fields[key], value, answers, acting.today) if key in fields else None
        if error is not None and not error.warning:
            text = error.text if value else _NEEDED
            errors.append(FieldError(field=f"result.{what}", text=text))
    return errors


def _take_over(acting: Acting, row: JointApplication) -> None:
    """What a component was corrected to, also where that was done at the component itself."""
    case = acting.case
    own = {case.service: {**(case.form or {}), **(case.situation or {})}}
    row.form = {**(row.form or {}), **gathered(filed_plan(acting.platform, row), own)}
