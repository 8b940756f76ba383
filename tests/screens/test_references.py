"""Signals, timers and models called by Qt leave the counts of True and None alone.

PySide6 6.12 gives one away with each call on Python 3.11, where these are not immortal; after some hundred thousand
the program aborts. The whole terminal stands on this.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtQml import QQmlComponent, QQmlEngine
from pytestqt.qtbot import QtBot

_Index = QModelIndex | QPersistentModelIndex

_CALLS = 10_000
_NOISE = 1_000  # what pytest and Qt may take and give back meanwhile; a reference a call would be ten times that


class _Sender(QObject):
    """Emits what a page model emits: nothing, a truth, an object."""

    plain = Signal()
    truth = Signal(bool)
    thing = Signal(object)


class _Rows(QAbstractListModel):
    """Answers Qt with None and with True."""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 2

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt's name
        return {Qt.ItemDataRole.UserRole: QByteArray(b"value")}

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return True if index.row() else None


def _emit(sender: _Sender) -> None:
    for number in range(_CALLS):
        sender.plain.emit()
        sender.truth.emit(number % 2 == 0)
        sender.thing.emit(None)


def _lost(work: Callable[[], None]) -> dict[str, int]:
    """References lost or gained by `work`, by the object's name; small differences count as none."""
    before = sys.getrefcount(True), sys.getrefcount(None)
    work()
    after = sys.getrefcount(True), sys.getrefcount(None)
    changes = {"True": after[0] - before[0], "None": after[1] - before[1]}
    return {name: change for name, change in changes.items() if abs(change) > _NOISE}


@pytest.mark.parametrize("kind", ["plain", "truth", "thing"])
def test_ten_thousand_signals_cost_no_references(qapp: object, kind: str) -> None:
    sender, got = _Sender(), [0]

    def slot(*_: object) -> None:
        got[0] += 1

    getattr(sender, kind).connect(slot)
    assert _lost(lambda: _emit(sender)) == {}
    assert got == [_CALLS]


def test_ten_thousand_timers_cost_no_references(qtbot: QtBot) -> None:
    fired = [0]

    def fire() -> None:
        fired[0] += 1

    def work() -> None:
        for _ in range(_CALLS):
            QTimer.singleShot(0, fire)
        qtbot.waitUntil(lambda: fired[0] == _CALLS, timeout=20_000)

    assert _lost(work) == {}


def test_a_model_asked_ten_thousand_times_costs_no_references(qapp: object) -> None:
    rows, engine = _Rows(), QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(
        b"""
        import QtQml
        QtObject {
            required property var rows
            property int trues: 0
            function ask(times: int): void {
                for (let n = 0; n < times; ++n)
                    if (rows.data(rows.index(n % 2, 0), Qt.UserRole) === true)
                        trues += 1;
            }
        }""",
        "",
    )
    asker = component.createWithInitialProperties({"rows": rows})
    assert asker is not None, component.errorString()
    assert _lost(lambda: getattr(asker, "ask")(_CALLS)) == {}  # noqa: B009 - a function of QML
    assert asker.property("trues") == _CALLS // 2
