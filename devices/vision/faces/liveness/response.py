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

FIRST = 0.2
"""Seconds before the first colour."""

LAGS = tuple(step * 0.04 for step in range(1, 11))
"""Seconds from asking to seeing: screen, exposure, transport."""

FOLLOWS_NONE, FOLLOWS_FULL = 0.6, 0.25
"""Correlation of the face's colour with the screen's, at the best lag. Emulated persons: 0.92 and more; injected films:
below 0.3, once 0.74 by chance (seeds from 1000 on)."""

SURELY = 0.9
"""The same correlation from which slopes can be compared."""

RELIEF_NONE, RELIEF_FULL = 0.20, 0.06
"""Share by which the sides of a face follow less than its middle. Emulated persons: 0.13 to 0.62; pictures: below 0.1,
with reflections wandering over them anything from -0.5 to 0.46 (seeds from 1000 on)."""

STEADY = 0.006
"""Change of colour (logarithm of red over blue) from which anything can be told; below is the camera's noise."""

DARKEST, BRIGHTEST = 40, 245
"""Grey levels of the brightest band, between which a pixel's colour can be told."""

_KEPT = 150  # frames
_LEAST = 8
_EACH = 4  # frames of each of two colours

Numbers = npt.NDArray[np.float64]


class Tints:
    """What the screen shows when, by lot."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._now = ""
        self._until: float | None = None

    def at(self, seconds: float) -> str:
        """The colour to be shown now; none at first, so that the first is a change too. Time does not go back."""
        if self._until is None:
            self._until = seconds + FIRST
        if seconds >= self._until:
            self._now = TINTS[1 - TINTS.index(self._now)] if self._now else self._rng.choice(TINTS)
            self._until = seconds + PHASE * self._rng.choice((1, 1, 2))
        return self._now


class Seen:
    """The colours of middle, sides and background in the last frames, and how they follow what was shown."""

    def __init__(self) -> None:
        self._rows: deque[tuple[float, float, float, float, float]] = deque(maxlen=_KEPT)
        self._best: tuple[float, float, float] | None = None
        self._known = True  # whether `_best` is of these rows

    def take(self, sample: Sample) -> None:
        """One more frame; handed over by each cue that shares these colours, it counts once."""
        if self._rows and self._rows[-1][0] == sample.at:
            return
        self._known = False
        row = (sample.at, _warmth(sample.tint), _middle(sample), _sides(sample), _behind(sample))
        self._rows.append(row)

    def best(self) -> tuple[float, float, float] | None:
        """At the lag at which the middle follows best: its correlation, and the slopes of middle and sides (change of
        the logarithm of red over blue from neutral to tinted); None before a change could be seen.
        """
        if not self._known:
            self._best, self._known = self._best_now(), True
        return self._best

    def _best_now(self) -> tuple[float, float, float] | None:
        if len(self._rows) < _LEAST:
            return None
        times, shown, middle, sides, behind = np.array(self._rows).T
        found = [_followed(times, shown, np.stack([middle, sides]) - behind, lag) for lag in LAGS]
        known = [one for one in found if one is not None]
        return max(known) if known else None


class _Coloured:
    """A cue in the colours that were seen; `seen` may be shared with others, so that each frame is measured once."""

    def __init__(self, seen: Seen | None = None) -> None:
        self._seen = seen or Seen()

    def take(self, sample: Sample) -> None:
        """Mean colours of the face's middle and sides, and of what is behind."""
        self._seen.take(sample)


class Response(_Coloured):
    """How the colour of the face follows the sequence of colours shown, beside its background.

    Physical reason: a face at arm's length reflects our screen, the wall behind hardly does (inverse square), and a
    recording that is fed in does not follow a sequence drawn by lot just now (Tang et al.: *Face Flashing*, NDSS 2018).
    A print reflects as skin does, a display's glass mirrors a little: this cue finds neither. Value: correlation at
    the best lag of (face minus background) with what was shown.
    """

    name = "response"

    def cue(self) -> Cue | None:
        """Known after a change of colour."""
        best = self._seen.best()
        return None if best is None else Cue(self.name, round(best[0], 3), ramp(best[0], FOLLOWS_NONE, FOLLOWS_FULL))


class Relief(_Coloured):
    """How much less the sides of a face follow our screen's colours than its middle.

    Physical reason: light from our screen falls on a body the less the further back a place is and the more it turns
    away (inverse square and cosine); on a flat picture it falls alike, whatever is printed there (Chan et al.: *Face
    Liveness Detection Using a Flash Against 2D Spoofing Attacks*, TIFS 2018). Value: the share by which the sides'
    response is less than the middle's.
    """

    name = "relief"

    def cue(self) -> Cue | None:
        """Known after a change of colour, if the face follows it at all."""
        best = self._seen.best()
        if best is None or best[0] < SURELY or best[1] < STEADY:
            return None
        value = 1.0 - best[2] / best[1]
        return Cue(self.name, round(value, 3), ramp(value, RELIEF_NONE, RELIEF_FULL))


def _warmth(tint: str) -> float:
    return 0.0 if tint not in TINTS else 1.0 if tint == TINTS[0] else -1.0


def _followed(times: Numbers, shown: Numbers, colours: Numbers, lag: float) -> tuple[float, float, float] | None:
    """Correlation and slopes of the colours now with what was shown `lag` seconds ago."""
    then = np.searchsorted(times, times - lag, side="right") - 1
    a, b = shown[then[then >= 0]], colours[:, then >= 0]
    values, counts = np.unique(a, return_counts=True)
    if len(values) < 2 or np.sort(counts)[-2] < _EACH:
        return None
    a = a - a.mean()
    b = b - b.mean(axis=1, keepdims=True)
    slopes = b @ a / (a @ a)
    spread = float(b[0] @ b[0])
    steady = STEADY**2 * len(a)
    return float(slopes[0] * np.sqrt((a @ a) / max(spread, steady))), float(slopes[0]), float(slopes[1])


def _middle(sample: Sample) -> float:
    """From between the eyes to the lips: the nose and what is beside it."""
    p = sample.points
    left, right = float(p[39, 0]), float(p[42, 0])
    return _red_blue(sample, (left, float(p[28, 1]), right, float(p[33, 1])))


def _sides(sample: Sample) -> float:
    """Two strips before the ears."""
    p = sample.points
    wide = 0.10 * float(p[14, 0] - p[2, 0])
    top, bottom = float(p[1, 1]), float(p[4, 1])
    strips = ((float(p[2, 0]) + wide * 0.6, wide), (float(p[14, 0]) - wide * 1.6, wide))
    return sum(_red_blue(sample, (left, top, left + size, bottom)) for left, size in strips) / 2


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


def _red_blue(sample: Sample, box: tuple[float, float, float, float]) -> float:
    """Logarithm of red over blue, of what is neither black nor as bright as the sensor can tell."""
    height, width = sample.picture.shape[:2]
    left, right = (int(np.clip(one, 0, width - 2)) for one in (box[0], box[2]))
    top, bottom = (int(np.clip(one, 0, height - 2)) for one in (box[1], box[3]))
    pixels = sample.picture[top : bottom + 2 : 2, left : right + 2 : 2].reshape(-1, 3)
    told = pixels[(pixels.max(axis=1) < BRIGHTEST) & (pixels.max(axis=1) > DARKEST)]
    blue, _, red = (told if len(told) else pixels).mean(axis=0)
    return float(np.log((red + 1.0) / (blue + 1.0)))
