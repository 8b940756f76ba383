"""Quick changes reach a person one at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from screens.pace import Pace


def test_the_first_value_comes_at_once_and_the_newest_when_the_time_is_over(qtbot: QtBot) -> None:
    given_: list[str] = []
    parent = QObject()
    pace = Pace(30, "", given_.append, parent)
    for value in "abc":
        pace.offer(value)
    assert given_ == ["a"]
    qtbot.waitUntil(lambda: given_ == ["a", "c"])
    qtbot.waitUntil(lambda: not pace.busy)
    pace.offer("d")
    assert given_ == ["a", "c", "d"]


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_between_two_ends_of_the_time_one_value_is_given_at_most_and_it_ends_with_the_newest(values: list[str]) -> None:
    given_: list[str] = []
    parent = QObject()
    pace = Pace(60_000, "", given_.append, parent)
    for value in values:
        pace.offer(value)
    assert given_ == values[:1]
    pace.elapse()
    assert pace.value == (values[-1] if values else "")
    assert len(given_) <= 2
