"""Page models of the hall's own pages: attract, menu, waiting, trouble, farewell."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.steps.hall import Attract
from screens.models.base import PageModel, Showing

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the host from a step")
class AttractModel(PageModel):
    """The page nobody stands before."""

    def __init__(self, step: Attract, showing: Showing) -> None:
        super().__init__(showing)
        self._hall = showing.text(step.hall)
        self._notice = showing.text(step.notice)

    @Property(str, constant=True)
    def hall(self) -> str:
        """The hall's name."""
        return self._hall

    @Property(str, constant=True)
    def notice(self) -> str:
        """What rests, or nothing."""
        return self._notice
