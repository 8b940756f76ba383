"""Other people made of one photograph: another geometry of the face, another tone of skin and hair, by a seed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from devices.emulators.face_portraits import EYES, PORTRAITS, SIZE, UNIT, Likeness, Pixels, Points, likeness
from devices.emulators.face_warp import bend, spline

Floats = npt.NDArray[Any]

JAW, BROWS, NOSE, EYE_R, EYE_L, MOUTH = (
    slice(0, 17),
    slice(17, 27),
    slice(27, 36),
    slice(36, 42),
    slice(42, 48),
    slice(48, 68),
)


@dataclass(frozen=True)
class Shape:
    """How a face differs from its photograph. 0 (or 1 for factors): as it is; lengths in eye distances.

    `donated`: how much of the features is another photograph's, the `donor`-th after its own.
    """

    wide: float = 1.0
    long: float = 1.0
    jaw: float = 0.0
    cheeks: float = 0.0
    chin: float = 0.0
    apart: float = 0.0
    eyes: float = 1.0
    eyes_open: float = 1.0
    slant: float = 0.0
    brows: float = 0.0
    brow_slant: float = 0.0
    nose_wide: float = 1.0
    nose_long: float = 0.0
    mouth_wide: float = 1.0
    mouth_down: float = 0.0
    lips: float = 1.0
    smile: float = 0.0
    forehead: float = 0.0
    mirrored: bool = False
    skin: tuple[float, float, float] = (1.0, 1.0, 1.0)
    hair: float = 1.0
    donor: int = 0
    donated: float = 0.0


_BROW_ABOVE = 0.2  # eye distances, at least: a brow does not lie on the eye
_MIXED = 0.7  # how often features are another photograph's
STRENGTH = 1.15
"""Of the variations that stand in for other people."""


_SPREAD = {
    "wide": 0.12, "long": 0.12, "jaw": 0.22, "cheeks": 0.1, "chin": 0.25, "apart": 0.13,
    "eyes": 0.2, "eyes_open": 0.2, "slant": 0.1, "brows": 0.1, "brow_slant": 0.08, "forehead": 0.18,
    "nose_wide": 0.28, "nose_long": 0.16, "mouth_wide": 0.22, "mouth_down": 0.1, "lips": 0.3, "smile": 0.07,
}  # fmt: skip


def shape_of(seed: int, strength: float = 1.0) -> Shape:
    """A shape drawn by lot; the same for the same seed."""
    chance = np.random.default_rng(seed)
    factors = {name for name in _SPREAD if getattr(Shape, name) == 1.0}
    drawn = {name: float(chance.uniform(-1, 1)) * spread * strength for name, spread in _SPREAD.items()}
    drawn = {name: 1 + value if name in factors else value for name, value in drawn.items()}
    tone = 1 + chance.uniform(-0.28, 0.22) * strength
    warm = chance.uniform(-0.05, 0.05) * strength
    skin = (tone * (1 + warm), tone, tone * (1 - warm))
    hair = float(np.exp(chance.uniform(-0.9, 0.6) * strength))
    flipped, donor = bool(chance.random() < 0.5), int(chance.integers(1, len(PORTRAITS)))
    donated = float(chance.uniform(0.2, 0.75)) if chance.random() < _MIXED else 0.0
    return Shape(**drawn, mirrored=flipped, skin=skin, hair=hair, donor=donor, donated=donated)


def varied(portrait: str, shape: Shape) -> Likeness:
    """The likeness of somebody who has this shape; ValueError for a portrait that isn't known."""
    origin = likeness(portrait)
    if shape.donated:
        donor = PORTRAITS[(PORTRAITS.index(portrait) + shape.donor) % len(PORTRAITS)]
        origin = _mixed(origin, likeness(donor), shape.donated)
    units = origin.units
    new = moved(units, shape)
    ring_old, ring_new = _surroundings(shape)
    old_at = np.concatenate([units, ring_old]) * UNIT + np.array(EYES)
    new_at = np.concatenate([new, ring_new]) * UNIT + np.array(EYES)
    way = spline(new_at, old_at, UNIT)
    rgb = np.asarray(bend(Image.fromarray(_toned(origin, shape)), way))
    alpha = np.asarray(bend(Image.fromarray(origin.alpha), way))
    points = new * UNIT + np.array(EYES)
    return mirrored(Likeness(rgb, alpha, points)) if shape.mirrored else Likeness(rgb, alpha, points)


