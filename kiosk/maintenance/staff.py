"""Who may open the maintenance pages: staff's own card and a PIN, checked offline.

A member is a name and one secret: argon2id over card number and PIN together. No card number stands in any file, and
neither of the two can be tried without the other. `python -m kiosk.maintenance.staff` makes such a line.
"""

from __future__ import annotations

import getpass
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from nacl import exceptions, pwhash

from kiosk.rules.masks import Masked
from kiosk.settings import StaffMember

PIN_DIGITS = (6, 12)
_HASH = pwhash.argon2id


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    staff: list[StaffMember]


class StaffFileError(Exception):
    """The file of staff can't be used; the message says why."""


class Staff:
    """Those of the settings, and those of a file that the platform's administrators keep; it is read at each login,
    so that who was taken off it is off at once.
    """

    def __init__(self, members: Sequence[StaffMember], file: Path | None = None) -> None:
        self._members, self._file = tuple(members), file

    @property
    def any(self) -> bool:
        """Whether there is anybody who could log in."""
        return bool(self._members or self._file)

    def member(self, number: Masked[str], pin: str) -> str:
        """The name of who has this card and PIN; "" for nobody. Takes some tenths of a second: not on the loop.

        StaffFileError where the file can't be used.
        """
        for member in (*self._members, *self._from_file()):
            try:
                if pwhash.verify(member.secret.encode(), _together(number, pin)):
                    return member.name
            except exceptions.InvalidkeyError:
                continue
            except (exceptions.CryptoError, ValueError) as wrong:
                raise StaffFileError(f"{member.name}: the secret is damaged") from wrong
        return ""

    def _from_file(self) -> list[StaffMember]:
        if self._file is None:
            return []
        try:
            raw = tomllib.loads(self._file.read_text(encoding="utf-8"))
            return msgspec.convert(raw, _File).staff
        except OSError as gone:
            raise StaffFileError(f"{self._file}: {gone.strerror}") from gone
        except (ValueError, msgspec.ValidationError) as wrong:  # its message could quote a secret
            raise StaffFileError(f"{self._file}: not a list of staff") from wrong


def secret_of(number: str, pin: str) -> str:
    """The secret of a member. ValueError for a PIN that is too short, too long or not digits."""
    if not (PIN_DIGITS[0] <= len(pin) <= PIN_DIGITS[1] and pin.isascii() and pin.isdigit()):
        raise ValueError(f"a PIN has {PIN_DIGITS[0]} to {PIN_DIGITS[1]} digits")
    together = f"{number.strip().upper()}\n{pin}".encode()
    return _HASH.str(together, _HASH.OPSLIMIT_INTERACTIVE, _HASH.MEMLIMIT_INTERACTIVE).decode().rstrip("\0")


def _together(number: Masked[str], pin: str) -> bytes:
    return f"{number.reveal().strip().upper()}\n{pin}".encode()


def main() -> int:
    """Asks for name, card number and PIN, and prints the member's lines for the file."""
    name = input("姓名 · name: ").strip()
    number = getpass.getpass("证件号码 · number on the card: ")
    try:
        secret = secret_of(number, getpass.getpass("PIN: "))
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(f'[[staff]]\nname = "{name}"\nsecret = "{secret}"\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
