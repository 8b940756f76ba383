"""One form, one set of materials, one limit: what the engine makes of any life event and any answers."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server_stub.cases.checks import form_errors, situation_errors
from server_stub.catalogue.models import Condition, Handling
from server_stub.life_events.binding import Asked, Awaited, Decided
from server_stub.life_events.conditions import as_conditions, either, split_common
from server_stub.life_events.materials import materials_for
from server_stub.life_events.pages import PER_PAGE, conditions_of
from server_stub.life_events.plans import Plan, answer_errors, plan
from server_stub.life_events.splitting import errors_of, gathered, materials_of, split
from tests.server_stub.life_event_answers import TODAY, random_answers, random_form
from tests.server_stub.test_life_events import EVENTS, FILES, every_event

FORMS = [key for key, event in EVENTS.items() if not event.project]
STRICT = [Handling.REQUIRED, Handling.DEFERRABLE, Handling.COMMITMENT, Handling.GENERATED, Handling.EXEMPT]
any_form = pytest.mark.parametrize("key", FORMS)
seeds = given(seed=st.integers(0, 2**32))
some = settings(max_examples=8, deadline=None)


def planned(key: str, rng: random.Random) -> Plan:
    return plan(EVENTS[key], FILES, random_answers(EVENTS[key], rng))


def made(key: str, **answers: str) -> Plan:
    assert answer_errors(EVENTS[key], answers) == []
    return plan(EVENTS[key], FILES, answers)


def hired() -> Plan:
    return made("new-employee", before="here", fund="no", card="have", file="no")


# ---- one form


@any_form
@some
@seeds
def test_what_each_component_asks_is_asked_once_or_known(key: str, seed: int) -> None:
    """Every question and field of every component: under one key of the form, decided, or another one's result."""
    one = planned(key, random.Random(seed))
    keys = Counter(field.key for field in one.form.fields)
    assert not [k for k, times in keys.items() if times > 1]
    apart = [f.key for f in one.form.fields if f.services[0].lower().replace("-", "_") in f.key]
    assert all(k.startswith("situation_") for k in apart), "only what is a service's own is asked apart"
    asked = {binding.key for binding in one.bound.bindings.values() if isinstance(binding, Asked)}
    assert asked == set(keys)
    for field in one.form.fields:
        using = {place[0] for place, b in one.bound.bindings.items() if b == Asked(field.key)}
        assert set(field.services) == using
    for _, file in one.joint:
        for question in file.guide.questions:
            assert isinstance(one.bound.bindings[file.code, question.key], Asked | Decided)


@any_form
@some
@seeds
def test_split_answers_are_what_each_component_takes(key: str, seed: int) -> None:
    """The round trip: a right form gives each service answers that its own validation accepts, and all it asks."""
    rng = random.Random(seed)
    one = planned(key, rng)
    form = random_form(one, rng)
    assert [e for e in errors_of(one, form, TODAY) if not e.warning] == []
    shares = split(one, form)
    assert [s.file.code for s in shares] == [file.code for _, file in one.joint]
    for share in shares:
        assert situation_errors(share.file, share.situation) == []
        errors = form_errors(share.file, share.situation, share.form, TODAY)
        assert [e for e in errors if not e.warning and e.field not in share.awaits] == []
        own = {**share.form, **share.situation}
        for field in share.file.fields:
            if field.is_there(own):
                assert (share.file.code, field.key) in one.bound.bindings, f"{field.key} is not asked"
            else:
                assert field.key not in share.form


@any_form
@some
@seeds
def test_nothing_is_asked_that_no_component_needs_now(key: str, seed: int) -> None:
    """Whatever is there in the one form is there in a component's own form with its share of the answers."""
    rng = random.Random(seed)
    one = planned(key, rng)
    form = random_form(one, rng)
    own = {share.file.code: {**share.form, **share.situation} for share in split(one, form)}
    for field in one.form.fields:
        if field.is_there(form):
            places = [p for p, b in one.bound.bindings.items() if b == Asked(field.key)]
            assert any(one.bound.owned[p].field.is_there(own[p[0]]) for p in places), field.key


