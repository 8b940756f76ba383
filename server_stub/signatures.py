"""Requests of terminals are signed: HTTP Message Signatures (RFC 9421), Ed25519, bodies by Content-Digest (RFC 9530).

Covered are method, path, query, and of what a request has: body, Authorization, Idempotency-Key, X-Staff-Token. A
request is good for five minutes around the platform's clock; a write that is sent again within them is met by its
Idempotency-Key.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

SKEW = dt.timedelta(minutes=5)
_INPUT = re.compile(r'(\w+)=(\(((?:"[@a-z-]+" ?)*)\)((?:;[a-z]+=(?:"[!#-\[\]-~]*"|[0-9]+))*))')
_PARAMETER = re.compile(r';([a-z]+)=(?:"([^"]*)"|([0-9]+))')
_LONGEST = 500


class NotSigned(Exception):
    """No signature that could be read."""


class WrongSignature(Exception):
    """The signature is not that of this request by this key, or does not cover what it must."""


@dataclass(frozen=True)
class Signed:
    """What a request says of its signature."""

    key_id: str
    created: int
    covered: tuple[str, ...]
    parameters: str  # as they are signed
    signature: bytes


def read(headers: Mapping[str, str]) -> Signed:
    """The signature of a request. NotSigned."""
    given, signature = headers.get("signature-input", ""), headers.get("signature", "")
    found = _INPUT.fullmatch(given) if len(given) <= _LONGEST else None
    if found is None:
        raise NotSigned
    label, parameters, covered, rest = found.groups()
    values = {name: text or number for name, text, number in _PARAMETER.findall(rest)}
    prefix, suffix = f"{label}=:", ":"
    if not signature.startswith(prefix) or not signature.endswith(suffix) or len(signature) > _LONGEST:
        raise NotSigned
    if values.get("alg", "ed25519") != "ed25519" or not values.get("keyid") or not values.get("created", "").isdigit():
        raise NotSigned
    try:
        raw = base64.b64decode(signature[len(prefix) : -1], validate=True)
    except binascii.Error:
        raise NotSigned from None
    names = tuple(part.strip('"') for part in covered.split())
    return Signed(values["keyid"], int(values["created"][:12]), names, parameters, raw)


def check(
    signed: Signed, key: bytes, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
) -> None:
    """Whether `key` (32 bytes, Ed25519) signed just this request. WrongSignature."""
    needed = ["@method", "@path", "@query"]
    needed += [name for name in ("authorization", "idempotency-key", "x-staff-token") if headers.get(name)]
    if body:
        needed.append("content-digest")
        if not hmac.compare_digest(headers.get("content-digest", "").encode(), content_digest(body).encode()):
            raise WrongSignature
    if not set(needed) <= set(signed.covered):
        raise WrongSignature
    base = signature_base(signed.covered, signed.parameters, method, path, query, headers)
    try:
        VerifyKey(key).verify(base, signed.signature)
    except (BadSignatureError, ValueError, TypeError):
        raise WrongSignature from None


def content_digest(body: bytes) -> str:
    """The Content-Digest of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def signature_base(
    covered: tuple[str, ...], parameters: str, method: str, path: str, query: str, headers: Mapping[str, str]
) -> bytes:
    """The bytes that are signed (RFC 9421, 2.5). WrongSignature where a covered part is not there."""
    derived = {"@method": method, "@path": path, "@query": f"?{query}"}
    lines = []
    for name in covered:
        value = derived.get(name) if name.startswith("@") else headers.get(name)
        if value is None:
            raise WrongSignature
        lines.append(f'"{name}": {value.strip()}')
    lines.append(f'"@signature-params": {parameters}')
    return "\n".join(lines).encode("utf-8", "surrogateescape")
