"""What a terminal's face camera sees: a hall, and who stands before it. Pure drawing by time; the same for one seed.

`Scene.frame(t)` is a Pillow picture, `Scene.picture(t)` the same as OpenCV has it (rows × columns × blue green red).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devices.emulators.face_motion import Action, Motion, Pose
from devices.emulators.face_person import Box, Colour, Light, Person, Worn

Size = tuple[int, int]
FULL_HD: Size = (1920, 1080)
NEAR = 0.094
"""The eye distance of who stands right, as a share of the frame's height: 101 pixels of 1080."""

_NOISE = 2.2
_BACKGROUNDS = 4  # of the same hall with other noise
_EYE_LINE = 0.42
_CROWD = 200


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


Attack = Callable[[Image.Image, float, Light], Box]
"""Draws itself into a frame at a time under a light; returns what was drawn upon."""


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
        self._behind: list[Image.Image] = []
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
        behind = self._background(int(t * 25))
        frame = behind.copy()
        light = replace(self.light, ambient=self.light.ambient)
        for box in self._drawn(frame, t, light):
            self._grain(frame, box)
        return frame

    def picture(self, t: float) -> npt.NDArray[np.uint8]:
        """The same as rows × columns × 3, blue green red."""
        return np.asarray(Image.merge("RGB", self.frame(t).split()[::-1]))

    def _drawn(self, frame: Image.Image, t: float, light: Light) -> Sequence[Box]:
        if self.crowd:
            return [_crowd(frame, self.people[0].person, light)] if self.people else []
        boxes = [self._draw(frame, each, t, light) for each in reversed(self.people)]
        if self.attack:
            boxes.append(self.attack(frame, t, light))
        return boxes

    def _draw(self, frame: Image.Image, each: Stander, t: float, light: Light) -> Box:
        pose = each.motion.pose(t)
        unit = NEAR * self.size[1] * each.place.near
        eyes = eye_place(self.size, each.place)
        return each.person.draw(frame, pose, light, eyes, unit)

    def _grain(self, frame: Image.Image, box: Box) -> None:
        """The sensor's noise: other at every frame."""
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        wide, high = box[2] - box[0], box[3] - box[1]
        x, y = (int(self._chance.integers(0, 64)) for _ in range(2))
        noise = self._noise.crop((x, y, x + wide, y + high))
        frame.paste(ImageChops.add(frame.crop(box), noise, 1, -128), box[:2])

    def _background(self, number: int) -> Image.Image:
        if self._behind_light != self.light.ambient:
            self._behind_light = self.light.ambient
            clean = hall(self.size, self._seed, self.light.ambient)
            self._behind = []
            for _ in range(_BACKGROUNDS):
                x, y = (int(self._chance.integers(0, 64)) for _ in range(2))
                noise = self._noise.crop((x, y, x + self.size[0], y + self.size[1]))
                self._behind.append(ImageChops.add(clean, noise, 1, -128))
        return self._behind[number % len(self._behind)]


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
    grain = chance.standard_normal((size[1] + 64, size[0] + 64), dtype=np.float32)[..., None] * _NOISE
    colour = chance.standard_normal((size[1] + 64, size[0] + 64, 3), dtype=np.float32) * (_NOISE / 2)
    return Image.fromarray(np.clip(grain + colour + 128, 0, 255).astype(np.uint8))


def _crowd(frame: Image.Image, person: Person, light: Light) -> Box:
    """Two hundred faces, each some 80 pixels high at full size."""
    columns = 20
    width, height = frame.size
    for number in range(_CROWD):
        row, column = divmod(number, columns)
        place = ((column + 0.5) * width / columns, (row + 0.38) * height / (_CROWD / columns))
        person.draw(frame, Pose(), light, place, height * 0.031)
    return (0, 0, width, height)
