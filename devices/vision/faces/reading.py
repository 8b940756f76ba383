"""Photographs to compare with, from bytes or files of whoever made them: in bounded memory and time, or not at all.

What a picture claims to be is checked before its pixels are unpacked: sizes, number of frames, number of scans.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from devices.vision.faces.looks import Picture

MOST_BYTES = 24 << 20
"""Of a file: a JPEG of 8K has 5 to 15 million."""

MOST_PIXELS = 12_500_000
"""Unpacked at once: 38 to 50 MB, several times while it is read. A JPEG with more is read at half, a quarter or an
eighth of its size, others are refused."""

MOST_JPEG_PIXELS = 64_000_000
"""8K has 33 million, the largest telephones 200: those make smaller pictures too."""

LONGEST = 2400
"""Pixels of the longer side of what comes out."""

SHORTEST = 48
"""Pixels of the shorter side: less holds no face. A card's photo has 102 × 126."""

SMALL, ENLARGED = 400, 4.0
"""Pixels of the longer side below which a photo is enlarged, and by how much at most: detectors want 80 pixels of face,
and cubic interpolation makes better templates of a card's photo (0.01 to 0.03 nearer) than the network's own cut."""

_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
_MOST_SCANS = 64  # of a progressive JPEG; each is a pass over all of it
_SCAN = b"\xff\xda"
_BEHIND = (255, 255, 255)  # what shows through where a picture has holes


class PhotoTrouble(StrEnum):
    """Why something is no photograph to work with."""

    EMPTY = "empty"
    MISSING = "missing"  # no such file, or one that can't be read
    NO_PICTURE = "no-picture"  # of a format that is read here
    BROKEN = "broken"  # begins as one, but is cut or garbled
    TOO_LARGE = "too-large"  # more bytes or pixels than are taken
    TOO_SMALL = "too-small"
    MOVING = "moving"  # several pictures in one: which of them would be compared?


def usable_file(file: Path) -> Picture | PhotoTrouble:
    """The photograph in a file; no more of it is read than can be used."""
    try:
        if not file.is_file():  # a pipe or a device would never end
            return PhotoTrouble.MISSING
        with file.open("rb") as reading:
            data = reading.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return PhotoTrouble.MISSING
    return usable_photo(data)


def usable_photo(data: bytes) -> Picture | PhotoTrouble:
    """Upright, blue green red, between `SMALL` and `LONGEST` pixels on its longer side."""
    if not data:
        return PhotoTrouble.EMPTY
    if len(data) > MOST_BYTES:
        return PhotoTrouble.TOO_LARGE
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # face_recognition, where it is loaded, lets cut pictures pass as whole
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes: they are checked here
            return _read(data)
    except UnidentifiedImageError:
        return PhotoTrouble.NO_PICTURE
    except (Image.DecompressionBombError, MemoryError, OverflowError):
        return PhotoTrouble.TOO_LARGE
    except _GARBLED:
        return PhotoTrouble.BROKEN


_GARBLED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    AttributeError,
    struct.error,
    zlib.error,
)
"""All that Pillow raises of garbled data."""


def _read(data: bytes) -> Picture | PhotoTrouble:
    with Image.open(BytesIO(data), formats=_FORMATS) as image:
        if trouble := _claims(image, data):
            return trouble
        if image.format in ("JPEG", "MPO"):
            image.draft(None, _draft(image.size))
        image.load()
        plain = _plain(image)
        plain.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        return _scaled(_colours(ImageOps.exif_transpose(plain)))


def _claims(image: Image.Image, data: bytes) -> PhotoTrouble | None:
    """What is wrong with a picture whose pixels are still packed."""
    width, height = image.size
    if min(width, height) < SHORTEST:
        return PhotoTrouble.TOO_SMALL
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # telephones add a second view to a photo
        return PhotoTrouble.MOVING
    reducible = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if width * height > (MOST_JPEG_PIXELS if reducible else MOST_PIXELS):
        return PhotoTrouble.TOO_LARGE
    if image.info.get("progressive") and data.count(_SCAN) > _MOST_SCANS:
        return PhotoTrouble.TOO_LARGE
    return None


def _draft(size: tuple[int, int]) -> tuple[int, int]:
    """The size from which libjpeg may stop; it halves as long as neither side becomes less."""
    share = min(1.0, LONGEST / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _plain(image: Image.Image) -> Image.Image:
    """Of a mode that can be made smaller. Keeps what the camera said of its own turn."""
    if not image.mode.startswith(("I", "F")):
        return image
    light = np.clip(np.nan_to_num(np.asarray(image, np.float32)), 0, 65535)  # 16 bits of grey
    return Image.fromarray((light / 256).astype(np.uint8))


def _colours(image: Image.Image) -> Picture:
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        behind = Image.new("RGBA", seen.size, (*_BEHIND, 255))
        image = Image.alpha_composite(behind, seen)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])


def _scaled(picture: Picture) -> Picture | PhotoTrouble:
    height, width = picture.shape[:2]
    if min(height, width) < SHORTEST // 2:  # a strip that was made smaller
        return PhotoTrouble.TOO_SMALL
    scale = min(ENLARGED, SMALL / max(height, width))
    if scale <= 1:
        return picture
    size = (round(width * scale), round(height * scale))
    larger: Picture = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
    return larger
