"""What a terminal's face camera sees: a hall, and who stands before it. Pure drawing by time; the same for one seed.

`Scene.frame(t)` is a Pillow picture, `Scene.picture(t)` the same as OpenCV has it (rows × columns × blue green red).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devices.emulators.face_motion import Action, Motion, Pose
from devices.emulators.face_person import Colour, Light, Person, Worn

Size = tuple[int, int]
FULL_HD: Size = (1920, 1080)
NEAR = 0.094
"""The eye distance of who stands right, as a share of the frame's height: 101 pixels of 1080."""

_NOISE = 2.2
_EYE_LINE = 0.42
_CROWD, _CROWD_UNIT = (10, 20), 0.031
_SLACK = 64  # pixels by which the noise is moved about


@dataclass(frozen=True)
class Place:
    """Where somebody stands: `across` and `down` in shares of the frame from where one should stand, `near`: 1 there,
    2 at half the distance.
    """

    across: float = 0.0
    down: float = 0.0
    near: float = 1.0


@dataclass
class Stander:
    """Somebody before the camera."""

    person: Person
    motion: Motion
    place: Place = field(default_factory=Place)


class Attack(Protocol):
    """Something that is held before the camera instead of a face, or (`injected`) fed in instead of the camera."""

    injected: bool

    def draw(self, frame: Image.Image, t: float, light: Light) -> Image.Image:
        """The frame with it at `t` seconds. `frame` may be drawn upon unless it is injected."""


