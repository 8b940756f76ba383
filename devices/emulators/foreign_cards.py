"""Cards in the virtual slot that are no social-security card: a resident ID card on a plain reader, a bank card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from devices.cards.contactless import GET_SERIAL
from devices.emulators.ssc_card import ATR, Card

_DONE, _NOT_FOUND, _UNKNOWN = b"\x90\x00", b"\x6a\x82", b"\x6d\x00"
_GET_UID = bytes.fromhex("FFCA0000")


class CardSide(Protocol):
    """A card as the slot sees it."""

    atr: bytes

    def reset(self) -> None:
        """Power on or reset."""

    def answer(self, command: bytes, fault: str = "") -> bytes:
        """Data and status words."""


class ResidentIdCard:
    """Type B; its files stay closed without a security module. ATR: PC/SC part 3, eight bytes of ATQB, check byte."""

    atr = bytes.fromhex("3B888001 00000000 33D18100 6A")

    def reset(self) -> None:
        """Nothing is kept between two resets."""

    def answer(self, command: bytes, fault: str = "") -> bytes:
        """Its serial bytes and its PUPI, and no more."""
        if command == GET_SERIAL:
            return bytes.fromhex("0A1B2C3D4E5F6071") + _DONE
        if command.startswith(_GET_UID):
            return bytes.fromhex("51A2B3C4") + _DONE
        return _UNKNOWN


class BankCard:
    """Knows neither the social-security application nor its files."""

    atr = bytes.fromhex("3B6D00000031C071D66419160100000090")

    def reset(self) -> None:
        """Nothing is kept between two resets."""

    def answer(self, command: bytes, fault: str = "") -> bytes:
        """Not found."""
        return _NOT_FOUND if command[1:2] == b"\xa4" else _UNKNOWN


class SocialSecurityCard(Card):
    """The card of `ssc_card`, with its ATR."""

    atr = ATR


def card_side(card: Mapping[str, Any], happened: Callable[[str], None]) -> CardSide:
    """From the card in an `insert` command: kind social-security (or none given), resident, bank."""
    match card.get("kind", "social-security"):
        case "resident":
            return ResidentIdCard()
        case "bank":
            return BankCard()
        case "social-security":
            return SocialSecurityCard(card, happened)
        case other:
            raise ValueError(f"card of kind {other!r}; known: social-security, resident, bank")
