"""The catalogue's files: complete, in both languages, lawful, and without a condition that can never hold.

The rules are the ones of `catalogue/rules.py`, by which everything published is judged too. Each is tried on each file,
and names everything that is wrong in it.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

import pytest

from server_stub.catalogue import rules
from server_stub.catalogue.__main__ import main
from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.files import load_shared, written_services
from server_stub.catalogue.models import Depth, ServiceFile
from server_stub.catalogue.rules import Rule, texts
from server_stub.catalogue.search.words import load_synonyms

__all__ = ["FILES", "SERVICES", "SHARED", "texts"]

SHARED = load_shared()
FILES: dict[str, list[ServiceFile]] = defaultdict(list)
for _written in written_services():
    FILES[_written.area].append(compile_service(_written, SHARED))
SERVICES = [service for services in FILES.values() for service in services]


@pytest.mark.parametrize("rule", rules.OF_ONE, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("area", FILES)
def test_every_service_keeps_every_rule(area: str, rule: Rule) -> None:
    wrong = [f"{service.code}: {mistake}" for service in FILES[area] for mistake in rule(service, SHARED)]
    assert not wrong, "\n".join(wrong)


def test_services_do_not_contradict_each_other() -> None:
    """No code twice; a field's key means the same everywhere, life events ask it once."""
    wrong = rules.of_catalogue(SERVICES, SHARED)
    assert not wrong, "\n".join(wrong)


def test_there_are_enough_services_of_every_depth() -> None:
    depths = Counter(service.guide.service.depth for service in SERVICES)
    sys.stdout.write("\n" + ", ".join(f"{depth.value} {depths[depth]}" for depth in Depth) + "\n")
    assert len(SERVICES) >= 300
    assert all(depths[depth] >= 20 for depth in Depth)
    assert set(FILES) <= set(SHARED.areas)


def test_the_command_counts_and_finds_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    counted = capsys.readouterr()
    assert counted.out.startswith(f"{len(SERVICES)} services: L1 ")
    assert counted.err == ""


def test_shared_parts_are_complete() -> None:
    for kind in SHARED.licence_kinds.values():
        assert kind["issuer"] in SHARED.departments
        assert kind["holder"] in ("person", "company")
        assert kind["items"]
    assert len(SHARED.licence_kinds) >= 51
    assert all(r["owner"] in SHARED.departments and r["items"] for r in SHARED.registers.values())
    assert all(p["issuer"] and p["basis"] for p in SHARED.kept_proofs.values())
    assert all(area["title"][0] and area["title"][1] and area["icon"] for area in SHARED.areas.values())
    assert load_synonyms().tokens


def test_contribution_levels_show_what_a_month_costs() -> None:
    service = next(s for s in SERVICES if s.code == "RS-LHJY-0001")
    level = next(f for f in service.fields if f.key == "pension_level")
    assert {o.key: o.hint.zh for o in level.options}["60"] == "每月 888.00 元（2026 年度）"


TO_BE_FOUNDED = {  # services for companies that name none: it does not exist yet, or it is another's
    *("NY-DWZL-3200", "MZ-STCL-1727", "MZ-MFDJ-1730", "WL-CBWL-3001", "JY-MBSL-2020", "WJ-GCWX-1600"),
    *("WJ-ZSBA-1605", "SF-LSSS-3313", "SC-QYSL-2801", "SC-PCHC-2827"),
}


@pytest.mark.parametrize("area", FILES)
def test_a_company_that_applies_is_named_and_authority_for_it_checked(area: str) -> None:
    wrong = []
    for service in FILES[area]:
        if (service.company_field is not None) != ("company-authority" in service.checks):
            wrong.append(f"{service.code}: a company is named and authority for it not checked")
        for_companies = service.guide.service.audience == ("company",) and service.fields
        if for_companies and (service.company_field is None) != (service.code in TO_BE_FOUNDED):
            wrong.append(f"{service.code}: which company? (credit-code)")
    assert not wrong, "\n".join(wrong)
