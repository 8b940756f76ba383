"""What is asked once of two services that nearly ask the same: with made-up services, one difference at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from server_stub.catalogue.models import Condition, Field, Form, Option, Question, Section, ServiceFile
from server_stub.life_events.binding import Asked, Decided
from server_stub.life_events.models import Component, LifeEvent, Settlement
from server_stub.life_events.plans import Plan, plan
from server_stub.life_events.splitting import split
from server_stub.texts import Text
from tests.server_stub.test_life_events import EVENTS, FILES

LABEL = Text(zh="样例", en="Sample")


def field(key: str, kind: str = "text", **change: Any) -> Field:
    options = tuple(Option(key=o, title=LABEL) for o in change.pop("options", ""))
    when = tuple(Condition(field=f, values=tuple(v)) for f, v in change.pop("when", {}).items())
    return Field(key=key, label=LABEL, kind=kind, options=options, when=when, **change)


def question(key: str, options: str) -> Question:
    return Question(key=key, title=LABEL, options=tuple(Option(key=o, title=LABEL) for o in options))


def service(code: str, fields: Iterable[Field], questions: Iterable[Question] = ()) -> ServiceFile:
    model = FILES["SC-QYNB-2821"]
    line = model.guide.service.model_copy(update={"code": code})
    form = Form(sections=(Section(key="topic", title=LABEL, fields=tuple(fields)),))
    changed = {"service": line, "questions": tuple(questions), "form": form, "materials": ()}
    return model.model_copy(update={"guide": model.guide.model_copy(update=changed)})


def together(*files: ServiceFile, **change: Any) -> Plan:
    event = EVENTS["listing-check"].model_copy(
        update={"questions": (), "components": tuple(Component(service=f.code) for f in files)} | change
    )
    assert isinstance(event, LifeEvent)
    return plan(event, {f.code: f for f in files}, {})


def only(one: Plan, key: str) -> Field:
    (found,) = [f for f in one.form.fields if f.key == key]
    return found


def test_the_strictest_bounds_hold() -> None:
    a = field("sum", "amount", least="1", most="100", required=False)
    b = field("sum", "amount", least="5", most="2000")
    merged = only(together(service("A", [a]), service("B", [b])), "sum")
    assert (merged.least, merged.most, merged.required) == ("5", "100", True)
    a, b = field("name", shortest=2, longest=60), field("name", shortest=4, longest=80, rule="email", never_shown=True)
    merged = only(together(service("A", [a]), service("B", [b])), "name")
    assert (merged.shortest, merged.longest, merged.rule, merged.never_shown) == (4, 60, "email", True)


def test_what_is_asked_of_the_person_beats_what_is_only_shown() -> None:
    shown = field("spouse", source="platform", required=False, origin="marriage.spouse")
    merged = only(together(service("A", [shown]), service("B", [field("spouse")])), "spouse")
    assert (merged.source, merged.required) == ("person", True)


def test_one_answer_must_suit_both_choices() -> None:
    a, b = field("way", "choice", options="xyz"), field("way", "choice", options="yzw")
    merged = only(together(service("A", [a]), service("B", [b])), "way")
    assert [o.key for o in merged.options] == ["y", "z"]


def test_a_question_with_one_answer_left_is_not_asked() -> None:
    a = service("A", [field("child", when={"who": "c"})], [question("who", "sc")])
    b = service("B", [field("name")], [question("who", "sa")])
    one = together(a, b)
    assert [f.key for f in one.form.fields] == ["name"], "nobody can be a child here"
    assert {share.file.code: share.situation for share in split(one, {})} == {"A": {"who": "s"}, "B": {"who": "s"}}


def test_fields_of_other_meaning_are_asked_apart() -> None:
    a, b = field("code", rule="plate"), field("code", rule="vin")
    one = together(service("XX-AAAA-0001", [a]), service("XX-AAAA-0002", [b]))
    assert [f.key for f in one.form.fields] == ["code", "code_xx_aaaa_0002"]
    shares = split(one, {"code": "鄂A12345", "code_xx_aaaa_0002": "LFV3A23C8B3000001"})
    assert [s.form["code"] for s in shares] == ["鄂A12345", "LFV3A23C8B3000001"]


def test_days_relative_to_today_and_fixed_ones_are_not_compared() -> None:
    a, b = field("day", "date", least="today"), field("day", "date", least="2027-01-01")
    assert len(together(service("XX-AAAA-0001", [a]), service("XX-AAAA-0002", [b])).form.fields) == 2


def test_each_services_own_first_question_stays_its_own() -> None:
    a = service("XX-AAAA-0001", [], [question("situation", "xy")])
    b = service("XX-AAAA-0002", [], [question("situation", "xy")])
    keys = [f.key for f in together(a, b).form.fields]
    assert keys == ["situation_xx_aaaa_0001", "situation_xx_aaaa_0002"]


def test_keys_that_mean_the_same_here_are_asked_under_one() -> None:
    one = together(
        service("A", [field("child_name")]), service("B", [field("baby")]), same_fields={"baby": "child_name"}
    )
    assert [f.key for f in one.form.fields] == ["child_name"]
    assert [s.form for s in split(one, {"child_name": "江岸"})] == [{"child_name": "江岸"}, {"baby": "江岸"}]


def test_a_field_behind_a_field_that_is_not_there_is_not_asked() -> None:
    """A asks for the account only if it pays by bank, and how it pays only in case x; B asks how to pay as well."""
    pay = {"kind": "choice", "options": "bc"}
    a = service(
        "A",
        [field("pay", **pay, when={"case": "x"}), field("account", when={"pay": "b"})],
        [question("case", "xy")],
    )
    b = service("B", [field("pay", **pay)])
    one = together(a, b)
    account = only(one, "account")
    assert account.is_there({"case": "x", "pay": "b"})
    assert not account.is_there({"case": "y", "pay": "b"}), "B's answer does not make A ask"
    first, second = split(one, {"case": "y", "pay": "b", "account": "江岸"})
    assert first.form == {}
    assert second.form == {"pay": "b"}


def test_a_field_is_there_when_either_wants_it() -> None:
    a = service("A", [field("pay", "choice", options="bc"), field("account", when={"pay": "b"})])
    b = service("B", [field("send", "choice", options="pq"), field("account", when={"send": "p"})])
    account = only(together(a, b), "account")
    there = {(pay, send): account.is_there({"pay": pay, "send": send}) for pay in "bc" for send in "pq"}
    assert there == {("b", "p"): True, ("b", "q"): True, ("c", "p"): True, ("c", "q"): False}
    always = only(together(a, service("C", [field("account")])), "account")
    assert always.when == ()


def test_conditions_that_together_always_hold_are_none() -> None:
    pay = field("pay", "choice", options="bc")
    a = service("A", [pay, field("note", when={"pay": "b"})])
    b = service("B", [pay, field("note", when={"pay": "c"})])
    assert only(together(a, b), "note").when == ()


def test_what_the_event_decides_is_neither_asked_nor_asked_behind() -> None:
    a = service(
        "A",
        [field("lost_on", "date", when={"case": "l"}), field("name", when={"case": "nl"})],
        [question("case", "nl")],
    )
    one = together(a, settled=(Settlement(key="case", value="n"),))
    assert [f.key for f in one.form.fields] == ["name"]
    assert only(one, "name").when == ()
    assert one.bound.bindings["A", "case"] == Decided("n")
    assert one.bound.bindings["A", "name"] == Asked("name")
    assert split(one, {"name": "江岸"})[0].situation == {"case": "n"}


def test_a_components_own_settlement_comes_before_the_events() -> None:
    files = [service(code, [], [question("case", "nl")]) for code in ("A", "B")]
    own = (Settlement(key="case", value="l"),)
    one = together(
        *files,
        settled=(Settlement(key="case", value="n"),),
        components=(Component(service="A"), Component(service="B", settled=own)),
    )
    assert [s.situation for s in split(one, {})] == [{"case": "n"}, {"case": "l"}]
