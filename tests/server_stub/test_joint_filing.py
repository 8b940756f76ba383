"""Filing an application: in whatever order and however often its parts come, all errors at once, nothing by half."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from kiosk.platforms.cases import SlipPrint
from kiosk.rules.cases import CaseView, SlipData
from server_stub.cases.tables import Case, Submission
from server_stub.catalogue import store
from server_stub.catalogue.tables import Channel, ItemKind, Stage
from server_stub.joint.tables import JointApplication
from tests.server_stub.applied import CODE_GIVEN, FIRE, FOOD, GREENGROCER, LICENCE, Applied
from tests.server_stub.terminal import SettableClock, Terminal, problem, right

SMALL = GREENGROCER | {"crowd": "small"}  # no fire check


@pytest.fixture
def shop(terminal: Terminal) -> Applied:
    """A greengrocer's before anything was sent."""
    return Applied(terminal, "fruit-shop", SMALL)


def number_of_cases(shop: Applied) -> int:
    with shop.platform.database.read() as db:
        return db.scalar(select(func.count()).where(Case.parent == shop.number)) or 0


def codes_at(answer: object) -> list[str]:
    return sorted(e["field"] for e in answer.json()["errors"] if not e["warning"])  # type: ignore[attr-defined]


def test_it_is_filed_in_whatever_order_its_parts_arrive(shop: Applied, clock: SettableClock) -> None:
    parts: tuple[Callable[[], httpx.Response], ...] = (shop.put, shop.put_materials, shop.sign)
    for order in itertools.permutations(parts):
        shop.take_number()
        first, second, last = (right(part()).json() for part in order)
        assert (first["filed"], second["filed"]) == (False, False)
        assert shop.number in (last.get("number"), last.get("case_number"))
        assert number_of_cases(shop) == 2
        right(shop.call("POST", "/withdrawal", {}))
        clock.pass_(minutes=1)


def test_a_signature_that_belongs_to_another_form_files_nothing(shop: Applied) -> None:
    shop.take_number()
    right(shop.sign())
    shop.form["phone"] = "13800000009"
    right(shop.put_materials())
    assert right(shop.put()).json()["filed"] is False
    assert number_of_cases(shop) == 0
    wrong = shop.call("PUT", "/signature", {"digest": "0" * 64, "strokes": "W10="})
    assert problem(wrong) == (422, "signature.digest")
    right(shop.sign())
    assert number_of_cases(shop) == 2


def test_after_filing_the_same_is_the_same_and_another_is_refused(shop: Applied) -> None:
    shop.file()
    assert right(shop.put()).json() == {"number": shop.number, "filed": True, "superseded": False}
    assert right(shop.put_materials()).json()["filed"]
    assert right(shop.sign()).json() == shop.slip
    shop.form["phone"] = "13800000009"
    assert problem(shop.put(version=2)) == (409, "case.filed")
    assert problem(shop.sign()) == (409, "case.filed")
    assert problem(shop.call("PUT", "/materials", [])) == (409, "case.filed")
    assert number_of_cases(shop) == 2


def test_a_repeated_call_has_the_first_answer_and_one_effect(shop: Applied) -> None:
    shop.take_number()
    right(shop.put())
    right(shop.put_materials())
    body = {"digest": shop.digest, "strokes": "W10="}
    first = right(shop.call("PUT", "/signature", body, key="same-key-1"))
    again = right(shop.call("PUT", "/signature", body, key="same-key-1"))
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert number_of_cases(shop) == 2


def test_a_form_that_arrives_late_does_not_replace_a_later_one(shop: Applied) -> None:
    shop.take_number()
    right(shop.put(version=3))
    late = dict(shop.form)
    shop.form["phone"] = "13800000009"
    assert right(shop.put(version=2)).json()["superseded"] is True
    assert shop.terminal.get(f"{shop.path}/form", shop.session.token)["form"] == late


def test_all_errors_of_all_components_are_told_at_once_at_the_one_forms_fields(terminal: Terminal) -> None:
    answers = {"before": "here", "fund": "no", "card": "have", "file": "no"}
    hired = Applied(terminal, "new-employee", answers)
    hired.take_number()
    hired.form |= {"hired_number": "420102199001010015", "weather": "fine"}
    del hired.form["hired_on"]
    answer = hired.put()
    assert problem(answer) == (422, "filing.invalid")
    assert codes_at(answer) == ["hired_number", "hired_on", "weather"]


