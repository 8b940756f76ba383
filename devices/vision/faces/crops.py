"""A face cut out of a picture, for a clerk's eyes."""

from __future__ import annotations

import cv2

from devices.vision.faces.looks import Face, Picture
from devices.vision.pictures import shrunk

LONGEST = 480
"""Pixels of a cut-out face's longer side: enough for a clerk to compare, no more than needed."""

_AROUND = 0.35  # of the face's size, on each side: hair and chin help to recognise somebody
_QUALITY = 85


def jpeg_of(picture: Picture, face: Face) -> bytes:
    """The face with a little around it, as JPEG; empty where the box lies outside."""
    left, top, right, bottom = face.box
    wide, high = (right - left) * _AROUND, (bottom - top) * _AROUND
    height, width = picture.shape[:2]
    x, y = max(0, round(left - wide)), max(0, round(top - high))
    cut = picture[y : min(height, round(bottom + high)), x : min(width, round(right + wide))]
    if not cut.size:
        return b""
    made, jpeg = cv2.imencode(".jpg", shrunk(cut, LONGEST)[0], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(jpeg) if made else b""
