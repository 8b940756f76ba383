"""A person made of a photograph: their skin under the light there is, their head in space, drawn into a frame."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

from devices.emulators import face_parts
from devices.emulators.face_head import Head
from devices.emulators.face_motion import Pose
from devices.emulators.face_parts import STEPS, Patch
from devices.emulators.face_portraits import EYES, FOLDER, PORTRAITS, SIZE, UNIT, Likeness, Pixels, likeness
from devices.emulators.face_variation import STRENGTH, Shape, between, shape_of, varied
from devices.emulators.face_warp import grid, mesh

Colour = tuple[float, float, float]
Worn = Literal["", "mask", "glasses"]

SIBLING = 0.6
"""How much of a stranger's shape is in a sibling: enough to be told apart, too little to be far from them."""
CARD_SIZE = (102, 126)
_UNDRAWN = 10_000  # seeds that were not chosen for being far apart
_FINE, _COARSE = 20, 56  # pixels of the mesh over the head, and below it
_EYE_LIGHT = 0.035  # eye distances: what a screen's reflection in an eye measures


@dataclass(frozen=True)
class Light:
    """`ambient`: of the room, 1 as in the photograph; `side`: from the picture's left (−1) to its right (1).

    `screen`: the colour of our own screen, 0 to 1 a band; `reach`: how bright it is beside the room.
    """

    ambient: float = 0.86
    side: float = 0.0
    screen: Colour = (0.6, 0.6, 0.6)
    reach: float = 0.24