def test_card_fields_are_those_of_the_card(shop: Applied) -> None:
    shop.take_number()
    shop.form |= {"name": "李四", "document_number": "420102199001010014"}
    assert codes_at(shop.put()) == ["document_number", "name"]


def test_wrong_answers_and_nothing_to_do_are_refused_like_in_the_plan(shop: Applied, terminal: Terminal) -> None:
    shop.take_number()
    shop.answers = SMALL | {"food": "moon", "weather": "fine"}
    answer = shop.put()
    assert (problem(answer), codes_at(answer)) == ((422, "life-event.invalid"), ["food", "weather"])
    nothing = Applied(terminal, "social-card", {"who": "child", "card": "lost", "uses": ""})
    nothing.take_number()
    nothing.answers = {"who": "child", "card": "fine", "uses": ""}
    assert problem(nothing.put()) == (422, "life-event.nothing")


def test_every_reason_of_every_component_is_given_with_its_name(terminal: Terminal) -> None:
    """A social card is there already, and somebody else's child is nobody's here."""
    answers = {"who": "child", "card": "first", "uses": "library"}
    card = Applied(terminal, "social-card", answers)
    card.take_number()
    answer = card.put()
    assert problem(answer) == (422, "filing.not-eligible")
    told = answer.json()["also"]["zh"]
    assert told.count("监护关系") == 1
    assert "社会保障卡申领、补换、" in told or "、公共图书馆" in told
    assert "公共图书馆读者证办理" in told


def test_a_second_application_waits_for_the_first_also_for_what_is_held(shop: Applied, terminal: Terminal) -> None:
    shop.file()
    again = Applied(terminal, "fruit-shop", SMALL, seed=2)
    again.take_number()
    answer = again.put()
    assert problem(answer) == (422, "filing.not-eligible")
    assert {LICENCE, FOOD} == set(shop.states())
    assert answer.json()["also"]["zh"].count("已经有一件在办") == 2


def test_a_material_that_must_be_there_is_missed_once(shop: Applied) -> None:
    shop.take_number()
    right(shop.put())
    right(shop.call("PUT", "/materials", []))
    answer = shop.sign()
    assert problem(answer) == (422, "filing.invalid")
    assert codes_at(answer) == sorted(m.key for m in shop.plan.materials if m.handling.value == "required")
    unknown = shop.call("PUT", "/materials", [{"key": "moon", "given": 1}])
    assert (problem(unknown), codes_at(unknown)) == ((422, "filing.invalid"), ["moon"])


def test_the_highest_level_of_the_components_is_needed(shop: Applied, terminal: Terminal) -> None:
    shop.session = terminal.identify(shop.who)
    shop.take_number()
    assert problem(shop.put()) == (403, "session.level")


def test_nobody_works_on_the_application_of_another(shop: Applied, terminal: Terminal) -> None:
    shop.file()
    stranger = terminal.known("home-owner").token
    for path in ("", "/form"):
        assert problem(terminal.call("GET", f"{shop.path}{path}", token=stranger)) == (404, "case.not-found")
    body = {"version": 2, "answers": shop.answers, "form": shop.form}
    assert problem(terminal.call("PUT", shop.path, body, token=stranger)) == (404, "case.not-found")
    assert problem(terminal.call("POST", f"{shop.path}/withdrawal", {}, token=stranger)) == (404, "case.not-found")


def test_what_was_begun_can_be_finished_when_the_line_is_back(shop: Applied, clock: SettableClock) -> None:
    shop.take_number()
    right(shop.put())
    clock.pass_(days=2)
    right(shop.put_materials())
    right(shop.sign())
    clock.pass_(days=6)
    assert problem(shop.sign()) == (401, "session.expired")


def test_every_component_is_signed_by_the_one_signature(shop: Applied) -> None:
    shop.file()
    with shop.platform.database.read() as db:
        cases = list(db.scalars(select(Case).where(Case.parent == shop.number).order_by(Case.number)))
        submissions = list(db.scalars(select(Submission).where(Submission.case_number.in_([c.number for c in cases]))))
        row = db.get_one(JointApplication, shop.number)
    assert {s.digest for s in submissions} == {c.digest for c in cases} == {shop.digest} == {row.digest}
    assert [s.level for s in submissions] == [3, 3]
    assert {c.query_code for c in cases} == {row.query_code}
    assert [c.department for c in cases] == ["market", "market"]
    assert {c.first_contact for c in cases} == {"江岸区政务服务中心3 号自助机"}