@any_form
@some
@seeds
def test_pages_ask_six_things_at_most_and_look_back(key: str, seed: int) -> None:
    one = planned(key, random.Random(seed))
    sections = one.form.sections
    assert len({s.key for s in sections}) == len(sections)
    seen: set[str] = set()
    for section in sections:
        assert section.title.zh
        assert section.title.en
        assert sum(field.source == "person" for field in section.fields) <= PER_PAGE
        for field in section.fields:
            assert {c.field for c in conditions_of(field)} <= seen, f"{field.key} looks ahead"
            seen.add(field.key)
    if sections:
        assert sections[0].key in ("holder", "company", "new-company")
        assert sections[-1].fields[-1].key == "commitment"
        titles = Counter(s.title.zh for s in sections)
        assert not [t for t, times in titles.items() if times > 1]


@any_form
@some
@seeds
def test_known_values_of_components_come_back_to_the_one_form(key: str, seed: int) -> None:
    rng = random.Random(seed)
    one = planned(key, rng)
    form = random_form(one, rng)
    own = {share.file.code: {**share.form, **share.situation} for share in split(one, form)}
    back = gathered(one, own)
    assert set(back.items()) <= set(form.items())
    assert split(one, back) == split(one, form)


# ---- one set of materials


@any_form
@some
@seeds
def test_materials_cover_each_components_and_no_more(key: str, seed: int) -> None:
    rng = random.Random(seed)
    one = planned(key, rng)
    form = random_form(one, rng)
    found = materials_for(one.materials, form)
    needed = {(need.service, need.key) for material in found for need in material.needs}
    own = {
        (share.file.code, material.key): material
        for share in split(one, form)
        for material in share.file.materials_for({**share.form, **share.situation})
    }
    assert needed == set(own)
    issued = {issued.kind for component, _ in one.joint for issued in component.issues}
    names = Counter(material.name.zh for material in found)
    assert not [name for name, times in names.items() if times > 1]
    for material in found:
        assert material.licence or not any(own[n.service, n.key].licence for n in material.needs)
        for need in material.needs:
            mine = own[need.service, need.key]
            assert material.copies >= mine.copies
            if mine.licence not in issued:
                assert STRICT.index(material.handling) <= STRICT.index(mine.handling)


def test_a_material_is_as_strict_as_the_strictest_component() -> None:
    one = made("bereavement", paper="medical", left="pension,medical", funeral="waiver")
    death = next(m for m in one.materials if m.key == "death-certificate")
    assert death.handling is Handling.REQUIRED
    assert {n.service: n.handling for n in death.needs} == {
        "GA-SWZX-2201": Handling.REQUIRED,
        "RS-YSDY-1449": Handling.REQUIRED,
        "YB-ZHQT-1520": Handling.EXEMPT,
        "MZ-BZJM-1723": Handling.EXEMPT,
    }
    assert death.licence == "death-certificate", "whose holder has the e-licence is not asked for it"


def test_what_a_component_issues_is_not_asked_for_by_the_others() -> None:
    one = made("newborn", birth="hospital-new", parents="yes", household="mother", join="medical", costs="")
    birth = next(m for m in one.materials if m.key == "birth-certificate")
    assert birth.handling is Handling.EXEMPT
    assert "出生医学证明首次签发" in birth.source.zh
    with_it = made("newborn", birth="hospital-have", parents="yes", household="mother", join="medical", costs="")
    assert next(m for m in with_it.materials if m.key == "birth-certificate").handling is Handling.REQUIRED


