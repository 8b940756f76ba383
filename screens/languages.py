"""The languages of the pages: Chinese stands in the source, others in compiled catalogues beside `i18n/*.ts`."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QTranslator

CHINESE = "zh_CN"
ENGLISH = "en"
_log = logging.getLogger(__name__)


class Languages:
    """The language of one screen. Qt keeps one for all screens of a program: a page is in the one that is spoken while
    it is made.
    """

    _installed: ClassVar[QTranslator | None] = None  # None: the source's own, Chinese

    def __init__(self) -> None:
        self._catalogue: QTranslator | None = None

    def use(self, language: str) -> None:
        """From now on texts come in that language; Chinese where its catalogue is not there."""
        self._install(None)
        if self._catalogue:
            self._catalogue.deleteLater()
            self._catalogue = None
        if language.startswith("zh"):
            return
        # The application owns it: its end makes Qt retranslate, which must not happen within a garbage collection.
        catalogue = QTranslator(QCoreApplication.instance())
        if catalogue.load(str(Path(str(files("screens"))) / "i18n" / f"{language}.qm")):
            self._catalogue = catalogue
            self._install(catalogue)
        else:
            _log.error("no compiled texts for %s: run python -m screens.build", language)

    @contextlib.contextmanager
    def spoken(self) -> Iterator[None]:
        """Whatever another screen speaks: within this, texts come in this screen's language."""
        before = Languages._installed
        self._install(self._catalogue)
        try:
            yield
        finally:
            self._install(before)

    @classmethod
    def _install(cls, catalogue: QTranslator | None) -> None:
        if catalogue is cls._installed:
            return
        if cls._installed:
            QCoreApplication.removeTranslator(cls._installed)
        if catalogue:
            QCoreApplication.installTranslator(catalogue)
        cls._installed = catalogue
