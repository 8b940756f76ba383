"""Text messages as they come from the platform."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from screens.dock.messages import read_messages
from screens.dock.phone import spaced_phone

_value = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers(), max_size=2)


def test_messages_come_oldest_first_with_code_and_time() -> None:
    entries = [
        {"id": 2, "phone": "13800000002", "text": "b", "code": None, "at": "nonsense"},
        {"id": 1, "phone": "13800000001", "text": "a", "code": "123456", "at": "2026-11-21T09:41:00+08:00"},
    ]
    messages = read_messages(json.dumps(entries).encode())
    assert messages is not None
    assert [(message.id, message.code) for message in messages] == [(1, "123456"), (2, "")]
    assert messages[0].at is not None
    assert messages[0].at.isoformat() != ""
    assert messages[1].at is None


@given(st.lists(st.dictionaries(st.sampled_from(["id", "phone", "text", "code", "at"]), _value), max_size=5))
def test_entries_that_are_no_messages_are_left_out(entries: list[dict[str, object]]) -> None:
    messages = read_messages(json.dumps(entries).encode())
    assert messages is not None
    assert all(isinstance(message.text, str) for message in messages)


@given(st.binary(max_size=200))
def test_any_bytes_are_messages_or_nothing(data: bytes) -> None:
    assert read_messages(data) is None or isinstance(read_messages(data), tuple)


def test_a_mobile_number_is_shown_as_it_is_read() -> None:
    assert spaced_phone("13800000001") == "138 0000 0001"
    assert spaced_phone("") == ""
    assert spaced_phone("027-12345") == "027-12345"
