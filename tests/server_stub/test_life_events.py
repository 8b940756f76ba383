"""The life events' files: complete, true to the documents behind them, and without a question that decides nothing."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from server_stub.catalogue.files import CatalogueError, Written, load_shared
from server_stub.life_events.compiling import compile_life_event
from server_stub.life_events.files import load_frame, written_life_events
from server_stub.life_events.models import LifeEvent
from server_stub.life_events.owned import owned
from tests.server_stub.test_catalogue_data import SERVICES, texts

FILES = {service.code: service for service in SERVICES}
SHARED, FRAME = load_shared(), load_frame()
WRITTEN = {written.data["key"]: written for written in written_life_events()}
EVENTS = {key: compile_life_event(written, SHARED, FRAME, FILES) for key, written in WRITTEN.items()}
every_event = pytest.mark.parametrize("key", EVENTS)

# Honghu's annex, counted from the document: number → items, working days, who leads.
ANNEX = {
    **{1: (7, 1, "市人社局"), 2: (11, 12, "市人社局"), 3: (10, 12, "市人社局"), 4: (5, 1, "市人社局")},
    **{5: (6, 1, "市人社局"), 6: (3, 1, "市市场监管局"), 7: (3, 1, "市市场监管局"), 8: (4, 1, "市交通运输局")},
    **{9: (5, 1, "市人社局"), 10: (2, 1, "市文旅局"), 11: (2, 6, "市卫健委"), 12: (7, 5, "市公安局")},
    **{13: (5, 5, "市市场监管局"), 14: (5, 3, "市卫健委"), 15: (4, 15, "市教育局"), 16: (5, 12, "市委宣传部")},
    **{17: (6, 5, "市市场监管局"), 18: (3, 1, "市市场监管局"), 19: (2, 1, "市农业农村局")},
    **{20: (4, 2, "市市场监管局"), 21: (2, 3, "市市场监管局"), 22: (2, 4, "市应急管理局"), 23: (4, 5, "市住建局")},
    **{24: (6, 4, "市自然资源和规划局"), 25: (2, 9, "市自然资源和规划局"), 26: (3, 12, "市住建局")},
    **{27: (5, 11, "市住建局"), 28: (2, 1, "市自然资源和规划局"), 29: (3, 10, "市自然资源和规划局")},
    **{30: (3, 9, "市住建局"), 31: (7, 6, "市住建局"), 32: (2, 1, "市自然资源和规划局")},
    **{33: (3, 5, "市自然资源和规划局"), 34: (2, 1, "市住建局"), 35: (7, 6, "市住建局")},
    **{36: (4, 1, "市市场监管局"), 37: (9, 1, "市市场监管局"), 38: (4, 2, "市自然资源和规划局")},
    **{39: (4, 0, "市自然资源和规划局"), 40: (8, 1, "市市场监管局")},
}
LIANGZIHU = {
    *("企业上市合法合规信息核查", "企业破产信息核查", "信用修复", "水电气网联合报装", "社会保障卡居民服务", "加装电梯"),
    *("农村建房", "开办运输企业", "新生儿出生", "残疾人服务", "退休", "企业信息变更", "开办餐饮店", "企业注销登记"),
}
COMMON = {"公民身后", "公民婚育", "军人退役", "员工录用"}


def answers_of(event: LifeEvent, at: int = 0, given: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """All ways through the event's questions."""
    given = given or {}
    if at == len(event.questions):
        yield given
        return
    question, options = event.questions[at], [o.key for o in event.questions[at].options]
    if not question.is_asked(given):
        yield from answers_of(event, at + 1, given)
        return
    if question.several:
        options = [",".join(some) for count in range(len(options) + 1) for some in combinations(options, count)]
    for value in options:
        yield from answers_of(event, at + 1, {**given, question.key: value})


def named_in(document: str) -> dict[str, str]:
    """The document's topics → our key."""
    return {o.name: e.key for e in EVENTS.values() for o in e.origins if o.document == document}


def test_all_topics_are_there_and_those_of_both_documents_once() -> None:
    honghu, liangzihu = named_in("honghu-2022"), named_in("liangzihu-2024")
    assert len(honghu) == 40
    assert set(liangzihu) == LIANGZIHU
    assert len({*honghu.values(), *liangzihu.values()}) == 52
    assert set(named_in("common")) == COMMON
    assert len(EVENTS) == 56
    assert {liangzihu["企业信息变更"], liangzihu["企业注销登记"]} == {
        honghu["企业变更一件事"],
        honghu["企业注销一件事"],
    }