def _mixed(origin: Likeness, donor: Likeness, share: float) -> Likeness:
    """The features of another, where the origin has its own, in the origin's colours."""
    edge = np.array([(x, y) for x in (0.0, SIZE[0]) for y in (0.0, SIZE[1])])
    way = spline(np.concatenate([origin.points, edge]), np.concatenate([donor.points, edge]), UNIT)
    theirs = np.asarray(bend(Image.fromarray(donor.rgb), way), np.float32)
    inner = Image.new("L", SIZE)
    outline = [*origin.points[1:16], *(origin.points[17:27][::-1] - np.array([0, 12]))]
    ImageDraw.Draw(inner).polygon([(float(x), float(y)) for x, y in outline], fill=255)
    mask = np.asarray(inner.filter(ImageFilter.GaussianBlur(14)), np.float32) / 255
    weight = mask.sum()
    gain = (origin.rgb * mask[..., None]).sum((0, 1)) / np.maximum((theirs * mask[..., None]).sum((0, 1)), weight)
    part = (mask * share)[..., None]
    rgb = np.clip(origin.rgb * (1 - part) + theirs * gain * part, 0, 255).astype(np.uint8)
    return Likeness(rgb, origin.alpha, origin.points)


_PAIRS = (
    *([16 - i for i in range(17)], [26 - i for i in range(10)], [27, 28, 29, 30], [35, 34, 33, 32, 31]),
    *([45, 44, 43, 42, 47, 46], [39, 38, 37, 36, 41, 40]),
    *([54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55], [64, 63, 62, 61, 60, 67, 66, 65]),
)


def mirrored(origin: Likeness) -> Likeness:
    """Left and right exchanged."""
    order = [point for part in _PAIRS for point in part]
    points = origin.points[order].copy()
    points[:, 0] = 2 * EYES[0] - points[:, 0]
    turned = np.ascontiguousarray
    return Likeness(turned(origin.rgb[:, ::-1]), turned(origin.alpha[:, ::-1]), points)


def moved(units: Points, shape: Shape) -> Points:
    """The 68 points (in units) of a face of this shape."""
    new = units.copy()
    _stretch(new[EYE_R], shape.eyes, shape.eyes * shape.eyes_open)
    _stretch(new[EYE_L], shape.eyes, shape.eyes * shape.eyes_open)
    for part, side in ((EYE_R, -1.0), (EYE_L, 1.0)):
        new[part, 1] -= (new[part, 0] - new[part, 0].mean()) * side * shape.slant
        new[part, 0] += side * shape.apart / 2
    outward = np.array([1.0] * 5 + [-1.0] * 5)
    new[BROWS, 1] -= shape.brows + shape.brow_slant * (np.abs(new[BROWS, 0]) - 0.5)
    new[BROWS, 0] -= outward * shape.apart / 3
    for brow, eye in ((slice(17, 22), EYE_R), (slice(22, 27), EYE_L)):
        new[brow, 1] -= max(0.0, _BROW_ABOVE - (new[eye, 1].min() - new[brow, 1].mean()))
    _stretch(new[31:36], shape.nose_wide, 1.0)
    new[NOSE, 1] += shape.nose_long * np.clip((new[NOSE, 1] - 0.0) / 0.8, 0, 1)
    _stretch(new[MOUTH], shape.mouth_wide, shape.lips)
    new[MOUTH, 1] += shape.mouth_down + shape.nose_long * 0.6 + shape.chin * 0.25
    new[MOUTH, 1] -= shape.smile * ((new[MOUTH, 0] - new[MOUTH, 0].mean()) / 0.5) ** 2
    low = np.clip(new[JAW, 1] / 1.8, 0, 1)
    new[JAW, 0] *= 1 + shape.jaw * low * (1.2 - low) * 2 + shape.cheeks * (1 - low)
    new[JAW, 1] += shape.chin * low**2
    new[:, 0] *= shape.wide
    new[:, 1] *= shape.long
    return new


