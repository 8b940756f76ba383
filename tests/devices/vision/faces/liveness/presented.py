"""A portrait before a camera, as a person or as a picture of one, with what a sensor adds; small, plain and by lot."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

import devices.emulators
from devices.face_ports import FaceAdvice
from devices.vision.faces.liveness.samples import Sample, sample_of
from devices.vision.faces.looks import Face, Look, Picture

FOLDER = Path(devices.emulators.__file__).parent / "portraits"
SIZE = (640, 480)
_MORE = 97  # pixels
FRAME = 1 / 25

Array = npt.NDArray[np.float64]


@functools.cache
def portrait(name: str = "astronaut") -> tuple[Picture, Picture, Array]:
    """Picture, mask and 68 points."""
    points = json.loads((FOLDER / "points.json").read_text(encoding="utf-8"))[name]
    picture = np.asarray(cv2.imread(str(FOLDER / f"{name}.jpg")), np.uint8)
    mask = np.asarray(cv2.imread(str(FOLDER / f"{name}.mask.png"), cv2.IMREAD_GRAYSCALE), np.uint8)
    return picture, mask, np.array(points, float)


@functools.cache
def wall(seed: int = 0) -> Picture:
    """What stands behind: large soft spots."""
    rng = np.random.default_rng(seed)
    small = rng.integers(90, 170, (9, 12, 3)).astype(np.uint8)
    picture: Picture = cv2.resize(small, SIZE, interpolation=cv2.INTER_CUBIC)
    return picture


@dataclass(frozen=True)
class Scene:
    """`sheet`: a border of paper, in portrait pixels, around a picture that is held up; 0: a person, cut out.

    `light`: factors of blue, green and red on the face, `evenly` or as on a body; `noise`: the sensor's, in
    grey levels.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.3
    sheet: int = 0
    blur: float = 0.0
    light: tuple[float, float, float] = (1.0, 1.0, 1.0)
    noise: float = 2.0
    grid: float = 0.0
    points: Array | None = None
    evenly: bool = False


def look(scene: Scene, at: float, rng: np.random.Generator) -> Look:
    """What the camera sees of it."""
    picture, mask, points = portrait()
    middle = points[27:48].mean(axis=0)
    way = np.array([[scene.scale, 0, 0], [0, scene.scale, 0]], float)
    way[:, 2] = np.array([SIZE[0] / 2 + scene.x, SIZE[1] / 2 + scene.y]) - scene.scale * middle
    face = picture * (1 + (np.array(scene.light, np.float32) - 1) * (1.0 if scene.evenly else _nearer()))
    if scene.sheet:
        x, y = (int(one) for one in middle)
        reach = scene.sheet
        mask = np.zeros_like(mask)
        mask[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach] = 255
        cv2.rectangle(face, (x - reach, y - reach), (x + reach, y + reach), (235, 235, 235), 6)
    shown = cv2.warpAffine(face, way, SIZE, flags=cv2.INTER_LINEAR)
    if scene.grid:
        shown = shown * _grid(scene.grid)
    if scene.blur:
        shown = cv2.GaussianBlur(shown, (0, 0), scene.blur)
    alpha = cv2.warpAffine(mask, way, SIZE).astype(np.float32)[..., None] / 255
    frame = shown * alpha + wall() * (1 - alpha)
    if scene.noise:
        frame = frame + _noise(rng) * scene.noise
    seen = points * scene.scale + way[:, 2] if scene.points is None else scene.points
    left, top = seen.min(axis=0).astype(int)
    right, bottom = seen.max(axis=0).astype(int)
    found = Face((int(left), int(top), int(right), int(bottom)), seen.astype(np.float32), 1.0)
    return Look(at, np.clip(frame, 0, 255).astype(np.uint8), found, advice=FaceAdvice.FINE)


def sample(scene: Scene, at: float, rng: np.random.Generator, tint: str = "") -> Sample:
    """The same as the cues get it."""
    found = sample_of(look(scene, at, rng), tint)
    assert found is not None
    return found


@functools.cache
def _nearer() -> npt.NDArray[np.float32]:
    """How much of our screen's light falls where: less to the sides of the face, which are further and turned away."""
    picture, _, points = portrait()
    y, x = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    half = float(points[16, 0] - points[0, 0]) / 2
    away = np.hypot((x - points[30, 0]) / half, (y - points[30, 1]) / (1.4 * half))
    found: npt.NDArray[np.float32] = np.sqrt(np.clip(1 - 0.9 * away**2, 0.05, 1))[..., None].astype(np.float32)
    return found


def _noise(rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Another cut of one large field for each frame."""
    x, y = (int(one) for one in rng.integers(0, _MORE, 2))
    return _field()[y : y + SIZE[1], x : x + SIZE[0]]


@functools.cache
def _field() -> npt.NDArray[np.float32]:
    return np.random.default_rng(0).standard_normal((SIZE[1] + _MORE, SIZE[0] + _MORE, 3), np.float32)


@functools.cache
def _grid(period: float) -> npt.NDArray[np.float32]:
    """What two grids make of each other: a weak wave, slanted, of another phase in each colour."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    wave = (x * 0.93 + y * 0.37) * 2 * np.pi / period
    return np.stack([1 + 0.05 * np.sin(wave + shift) for shift in (0.0, 2.1, 4.2)], -1).astype(np.float32)
