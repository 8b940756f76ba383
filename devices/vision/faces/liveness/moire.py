"""The grid of a screen, or a printer's screen, in the picture of a face."""

from __future__ import annotations

import functools
from collections import deque

import cv2
import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, ramp

PEAK_NONE, PEAK_FULL = 1.6, 3.5
"""Power of a peak over the highest power around it. Emulated persons: 0.8 to 2.2; telephones and tablets: 3 to 180 in
most frames (seeds from 1000 on). Compression with 80 % quality adds nothing."""

MOAT = (4.0, 7.0)
"""Bins: a peak is no wider than the nearer, and its surroundings reach to the further."""

RING = (0.10, 0.48)
"""Cycles per pixel: below are the face's own parts, above is nothing but the sampling's end."""

_EVERY = 4  # frames
_KEPT = 4  # spectra whose mean is judged: moire keeps its place there while everything else changes
_SIZES = (256, 128, 64)

Spectrum = npt.NDArray[np.float32]


class Moire:
    """Peaks in the spectrum of the face's region, in brightness and in colour.

    Physical reason: two grids, the pixels of a screen (or dots of a print) and those of the sensor, beat; skin has no
    grid (Garcia, de Queiroz: *Face-Spoofing 2D-Detection Based on Moire-Pattern Analysis*, TIFS 2015; Patel, Han,
    Jain, Ott: *Live Face Video vs. Spoof Face Video*, ICB 2015). Value: power of the highest
    peak over what is highest around it.
    """

    name = "moire"

    def __init__(self) -> None:
        self._count = 0
        self._size = 0
        self._spectra: tuple[deque[Spectrum], deque[Spectrum]] = (deque(maxlen=_KEPT), deque(maxlen=_KEPT))
        self._value: float | None = None

    def take(self, sample: Sample) -> None:
        """Brightness and colour in turn."""
        self._count += 1
        if self._count % (_EVERY // 2):
            return
        patch = _patch(sample)
        if patch is None:
            return
        if patch.shape[0] != self._size:
            self._size = patch.shape[0]
            for spectra in self._spectra:
                spectra.clear()
        channel = (self._count // (_EVERY // 2)) % 2
        plane = patch.mean(axis=2) if channel == 0 else patch[..., 2] - patch[..., 0]
        self._spectra[channel].append(_power(plane.astype(np.float32)))
        peaks = [_peak(np.mean(np.stack(spectra), axis=0)) for spectra in self._spectra if len(spectra) >= 2]
        self._value = max(peaks) if peaks else self._value

    def cue(self) -> Cue | None:
        """Known after eight frames."""
        if self._value is None:
            return None
        return Cue(self.name, round(self._value, 1), ramp(self._value, PEAK_NONE, PEAK_FULL))


def _patch(sample: Sample) -> npt.NDArray[np.float32] | None:
    """The largest square of a fitting size around the nose."""
    left, top, right, bottom = sample.box
    x, y = (int(one) for one in sample.points[30])
    height, width = sample.picture.shape[:2]
    for size in _SIZES:
        half = size // 2
        fits = size <= 1.1 * min(right - left, bottom - top)
        if fits and half <= x <= width - half and half <= y <= height - half:
            return sample.picture[y - half : y + half, x - half : x + half].astype(np.float32)
    return None


def _power(plane: npt.NDArray[np.float32]) -> Spectrum:
    """The upper half of the power spectrum; slow changes of light are taken out before."""
    size = plane.shape[0]
    fine = plane - cv2.blur(plane, (9, 9))
    windowed = fine * cv2.createHanningWindow((size, size), cv2.CV_32F)
    spectrum: Spectrum = (np.abs(np.fft.rfft2(windowed)) ** 2).astype(np.float32)
    return spectrum


def _peak(power: Spectrum) -> float:
    """The largest factor by which a place stands above all that surrounds it at a little distance: edges make rays
    through the spectrum, whose neighbours along the ray are as high; a grid makes points.
    """
    size = power.shape[0]
    ring, moat = _ring(size)
    centred = np.fft.fftshift(power, axes=0)
    whole = np.concatenate([centred[::-1, :0:-1], centred], axis=1)  # with its mirror image, for the left edge
    around = cv2.dilate(whole, moat)[:, centred.shape[1] - 1 :]
    peak = cv2.blur(whole, (3, 3))[:, centred.shape[1] - 1 :]
    floor = float(np.median(centred[ring]))
    return float((peak[ring] / np.maximum(around[ring], floor)).max())


@functools.cache
def _ring(size: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
    """Frequencies that are judged, and which neighbours a place is compared with.

    Left out: the axes, where the blocks of compressed pictures show.
    """
    fy = np.fft.fftshift(np.fft.fftfreq(size))[:, None]
    fx = np.fft.rfftfreq(size)[None, :]
    radius = np.hypot(fx, fy)
    axes = (np.abs(fx) < 2.5 / size) | (np.abs(fy) < 2.5 / size)
    reach = np.hypot(*np.mgrid[-MOAT[1] : MOAT[1] + 1, -MOAT[1] : MOAT[1] + 1])
    moat = ((reach >= MOAT[0]) & (reach <= MOAT[1])).astype(np.uint8)
    return (radius >= RING[0]) & (radius <= RING[1]) & ~axes, moat
