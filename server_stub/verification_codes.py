"""Codes by which anybody can ask whether a paper is genuine: nobody can guess one."""

from __future__ import annotations

import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are mistaken for each other


def new_code() -> str:
    """16 letters in groups of four, about 79 bits."""
    return grouped("".join(secrets.choice(_LETTERS) for _ in range(16)))


def grouped(typed: str) -> str:
    """A code as it is kept, typed with or without groups, in any case of letters."""
    plain = "".join(c for c in typed.upper() if c in _LETTERS)[:16]
    return "-".join(plain[n : n + 4] for n in range(0, len(plain), 4))
