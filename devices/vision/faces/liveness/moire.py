"""The grid of a screen, or a printer's screen, in the picture of a face."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, ramp

PEAK_NONE, PEAK_FULL = 22.0, 60.0
"""How far the highest spectral peak stands above the median of its ring, in power."""

RING = (0.10, 0.48)
"""Cycles per pixel: below are the face's own parts, above is nothing but the sampling's end."""

_EVERY = 4  # frames
_KEPT = 4  # spectra whose mean is judged: moire keeps its place there while everything else changes
_SIZES = (256, 128, 64)
_BLOCKS = 16  # pixels: compressed pictures are made of such blocks, whose edges are peaks on the axes

Spectrum = npt.NDArray[np.float32]


class Moire:
    """Peaks in the spectrum of the face's region, in brightness and in colour.

    Physical reason: two grids, the pixels of a screen (or dots of a print) and those of the sensor, beat; skin has no
    grid (Garcia, de Queiroz: *Face-Spoofing 2D-Detection Based on Moire-Pattern Analysis*, TIFS 2015; Patel, Han,
    Jain, Ott: *Live Face Video vs. Spoof Face Video*, ICB 2015). Value: power of the highest
    peak over the median of its ring.
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
        peaks = [_peak(np.mean(spectra, axis=0)) for spectra in self._spectra if len(spectra) >= 2]
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


def _peak(power: npt.NDArray[np.floating]) -> float:
    rings, axes = _rings(power.shape[0])
    power = np.where(axes, 0.0, power)
    highest = 0.0
    for ring in rings:
        values = power[ring]
        median = float(np.median(values[values > 0])) if (values > 0).any() else 0.0
        if median > 0.0:
            highest = max(highest, float(values.max()) / median)
    return highest


_RINGS: dict[int, tuple[list[npt.NDArray[np.bool_]], npt.NDArray[np.bool_]]] = {}


def _rings(size: int) -> tuple[list[npt.NDArray[np.bool_]], npt.NDArray[np.bool_]]:
    """Rings of frequencies, and the places where a compressor's blocks show."""
    if size not in _RINGS:
        fy = np.fft.fftfreq(size)[:, None]
        fx = np.fft.rfftfreq(size)[None, :]
        radius = np.hypot(fx, fy)
        bounds = np.linspace(*RING, 9)
        rings = [(radius >= low) & (radius < high) for low, high in zip(bounds, bounds[1:], strict=False)]
        bin_ = 1.5 / size
        on_axis = (np.abs(fx) <= bin_) | (np.abs(fy) <= bin_)
        _RINGS[size] = rings, np.broadcast_to(on_axis, radius.shape).copy()
    return _RINGS[size]