def _stretch(part: Points, across: float, down: float) -> None:
    middle = part.mean(0)
    part[:] = middle + (part - middle) * np.array([across, down])


def _surroundings(shape: Shape) -> tuple[Points, Points]:
    """Places around the face that go with it less and less: hair, neck, shoulders."""
    turn = np.linspace(np.pi, 2 * np.pi, 9)
    hair = np.stack([1.35 * np.cos(turn), -0.2 + 1.25 * np.sin(turn)], -1)
    far = np.stack([3.4 * np.cos(turn), 0.3 + 3.4 * np.sin(turn)], -1)
    body = np.array([(x, y) for y in (3.6, 5.0, 6.6) for x in (-4.0, -2.0, 0.0, 2.0, 4.0)])
    neck = np.array([(-0.7, 2.5), (0.7, 2.5)])
    new_hair = hair * np.array([shape.wide * (1 + shape.cheeks), shape.long])
    new_hair[:, 1] -= shape.forehead * np.abs(np.sin(turn))
    new_neck = neck * np.array([shape.wide, 1.0]) + np.array([0, (shape.chin + 1.8 * (shape.long - 1)) * 0.5])
    return np.concatenate([hair, neck, far, body]), np.concatenate([new_hair, new_neck, far, body])


def _toned(origin: Likeness, shape: Shape) -> Pixels:
    """Skin multiplied, hair made lighter or darker."""
    rows, columns = np.mgrid[0 : origin.rgb.shape[0], 0 : origin.rgb.shape[1]].astype(np.float32)
    x, y = (columns - EYES[0]) / UNIT, (rows - EYES[1]) / UNIT
    chin = origin.units[8, 1]
    head = _soft(1.15 - np.hypot(x / 1.5, (y - 0.2) / (chin + 0.25)), 0.15)
    rgb: Floats = origin.rgb.astype(np.float32) / 255
    skin: Floats = head * _soft(rgb[..., 0] - rgb[..., 2] - 0.1, 0.1) * _soft(rgb[..., 0] - 0.22, 0.15)
    hair: Floats = head * (1 - skin) * _soft(-y - 0.25 + 0.25 * np.abs(x), 0.2)
    out = rgb * (1 + skin[..., None] * (np.array(shape.skin) - 1))
    out = out * (1 - hair[..., None]) + hair[..., None] * out**shape.hair
    toned: Pixels = np.clip(out * 255, 0, 255).astype(np.uint8)
    return toned


def _soft(value: Floats, width: float) -> Floats:
    found: Floats = np.clip(value / width + 0.5, 0, 1)
    return found


def between(shape: Shape, other: Shape, share: float) -> Shape:
    """`share` of the way from one shape to another; mirrored as the first."""
    mine, theirs = asdict(shape), asdict(other)
    mixed: dict[str, float] = {name: mine[name] + (theirs[name] - mine[name]) * share for name in _SPREAD}
    red, green, blue = (a + (b - a) * share for a, b in zip(shape.skin, other.skin, strict=True))
    return Shape(
        **mixed,
        mirrored=shape.mirrored,
        skin=(red, green, blue),
        hair=shape.hair ** (1 - share) * other.hair**share,
        donor=shape.donor,
        donated=shape.donated,
    )
