"""Garbage with Qt's objects in it goes between events, in the screen's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from screens.garbage import Collector


class _Knot(QObject):
    """Only a collection finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


@pytest.fixture
def collections() -> Iterator[list[threading.Thread]]:
    seen: list[threading.Thread] = []

    def note(phase: str, info: dict[str, Any]) -> None:
        if phase == "start":
            seen.append(threading.current_thread())

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def _litter() -> None:
    for _ in range(20 * gc.get_threshold()[0]):
        knot: list[object] = []
        knot.append(knot)


def test_a_thread_that_makes_much_garbage_collects_nothing(qapp: object, collections: list[threading.Thread]) -> None:
    Collector().start()
    thread = threading.Thread(target=_litter)
    thread.start()
    thread.join()
    assert collections == []


def test_what_a_thread_left_goes_in_the_screens_own_thread(qtbot: QtBot, collections: list[threading.Thread]) -> None:
    collector = Collector()
    collector.start()
    gone = weakref.ref(_Knot())
    _litter()
    assert gone() is not None
    qtbot.waitUntil(lambda: gone() is None)
    assert set(collections) == {threading.main_thread()}