class Scene:
    """Who is there, how the light is, and what our own screen shows. Not for several threads at once."""

    def __init__(self, size: Size = FULL_HD, seed: int = 0) -> None:
        self.size, self._seed = size, seed
        self.light = Light()
        self.people: list[Stander] = []
        self.attack: Attack | None = None
        self.crowd = False
        self._chance = np.random.default_rng([seed, 5])
        self._noise = _noise(size, seed)
        self._behind = self._crowd_picture = Image.new("RGB", size)
        self._crowd_of: tuple[Person, Light] | None = None
        self._behind_light: float | None = None

    def stand(self, person: Person, place: Place | None = None, seed: int = 0, lively: float = 1.0) -> Stander:
        """Somebody steps before the camera, beside whoever is there."""
        stander = Stander(person, Motion(seed, lively), place or Place())
        self.people.append(stander)
        return stander

    def leave(self) -> None:
        """Nobody is there, and nothing."""
        self.people, self.attack, self.crowd = [], None, False

    def do(self, action: Action, at: float) -> None:
        """The first of them does this at `at` seconds; nobody does where nobody is."""
        if self.people:
            self.people[0].motion.do(action, at)

    def wear(self, worn: Worn) -> None:
        """The first of them puts on a mask or dark glasses, or ("") takes them off."""
        if self.people:
            first = self.people[0]
            was = first.person
            first.person = Person(was.portrait, was.seed, was.sibling, worn)

    def tint(self, colour: str) -> None:
        """What our own screen shows: "#rrggbb", or "" for the usual page. ValueError for anything else."""
        self.light = replace(self.light, screen=colour_of(colour) if colour else Light().screen)

    def frame(self, t: float) -> Image.Image:
        """What the camera sees at `t` seconds: RGB."""
        if self.attack and self.attack.injected:
            return self.attack.draw(self._background(), t, self.light)
        if self.crowd and self.people:
            return self._grained(self._crowded())
        frame = self._background().copy()
        for each in reversed(self.people):
            self._draw(frame, each, t)
        if self.attack:
            frame = self.attack.draw(frame, t, self.light)
        return self._grained(frame)

    def picture(self, t: float) -> npt.NDArray[np.uint8]:
        """The same as rows × columns × 3, blue green red."""
        return np.asarray(Image.merge("RGB", self.frame(t).split()[::-1]))

    def _draw(self, frame: Image.Image, each: Stander, t: float) -> None:
        unit = NEAR * self.size[1] * each.place.near
        each.person.draw(frame, each.motion.pose(t), self.light, eye_place(self.size, each.place), unit)

    def _crowded(self) -> Image.Image:
        """Two hundred times the first of them, each face some 80 pixels high at full size."""
        wanted = (self.people[0].person, self.light)
        if self._crowd_of != wanted:
            (width, height), (rows, columns) = self.size, _CROWD
            across, down = width // columns, height // rows
            one = self._background().crop((0, 0, across, down))
            wanted[0].draw(one, Pose(), self.light, (across * 0.5, down * 0.42), height * _CROWD_UNIT)
            self._crowd_picture = self._background().copy()
            for number in range(rows * columns):
                self._crowd_picture.paste(one, (number % columns * across, number // columns * down))
            self._crowd_of = wanted
        return self._crowd_picture

    def _grained(self, frame: Image.Image) -> Image.Image:
        """With the sensor's noise, other at every frame."""
        x, y = (int(self._chance.integers(0, _SLACK)) for _ in range(2))
        noise = self._noise.crop((x, y, x + self.size[0], y + self.size[1]))
        return ImageChops.add(frame, noise, 1, -128)

    def _background(self) -> Image.Image:
        if self._behind_light != self.light.ambient:
            self._behind_light = self.light.ambient
            self._behind = hall(self.size, self._seed, self.light.ambient)
        return self._behind


def eye_place(size: Size, place: Place) -> tuple[float, float]:
    """Where (pixels) the middle between the eyes is. Who is nearer is not higher: the camera is at the eyes' height."""
    return size[0] * (0.5 + place.across), size[1] * (_EYE_LINE + place.down)


def colour_of(text: str) -> Colour:
    """ValueError for what isn't "#rrggbb"."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"colour {text!r}; wanted: #rrggbb")
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def hall(size: Size, seed: int, ambient: float) -> Image.Image:
    """A hall behind the people, out of focus: a wall, windows, a counter, lamps."""
    chance = np.random.default_rng([seed, 11])
    wide, high = 480, 270
    wall = np.array([chance.uniform(120, 175), chance.uniform(120, 170), chance.uniform(115, 165)])
    falling = (
        np.linspace(1.12, 0.86, high)[:, None, None] * np.linspace(chance.uniform(0.85, 1.1), 1, wide)[None, :, None]
    )
    picture = Image.fromarray(np.clip(wall * falling, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    x = float(chance.uniform(-60, 20))
    while x < wide:
        across, light = float(chance.uniform(35, 75)), int(chance.uniform(190, 235))
        pen.rectangle((x, 40, x + across, 150), fill=(light, light, min(255, light + 8)))
        pen.line((x + across / 2, 40, x + across / 2, 150), fill=(120, 120, 118), width=2)
        x += across + float(chance.uniform(25, 90))
    wood = tuple(int(chance.uniform(*band)) for band in ((95, 140), (75, 110), (55, 90)))
    pen.rectangle((0, 178, wide, 205), fill=wood)
    pen.rectangle((0, 205, wide, high), fill=tuple(int(band * 0.72) for band in wood))
    for lamp in chance.uniform(20, wide - 20, 5):
        pen.ellipse((lamp - 14, 10, lamp + 14, 17), fill=(250, 248, 240))
    blurred = picture.filter(ImageFilter.GaussianBlur(4)).resize(size, Image.Resampling.BICUBIC)
    return blurred.point([min(255, int(level * ambient / 0.86)) for level in range(256)] * 3)


def _noise(size: Size, seed: int) -> Image.Image:
    chance = np.random.default_rng([seed, 3])
    high, wide = size[1] + _SLACK, size[0] + _SLACK
    grain = chance.standard_normal((high, wide, 3), dtype=np.float32) * (_NOISE / 2)
    grain += chance.standard_normal((high, wide, 1), dtype=np.float32) * _NOISE
    return Image.fromarray(np.clip(grain + 128, 0, 255).astype(np.uint8))
