"""Screens are tested offscreen, drawn in software, without asyncio. An unlisted warning of Qt fails the test."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

from collections.abc import Iterator  # noqa: E402
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from screens import keyboard  # noqa: E402
from screens.build import compile_texts  # noqa: E402
from tests.screens.finger import Person  # noqa: E402

keyboard.prepare()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here fails on a warning of Qt or QML."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(scope="session", autouse=True)
def _texts() -> None:
    compile_texts()


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    """Somebody before a screen of the usual size."""
    somebody = Person(qtbot)
    yield somebody
    somebody.go_away()
