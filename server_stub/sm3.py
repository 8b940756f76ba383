"""SM3 (GB/T 32905-2016) over canonical JSON: what signatures and the ledger of uses are bound to."""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> bytes:
    """JSON that says the same in the same bytes: keys in order, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sm3(raw: bytes) -> str:
    """The digest, hex."""
    return hashlib.new("sm3", raw).hexdigest()
