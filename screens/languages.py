"""The languages of the pages: Chinese stands in the source, others in compiled catalogues beside `i18n/*.ts`."""

from __future__ import annotations

import logging
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

CHINESE = "zh_CN"
ENGLISH = "en"
_log = logging.getLogger(__name__)


class Languages:
    """Switches the language of the running program. Qt keeps one for all screens of a program."""

    def __init__(self) -> None:
        self._catalogue: QTranslator | None = None

    def use(self, language: str) -> None:
        """From now on texts come in that language; Chinese where its catalogue is not there."""
        if self._catalogue:
            QCoreApplication.removeTranslator(self._catalogue)
            self._catalogue.deleteLater()
            self._catalogue = None
        if language.startswith("zh"):
            return
        # The application owns it: its end makes Qt retranslate, which must not happen within a garbage collection.
        catalogue = QTranslator(QCoreApplication.instance())
        if catalogue.load(str(Path(str(files("screens"))) / "i18n" / f"{language}.qm")):
            QCoreApplication.installTranslator(catalogue)
            self._catalogue = catalogue
        else:
            _log.error("no compiled texts for %s: run python -m screens.build", language)
