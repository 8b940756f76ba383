"""Whatever an emulator answers becomes an outcome."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from screens.dock.outcomes import Answered, Gone, Refused, displayable, read_answer


@given(st.binary(max_size=300))
def test_any_bytes_from_an_emulator_give_an_outcome(line: bytes) -> None:
    assert isinstance(read_answer("state", line), Answered | Refused | Gone)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_from_an_emulator_gives_an_outcome(value: object) -> None:
    assert isinstance(read_answer("state", json.dumps(value).encode()), Answered | Refused | Gone)


def test_a_bottomless_answer_is_no_crash() -> None:
    assert isinstance(read_answer("state", b"[" * 200_000), Gone)


def test_a_refusal_says_why() -> None:
    outcome = read_answer("tap", '{"ok": false, "error": "ValueError: 名字太长"}'.encode())
    assert outcome == Refused("tap", "ValueError: 名字太长")


def test_what_came_back_is_kept() -> None:
    outcome = read_answer("state", b'{"ok": true, "paper": "out"}')
    assert isinstance(outcome, Answered)
    assert outcome.fields == {"paper": "out"}


@given(st.text(alphabet=st.characters(categories=["Cs", "Lo", "Lu"])))
def test_text_from_outside_can_always_be_shown(text: str) -> None:
    displayable(text).encode("utf-8")
    displayable({"a": text}).encode("utf-8")
