"""The on-screen keyboard: Qt Virtual Keyboard, set up so that it learns nothing from anybody.

Its Pinyin engine writes every composed phrase (a rare name, say) into `<config>/qtvirtualkeyboard/pinyin/usr_dict.dat`
and offers it to whoever types next, from memory too. No setting turns that off. Where that file can't be opened the
engine works with its own dictionary alone (`MatrixSearch::init` of Google Pinyin), so there is nothing to wipe later.
"""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication

CHINESE, ENGLISH = "zh_CN", "en_GB"
_NOWHERE = "/dev/null"  # a file: nothing can be opened or made below it, by root neither


def prepare() -> None:
    """Sets the environment of the keyboard; call before the QGuiApplication is made.

    The keyboard itself is loaded by QML (`components/Keyboard.qml`), which costs nothing until then.
    """
    if QGuiApplication.instance() is not None:
        raise RuntimeError("the keyboard must be prepared before the application")
    os.environ["QT_IM_MODULE"] = "qtvirtualkeyboard"
    os.environ["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"  # no keyboard window of its own before ours is loaded
    os.environ["XDG_CONFIG_HOME"] = _NOWHERE


def learns_nothing() -> bool:
    """Whether the Pinyin engine has no place to keep words in."""
    return os.environ.get("XDG_CONFIG_HOME") == _NOWHERE


def wipe_learned_words() -> None:
    """Drops what is half typed and takes the keyboard away; called at the wipe of a visit.

    Raises RuntimeError if the keyboard could have learned words: the terminal then was started without `prepare`.
    """
    if os.environ.get("QT_IM_MODULE") == "qtvirtualkeyboard" and not learns_nothing():
        raise RuntimeError("the keyboard keeps words: prepare() was not called before the application")
    method = QGuiApplication.inputMethod()
    method.reset()
    method.hide()