def test_given_copies_reach_each_component_under_its_own_key() -> None:
    one = made("retirement", way="normal", payer="self", fund="yes", senior="none")
    form = {"social_payout": "social-card", "med_paid_elsewhere": "no", "collection": "counter"}
    shares = materials_of(one, form, {"form": 1, "id-card": 1, "payout-card": 1})
    assert shares["RS-TXSQ-1435"]["form"] == shares["GJ-TXTQ-2309"]["form"] == 1
    assert shares["RS-TXSQ-1435"]["payout-card"] == 1
    assert "payout-card" not in shares["YB-TXDY-1523"]


# ---- results that others wait for


def test_a_new_business_is_named_once_and_its_credit_code_awaited() -> None:
    one = made("fruit-shop", form="individual", crowd="small", food="packed")
    form = random_form(one, random.Random(1))
    licence, packed = split(one, form)
    assert not {"company_name", "credit_code"} & {f.key for f in one.form.fields}
    assert packed.form["company_name"] == form["new_company_name"] == licence.form["new_company_name"]
    assert packed.form["legal_person"] == form["name"]
    assert packed.form["company_address"] == form["premises_address"]
    assert packed.awaits == {"credit_code": Awaited("SC-GTSL-2800", "business-licence.credit_code")}
    assert packed.waits_for == ("SC-GTSL-2800",)
    assert licence.waits_for == ()
    known = {"SC-GTSL-2800": {"business-licence.credit_code": "91110000802100433B"}}
    _, later = split(one, form, known)
    assert later.form["credit_code"] == "91110000802100433B"
    assert later.awaits == {}
    assert later.waits_for == ()


def test_a_childs_number_comes_with_its_registration() -> None:
    one = made("newborn", birth="hospital-have", parents="yes", household="father", join="medical,card", costs="")
    assert "child_number" not in {f.key for f in one.form.fields}
    waiting = {share.file.code: share.waits_for for share in split(one, random_form(one, random.Random(2)))}
    assert waiting["YB-JMCB-1500"] == waiting["RS-SBKB-0002"] == ("GA-CSDJ-2200",)


def test_a_condition_of_the_answers_decides_who_waits() -> None:
    """Whose fund account must be opened first waits for that, not for the employee's other registrations."""
    one = hired()
    shares = {share.file.code: share for share in split(one, random_form(one, random.Random(3)))}
    assert shares["GJ-ZHSL-2300"].waits_for == ("GJ-DWDJ-2301",)
    assert shares["RS-YGBA-1412"].waits_for == ()
    assert one.waits_for["GJ-ZHSL-2300"] == ("GJ-DWDJ-2301",)


# ---- what is wrong is said at the one form's fields


def test_errors_are_told_once_at_the_shared_field() -> None:
    one = hired()
    form = random_form(one, random.Random(4))
    assert [e.field for e in errors_of(one, form, TODAY)] in ([], ["account"])
    wrong = form | {"hired_number": "420102199001010015", "weather": "fine"}
    del wrong["hired_on"]
    told = [e.field for e in errors_of(one, wrong, TODAY) if not e.warning]
    assert sorted(told) == ["hired_number", "hired_on", "weather"]


def test_a_choice_that_a_component_does_not_offer_is_refused() -> None:
    one = hired()
    form = random_form(one, random.Random(5)) | {"fund_account_opening": "moon"}
    assert "fund_account_opening" in [e.field for e in errors_of(one, form, TODAY)]


# ---- questions


def test_answers_must_belong_to_the_questions() -> None:
    event = EVENTS["retirement"]
    right = {"way": "normal", "payer": "unit", "fund": "no", "senior": "none"}
    assert answer_errors(event, right) == []
    for wrong, field in (
        (right | {"way": "moon"}, "way"),
        ({k: v for k, v in right.items() if k != "fund"}, "fund"),
        (right | {"weather": "fine"}, "weather"),
    ):
        assert [e.field for e in answer_errors(event, wrong)] == [field]
    several = {"birth": "none", "parents": "yes", "household": "mother", "join": "card,card", "costs": ""}
    assert [e.field for e in answer_errors(EVENTS["newborn"], several)] == ["join"]


