"""Rules for services that somebody does for another: a child's guardian, an agent, a relative of somebody who died."""

from __future__ import annotations

from collections.abc import Iterator

from server_stub.authority.grants import AGENT, HANDLED_BY
from server_stub.cases.acting import GUARDIANS
from server_stub.catalogue.files import Shared
from server_stub.catalogue.models import Option, ServiceFile


def _who_acts(service: ServiceFile, key: str) -> list[Option]:
    return [o for q in service.guide.questions if q.key == HANDLED_BY for o in q.options if o.key == key]


def guardians_age_is_said(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Where a guardian may act it is said up to which age of the child: the age that is checked."""
    options = _who_acts(service, "guardian")
    limits = {GUARDIANS[name] for name in service.checks if name in GUARDIANS}
    if options and len(limits) != 1:
        yield "a guardian acts, and no check or two of its age"
    for option in options:
        said = option.title.zh + option.hint.zh
        yield from (f"{said}: it is checked at {age}" for age in limits if f"未满 {age} 岁" not in said)
    if limits and not any(f.key == "child_number" for f in service.fields):
        yield "which child?"


def agents_are_checked(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Who acts for another names the authorisation, and it is checked."""
    agents = bool(_who_acts(service, AGENT))
    if agents != ("agent-grant" in service.checks) or agents != any(f.key == "agent_grant" for f in service.fields):
        yield "agents are offered and not checked, or checked and not offered"


def deaths_are_the_relatives(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """After a death the applicant is a relative, and nothing is rated."""
    about_a_death = any(f.key == "deceased_number" for f in service.fields)
    checked = "relative-of-deceased" in service.checks
    if about_a_death and not service.facts.bereavement:
        yield "follows a death (bereavement: true)"
    if checked and not about_a_death:
        yield "whose relative?"
    if about_a_death and not checked and not service.guide.result.zh.startswith("预约"):
        yield "the applicant is the relative (relative-of-deceased)"