def test_todays_terminal_understands_slip_and_line_and_prints_the_slip_again(shop: Applied, terminal: Terminal) -> None:
    shop.file()
    slip = msgspec.convert(shop.slip, SlipData)
    assert slip.service == "我要开果蔬超市"
    assert slip.promised_limit == "全部 1 个工作日（洪湖市）"
    numbers = [c["number"] for c in shop.view()["components"]]
    assert all(any(number in note for note in slip.notes) for number in numbers)
    assert len({line.name for line in slip.materials}) == len(slip.materials)
    path, token = f"/v1/cases/{shop.number}", shop.session.token
    assert msgspec.convert(terminal.get(f"{path}/slip", token), SlipData) == slip
    again = right(terminal.call("POST", f"{path}/slip-prints", {}, token=token))
    assert msgspec.json.decode(again.content, type=SlipPrint) == SlipPrint(slip, 1)
    [line, *_] = msgspec.convert(terminal.get("/v1/me/cases", token), tuple[CaseView, ...])
    assert (line.number, line.title.zh) == (shop.number, "我要开果蔬超市")


def test_a_held_component_is_nobodys_to_work_on(shop: Applied, terminal: Terminal) -> None:
    shop.file()
    held, token = shop.case_number(FOOD), shop.session.token
    assert problem(terminal.call("GET", f"/v1/cases/{held}", token=token)) == (404, "case.not-found")
    body = {"digest": shop.digest, "strokes": "W10="}
    assert problem(terminal.call("PUT", f"/v1/cases/{held}/signature", body, token=token)) == (404, "case.not-found")
    assert problem(shop.send(FOOD, "accept")) == (404, "case.not-found")


def test_the_application_stays_with_the_versions_it_began_with(shop: Applied) -> None:
    """The food permit is withdrawn from terminals meanwhile: who has begun can finish, who begins can't."""
    shop.take_number()
    platform = shop.platform
    where = (ItemKind.SERVICE, FOOD, [Channel.TERMINAL], Stage.LIVE)
    platform.database.write(lambda db: store.withdraw(db, *where, "test", platform.clock()))
    platform.look_again()
    right(shop.put())
    right(shop.put_materials())
    right(shop.sign())
    shop.grant(LICENCE, **CODE_GIVEN)
    assert shop.states()[FOOD] == "received"
    late = Applied(shop.terminal, "fruit-shop", SMALL)
    late.take_number()
    assert problem(late.put()) == (409, "life-event.resting")
    assert FIRE not in shop.states()


def test_an_event_that_is_not_there_has_no_number(terminal: Terminal) -> None:
    token = terminal.known("worker-gaps").token
    for event in ("moon", "水果店", "fruit-shop\u0000"):
        answer = terminal.call("POST", "/v1/joint-numbers", {"event": event}, token=token)
        assert problem(answer)[1] in ("life-event.unknown", "request.invalid"), event
    assert problem(terminal.call("POST", "/v1/joint-numbers", {"event": "x" * 41}, token=token))[0] == 422


def test_a_field_that_is_missing_is_named(shop: Applied) -> None:
    shop.take_number()
    required = [f.key for f in shop.plan.form.fields if f.required and f.source == "person" and not f.when]
    for key in required:
        whole = dict(shop.form)
        del shop.form[key]
        assert codes_at(shop.put()) == [key]
        shop.form = whole
    assert required


def test_what_is_too_large_is_refused(shop: Applied) -> None:
    shop.take_number()
    body = {"version": 1, "answers": shop.answers, "form": {"name": "长" * 1_000_000}}
    assert problem(shop.call("PUT", "", body)) == (413, "request.too-large")
    many = {"version": 1, "answers": shop.answers, "form": {f"f{n}": "" for n in range(401)}}
    assert problem(shop.call("PUT", "", many)) == (422, "request.invalid")
    assert problem(shop.call("PUT", "/materials", [{"key": "a", "given": 1}] * 201)) == (422, "request.invalid")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.integers(0, 60), st.text(max_size=20), max_size=8), answer=st.text(max_size=10))
def test_any_form_and_any_answers_get_an_answer(shop: Applied, values: dict[int, str], answer: str) -> None:
    if not shop.number:
        shop.take_number()
    keys = [f.key for f in shop.plan.form.fields]
    form = {**shop.form, **{keys[n % len(keys)]: value for n, value in values.items()}}
    for answers in (shop.answers, shop.answers | {"food": answer}):
        raw = json.dumps({"version": 1, "answers": answers, "form": form}).encode()
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        found = shop.terminal.send("PUT", shop.path, raw, token=shop.session.token, headers=headers)
        assert found.status_code in (200, 422), found.text