def test_an_answer_to_a_question_no_longer_asked_changes_nothing() -> None:
    event = EVENTS["keys-and-certificate"]
    stale = {"who": "developer", "money": "loan", "maintenance": "no"}
    assert answer_errors(event, stale) == []
    assert plan(event, FILES, stale).answers == {"who": "developer"}
    assert [c.service for c, _ in plan(event, FILES, stale).components] == [
        "GC-GHHS-3413",
        "GC-JGBA-3417",
        "BD-SCDJ-2602",
    ]


def test_the_events_question_answers_the_services_own() -> None:
    one = made("performance", people="to-5000", place="public")
    show, crowd = split(one, random_form(one, random.Random(6)))
    assert show.situation == {"show_place_kind": "public", "show_big": "yes"}
    assert crowd.situation == {"mass_event_kind": "show", "mass_event_size": "to-5000"}
    assert crowd.form["mass_event_name"] == show.form["show_name"]


# ---- one limit, level, place


@every_event
@some
@seeds
def test_the_whole_is_as_its_parts(key: str, seed: int) -> None:
    one = planned(key, random.Random(seed))
    if not one.components:
        return
    files = one.files
    assert one.level == max(f.guide.level for f in files)
    assert one.no_face
    assert one.documents
    assert all(tag in f.guide.service.tags for tag in one.tags for f in files)
    assert {c for notice in one.conditions for c in notice.services} == {f.code for _, f in one.components}
    told = [notice.text for notice in one.conditions]
    assert len(told) == len(set(told))
    assert all(condition in told for _, f in one.components for condition in f.guide.conditions)
    assert one.limit == EVENTS[key].limit or one.limit.days == max(f.facts.promised_days for f in files)
    assert one.limit.promise_of.zh


def test_what_others_apply_for_is_told_but_not_in_the_form() -> None:
    one = made("recruiting", before="away", benefit="yes", card="first", moves="file,party", declaring="yes")
    assert {f.code for _, f in one.apart} == {
        *("RS-SBKB-0002", "RS-SYZY-1415", "RS-SYTF-1417", "RS-DAJS-1404", "DW-GXZR-3500")
    }
    asked = {service for field in one.form.fields for service in field.services}
    assert not asked & {f.code for _, f in one.apart}
    assert "name" not in {f.key for f in one.form.fields}, "it is the company's form, not the employee's"


def test_a_project_has_a_list_and_no_form() -> None:
    one = made("social-completion", green="no", shelter="yes", fire="special")
    assert one.form.sections == ()
    assert [f.code for _, f in one.components] == [
        *("GC-GHHS-3413", "GC-RFJG-3416", "GC-JGJD-3414", "GC-JGDA-3415", "YJ-XFYS-3102", "GC-JGBA-3417")
    ]
    assert {need.service for m in one.materials for need in m.needs} == {f.code for _, f in one.components}
    depending = {m.name.zh for m in one.materials if m.depends}
    assert "整改情况报告" in depending
    assert not {"竣工验收报告", "联办申请表"} & depending


# ---- conditions


values = st.sampled_from([frozenset("a"), frozenset("b"), frozenset("c"), frozenset("ab")])
conjunctions = st.frozensets(st.tuples(st.sampled_from("fg"), values), max_size=2)


@settings(max_examples=400, deadline=None)
@given(alternatives=st.lists(conjunctions, min_size=1, max_size=4))
def test_shorter_conditions_mean_the_same(alternatives: list[frozenset[tuple[str, frozenset[str]]]]) -> None:
    def holds(when: tuple[Condition, ...], answers: dict[str, str]) -> bool:
        return all(c.holds(answers) for c in when)

    when, any_of = split_common(either(alternatives))
    for f, g in product(("", "a", "b", "c", "a,b", "a,b,c"), repeat=2):
        answers = {"f": f, "g": g}
        before = any(holds(as_conditions(one), answers) for one in alternatives)
        after = holds(when, answers) and (not any_of or any(holds(part, answers) for part in any_of))
        assert before == after
