"""What people write in the back office is read as it is written, and told where it can't be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_stub.strict_yaml import NotYaml, Places, dump, load

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\u2028\u2029"), max_size=20)
CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(CONTENT)
def test_what_is_shown_for_editing_is_read_as_it_was(content: object) -> None:
    assert load(dump(content)) == content


@given(st.text(max_size=200))
def test_any_text_is_read_or_told_to_be_none(text: str) -> None:
    try:
        load(text)
    except NotYaml as wrong:
        assert wrong.line is None or wrong.line >= 1


@pytest.mark.parametrize("word", ["09:30", "10:00", "yes", "no", "off", "on", "2026-11-23", "0123", "1_000", "0x1f"])
def test_times_dates_and_plain_words_stay_words(word: str) -> None:
    assert load(f"a: {word}") == {"a": word}


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\nb: [", 2), ("a: 1\na: 2", 2), ("a: &x 1\nb: *x", 2), ("a: b: c", 1), ("a\n\x00", 2)]
)
def test_what_can_not_be_read_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(NotYaml) as wrong:
        load(text)
    assert wrong.value.line in (line, line + 1)


def test_places_are_found_by_path_and_by_key() -> None:
    places = Places("a:\n  - key: first\n    b: 1\n  - key: second\n    b: 2\n")
    assert places.line(["a", 1, "b"]) == 5
    assert places.line(["a", 1, "nothing"]) == 4
    assert places.named("second") == 4 and places.named("third") is None
    assert Places("a: [").line(["a"]) is None
