"""What a plain PC/SC reader can know of a resident ID card: that it is one, and nothing else.

The card is ISO 14443 type B. Its files are encrypted; name and number come out only through a security module (SAM), as
in an SDT reader. In the clear it gives its eight serial bytes (DOMAIN.md 2.1).
"""

from __future__ import annotations

from devices.cards.social_security import Transmit

GET_SERIAL = bytes.fromhex("0036000008")
SERIAL_BYTES = 8
_TYPE_B = bytes.fromhex("3B888001")
"""How PC/SC part 3 begins the ATR of a type B card that gives none itself: eight bytes of its ATQB follow."""
_DONE = b"\x90\x00"


def is_resident_id_card(atr: bytes, transmit: Transmit) -> bool:
    """Whether the card answers as a resident ID card does. UNCONFIRMED on real cards: some readers keep the command."""
    if not atr.startswith(_TYPE_B):
        return False
    answer = transmit(GET_SERIAL)
    return len(answer) == SERIAL_BYTES + len(_DONE) and answer.endswith(_DONE)