class Person:
    """Somebody: a photograph (seed 0), one of the people made of it (1 and up), or a sibling of theirs.

    ValueError for a portrait that isn't known.
    """

    def __init__(
        self, portrait: str, seed: int = 0, sibling: int = 0, wears: Worn = "", face: Likeness | None = None
    ) -> None:
        """`face`: instead of the one that portrait, seed and sibling tell."""
        self.portrait, self.seed, self.sibling, self.wears = portrait, int(seed), int(sibling), wears
        face = face or face_of(portrait, self.seed, self.sibling)
        self._bare = face
        if wears:
            face = face_parts.wear_mask(face) if wears == "mask" else face_parts.wear_glasses(face)
        self._face, self._head = face, Head.of(self._bare.units)
        self._light: Light | None = None
        self._lit = Image.new("RGBX", (1, 1))
        self._gain: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self._shine: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self._opaque = _opaque(face.alpha)
        self._patches: dict[tuple[str, int], tuple[tuple[int, int], Image.Image]] = {}

    @property
    def face(self) -> Likeness:
        """How they look, without what they wear."""
        return self._bare

    def draw(self, frame: Image.Image, pose: Pose, light: Light, eyes: tuple[float, float], unit: float) -> None:
        """Draws them into an RGB frame: `eyes` is where (pixels) the middle between the eyes is when they stand
        straight, `unit` their eye distance there.
        """
        texture = self._texture(pose, light)
        scale = unit * pose.near / UNIT
        box = _clipped(frame.size, eyes, scale)
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        split = int(min(max(eyes[1] + 2.6 * unit, box[1]), box[3]))
        for part, step in (((*box[:3], split), _FINE), ((box[0], split, *box[2:]), _COARSE)):
            if part[1] < part[3]:
                self._paste(frame, texture, pose, part, step, eyes, scale)

    def _paste(
        self,
        frame: Image.Image,
        texture: Image.Image,
        pose: Pose,
        box: Box,
        step: int,
        eyes: tuple[float, float],
        scale: float,
    ) -> None:
        across, down = grid(box, step)
        places = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2).astype(float)
        there = (places - np.array(eyes)) / (scale * UNIT)
        sources = self._head.back(there, pose) * UNIT + np.array(EYES)
        sources[:, 1] = np.minimum(sources[:, 1], SIZE[1] - 4)  # who is far away is not cut off at the waist
        corners = sources.reshape(len(down), len(across), 2)
        wanted = self._wanted(corners)
        drawn = mesh(texture, (box[2] - box[0], box[3] - box[1]), across - box[0], down - box[1], corners, wanted)
        frame.paste(drawn.convert("RGB"), box[:2], drawn.getchannel(3))

    def _wanted(self, corners: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Cells with something of the person in them."""
        cells = np.stack([corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]])
        high, wide = self._opaque.shape
        low = np.clip((cells.min(0) // _BLOCK).astype(int), 0, [wide - 2, high - 2])
        top = np.clip((cells.max(0) // _BLOCK).astype(int) + 1, 1, [wide - 1, high - 1])
        total = self._opaque
        found: npt.NDArray[np.bool_] = (
            total[top[..., 1], top[..., 0]]
            - total[low[..., 1], top[..., 0]]
            - total[top[..., 1], low[..., 0]]
            + total[low[..., 1], low[..., 0]]
        ) > 0
        return found

    # ---- skin and light

    def _texture(self, pose: Pose, light: Light) -> Image.Image:
        if light != self._light:
            self._relight(light)
        texture = self._lit.copy()
        lids, mouth = round(pose.lids * STEPS), round(pose.mouth * STEPS)
        if mouth and self.wears != "mask":
            texture.paste(*self._patch("mouth", mouth)[::-1])
        if lids and self.wears != "glasses":
            for eye in ("right", "left"):
                texture.paste(*self._patch(eye, lids)[::-1])
        return texture

    def _patch(self, what: str, step: int) -> tuple[tuple[int, int], Image.Image]:
        if (what, step) not in self._patches:
            patch = _patch_of(self._bare, what, step / STEPS)
            (left, top), (high, wide) = patch.at, patch.rgb.shape[:2]
            rows, columns = slice(top, top + high), slice(left, left + wide)
            lit = self._shaded(patch.rgb, rows, columns)
            alpha = self._face.alpha[rows, columns, None]
            self._patches[what, step] = patch.at, Image.fromarray(np.concatenate([lit, alpha], -1), "RGBX")
        return self._patches[what, step]

    def _relight(self, light: Light) -> None:
        self._light = light
        self._patches.clear()
        x = (np.arange(SIZE[0], dtype=np.float32) - EYES[0])[None, :] / UNIT
        y = (np.arange(SIZE[1], dtype=np.float32) - EYES[1])[:, None] / UNIT
        depth = self._head.depth(x.astype(float), y.astype(float)).astype(np.float32)
        side = 1 + light.side * 0.35 * np.clip(x / 1.2, -1, 1)
        towards = 0.45 + 0.55 * np.clip(depth, 0, 1.1)  # what is nearer, and faces the screen, gets more of it
        screen = np.array(light.screen, np.float32) * light.reach
        self._gain = (light.ambient * side)[..., None] + towards[..., None] * screen
        gloss = _gloss(self._head, x, y)
        self._shine = gloss[..., None] * np.array(light.screen, np.float32) * (90 * light.reach)
        lit = self._shaded(self._face.rgb, slice(None), slice(None))
        if self.wears != "glasses":
            self._add_glints(lit, light)
        self._lit = Image.fromarray(np.concatenate([lit, self._face.alpha[..., None]], -1), "RGBX")

    def _shaded(self, rgb: Pixels, rows: slice, columns: slice) -> Pixels:
        lit = rgb * self._gain[rows, columns] + self._shine[rows, columns]
        shaded: Pixels = np.clip(lit, 0, 255).astype(np.uint8)
        return shaded

    def _add_glints(self, lit: Pixels, light: Light) -> None:
        """Our screen, reflected by the eyes."""
        r = _EYE_LIGHT * UNIT
        more = np.array(light.screen) * (420 * light.reach)
        for x, y in face_parts.glints(self._bare):
            spot = slice(int(y - r), int(y + r)), slice(int(x - r * 0.7), int(x + r * 0.7))
            lit[spot] = np.clip(lit[spot] + more, 0, 255).astype(np.uint8)


def person_of(text: str) -> Person:
    """From "portrait", "portrait/seed" or "portrait/seed/sibling"; ValueError for anything else."""
    portrait, *numbers = text.split("/")
    if len(numbers) > 2 or not all(number.isdecimal() and len(number) < 10 for number in numbers):
        raise ValueError(f"person {text!r}; wanted: portrait/seed/sibling")
    seed, sibling = (*(int(number) for number in numbers), 0, 0)[:2]
    return Person(portrait, seed, sibling)


def id_photo(person: Person, size: tuple[int, int] = CARD_SIZE) -> Image.Image:
    """Their photo as an ID card has it: 102 × 126 pixels, straight, before a light wall. Or in another `size`."""
    scale, (wide, high) = 4, size
    larger = scale * high / CARD_SIZE[1]
    picture = Image.new("RGB", (wide * scale, high * scale), (236, 238, 240))
    light = Light(ambient=0.95, screen=(0.0, 0.0, 0.0))
    across, down = _CARD_EYES
    person.draw(picture, Pose(), light, (across * scale * wide / CARD_SIZE[0], down * larger), _CARD_UNIT * larger)
    return picture.resize((wide, high), Image.Resampling.LANCZOS)


Box = tuple[int, int, int, int]
_BLOCK = 8
_CARD_EYES, _CARD_UNIT = (51, 56), 27  # pixels: where the eyes are on a card's photo, and how far apart


def _opaque(alpha: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Sums over blocks of the picture: whether there is anything of the person between two corners."""
    there = (alpha > 4).reshape(SIZE[1] // _BLOCK, _BLOCK, SIZE[0] // _BLOCK, _BLOCK).any((1, 3))
    total = np.zeros((there.shape[0] + 1, there.shape[1] + 1), np.int64)
    total[1:, 1:] = there.cumsum(0).cumsum(1)
    return total


def _gloss(head: Head, x: npt.NDArray[np.float32], y: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Where skin shines: forehead, nose, cheeks."""
    spots = (
        (0.0, -0.75, 0.5, 0.22),
        (0.0, head.nose - 0.1, 0.1, 0.16),
        (-0.62, 0.55, 0.2, 0.16),
        (0.62, 0.55, 0.2, 0.16),
    )
    total = np.zeros((y.shape[0], x.shape[1]), np.float32)
    for at_x, at_y, wide, high in spots:
        total += np.exp(-(((x - at_x) / wide) ** 2) - ((y - at_y) / high) ** 2)
    return total


def _clipped(size: tuple[int, int], eyes: tuple[float, float], scale: float) -> Box:
    margin = 0.3 * UNIT * scale
    left, top = eyes[0] - EYES[0] * scale - margin, eyes[1] - EYES[1] * scale - margin
    right = left + SIZE[0] * scale + 2 * margin
    return max(0, int(left)), max(0, int(top)), min(size[0], int(right)), size[1]


def _patch_of(face: Likeness, what: str, far: float) -> Patch:
    match what:
        case "mouth":
            return face_parts.mouth_patch(face, far)
        case "right":
            return face_parts.eye_patch(face, slice(36, 42), slice(17, 22), far)
    return face_parts.eye_patch(face, slice(42, 48), slice(22, 27), far)


@functools.cache
def _chosen() -> list[dict[str, Any]]:
    """Shapes that make people far apart, in groups: by how far (the best first), and by portrait."""
    found: list[dict[str, Any]] = json.loads((FOLDER / "people.json").read_text(encoding="utf-8"))
    return found


def _seeds(portrait: str) -> list[int]:
    """The shapes of a portrait's people; `Person`'s seed 1 is the first of them."""
    return [seed for group in _chosen() for seed in group["people"].get(portrait, [])]


def people_apart(least: float) -> list[str]:
    """Made people ("portrait/seed") who were measured to be at least so far apart for face_recognition, from each other
    and from all photographs, live and on their cards' photos.
    """
    counts = {
        portrait: sum(len(group["people"].get(portrait, [])) for group in _chosen() if group["apart"] >= least)
        for portrait in PORTRAITS
    }
    return [f"{portrait}/{seed}" for portrait, count in counts.items() for seed in range(1, count + 1)]


@functools.lru_cache(maxsize=6)
def face_of(portrait: str, seed: int, sibling: int) -> Likeness:
    """Somebody's likeness; ValueError for a portrait that isn't known."""
    shape = _shape(portrait, seed)
    if sibling:
        shape = between(shape, shape_of(_UNDRAWN * 7 + sibling, STRENGTH), SIBLING)
    return varied(portrait, shape) if seed or sibling else likeness(portrait)


def _shape(portrait: str, seed: int) -> Shape:
    if seed <= 0:
        return Shape()
    seeds = _seeds(portrait)
    return shape_of(seeds[seed - 1] if seed <= len(seeds) else _UNDRAWN + seed, STRENGTH)
