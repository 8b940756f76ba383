"""Places of a face's skin followed from frame to frame, and how far each of them stands before the others."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from devices.vision.faces.liveness.samples import Box, Grey, Sample, around, grey_of
from devices.vision.faces.liveness.shape import Points
from devices.vision.faces.looks import Picture

Tracks = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]

AROUND = 0.12
"""Of the face's size, around it: as far as the crop reaches in which places are followed."""

LEAST = 16
"""Places; with fewer nothing is told."""

_MOST = 60
_WEAKEST, _APART = 0.004, 0.1  # share of the strongest corner; distances of the eyes: all over the face
_RIM = 0.13  # distances of the eyes that are left out along the outline, where the background shows, and around eyes
_WINDOW = (17, 17)  # pixels
_SOFT, _GAIN = 31, 160.0  # pixels, grey levels
_BACK = 0.4  # pixels by which the way forth and back may differ

# A mean head in halves of the line between the outer corners of the eyes (45 mm): half its breadth 76 mm, half its
# height 115 mm, its front half 85 mm deep, the nose 22 mm before it (after Farkas, *Anthropometry of the Head and
# Face*, 1994).
_BREADTH, _HEIGHT, _DEPTH, _NOSE = 1.7, 2.6, 1.9, 0.5
_MIDDLE = 0.5  # how far the middle of the head is below the eyes
_NOSE_SIZE = (0.28, 0.5)


class Skin:
    """Places chosen in one frame and found again in later ones, but for eyes and mouth."""

    def __init__(self, sample: Sample, region: Box, grey: Grey, places: Tracks) -> None:
        self.at = sample.at
        self.depths = depths(places + np.array(region[:2]), sample.points)
        self.alive = np.ones(len(places), bool)
        self.places = places
        self._grey = grey
        self._corner = np.array(region[:2])
        self._nose = sample.points[27:36].mean(axis=0)
        self._now = places.copy()
        self._last_corner = self._corner

    @staticmethod
    def of(sample: Sample) -> Skin | None:
        """None where the skin shows too little to follow."""
        region = around(sample, AROUND)
        grey = _evened(sample.picture[region[1] : region[3], region[0] : region[2]])
        apart = _APART * float(np.hypot(*(sample.points[45] - sample.points[36])))
        places = cv2.goodFeaturesToTrack(grey, _MOST, _WEAKEST, apart, mask=_bare(sample, region), blockSize=7)
        if places is None or len(places) < LEAST:
            return None
        return Skin(sample, region, grey, places.reshape(-1, 2))

    def found(self, sample: Sample) -> tuple[Tracks, Numbers] | None:
        """Where the places still `alive` would be if this frame were bent back as a plane is, and the homography that
        did so; None where too many were lost. What is left is motion off that plane, free of the trouble that trackers
        have with patterns that were turned.
        """
        grey, corner = self._crop(sample)
        guess = (self._now + (self._last_corner - corner)).astype(np.float32)
        now, seen = _followed(self._grey, grey, self.places, guess)
        self._now, self._last_corner = now, corner
        if (self.alive & seen).sum() < LEAST:
            return None
        way, _ = cv2.findHomography(self.places[self.alive & seen], now[self.alive & seen], cv2.RANSAC, 2.0)
        if way is None:
            return None
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        bent_back = cv2.warpPerspective(grey, way, grey.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
        off, seen = _followed(self._grey, bent_back, self.places, self.places.copy())
        back, again = _followed(bent_back, self._grey, off, self.places.copy())
        self.alive &= seen & again & (np.hypot(*(back - self.places).T) < _BACK)
        return (off[self.alive], way) if self.alive.sum() >= LEAST else None

    def _crop(self, sample: Sample) -> tuple[Grey, npt.NDArray[np.int64]]:
        """Of the first crop's size, moved along with the nose, and where it lies."""
        height, width = self._grey.shape
        room = np.array([sample.picture.shape[1] - width, sample.picture.shape[0] - height])
        moved = np.round(sample.points[27:36].mean(axis=0) - self._nose).astype(int)
        x, y = (int(one) for one in np.clip(self._corner + moved, 0, np.maximum(room, 0)))
        return _evened(sample.picture[y : y + height, x : x + width]), np.array([x, y])


def depths(places: Points, points: Points) -> Numbers:
    """How far places (n × 2, pixels) of a face with these landmarks stand out on a mean head."""
    across = points[45] - points[36]
    length = float(np.hypot(*across))
    right = across / length
    down = np.array([-right[1], right[0]])
    eyes = (points[45] + points[36]) / 2
    from_eyes = (places - eyes) / (length / 2)
    x, y = from_eyes @ right, from_eyes @ down
    tip = float((points[30] - eyes) / (length / 2) @ down)
    inside = 1 - (x / _BREADTH) ** 2 - ((y - _MIDDLE) / _HEIGHT) ** 2
    nose = np.exp(-((x / _NOSE_SIZE[0]) ** 2) - ((y - tip) / _NOSE_SIZE[1]) ** 2)
    found: Numbers = _DEPTH * np.sqrt(np.maximum(0.05, inside)) + _NOSE * nose
    return found


def _evened(picture: Picture) -> Grey:
    """Contrast with the surroundings: a light that changes softly, as our screen's colours do, moves nothing in it."""
    grey = grey_of(picture).astype(np.float32)
    around_it = cv2.blur(grey, (_SOFT, _SOFT))
    even: Grey = np.clip(128 + _GAIN * (grey - around_it) / (around_it + 16), 0, 255).astype(np.uint8)
    return even


def _followed(a: Grey, b: Grey, places: Tracks, guess: Tracks) -> tuple[Tracks, npt.NDArray[np.bool_]]:
    """Where places of one crop are in the other (Lucas, Kanade; in three sizes), and which were found."""
    if a.shape != b.shape:
        return guess, np.zeros(len(guess), bool)
    flags = cv2.OPTFLOW_USE_INITIAL_FLOW
    now, found, _ = cv2.calcOpticalFlowPyrLK(a, b, places, guess, winSize=_WINDOW, maxLevel=2, flags=flags)
    return now, found.ravel() == 1


def _bare(sample: Sample, region: Box) -> Grey:
    """Face and forehead in white, without eyes and mouth."""
    p = sample.points - region[:2]
    mask: Grey = np.zeros((region[3] - region[1], region[2] - region[0]), np.uint8)
    up = 0.3 * (p[27] - p[8])
    outline = np.concatenate([p[:17], p[[26, 24, 19, 17]] + up])
    cv2.fillPoly(mask, [cv2.convexHull(outline.astype(np.int32))], 255)
    for part in (slice(36, 42), slice(42, 48), slice(48, 60)):
        middle = p[part].mean(axis=0)
        larger = middle + (p[part] - middle) * 1.35
        cv2.fillPoly(mask, [cv2.convexHull(larger.astype(np.int32))], 0)
    rim = max(3, round(float(np.hypot(*(p[45] - p[36]))) * _RIM)) | 1
    bare: Grey = cv2.erode(mask, np.ones((rim, rim), np.uint8))
    return bare
