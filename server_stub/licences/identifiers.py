"""电子证照标识 (GB/T 36904-2018): `1.2.156.3005.2`.type.issuer.serial.version.check, with the ISO 7064 check character.

The check is hybrid MOD 37,36 over the four parts in the middle without their dots (DOMAIN.md 3.6). Of the real
identifiers that were found some carry another check character: a wrong one is a warning, no reason to refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROOT = "1.2.156.3005.2"
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(
    re.escape(ROOT) + r"\.([0-9A-Z]{21})\.([0-9A-Z]{1,18})\.([0-9A-Z]{1,40})\.([0-9]{3})\.([0-9A-Z])", re.ASCII
)


def check_character(text: str) -> str:
    """The check character of capitals and digits (ISO 7064 hybrid MOD 37,36). ValueError for anything else."""
    product = 36
    for character in text:
        total = (product + _CHARACTERS.index(character)) % 36 or 36
        product = total * 2 % 37
    return _CHARACTERS[(37 - product) % 36]


@dataclass(frozen=True)
class Identifier:
    """One e-licence: 证照类型代码 (21), 颁发机构代码, 流水号, 版本号, and the check character as it was written."""

    type_code: str
    issuer: str
    serial: str
    version: int
    check: str

    @property
    def is_right(self) -> bool:
        """Whether the check character is that of the other parts."""
        return self.check == check_character(f"{self.type_code}{self.issuer}{self.serial}{self.version:03d}")

    def __str__(self) -> str:
        return f"{ROOT}.{self.type_code}.{self.issuer}.{self.serial}.{self.version:03d}.{self.check}"


def identifier(type_code: str, issuer: str, serial: str, version: int) -> Identifier:
    """A new identifier with its check character. ValueError where a part can't be one."""
    check = check_character(f"{type_code}{issuer}{serial}{version:03d}")
    return parse(f"{ROOT}.{type_code}.{issuer}.{serial}.{version:03d}.{check}")


def parse(text: str) -> Identifier:
    """An identifier as it is written. ValueError where it is none; whether the check is right, `is_right` says."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError("no identifier of an e-licence")
    type_code, issuer, serial, version, check = found.groups()
    return Identifier(type_code, issuer, serial, int(version), check)