def test_the_annex_is_taken_over_number_by_number() -> None:
    found = {o.number: (o, e) for e in EVENTS.values() for o in e.origins if o.document == "honghu-2022"}
    assert sorted(found) == list(range(1, 41))
    for number, (items, days, lead) in ANNEX.items():
        origin, event = found[number]
        assert len(set(origin.items)) == items, origin.name
        assert origin.lead == lead, origin.name
        assert event.limit is not None
        assert event.limit.days == days, origin.name
        assert event.limit.promise_of.zh == "洪湖市", "the annex's limits are Honghu's promises"
    notes = {number: event.limit.note.zh for number, (_, event) in found.items() if event.limit}
    assert "消防" in notes[37]
    assert "低风险" in notes[30]
    assert notes[39] == "即时办结"


@every_event
def test_each_item_of_the_annex_is_a_component_or_it_is_said_why_not(key: str) -> None:
    event = EVENTS[key]
    covered = {item for component in event.components for item in component.items}
    for origin in event.origins:
        missing = [i for i in origin.items if i not in covered and not origin.left_out.get(i, origin.title).zh]
        assert not missing
        assert set(origin.items) - covered == set(origin.left_out)


@every_event
def test_what_the_annex_has_for_everybody_and_we_ask_is_explained(key: str) -> None:
    """A note says why; one item that is done by the one or the other service explains itself."""
    event = EVENTS[key]
    services = Counter(item for c in event.components for item in c.items)
    for component in event.components:
        if component.items and component.when and all(services[item] == 1 for item in component.items):
            assert component.note.zh, component.service


def test_nobody_is_made_to_apply_for_what_they_do_not_need() -> None:
    def required(key: str) -> set[str]:
        return {c.service for c in EVENTS[key].components if c.required}

    def applies(key: str, **answers: str) -> set[str]:
        event = EVENTS[key]
        first = {q.key: "" if q.several else q.options[0].key for q in event.questions}
        return {c.service for c in event.components if c.applies(event.relevant({**first, **answers}))}

    tobacco, food, packed, hygiene = "SC-YCXB-2814", "SC-SPXB-2807", "SC-YBZB-2811", "WJ-GCWX-1600"
    assert not {tobacco, food} & required("barber")
    assert hygiene in required("barber"), "the annex forgets what the law asks of barbers"
    assert tobacco in applies("barber", tobacco="yes")
    assert not {food, packed} & applies("stationery-shop", food="none")
    assert packed in applies("stationery-shop", food="packed")
    assert food in applies("stationery-shop", food="made")
    assert not {food, packed} & applies("fruit-shop", food="none")
    assert "GA-LGXK-2230" not in applies("farm-inn", beds="no")
    assert "JT-DLHY-2127" not in applies("haulage", lorries="light")
    assert "GA-DXHD-2232" not in applies("performance", people="small")


@every_event
def test_every_text_is_there_in_chinese_and_plain_english(key: str) -> None:
    wrong = []
    for text in texts(EVENTS[key]):
        if bool(text.zh) != bool(text.en):
            wrong.append(f"one language is missing: {text}")
        elif re.search("[一-鿿]", text.en):
            wrong.append(f"Chinese in English: {text.en}")
        elif text.zh and not re.search("[一-鿿0-9]", text.zh):
            wrong.append(f"no Chinese: {text.zh}")
    assert not wrong, "\n".join(wrong)


@every_event
def test_no_guide_is_empty(key: str) -> None:
    event = EVENTS[key]
    assert event.title.zh
    assert event.lead.zh
    assert event.audience
    assert event.origins
    assert len(set(event.aliases)) >= 3
    assert event.title.zh not in event.aliases
    assert len(event.components) >= 2
    assert all(FILES[c.service].guide.conditions and FILES[c.service].guide.materials for c in event.components)


@every_event
def test_at_most_five_questions_and_each_decides_something(key: str) -> None:
    event = EVENTS[key]
    assert len(event.questions) <= 5
    deciding = {w.field for c in event.components for w in c.when} | {w.field for q in event.questions for w in q.when}
    deciding |= {s.by for s in event.settled} | {s.by for c in event.components for s in c.settled}
    assert {q.key for q in event.questions} <= deciding
    for question in event.questions:
        assert not question.key.startswith("_")
        assert len({o.key for o in question.options}) == len(question.options)


