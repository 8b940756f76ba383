"""A photo of our own in the 1024 bytes that a card has for one: made-up cards carry it, real ones never do.

WLT, what real cards carry, is closed. A specimen begins with 样张 in UTF-8 and its length (2 bytes, big-endian), then
comes a WebP picture of 102 × 126 pixels, then zeros.
"""

from __future__ import annotations

import io

from PIL import Image

SIZE = (102, 126)
BYTES = 1024
MAGIC = "样张".encode()

_START = len(MAGIC) + 2
_BEST, _WORST = 92, 1


def encode(picture: Image.Image) -> bytes:
    """As good as 1024 bytes allow. ValueError for a picture of another size, or that fits at no quality."""
    if picture.size != SIZE:
        raise ValueError(f"a picture of {picture.size}; wanted: {SIZE}")
    low, high, found = _WORST, _BEST, b""
    while low <= high:
        quality = (low + high) // 2
        out = io.BytesIO()
        picture.convert("RGB").save(out, "WEBP", quality=quality, method=6)
        if len(out.getvalue()) <= BYTES - _START:
            found, low = out.getvalue(), quality + 1
        else:
            high = quality - 1
    if not found:
        raise ValueError("the picture has too much in it")
    return (MAGIC + len(found).to_bytes(2, "big") + found).ljust(BYTES, b"\0")


def decode(photo: bytes) -> Image.Image:
    """The picture; ValueError for any bytes that are no specimen."""
    length = int.from_bytes(photo[len(MAGIC) : _START], "big")
    if not photo.startswith(MAGIC) or not 0 < length <= len(photo) - _START:
        raise ValueError("no specimen")
    try:
        with Image.open(io.BytesIO(photo[_START : _START + length]), formats=["WEBP"]) as picture:
            if picture.size != SIZE:
                raise ValueError("a specimen of a wrong size")
            return picture.convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise ValueError("a broken specimen") from wrong
