"""Eyes that close and a mouth that opens, as patches for a likeness; what a face wears."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from devices.emulators.face_portraits import UNIT, Likeness, Pixels, Points

STEPS = 8  # between open and closed
Floats = npt.NDArray[np.float64]

_LASHES, _INK = 2.8, 0.75  # how thick (pixels) and dark the lashes of a closed eye are
_UPPER_LID = 0.84  # of an eye's height is what the upper lid goes down, the rest the lower lid goes up
_UNDER_EYE = 9.0  # pixels below the eye that stretch with the lower lid
_JAW_DROP = 0.26  # eye distances that a lower lip goes down
_NARROWS = 0.4  # by how much the corners of an open mouth come together, as a share
_LIP_BLEND = 0.45
_DARK, _THROAT = np.array([58.0, 20.0, 22.0]), np.array([24.0, 8.0, 9.0])


@dataclass(frozen=True)
class Patch:
    """Pixels that lie at `at` (left, top) of the likeness."""

    at: tuple[int, int]
    rgb: Pixels


def eye_patch(face: Likeness, eye: slice, brow: slice, closed: float) -> Patch:
    """The upper lid comes down over the eye; what is above it stretches."""
    points, brows = face.points[eye], face.points[brow]
    left, right = points[:, 0].min() - 4, points[:, 0].max() + 4
    top, bottom = brows[:, 1].mean() - 6, points[:, 1].max() + 12
    box = (int(left), int(top), math.ceil(right), math.ceil(bottom))
    x, y = _places(box)
    order = np.argsort(points[[0, 1, 2, 3], 0])
    upper = _curve(x[0], points[[0, 1, 2, 3]][order])
    lower = _curve(x[0], points[[0, 5, 4, 3]][order])
    fold = np.interp(x[0], np.sort(brows[:, 0]), brows[np.argsort(brows[:, 0]), 1]) + 5
    fold = np.minimum(fold, upper - 3)
    height = np.maximum(lower - upper, 0)
    ends = np.clip(np.minimum(x[0] - left, right - x[0]) / 6, 0, 1)
    lid = upper + closed * ends * (height * _UPPER_LID + 1)
    rises = np.minimum(closed**3 * ends * height * (1 - _UPPER_LID), np.maximum(lower - lid, 0))
    lash, under = upper - 1.0, lower + _UNDER_EYE
    from_y = np.where(y < lid, fold + (y - fold) * (lash - fold) / np.maximum(lid - fold, 1), y)
    from_y = np.where(y < fold, y, from_y)
    stretched = under - (under - y) * _UNDER_EYE / (_UNDER_EYE + rises)
    from_y = np.where((y > lower - rises) & (y >= lid) & (y < under), stretched, from_y)
    seen = _pick(face.rgb, x, from_y)
    room = np.clip((upper - fold - 4) / 12, 0, 1) * (y < lid)  # a low brow must not be drawn down over the eye
    below = _pick(face.rgb, x, np.broadcast_to(lower + 9, x.shape)) * (0.94 - 0.1 * (y - fold) / UNIT * 4)[..., None]
    bare = (np.where(y < lid, 1 - room, 0) * np.clip((y - upper + 4) / 4, 0, 1) * (closed > 0))[..., None]
    seen = seen * (1 - bare) + below * bare
    line = np.exp(-(((y - lid) / _LASHES) ** 2)) * closed * np.clip(height / 6, 0, 1) * ends
    seen = seen * (1 - _INK * line[..., None])
    return Patch(box[:2], np.clip(seen, 0, 255).astype(np.uint8))


def mouth_patch(face: Likeness, far: float) -> Patch:
    """The lower lip and the jaw go down; teeth stay under the upper lip, the rest inside is dark."""
    face = _narrowed(face, far)
    points = face.points
    drop = far * _JAW_DROP * UNIT
    chin, middle = points[8, 1], points[48:60, 0].mean()
    box = (
        *(int(middle - 1.3 * UNIT), int(points[33, 1] - 4)),
        *(int(middle + 1.3 * UNIT), int(chin + 0.95 * UNIT)),
    )
    x, y = _places(box)
    upper = _curve(x[0], points[[60, 61, 62, 63, 64]])
    lower = np.maximum(_curve(x[0], points[[60, 67, 66, 65, 64]]), upper)
    half = max((points[64, 0] - points[60, 0]) / 2, 1)
    inside = 1 - ((x[0] - (points[60, 0] + points[64, 0]) / 2) / half) ** 2
    lip = drop * np.sqrt(np.clip(inside, 0, 1))
    jaw = drop * np.clip(1 - ((x[0] - middle) / (1.25 * UNIT)) ** 2, 0, 1) ** 1.5

    def goes(at: Floats) -> Floats:
        below = np.clip((at - lower) / (_LIP_BLEND * UNIT), 0, 1)
        neck = 1 - np.clip((at - chin) / (0.8 * UNIT), 0, 1)
        found: Floats = np.where(at < lower, 0, (lip + (jaw - lip) * below) * neck)
        return found

    from_y = np.maximum(y - lip, lower)
    for _ in range(12):
        from_y = np.maximum(0.5 * from_y + 0.5 * (y - goes(from_y)), lower)
    opened = np.clip(y - upper, 0, 1) * np.clip(lower + lip - y, 0, 1) * (inside > 0)
    seen = _pick(face.rgb, x, np.where(y > lower + lip, from_y, y))
    depth = np.clip((y - upper) / np.maximum(lower + lip - upper, 1), 0, 1)[..., None]
    inner = _DARK * (1 - depth) + _THROAT * depth + 34 * np.array([1, 0.35, 0.35]) * np.clip(depth - 0.72, 0, 1) * 3
    dark = opened * np.clip((y - lower) / 3 + 1, 0, 1) * np.clip(lip / 3, 0, 1)
    seen = seen * (1 - dark[..., None]) + inner * dark[..., None]
    return Patch(box[:2], np.clip(seen, 0, 255).astype(np.uint8))


def _narrowed(face: Likeness, far: float) -> Likeness:
    """The corners of an opening mouth come together, a smile's most."""
    points = face.points.copy()
    middle, nose, chin = points[48:60, 0].mean(), points[33, 1], points[8, 1]
    mouth = points[48:, 1].mean()
    left, right = int(middle - 1.2 * UNIT), int(middle + 1.2 * UNIT)
    x, y = _places((left, int(nose), right, int(chin)))

    def wider(across: Floats, down: Floats) -> Floats:
        beside = np.clip(1 - ((across - middle) / (0.9 * UNIT)) ** 2, 0, 1) ** 2
        above, below = (down - nose) / (mouth - nose), (chin - down) / (chin - mouth)
        found: Floats = 1 + _NARROWS * far * beside * np.clip(np.minimum(above, below) * 1.6, 0, 1)
        return found

    rgb = face.rgb.copy()
    rgb[int(nose) : int(chin), left:right] = _pick(face.rgb, middle + (x - middle) * wider(x, y), y)
    points[48:, 0] = middle + (points[48:, 0] - middle) / wider(points[48:, 0], points[48:, 1])
    return Likeness(rgb, face.alpha, points)


