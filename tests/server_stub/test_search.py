"""The search understands what people say: two lists of everyday phrasings, one of them kept aside until it was done."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from server_stub.catalogue.files import CatalogueError, areas
from server_stub.catalogue.lines import line_of
from server_stub.catalogue.search.finder import Finder, Memory, Why
from server_stub.catalogue.search.index import Item
from server_stub.catalogue.search.search import Key, Search, Source
from server_stub.catalogue.search.sounds import Lexicon
from server_stub.catalogue.search.words import load_synonyms
from tests.server_stub.terminal import Terminal
from tests.server_stub.test_catalogue_data import SERVICES

FOLDER = Path(__file__).parent
WITHIN_FIRST = 3
LISTS = ("phrasings.yaml", "phrasings_kept_aside.yaml")
ITEMS = tuple(
    Item("service", line.code, line.service.title.zh, line.service.title.en, line.aliases, line.options, line.about)
    for line in map(line_of, SERVICES)
)


def phrasings(name: str) -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def finder() -> Finder:
    made = Finder(ITEMS, Memory(load_synonyms()))
    made.warm_up()
    return made


def codes(finder: Finder, query: str) -> list[str]:
    return [found.item.code for found in finder.find(query, None, {}, WITHIN_FIRST)]


def search(terminal: Terminal, query: str, limit: int = WITHIN_FIRST) -> list[str]:
    return [found["code"] for found in terminal.get(f"/v1/search?q={quote(query)}&limit={limit}")]


@pytest.mark.parametrize("name", LISTS)
def test_everyday_phrasings_find_what_is_meant_among_the_first_three(terminal: Terminal, name: str) -> None:
    missed, count = [], 0
    for wanted in phrasings(name).values():
        for query, right in wanted.items():
            count += 1
            found = search(terminal, query)
            if not set(found) & set(right):
                missed.append(f"{query}: {found}")
    rate = 1 - len(missed) / count
    sys.stdout.write(f"\n{name}: {rate:.1%} of {count} phrasings\n")
    assert rate >= 0.95, "\n".join(missed)


def test_the_lists_are_long_and_cover_every_field() -> None:
    both = [phrasings(name) for name in LISTS]
    assert sum(len(wanted) for wanted in both[0].values()) >= 170
    assert sum(len(wanted) for wanted in both[1].values()) >= 60
    known = {service.code for service in SERVICES}
    for lists in both:
        assert set(lists) == set(areas())
        assert {code for wanted in lists.values() for right in wanted.values() for code in right} <= known


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("shebaoka", "RS-SBKB-0002"),
        ("she bao ka", "RS-SBKB-0002"),
        ("shè bǎo kǎ", "RS-SBKB-0002"),
        ("ＳＢＫ", "RS-SBKB-0002"),
        ("shebaok", "RS-SBKB-0002"),
        ("senfenzen", "GA-SFHB-2212"),  # as many people in Wuhan say it
        ("lvshi", "SF-LSZY-3311"),
        ("换jiazhao", "JG-QMHZ-2100"),
        ("换驾照", "JG-QMHZ-2100"),
        ("小孩上学", "JY-XXRX-2000"),
        ("房子过户", "BD-ESFZ-2600"),
        ("老人证", "MZ-LNYD-0004"),
        ("社宝卡", "RS-SBKB-0002"),
        ("passport", "GA-HZSL-2226"),
    ],
)
def test_letters_mixtures_mistakes_and_everyday_words_are_understood(finder: Finder, query: str, code: str) -> None:
    assert code in codes(finder, query)


def test_one_wrong_missing_or_doubled_character_does_no_harm(finder: Finder) -> None:
    """In everyday names of four characters or more, one in twenty may be lost."""
    chance = random.Random(1)
    names = [(item.code, name) for item in ITEMS for name in item.aliases if len(name) >= 4 and name.isalpha()]
    lost = []
    for code, name in chance.sample(names, 200):
        at = chance.randrange(len(name))
        other = chance.choice(chance.choice(names)[1])
        for wrong in (name[:at] + other + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]):
            if code not in codes(finder, wrong):
                lost.append((name, wrong))
    assert len(lost) <= 0.05 * 3 * 200, lost


def test_a_name_is_found_by_itself_by_its_pinyin_and_by_its_initials(finder: Finder) -> None:
    chance = random.Random(2)
    names = [(item.code, name) for item in ITEMS for name in item.aliases if 3 <= len(name) <= 8 and _is_chinese(name)]
    lost = []
    for code, name in chance.sample(names, 150):
        syllables = lazy_pinyin(name)
        half = len(name) // 2
        mixed = name[:half] + "".join(syllables[half:])
        for query in (name, "".join(syllables), " ".join(syllables), "".join(s[0] for s in syllables), mixed):
            if code not in codes(finder, query):
                lost.append((name, query))
    assert len(lost) <= 0.02 * 5 * 150, lost


def _is_chinese(name: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in name)


def test_letters_that_no_word_is_written_with_are_not_read() -> None:
    assert Lexicon([], []).read("shebaoka") == []
    assert Lexicon(["社保卡丢了"], []).read("xxxxxxxx") == []


def test_a_person_learns_by_what_it_was_found(terminal: Terminal) -> None:
    def first(query: str) -> tuple[str, str]:
        found = terminal.get(f"/v1/search?q={quote(query)}")[0]
        return found["why"], found["words"]

    assert first("居住证签注") == (Why.TITLE.value, "居住证签注")
    assert first("社保卡丢了") == (Why.ALIAS.value, "社保卡丢了")
    assert first("jzz qianzhu") == (Why.PINYIN.value, "居住证签注")
    assert first("居主证签注") == (Why.TYPING.value, "居住证签注")


def test_an_answer_says_in_which_field_it_is_and_how_far_a_terminal_carries_it(terminal: Terminal) -> None:
    found = terminal.get(f"/v1/search?q={quote('社保缴费证明')}")[0]
    assert found["kind"] == "service"
    assert (found["field_key"], found["field"]["zh"]) == ("social", "人社就业")
    assert found["depth"] == "L2"


def test_nothing_is_found_for_nothing(terminal: Terminal) -> None:
    assert search(terminal, "") == []
    assert search(terminal, " ，。！") == []
    assert search(terminal, "我爱你") == search(terminal, "hello world") == []
    assert terminal.call("GET", f"/v1/search?q={'x' * 61}").status_code == 422
    assert terminal.call("GET", "/v1/search?q=a&limit=0").status_code == 422


@settings(max_examples=300, deadline=None)
@given(query=st.text(max_size=60) | st.text("shebaok zgyn社保卡丢了换驾照0", max_size=60))
def test_any_text_gets_an_answer_and_the_same_one_again(finder: Finder, query: str) -> None:
    found = finder.find(query, None, {}, 10)
    assert found == finder.find(query, None, {}, 10)
    assert len({one.item.code for one in found}) == len(found) <= 10


def test_an_answer_takes_a_few_milliseconds(finder: Finder) -> None:
    took = []
    for query in (query for name in LISTS for wanted in phrasings(name).values() for query in wanted):
        before = time.thread_time()
        finder.find(query, None, {}, 10)
        took.append((time.thread_time() - before) * 1000)
    took.sort()
    assert took[int(len(took) * 0.95)] < 10


def test_items_of_another_kind_are_found_beside_services_and_only_where_they_are_offered() -> None:
    event = Item("life-event", "open-shop", "我要开果蔬超市", aliases=("开超市一件事",), field="一件事")
    services = {("service", place): item for place, item in enumerate(ITEMS)}
    changing: dict[Key, Item] = {("life-event", 1): event}
    state = [0]
    search = Search(
        [Source(lambda: 0, lambda: services), Source(lambda: state[0], lambda: changing)],
    )
    everything = frozenset([*services, ("life-event", 1), ("life-event", 2)])
    assert search.find("开果蔬超市", everything, {}, 3)[0].item == event
    assert event not in [found.item for found in search.find("开果蔬超市", frozenset(services), {}, 3)]
    changing[("life-event", 2)] = Item("life-event", "bury", "公民身后一件事", aliases=("办后事",), field="一件事")
    assert "bury" not in [found.item.code for found in search.find("办后事", everything, {}, 3)]
    state[0] = 1
    assert search.find("办后事", everything, {}, 3)[0].item.code == "bury"


@pytest.mark.parametrize(
    "wrong",
    [
        {"same": [["小孩", "孩子"], ["孩子", "娃"]]},
        {"same": [["", "孩子"]]},
        {"same": [["我要", "孩子"]]},
        {"apart": ["孩子"], "same": [["孩子", "娃"]]},
    ],
)
def test_a_contradiction_among_the_synonyms_is_told(tmp_path: Path, wrong: dict[str, object]) -> None:
    content = {"same": [], "means": [], "apart": [], "stop": ["我要"], **wrong}
    (tmp_path / "synonyms.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(CatalogueError, match="synonyms.yaml"):
        load_synonyms(tmp_path)
