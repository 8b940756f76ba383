"""Colours, sizes and fonts of the dock: a dim control room in which cards, phone and paper are bright."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

ROOM = "#14171c"
PANEL = "#1c2027"
RAISED = "#272d37"
HOVER = "#323a46"
LINE = "#303743"
TEXT = "#e9edf3"
DIM = "#a0abbb"
ACCENT = "#4cc2b0"
GOOD = "#56c288"
WORRY = "#e8b04f"
BAD = "#f0776a"
PAPER = "#fbfaf6"
INK = "#20242b"

GAP = 8
RADIUS = 10

_LIKED = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "PingFang SC")


def dress(app: QApplication) -> None:
    """Gives the application the dock's look."""
    app.setStyle("Fusion")
    app.setPalette(_palette())
    font = QFont()
    font.setFamilies([family for family in (_chinese_family(), "Sans Serif") if family])
    font.setPixelSize(13)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    app.setStyleSheet(_SHEET)


def _chinese_family() -> str:
    """A good Chinese family: the one cut at set-up for paper and screen, else the system's, else whatever there is."""
    for file in sorted((Path(str(files("printing"))) / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    present = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return next((family for family in _LIKED if family in present), present[0] if present else "")


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: ROOM,
        role.Base: PANEL,
        role.AlternateBase: RAISED,
        role.Button: RAISED,
        role.ToolTipBase: RAISED,
        role.WindowText: TEXT,
        role.Text: TEXT,
        role.ButtonText: TEXT,
        role.ToolTipText: TEXT,
        role.PlaceholderText: DIM,
        role.Highlight: ACCENT,
        role.HighlightedText: ROOM,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    return palette


_SHEET = f"""
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {LINE}; padding: 4px 6px; }}
QWidget#room {{ background: {ROOM}; }}
QFrame#panel {{ background: {PANEL}; border: 1px solid {LINE}; border-radius: {RADIUS}px; }}
QLabel#title {{ font-size: 17px; font-weight: 600; }}
QLabel#heading {{ font-size: 14px; font-weight: 600; }}
QLabel#dim, QLabel#answer {{ color: {DIM}; font-size: 12px; }}
QLabel#answer[trouble="true"] {{ color: {BAD}; }}
QLabel#rowname {{ color: {DIM}; }}
QPushButton {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: 6px; padding: 3px 9px;
               min-height: 20px; }}
QPushButton:hover {{ background: {HOVER}; border-color: #465162; }}
QPushButton:pressed {{ background: {LINE}; }}
QPushButton:focus {{ border-color: {ACCENT}; }}
QPushButton:disabled {{ color: #697485; background: {PANEL}; border-color: #272d36; }}
QPushButton[lit="plain"], QPushButton[lit="good"] {{ background: #1f4a45; border-color: {ACCENT}; color: #d6fff6; }}
QPushButton[lit="worry"] {{ background: #4d3c17; border-color: {WORRY}; color: #ffe9bd; }}
QPushButton[lit="bad"] {{ background: #562722; border-color: {BAD}; color: #ffdcd7; }}
QPushButton#quiet {{ background: transparent; border-color: transparent; color: {DIM};
                     padding: 1px 7px; min-height: 19px; }}
QPushButton#quiet[lit="plain"] {{ background: #1f4a45; border-color: {ACCENT}; color: #d6fff6; }}
QPushButton#quiet:hover {{ background: {HOVER}; color: {TEXT}; }}
QPushButton#quiet:focus {{ border-color: {ACCENT}; }}
QLineEdit, QSpinBox, QComboBox, QPlainTextEdit {{ background: #12151a; border: 1px solid {LINE}; border-radius: 6px;
    padding: 3px 8px; min-height: 20px; selection-background-color: {ACCENT}; selection-color: {ROOM}; }}
QSpinBox, QComboBox {{ padding: 0 2px; min-height: 24px; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 18px; }}
QSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; background: transparent; padding: 0; min-height: 0; }}
QLineEdit:focus, QSpinBox:focus, QComboBox:focus {{ border-color: {ACCENT}; }}
QMenu {{ background: {RAISED}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 5px 14px; border-radius: 5px; }}
QMenu::item:selected {{ background: {HOVER}; }}
QScrollArea, QScrollArea > QWidget > QWidget#inside {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 9px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 9px; margin: 0; }}
QScrollBar::handle {{ background: #3b4452; border-radius: 4px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: #4d586a; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
