"""A page as a JPEG that fits: grey where it is text, as fine and as good as its share of a file allows."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from devices.vision.pictures import Picture, shrunk
from devices.vision.straighten import A4_INCHES, LEAST_DPI

MOST_BYTES_OF_A_PAGE = 295_000
"""A page of a PDF is at most 300 KB (of 1000 bytes), with what stands around its picture."""

QUALITIES = (90, 84, 78, 72, 66, 60, 52, 44, 36, 28, 20)
"""Tried from the best."""

GOOD_ENOUGH = 60
"""Before the quality falls below this, the page is made coarser."""

COLOURED_SHARE = 0.0015
"""Of the page: a seal or a coloured heading takes more, the camera's own tint does not count."""

_COLOURFUL = 70  # saturation, 0 to 255
_BRIGHT_ENOUGH = 60  # colours of dark pixels are noise


@dataclass(frozen=True)
class EncodedPage:
    """A JPEG; width and height in pixels."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    grey: bool


def encoded(page: Picture) -> EncodedPage:
    """The page as a JPEG of at most `MOST_BYTES_OF_A_PAGE`."""
    grey = is_text(page)
    picture = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY) if grey else page
    coarse, _ = shrunk(picture, round(A4_INCHES[1] * LEAST_DPI))
    tries = [(picture, quality) for quality in QUALITIES if quality >= GOOD_ENOUGH]
    tries += [(coarse, quality) for quality in QUALITIES]
    for each, quality in tries:
        jpeg = _jpeg(each, quality)
        if len(jpeg) <= MOST_BYTES_OF_A_PAGE:
            return EncodedPage(jpeg, each.shape[1], each.shape[0], grey)
    smallest, _ = shrunk(coarse, round(A4_INCHES[1] * LEAST_DPI) // 2)  # a page of noise, and nothing else
    return EncodedPage(_jpeg(smallest, QUALITIES[-1]), smallest.shape[1], smallest.shape[0], grey)


def is_text(page: Picture) -> bool:
    """Whether nothing on it has a colour of its own."""
    small, _ = shrunk(page, 600)
    hsv = cv2.cvtColor(cv2.GaussianBlur(small, (5, 5), 0), cv2.COLOR_BGR2HSV)
    rim = max(1, round(0.02 * max(small.shape[:2])))
    inner = hsv[rim:-rim, rim:-rim]
    usual = np.median(inner[..., 1])
    coloured = (inner[..., 1] > max(_COLOURFUL, usual + _COLOURFUL)) & (inner[..., 2] > _BRIGHT_ENOUGH)
    return float(coloured.mean()) < COLOURED_SHARE


def _jpeg(picture: Picture, quality: int) -> bytes:
    done, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    return bytes(jpeg) if done else b""
