"""Passwords of staff: argon2id, as libsodium sets its cost for people who wait (64 MB, some 60 ms)."""

from __future__ import annotations

import threading
from functools import lru_cache

from nacl.exceptions import InvalidkeyError
from nacl.pwhash import argon2id

SHORTEST = 8
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes its memory: many sign-ins at once must not take all there is


def hashed(password: str) -> str:
    """A password as it is kept. ValueError where it is too short."""
    if len(password) < SHORTEST:
        raise ValueError(f"a password has at least {SHORTEST} characters")
    with _AT_ONCE:
        kept = argon2id.str(password.encode(), argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE)
    return kept.decode("ascii")


def is_right(kept: str, password: str) -> bool:
    """Whether it is the password. Takes as long where nobody is known (`kept` empty)."""
    with _AT_ONCE:
        try:
            return argon2id.verify((kept or _nobodys()).encode("ascii"), _bytes(password)) and bool(kept)
        except InvalidkeyError:
            return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _nobodys() -> str:
    kept = argon2id.str(b"nobody's", argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE)
    return kept.decode("ascii")
