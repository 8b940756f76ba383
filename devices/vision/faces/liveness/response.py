"""What a change of our own screen's colour does to the face before it."""

from __future__ import annotations

import random
from collections import deque

import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, ramp

TINTS = ("#ffb080", "#80b0ff")
"""Warm and cold, equally bright: no flicker of brightness, at most two changes a second (WCAG 2.3.1 allows three)."""

PHASE = 0.5
"""Seconds for which a colour is shown at least; some are shown for two phases, by lot, so that no recording fits."""

LAGS = tuple(step * 0.04 for step in range(1, 11))
"""Seconds from asking to seeing: screen, exposure, transport."""

FOLLOWS_NONE, FOLLOWS_FULL = 0.6, 0.25
"""Correlation of the face's colour with the screen's, at the best lag."""

STEADY = 0.0015
"""Change of colour (logarithm of red over blue) from which anything can be told; below is the camera's noise."""

_LEAST = 24  # frames
_CHANGES = 2


class Tints:
    """What the screen shows when, by lot."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._now = ""
        self._until: float | None = None

    def at(self, seconds: float) -> str:
        """The colour to be shown now; time does not go back."""
        if self._until is None or seconds >= self._until:
            self._now = TINTS[1 - TINTS.index(self._now)] if self._now else self._rng.choice(TINTS)
            self._until = seconds + PHASE * self._rng.choice((1, 1, 2))
        return self._now


class Response:
    """Face and background against the sequence of colours shown.

    Physical reason: a face at arm's length reflects our screen, the wall behind hardly does (inverse square), and a
    lit display or a fed-in recording does not follow a sequence drawn by lot just now (Tang et al.: *Face Flashing*,
    NDSS 2018; Chan et al.: *Face Liveness Detection Using a Flash Against 2D Spoofing Attacks*, TIFS 2018). A printed
    picture reflects as skin does: this cue does not find it. Value: correlation at the best lag of (face minus
    background) with what was shown.
    """

    name = "response"

    def __init__(self) -> None:
        self._rows: deque[tuple[float, str, float, float]] = deque(maxlen=150)

    def take(self, sample: Sample) -> None:
        """Mean colours of cheeks and background."""
        self._rows.append((sample.at, sample.tint, _cheeks(sample), _behind(sample)))

    def cue(self) -> Cue | None:
        """Known after two changes of colour."""
        tints = [tint for _, tint, _, _ in self._rows]
        changes = sum(a != b for a, b in zip(tints, tints[1:], strict=False) if a and b)
        if len(self._rows) < _LEAST or changes < _CHANGES:
            return None
        times = np.array([at for at, _, _, _ in self._rows])
        shown = np.array([_warmth(tint) for tint in tints])
        face = np.array([one for _, _, one, _ in self._rows])
        behind = np.array([one for _, _, _, one in self._rows])
        value = max(_follows(times, shown, face - behind, lag) for lag in LAGS)
        return Cue(self.name, round(value, 3), ramp(value, FOLLOWS_NONE, FOLLOWS_FULL))


def _warmth(tint: str) -> float:
    return 0.0 if tint not in TINTS else 1.0 if tint == TINTS[0] else -1.0


def _follows(
    times: npt.NDArray[np.float64], shown: npt.NDArray[np.float64], colour: npt.NDArray[np.float64], lag: float
) -> float:
    """Correlation of the colour now with what was shown `lag` seconds ago."""
    then = np.searchsorted(times, times - lag, side="right") - 1
    valid = then >= 0
    a, b = shown[then[valid]], colour[valid]
    if len(b) < _LEAST // 2 or a.std() < 0.2 or b.std() < STEADY:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _cheeks(sample: Sample) -> float:
    """Skin between eyes and mouth, left and right of the nose."""
    p = sample.points
    wide = abs(p[45, 0] - p[36, 0])
    colours = [_red_blue(sample, p[eye, 0], (p[eye, 1] + p[48, 1]) / 2, wide * 0.12) for eye in (36, 45)]
    return sum(colours) / 2


def _behind(sample: Sample) -> float:
    """Strips at the frame's left and right edges, away from the face."""
    picture = sample.picture
    width = picture.shape[1]
    strip = max(8, width // 16)
    parts = [picture[::16, :strip:8], picture[::16, -strip::8]]
    if sample.box[0] < strip:
        parts = parts[1:]
    elif sample.box[2] > width - strip:
        parts = parts[:1]
    colour = np.concatenate([part.reshape(-1, 3) for part in parts]).mean(axis=0)
    return float(np.log((colour[2] + 1.0) / (colour[0] + 1.0)))


def _red_blue(sample: Sample, x: float, y: float, half: float) -> float:
    height, width = sample.picture.shape[:2]
    left, right = (int(np.clip(one, 0, width - 2)) for one in (x - half, x + half))
    top, bottom = (int(np.clip(one, 0, height - 2)) for one in (y - half, y + half))
    colour = sample.picture[top : bottom + 2 : 2, left : right + 2 : 2].reshape(-1, 3).mean(axis=0)
    return float(np.log((colour[2] + 1.0) / (colour[0] + 1.0)))