def glints(face: Likeness) -> list[tuple[float, float]]:
    """Where a light before the face is reflected by the eyes."""
    found = []
    for eye in (slice(36, 42), slice(42, 48)):
        x, y = face.points[eye].mean(0)
        found.append((float(x), float(y) - 0.02 * UNIT))
    return found


def wear_mask(face: Likeness) -> Likeness:
    """A surgical mask over nose, mouth and chin."""
    points = face.points
    edge = [tuple(points[i]) for i in range(2, 15)]
    top = [tuple(points[i] + np.array([0, 4])) for i in (14, 35, 29, 31, 2)]
    shape = Image.new("L", face.alpha.shape[::-1])
    ImageDraw.Draw(shape).polygon([*edge, *top], fill=255)
    shape = shape.filter(ImageFilter.GaussianBlur(1.2))
    x, y = _places((0, 0, shape.width, shape.height))
    folds = 1 + 0.05 * np.sin((y - points[33, 1]) / 7.5)
    round_it = 1 - 0.28 * ((x - points[33, 0]) / (1.1 * UNIT)) ** 2
    cloth = np.clip(np.array([168.0, 203.0, 222.0]) * (folds * round_it)[..., None], 0, 255)
    return _over(face, cloth, np.asarray(shape))


def wear_glasses(face: Likeness) -> Likeness:
    """Dark glasses."""
    shape = Image.new("L", face.alpha.shape[::-1])
    pen = ImageDraw.Draw(shape)
    (right, left), wide, high = _eyes(face), 0.42 * UNIT, 0.33 * UNIT
    for x, y in (right, left):
        pen.rounded_rectangle((x - wide, y - high * 0.85, x + wide, y + high * 1.15), 0.24 * UNIT, fill=250)
    pen.line([(right[0], right[1] - 8), (left[0], left[1] - 8)], fill=250, width=6)
    for ear, (x, y), side in ((points_of(face, 0), right, -1), (points_of(face, 16), left, 1)):
        pen.line([(x + side * wide, y - 10), (ear[0] + side * 4, ear[1] - 14)], fill=250, width=7)
    shape = shape.filter(ImageFilter.GaussianBlur(1))
    _, rows = _places((0, 0, shape.width, shape.height))
    glass = np.clip(26 + 0.12 * (rows - right[1])[..., None] * np.ones(3), 8, 60)
    return _over(face, glass, np.asarray(shape))


def points_of(face: Likeness, number: int) -> tuple[float, float]:
    """One of the 68 points."""
    return float(face.points[number, 0]), float(face.points[number, 1])


def _eyes(face: Likeness) -> tuple[tuple[float, float], tuple[float, float]]:
    right, left = face.points[36:42].mean(0), face.points[42:48].mean(0)
    return (float(right[0]), float(right[1])), (float(left[0]), float(left[1]))


def _over(face: Likeness, colour: Floats, mask: Pixels) -> Likeness:
    share = mask[..., None] / 255.0
    rgb = np.clip(face.rgb * (1 - share) + colour * share, 0, 255).astype(np.uint8)
    return Likeness(rgb, np.maximum(face.alpha, mask), face.points)


def _places(box: tuple[int, int, int, int]) -> tuple[Floats, Floats]:
    rows, columns = np.mgrid[box[1] : box[3], box[0] : box[2]].astype(float)
    return columns, rows


def _curve(x: Floats, points: Points) -> Floats:
    """A smooth line through points from left to right; level beyond them."""
    inner = np.clip(x, points[0, 0], points[-1, 0])
    through = np.polynomial.Polynomial.fit(points[:, 0], points[:, 1], min(3, len(points) - 1))
    found: Floats = through(inner)
    return found


def _pick(rgb: Pixels, x: Floats, y: Floats) -> Floats:
    """The colours at places between the pixels."""
    x, y = np.clip(x, 0, rgb.shape[1] - 1.001), np.clip(y, 0, rgb.shape[0] - 1.001)
    column, row = x.astype(int), y.astype(int)
    right, down = (x - column)[..., None], (y - row)[..., None]
    upper = rgb[row, column] * (1 - right) + rgb[row, column + 1] * right
    lower = rgb[row + 1, column] * (1 - right) + rgb[row + 1, column + 1] * right
    found: Floats = upper * (1 - down) + lower * down
    return found
