"""Pictures of a person: nobody guesses their address, and they are gone with the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from screens.pictures import Pictures

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


def test_a_picture_is_shown_until_it_is_forgotten(qtbot: QtBot) -> None:
    pictures = Pictures()
    key = pictures.add(_PNG).rpartition("/")[2]
    size = QSize()
    assert not pictures.requestImage(key, size, QSize()).isNull() and size == QSize(1, 1)
    pictures.forget()
    assert pictures.requestImage(key, size, QSize()).isNull()


def test_the_same_picture_has_another_address_each_time(qtbot: QtBot) -> None:
    pictures = Pictures()
    addresses = {pictures.add(_PNG) for _ in range(50)}
    assert len(addresses) == 50 and all(len(a.rpartition("/")[2]) >= 20 for a in addresses)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_address_or_none_never_an_error(junk: bytes) -> None:
    assert Pictures().add(junk).startswith("image://person/") or Pictures().add(junk) == ""


def test_an_unknown_address_shows_nothing(qtbot: QtBot) -> None:
    assert Pictures().requestImage("guess", QSize(), QSize()).isNull()
