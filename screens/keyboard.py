"""The on-screen keyboard: Qt Virtual Keyboard, set up so that it learns nothing from anybody.

Its Pinyin engine keeps every composed phrase (a rare name, say) in memory and in
`<config>/qtvirtualkeyboard/pinyin/usr_dict.dat`, and offers it to whoever types next. No setting turns that off. Where
that file can't be opened the engine works with its own dictionary alone (`MatrixSearch::init` of Google Pinyin); a
folder of that name in a place of our own sees to it, so there is nothing to wipe later.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtGui import QFont, QGuiApplication

from screens.theme import FAMILY

_DICTIONARY = Path("qtvirtualkeyboard", "pinyin", "usr_dict.dat")
# Known words of Qt about itself while it loads the keyboard. It says them on QML's loading thread: where messages go to
# Python (as in tests) and the main thread waits for that thread without letting go of the interpreter, both would wait
# for ever.
_QUIET = "qt.qml.propertyCache.append=false;qt.multimedia.symbolsresolver=false"
_place: list[tempfile.TemporaryDirectory[str]] = []  # goes with the process


def prepare() -> None:
    """Sets the environment of keyboard and signature; call before the QGuiApplication is made.

    The keyboard itself is loaded by QML (`components/Keyboard.qml`), which costs nothing until then.
    """
    if QGuiApplication.instance() is not None:
        raise RuntimeError("the keyboard must be prepared before the application")
    place = tempfile.TemporaryDirectory(prefix="hall-keyboard-")
    _place.append(place)
    (Path(place.name) / _DICTIONARY).mkdir(parents=True)
    os.environ["QT_IM_MODULE"] = "qtvirtualkeyboard"
    os.environ["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"  # no keyboard window of its own before ours is loaded
    os.environ["XDG_CONFIG_HOME"] = place.name
    os.environ["QML_NO_TOUCH_COMPRESSION"] = "1"  # else one point a frame: quick handwriting gets corners
    os.environ["QT_LOGGING_RULES"] = ";".join(filter(None, (_QUIET, os.environ.get("QT_LOGGING_RULES", ""))))
    QFont.insertSubstitution("Arial", FAMILY)  # the family that the keyboard's style names


def learns_nothing() -> bool:
    """Whether the Pinyin engine has no file to keep words in."""
    return (Path(os.environ.get("XDG_CONFIG_HOME", "")) / _DICTIONARY).is_dir()


def wipe_learned_words() -> None:
    """Drops what is half typed and takes the keyboard away; called at the wipe of a visit.

    Raises RuntimeError if the keyboard could have learned words: the terminal then was started without `prepare`.
    """
    if os.environ.get("QT_IM_MODULE") == "qtvirtualkeyboard" and not learns_nothing():
        raise RuntimeError("the keyboard keeps words: prepare() was not called before the application")
    method = QGuiApplication.inputMethod()
    method.reset()
    method.hide()
