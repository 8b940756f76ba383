"""The terminal signs its requests (RFC 9421, Ed25519); its key is made here and never leaves the machine."""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from kiosk.failures import Failure

_log = logging.getLogger(__name__)
_SEED = 32
_PAUSE = 30.0  # seconds between two tries to enrol


class KeyFileError(Exception):
    """The key file is there but can't be used: `reason` says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


class Signer:
    """Signs for one terminal. PyNaCl is imported with the first object made: nothing the first frame waits for."""

    def __init__(self, terminal: str, seed: bytes) -> None:
        from nacl.signing import SigningKey

        self._terminal, self._key = terminal, SigningKey(seed)

    @property
    def public_key(self) -> str:
        """What the platform is given, in hex."""
        return bytes(self._key.verify_key).hex()

    def signed(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, now: float
    ) -> dict[str, str]:
        """The headers to be added. `path` and `query` as they go over the line, `now` in seconds of the epoch."""
        values = {"@method": method, "@path": path, "@query": f"?{query}"}
        added: dict[str, str] = {}
        if body:
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            added["Content-Digest"] = values["content-digest"] = f"sha-256=:{digest}:"
        for name in ("Authorization", "Idempotency-Key", "X-Staff-Token"):
            if headers.get(name):
                values[name.lower()] = headers[name].strip()
        covered = " ".join(f'"{name}"' for name in values)
        parameters = f'({covered});created={int(now)};keyid="{self._terminal}";alg="ed25519"'
        lines = [f'"{name}": {value}' for name, value in values.items()]
        base = "\n".join([*lines, f'"@signature-params": {parameters}']).encode()
        added["Signature-Input"] = f"t={parameters}"
        added["Signature"] = f"t=:{base64.b64encode(self._key.sign(base).signature).decode()}:"
        return added


class Identity:
    """Who this terminal is to the platforms: its id, its key in a file, and the code for giving the key."""

    def __init__(self, terminal: str, key_file: Path, enrolment: str = "") -> None:
        self.terminal, self.enrolment = terminal, enrolment
        self._key_file = key_file
        self._lock = threading.Lock()
        self._signer: Signer | None = None
        self._tried = -_PAUSE

    def may_enrol(self) -> bool:
        """Whether there is a code to enrol with, and the last try is not just over."""
        with self._lock:
            due = bool(self.enrolment) and time.monotonic() - self._tried >= _PAUSE
            if due:
                self._tried = time.monotonic()
            return due

    @property
    def public_key(self) -> str:
        """In hex."""
        return self._of_file().public_key

    def signed(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        """The headers to be added to a request that goes out now. Failure terminal.no-key where there is no key."""
        return self._of_file().signed(method, path, query, headers, body, time.time())

    def _of_file(self) -> Signer:
        with self._lock:
            if self._signer is None:
                try:
                    self._signer = Signer(self.terminal, seed_of(self._key_file))
                except KeyFileError as wrong:
                    _log.error("no key: %s", wrong.reason)
                    raise Failure("terminal.no-key") from wrong
            return self._signer


def seed_of(path: Path) -> bytes:
    """The terminal's secret, made at the first start. KeyFileError where the file holds something else."""
    try:
        seed = path.read_bytes()
    except FileNotFoundError:
        return _new_seed(path)
    except OSError as error:
        raise KeyFileError(path, error.strerror or "can't be read") from error
    if len(seed) != _SEED:
        raise KeyFileError(path, "not a terminal's key")
    return seed


def _new_seed(path: Path) -> bytes:
    """Written whole or not at all, and readable by this user only."""
    seed, beside = os.urandom(_SEED), path.with_name(f"{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as writing:
            writing.write(seed)
            writing.flush()
            os.fsync(writing.fileno())
        beside.rename(path)
    except OSError as error:
        raise KeyFileError(path, error.strerror or "can't be written") from error
    return seed
