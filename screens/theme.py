"""Sizes and modes of one screen: what the host gives to the QML theme, and where its fonts are."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase

FAMILY = "Noto Sans SC"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Theme:
    """A screen's geometry (millimetres) and the modes that a person may switch.

    `panel_bottom_mm` is how high the panel's lower edge hangs above the floor; 0: not known, then 坐姿 is not offered.
    """

    pixels_per_mm: float = 3.21  # 27 inch, 1080 × 1920
    panel_height_mm: float = 598.0
    panel_bottom_mm: float = 0.0
    elder: bool = False
    high_contrast: bool = False
    seated: bool = False

    REACH_MM = 1200.0  # a seated person's reach above the floor, as the barrier-free rules take it (GB 50763-2012)

    @property
    def above_reach_mm(self) -> float:
        """How much of the panel lies above a seated person's reach."""
        if self.panel_bottom_mm <= 0:
            return 0.0
        return max(0.0, self.panel_bottom_mm + self.panel_height_mm - self.REACH_MM)

    def toggled(self, mode: str) -> Theme:
        """With one mode switched; an unknown mode changes nothing."""
        match mode:
            case "elder":
                return replace(self, elder=not self.elder)
            case "contrast":
                return replace(self, high_contrast=not self.high_contrast)
            case "seated":
                return replace(self, seated=not self.seated)
        return self

    def apply(self, theme: QObject) -> None:
        """Hands the values to the QML theme of one engine."""
        theme.setProperty("pixelsPerMm", self.pixels_per_mm)
        theme.setProperty("seatedTopMm", self.above_reach_mm)
        theme.setProperty("elder", self.elder)
        theme.setProperty("highContrast", self.high_contrast)
        theme.setProperty("seated", self.seated)


def load_fonts() -> bool:
    """Makes the program's own fonts known to Qt. False: none there, the system's are used (and looked up by Qt)."""
    found = False
    folder = Path(str(files("printing"))) / "fonts"
    for font in sorted(folder.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(font)) < 0:
            _log.error("font %s can't be loaded", font.name)
        found = True
    if not found:
        _log.warning("no fonts of our own, the system's are used")
    return found
