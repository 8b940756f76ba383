"""`python -m devices.emulators.pcsc_holder READER`: another program that keeps a PC/SC reader, until stdin ends.

A program of its own: a card emulator that were also a client of pcscd could wait for itself at its end.
"""

from __future__ import annotations

import os
import sys

from smartcard import scard

_CARD_COMES_MS = 2000


def main(arguments: list[str]) -> int:
    """Holds; 1 if the reader can't be had."""
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    card = 0
    if code == scard.SCARD_S_SUCCESS:
        seen = [(arguments[0], scard.SCARD_STATE_EMPTY)]  # pcscd looks for a card just put in each 400 ms
        scard.SCardGetStatusChange(context, _CARD_COMES_MS, seen)
        code, card, _ = scard.SCardConnect(context, arguments[0], scard.SCARD_SHARE_EXCLUSIVE, protocols)
    if code != scard.SCARD_S_SUCCESS:
        sys.stderr.write(f"{code & 0xFFFFFFFF:08X}\n")
        return 1
    sys.stdout.write("held\n")
    sys.stdout.flush()
    sys.stdin.read()
    scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    scard.SCardReleaseContext(context)
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
