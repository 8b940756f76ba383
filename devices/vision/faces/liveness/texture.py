"""How fine the picture of a face is: what was printed, or shown, and taken again has lost its finest parts."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, grey_of, ramp

FINE_NONE, FINE_FULL = 0.28, 0.18
"""Fine over middling detail. Emulated persons: 0.33 to 0.47; what they are attacked with is as fine. A picture blurred
by two pixels: 0.24."""

_EVERY = 4
_KEPT = 8
_LEAST = 2


class Texture:
    """Detail of two to four pixels against that of four to sixteen, at the eyes, where every face has edges.

    Physical reason: printer or display and a second lens each blur (Wen, Han, Jain: *Face Spoof Detection With Image
    Distortion Analysis*, TIFS 2015; Galbally, Marcel: *Face Anti-spoofing Based on General Image Quality Assessment*,
    ICPR 2014). Value: root mean square of the finer over that of the coarser band. A camera out of focus does the
    same, hence little weight.
    """

    name = "texture"

    def __init__(self) -> None:
        self._count = 0
        self._values: deque[float] = deque(maxlen=_KEPT)

    def take(self, sample: Sample) -> None:
        """Every fourth frame."""
        self._count += 1
        if self._count % _EVERY:
            return
        left, top = sample.points[17:48].min(axis=0).astype(int)
        right, bottom = sample.points[17:48].max(axis=0).astype(int)
        crop = sample.picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        if min(crop.shape[:2]) < 32:
            return
        grey = grey_of(crop).astype(np.float32)
        fine, middling = cv2.GaussianBlur(grey, (0, 0), 1.0), cv2.GaussianBlur(grey, (0, 0), 2.0)
        coarse = cv2.GaussianBlur(grey, (0, 0), 6.0)
        self._values.append(float((fine - middling).std() / max(float((middling - coarse).std()), 0.5)))

    def cue(self) -> Cue | None:
        """Known after eight frames."""
        if len(self._values) < _LEAST:
            return None
        value = float(np.median(self._values))
        return Cue(self.name, round(value, 3), ramp(value, FINE_NONE, FINE_FULL))
