"""Which page model and which QML belong to a step: by name (see `screens.models.base`)."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem

import screens.models
from kiosk.steps.step import Step
from screens.models.base import PageModel, Showing

QML = Path(str(files("screens"))) / "qml"


@functools.cache
def import_models() -> None:
    """Imports all page models. On a helper thread: they are many, and files to be read."""
    for module in pkgutil.iter_modules(screens.models.__path__):
        importlib.import_module(f"{screens.models.__name__}.{module.name}")


class PageError(Exception):
    """A page's QML can't be used: a mistake in the program, never in its data."""


def make_model(step: Step[Any], showing: Showing) -> PageModel:
    """The page model of a step."""
    kind = type(step)
    module = importlib.import_module(f"{screens.models.__name__}.{kind.__module__.rpartition('.')[2]}")
    return cast(PageModel, getattr(module, f"{kind.__name__}Model")(step, showing))


class Pages:
    """The compiled pages of one engine."""

    def __init__(self, engine: QQmlEngine) -> None:
        self._engine = engine
        self._compiled: dict[str, QQmlComponent] = {}

    def make(self, qml: str, properties: dict[str, object]) -> QQuickItem:
        """An item of a file below `screens/qml`, compiled now if it was not yet."""
        component = self.compiled(qml)
        item = component.createWithInitialProperties(properties, self._engine.rootContext())
        if not isinstance(item, QQuickItem):
            raise PageError(f"{qml}: {component.errorString()}")
        return item

    def compiled(self, qml: str) -> QQmlComponent:
        """The component of a file below `screens/qml`."""
        if (known := self._compiled.get(qml)) is not None:
            return known
        component = QQmlComponent(self._engine, QUrl.fromLocalFile(str(QML / qml)))
        if component.isError():
            raise PageError(f"{qml}: {component.errorString()}")
        self._compiled[qml] = component
        return component

    def compile_all(self) -> Iterator[None]:
        """Compiles all pages, one with each step of the iterator, so that later ones appear at once."""
        import_models()
        for page in [*sorted((QML / "pages").glob("*.qml")), QML / "components/Keyboard.qml"]:
            self.compiled(str(page.relative_to(QML)))
            yield


def page_of(step: Step[Any]) -> str:
    """The page's QML file of a step."""
    return f"pages/{type(step).__name__}Page.qml"
