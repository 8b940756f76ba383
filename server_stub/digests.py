"""SM3 (GB/T 32905), as fingerprints are made here."""

from __future__ import annotations

import hashlib
import json


def sm3(content: bytes) -> str:
    """The digest of some bytes, in hex."""
    return hashlib.new("sm3", content).hexdigest()


def canonical(value: object) -> bytes:
    """JSON with its keys in order and no spaces: the same value gives the same bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode()
