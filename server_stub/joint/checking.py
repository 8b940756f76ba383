"""Whether an application can be filed: the one form, and each component's own conditions; everything wrong at once.

What is wrong is said at the field of the one form. Conditions that look at what another component's result will say are
judged when that is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.cases.acting import applicant_of
from server_stub.cases.application import Application
from server_stub.cases.eligibility import CHECKS
from server_stub.cases.filing import other_company, other_person
from server_stub.catalogue.models import COMPANY_FIELDS
from server_stub.life_events.binding import Asked
from server_stub.life_events.plans import Plan
from server_stub.life_events.splitting import Known, Share, errors_of, split
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

# Which fields a condition looks at; the others look at registers, of the applicant.
_LOOKS_AT = {
    "agent-grant": frozenset({"agent_grant", "principal_name", "principal_number"}),
    "guardian-of-child": frozenset({"child_name", "child_number"}),
    "guardian-of-minor": frozenset({"child_name", "child_number"}),
    "company-authority": frozenset({*COMPANY_FIELDS, "company_name"}),
    "relative-of-deceased": frozenset({"deceased_name", "deceased_number", "relation_to_deceased"}),
    "fund-amount": frozenset({"amount"}),
}
_WHO = {"agent": _LOOKS_AT["agent-grant"], "guardian": _LOOKS_AT["guardian-of-child"]}
_USED_UP = frozenset({"agent-grant"})  # an authorisation is good for one application


@dataclass(frozen=True)
class Checked:
    """A form that can be filed: each component's share, for whom it is, and the conditions that are judged later."""

    shares: tuple[Share, ...]
    applicants: Mapping[str, Person]
    postponed: Mapping[str, tuple[str, ...]]

    @property
    def applicant(self) -> Person | None:
        """For whom all of it is; None if not all is for the same person."""
        ids = {person.id for person in self.applicants.values()}
        return next(iter(self.applicants.values())) if len(ids) == 1 else None


@dataclass(frozen=True)
class Checking:
    """Who puts which application when. `number`: the one that is being put; it is no other open case."""

    db: Db
    holder: Holder
    number: str
    today: dt.date

    def application(self, share: Share, number: str, applicant: Person) -> Application:
        """A component as conditions look at it."""
        return Application(
            self.db, self.today, share.file, number, self.holder.person, applicant, share.situation, share.form
        )


def check(checking: Checking, plan: Plan, form: Mapping[str, str]) -> Checked:
    """Before it is filed. Problems: filing.invalid, filing.not-eligible."""
    shares = split(plan, form)
    _refuse(_form_errors(checking, plan, form, shares))
    applicants = {s.file.code: _applicant(checking, s) for s in shares}
    postponed = {s.file.code: _postponed(s) for s in shares}
    findings = _Findings(plan)
    for share in shares:
        code = share.file.code
        findings.look_at(checking.application(share, checking.number, applicants[code]), share, postponed[code])
    findings.refuse()
    return Checked(shares, applicants, postponed)


def check_correction(
    checking: Checking, plan: Plan, form: Mapping[str, str], known: Known, cases: Mapping[str, tuple[str, Person]]
) -> tuple[Share, ...]:
    """The shares of the components that are corrected. Problems: filing.invalid, filing.not-eligible.

    `known`: the results that are there. `cases`: service → number and applicant of each that is corrected.
    """
    shares = tuple(s for s in split(plan, form, known) if s.file.code in cases)
    _refuse(_form_errors(checking, plan, form, shares, known))
    findings = _Findings(plan)
    for share in shares:
        findings.look_at(checking.application(share, *cases[share.file.code]), share, _USED_UP)
    findings.refuse()
    return shares


def reasons_against(application: Application, names: Collection[str]) -> list[Text]:
    """Why these conditions are not met, in words for the person; also where a field is at fault."""
    reasons = []
    for name in names:
        try:
            reason = CHECKS[name](application)
        except Problem as at_field:
            reasons += [error.text for error in at_field.errors]
        else:
            reasons += [reason] if reason else []
    return reasons


def _form_errors(
    checking: Checking, plan: Plan, form: Mapping[str, str], shares: tuple[Share, ...], known: Known | None = None
) -> list[FieldError]:
    errors = errors_of(plan, form, checking.today, known, {s.file.code for s in shares})
    for share in shares:
        others = other_company(checking.db, share.file, checking.holder, share.form)
        for error in (*other_person(checking.holder, share.form), *others):
            errors += _of_one_form(plan, share, error)
    return list(dict.fromkeys(errors))


def _of_one_form(plan: Plan, share: Share, error: FieldError) -> list[FieldError]:
    """At the field of the one form; nothing where it has none."""
    binding = plan.bound.bindings.get((share.file.code, error.field))
    return [error.model_copy(update={"field": binding.key})] if isinstance(binding, Asked) else []


def _refuse(errors: list[FieldError], also: Text | None = None) -> None:
    if any(not error.warning for error in errors):
        raise Problem("filing.invalid", errors=errors, also=also)


def _applicant(checking: Checking, share: Share) -> Person:
    person = checking.holder.person
    return applicant_of(checking.db, person, share.file, share.situation, share.form, checking.today)


def _postponed(share: Share) -> tuple[str, ...]:
    """Conditions that can't be judged before another component's result; all, if it is not known for whom it is."""
    awaited = set(share.awaits)
    if awaited & _WHO.get(share.situation.get("handled_by", ""), frozenset()):
        return share.file.checks
    return tuple(name for name in share.file.checks if awaited & _LOOKS_AT.get(name, frozenset()))


class _Findings:
    """All that speaks against it: each reason once, with the services it is about."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._errors: list[FieldError] = []
        self._reasons: dict[Text, list[Text]] = {}

    def look_at(self, application: Application, share: Share, without: Collection[str]) -> None:
        """Judges one component."""
        for name in share.file.checks:
            if name in without:
                continue
            try:
                reason = CHECKS[name](application)
            except Problem as at_field:
                for error in at_field.errors:
                    said = _of_one_form(self._plan, share, error)
                    self._errors += said
                    if not said:
                        self._add(error.text, share)
            else:
                if reason is not None:
                    self._add(reason, share)

    def _add(self, reason: Text, share: Share) -> None:
        self._reasons.setdefault(reason, []).append(share.file.guide.service.title)

    def refuse(self) -> None:
        """Problems: filing.invalid, filing.not-eligible."""
        zh = [f"{'、'.join(t.zh for t in titles)}：{reason.zh}" for reason, titles in self._reasons.items()]
        en = [f"{', '.join(t.en for t in titles)}: {reason.en}" for reason, titles in self._reasons.items()]
        also = Text(zh="；".join(zh), en="; ".join(en)) if zh else None
        _refuse(list(dict.fromkeys(self._errors)), also)
        if also is not None:
            raise Problem("filing.not-eligible", also=also)