@every_event
def test_every_component_on_demand_can_apply_and_can_be_left_out(key: str) -> None:
    event = EVENTS[key]
    seen: Counter[str] = Counter()
    ways = list(answers_of(event))
    for answers in ways:
        seen.update(c.service for c in event.components if c.applies(answers))
    for component in event.components:
        assert seen[component.service] > 0, f"{component.service} never applies"
        if component.when:
            assert seen[component.service] < len(ways), f"{component.service} always applies: it is 必办"


@every_event
def test_the_departments_are_those_of_the_components(key: str) -> None:
    data, event = WRITTEN[key].data, EVENTS[key]
    named = {data["lead"], *data.get("with", ())}
    assert {FILES[c.service].facts.department for c in event.components} - named == set()
    deciding = {department for c in event.components for department in FILES[c.service].facts.departments}
    assert named - {data["lead"]} <= deciding


@every_event
def test_no_component_and_no_event_twice(key: str) -> None:
    event = EVENTS[key]
    assert max(Counter(c.service for c in event.components).values()) == 1
    assert [e.key for e in EVENTS.values() if e.title == event.title] == [key]
    assert {c.service for c in event.components} <= set(FILES)


def test_an_everyday_name_means_one_event() -> None:
    names = Counter(alias for event in EVENTS.values() for alias in event.aliases)
    assert [alias for alias, times in names.items() if times > 1] == []


def test_projects_are_lists_with_an_appointment() -> None:
    numbered = {o.number: e for e in EVENTS.values() for o in e.origins if o.document == "honghu-2022"}
    assert {number for number, event in numbered.items() if event.project} == set(range(24, 36))
    assert all(e.booking.about.zh and e.booking.business == "project" for e in EVENTS.values() if e.booking)


def test_bereavement_is_quiet() -> None:
    assert {key for key, event in EVENTS.items() if event.quiet} == {"bereavement", "work-death"}


# ---- what is wrong in a file is said


def broken(key: str, change: Any) -> str:
    """What is said when a life event is changed like that."""
    written = WRITTEN[key]
    data = copy.deepcopy(dict(written.data))
    change(data)
    with pytest.raises(CatalogueError) as told:
        compile_life_event(Written(written.place, written.area, data), SHARED, FRAME, FILES)
    assert written.place in str(told.value)
    return "\n".join(told.value.mistakes)


def test_mistakes_are_named_with_their_place() -> None:
    def component(at: int, **change: Any) -> Any:
        return lambda data: data["components"][at].update(change)

    assert "no service" in broken("veteran", component(0, service="XX-XXXX-0000"))
    assert "twice" in broken("veteran", lambda data: data["components"].append(data["components"][0]))
    assert "no question weather" in broken("veteran", component(0, when={"weather": ["fine"]}))
    assert "no option rainy" in broken("veteran", component(0, when={"household": ["rainy"]}))
    assert "neither question nor field" in broken("veteran", component(0, settled={"weather": "fine"}))
    assert "can't be" in broken("veteran", component(1, settled={"vet_card_for": "general"}))
    assert "no component for" in broken("school-start", component(1, items=[]))
    assert "no document names" in broken("veteran", component(0, items=["天气"]))
    assert "issues no" in broken("veteran", component(0, issues={"business-licence": {}}))
    assert "nobody asks" in broken("veteran", component(0, gives=["weather"]))
    assert "no component asks" in broken("veteran", lambda data: data.update(settled={"weather": "fine"}))
    assert "no component asks" in broken("veteran", lambda data: data.update(same_fields={"weather": "phone"}))
    assert "components has no" in broken("veteran", component(0, use="weather"))
    assert "questions" in broken("veteran", lambda data: data.update(questions=data["questions"] * 2))
    assert "no department" in broken("veteran", lambda data: data.update(lead="weather"))


def test_settled_values_are_options_of_the_services() -> None:
    """The compiler's own check, once more from the other side: every value that any answer gives."""
    for event in EVENTS.values():
        for answers in list(answers_of(event))[:60]:
            for component in event.components:
                own = owned(FILES[component.service])
                for settlement in component.settled:
                    value, field = settlement.resolved(answers), own[settlement.key].field
                    if value and field.options and component.applies(answers):
                        assert set(value.split(",")) <= {o.key for o in field.options}, (event.key, settlement)
