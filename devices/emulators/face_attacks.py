"""What somebody holds before the camera to pass for another: `attack(species, person, seed)`. Each seed is another
presentation: other paper or device, hand, light, recording.

Prints and screens are flat: they move as one plane does, and our screen's colour falls on all of them alike. Screens
shine by themselves and mirror a little. Nothing here tries to be caught: colours are near the living person's.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devices.emulators.face_motion import ACTIONS, Motion, Pose
from devices.emulators.face_person import Light, Person
from devices.emulators.face_portraits import PORTRAITS, Points
from devices.emulators.face_scene import NEAR, Attack, Place, Scene, Size, eye_place, hall
from devices.emulators.face_sheets import Hand, Sheet, bowed, lit_flat, place, thumb

Species = Literal["print", "bent-print", "cut-eyes", "still", "phone", "tablet", "loop"]
SPECIES: tuple[Species, ...] = get_args(Species)

_STUDIO = Light(ambient=0.92, screen=(0.5, 0.5, 0.5), reach=0.15)
_SKINS = ((224, 172, 138), (198, 140, 108), (150, 100, 74), (240, 194, 164))
_EVERY = (3.0, 6.0)  # seconds between the actions of who was filmed


def attack(species: str, person: Person, seed: int, size: Size) -> Attack:
    """One presentation; ValueError for a species that isn't known."""
    if species not in SPECIES:
        raise ValueError(f"attack {species!r}; known: {', '.join(SPECIES)}")
    chance = np.random.default_rng([seed, SPECIES.index(species), 1234])
    return _MADE[species](person, chance, size)


def photographed(
    person: Person, pose: Pose, size: Size, seed: int, light: Light = _STUDIO
) -> tuple[Image.Image, Points]:
    """A portrait of them before some wall, and where its eyes are (right and left, pixels)."""
    picture = hall(size, seed, light.ambient)
    unit, eyes = size[0] * 0.2, (size[0] * 0.5, size[1] * 0.42)
    person.draw(picture, pose, light, eyes, unit)
    places = np.array([[eyes[0] - unit / 2, eyes[1]], [eyes[0] + unit / 2, eyes[1]]])
    return picture, places


class _Paper:
    """A print that somebody holds up: flat, or bent."""

    injected = False

    def __init__(self, person: Person, chance: np.random.Generator, size: Size, bent: bool = False) -> None:
        pose = Pose(yaw=float(chance.normal(0, 3)), pitch=float(chance.normal(0, 2)), roll=float(chance.normal(0, 1.5)))
        wide = int(chance.choice([600, 660, 720]))
        photo, self.eyes = photographed(person, pose, (wide, int(wide * 1.35)), int(chance.integers(1_000_000)))
        self._texture = _printed(photo, chance)
        self._margin = float(chance.choice([0.0, 0.03, 0.06, 0.1]))
        self._sheet_picture = _with_margin(self._texture, self._margin, chance)
        self.sheet = held(size, self._sheet_picture.size, wide * 0.2, chance, self.eyes, self._margin)
        self.hand = Hand(chance, float(chance.uniform(0.5, 1.4)))
        self._bent = float(chance.uniform(0.35, 0.95)) * float(chance.choice([-1, 1])) if bent else 0.0
        self._about = float(chance.uniform(0.4, 0.6))
        self._glossy = float(chance.choice([0.0, 0.0, 0.1, 0.22]))
        self._thumb = float(chance.uniform(0.1, 0.9)), _SKINS[int(chance.integers(len(_SKINS)))]

    def picture(self) -> Image.Image:
        """What is on the sheet, RGBX."""
        return self._sheet_picture

    def draw(self, frame: Image.Image, t: float, light: Light) -> Image.Image:
        """See `Attack`."""
        moves = self.hand.moves(t)
        texture = lit_flat(self.picture(), light)
        if self._bent:
            texture = bowed(texture, self._bent * (1 + 0.25 * moves[6]), self._about)
        quad = self.sheet.corners(texture.width / texture.height, moves)
        if self._glossy:
            _glare(texture, self._glossy, 0.5 + 0.2 * moves[3], 0.3 + 0.15 * moves[4])
        place(frame, texture, quad)
        thumb(frame, quad, *self._thumb)
        return frame


class _CutEyes:
    """A print with holes; the eyes behind it are another person's, who blinks."""

    injected = False

    def __init__(self, person: Person, chance: np.random.Generator, size: Size) -> None:
        self._paper = _Paper(person, chance, size)
        others = [portrait for portrait in PORTRAITS if portrait[:5] != person.portrait[:5]]
        self._behind = Person(str(chance.choice(others)), 0)
        self._motion = Motion(int(chance.integers(1_000_000)), 0.5)
        self._cut = _with_holes(self._paper.picture(), person, self._paper.eyes, float(chance.uniform(0.9, 1.25)))
        self._size = size

    def draw(self, frame: Image.Image, t: float, light: Light) -> Image.Image:
        """See `Attack`."""
        quad = self._paper.sheet.corners(self._cut.width / self._cut.height, self._paper.hand.moves(t))
        middle, unit = _eyes_in(quad, self._paper.eyes, self._cut.size)
        behind = Light(light.ambient * 0.8, light.side, light.screen, light.reach * 0.8)
        self._behind.draw(frame, self._motion.pose(t), behind, middle, unit)
        place(frame, lit_flat(self._cut, light), quad)
        return frame


class _Still:
    """A still of the person, cut out along their outline, that a hand moves about."""

    injected = False

    def __init__(self, person: Person, chance: np.random.Generator, size: Size) -> None:
        pose = Pose(yaw=float(chance.normal(0, 3)), pitch=float(chance.normal(0, 2)))
        tall = int(size[1] * 0.9)
        plain, mask = Image.new("RGB", (tall, tall)), Image.new("RGB", (tall, tall), (255, 0, 255))
        unit = NEAR * size[1] * float(chance.uniform(0.92, 1.1))
        eyes = (tall * 0.5, tall * 0.38)
        person.draw(plain, pose, _STUDIO, eyes, unit)
        person.draw(mask, pose, _STUDIO, eyes, unit)
        differs = ImageChops.difference(plain, mask).getchannel(0)
        cut = differs.point([255 - min(255, level * 2) for level in range(256)])
        self._picture = _printed(mask, chance, cut)
        x, y = eye_place(size, Place())
        middle = (x + tall * 0.5 - eyes[0], y + tall * 0.5 - eyes[1])
        self._sheet = Sheet(float(tall), middle, (0.0, 0.0, float(chance.normal(0, 1))))
        self._hand = Hand(chance, float(chance.uniform(0.5, 1.5)))

    def draw(self, frame: Image.Image, t: float, light: Light) -> Image.Image:
        """See `Attack`."""
        place(frame, lit_flat(self._picture, light), self._sheet.corners(1.0, self._hand.moves(t)))
        return frame


class _Screen:
    """A phone or tablet that replays a film of the living person, who blinks and does all that might be asked."""

    injected = False

    def __init__(self, person: Person, chance: np.random.Generator, size: Size, tablet: bool = False) -> None:
        self._person, self._motion = person, Motion(int(chance.integers(1_000_000)))
        self._rate = float(chance.choice([24, 25, 30, 30, 60]))
        self._long = float(chance.uniform(14, 30))
        at = float(chance.uniform(1, 3))
        while at < self._long - 2:
            self._motion.do(ACTIONS[int(chance.integers(len(ACTIONS)))], at)
            at += float(chance.uniform(*_EVERY))
        self._pixels = (600, 800) if tablet else (540, 960)
        self._room = hall(self._pixels, int(chance.integers(1_000_000)), 0.9)
        self._look = _ScreenLook(chance, self._pixels, tablet)
        unit = self._pixels[0] * 0.2
        self._eyes, self._unit = (self._pixels[0] * 0.5, self._pixels[1] * 0.4), unit
        eyes = np.array([[self._eyes[0], self._eyes[1]]] * 2)
        self._sheet = held(size, self._look.size, unit, chance, eyes + self._look.offset, 0.0)
        self._hand = Hand(chance, float(chance.uniform(0.3, 1.2)))
        self._start = float(chance.uniform(0, self._long))

    def draw(self, frame: Image.Image, t: float, light: Light) -> Image.Image:
        """See `Attack`."""
        moves = self._hand.moves(t)
        film = int(((t + self._start) % self._long) * self._rate) / self._rate
        shown = self._room.copy()
        self._person.draw(shown, self._motion.pose(film), _STUDIO, self._eyes, self._unit)
        device = self._look.glowing(shown, t, light, moves)
        place(frame, device, self._sheet.corners(device.width / device.height, moves))
        return frame


class _ScreenLook:
    """What a display adds to a film: a grid of pixels, its own brightness, a bezel, and what its glass mirrors."""

    def __init__(self, chance: np.random.Generator, pixels: Size, tablet: bool) -> None:
        edge = int(pixels[0] * float(chance.uniform(0.05, 0.1) if tablet else chance.uniform(0.015, 0.05)))
        self.offset = np.array([edge, edge * (1 if tablet else 2)])
        self.size = (pixels[0] + 2 * edge, pixels[1] + 2 * int(self.offset[1]))
        period, depth = float(chance.uniform(2.1, 3.4)), float(chance.uniform(0.03, 0.16))
        x, y = np.arange(pixels[0])[None, :], np.arange(pixels[1])[:, None]
        comb = 1 - depth / 2 + depth / 2 * np.cos(6.2832 * x / period) * (0.6 + 0.4 * np.cos(6.2832 * y / period))
        self._grid = Image.fromarray(np.clip(comb * 255, 0, 255).astype(np.uint8)).convert("RGB")
        bright, warm = float(chance.uniform(0.85, 1.15)), float(chance.normal(0, 0.03))
        bands = (bright * (1 + warm), bright, bright * (1 - warm))
        self._shine = [min(255, int(level * band + 6)) for band in bands for level in range(256)]
        self._bezel = tuple(int(level) for level in chance.choice([14, 24, 34, 225]) + np.zeros(3))
        self._glare = float(chance.choice([0.0, 0.08, 0.18, 0.3]))
        self._mirror = float(chance.uniform(0.03, 0.1))
        self._flicker = float(chance.choice([0.0, 0.0, 0.015, 0.04])), float(chance.uniform(0.4, 3))
        mask = Image.new("L", self.size)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, self.size[0] - 1, self.size[1] - 1), self.size[0] * 0.05, fill=255
        )
        self._mask = mask

    def glowing(self, shown: Image.Image, t: float, light: Light, moves: list[float]) -> Image.Image:
        """The device, RGBX."""
        shown = ImageChops.multiply(shown.point(self._shine), self._grid)
        deep, often = self._flicker
        if deep:
            rows = 1 - deep / 2 + deep / 2 * np.sin(6.2832 * (np.arange(shown.height) / shown.height * 1.5 + often * t))
            band = Image.fromarray((rows[:, None] * 255).astype(np.uint8)).resize(shown.size)
            shown = ImageChops.multiply(shown, band.convert("RGB"))
        device = Image.new("RGB", self.size, tuple(int(level * light.ambient) for level in self._bezel))
        device.paste(shown, (int(self.offset[0]), int(self.offset[1])))
        veil = tuple(int(255 * self._mirror * light.reach * 2 * band) for band in light.screen)
        device = ImageChops.add(device, Image.new("RGB", self.size, veil))
        if self._glare:
            _glare(device, self._glare, 0.3 + 0.25 * moves[3], 0.2 + 0.2 * moves[4])
        device.putalpha(self._mask)
        return Image.frombytes("RGBX", device.size, device.tobytes())


class _Loop:
    """A short film of the living person, fed in instead of the camera, over and over."""

    injected = True

    def __init__(self, person: Person, chance: np.random.Generator, size: Size) -> None:
        self._scene = Scene(size, int(chance.integers(1_000_000)))
        self._scene.stand(person, seed=int(chance.integers(1_000_000)))
        self._count, self._rate = int(chance.integers(24, 75)), float(chance.choice([12.5, 15, 25]))
        self._there_and_back = bool(chance.random() < 0.4)
        self._kept: dict[int, bytes] = {}

    def draw(self, frame: Image.Image, t: float, light: Light) -> Image.Image:
        """See `Attack`; neither the frame nor the light matters to it."""
        number = int(t * self._rate) % self._count
        if self._there_and_back:
            number = min(number, self._count - 1 - number)
        if number not in self._kept:
            out = io.BytesIO()
            self._scene.frame(number / self._rate).save(out, "JPEG", quality=92)
            self._kept[number] = out.getvalue()
        return Image.open(io.BytesIO(self._kept[number])).convert("RGB")


_MADE: dict[str, Callable[[Person, np.random.Generator, Size], Attack]] = {
    "print": _Paper,
    "bent-print": lambda person, chance, size: _Paper(person, chance, size, bent=True),
    "cut-eyes": _CutEyes,
    "still": _Still,
    "phone": _Screen,
    "tablet": lambda person, chance, size: _Screen(person, chance, size, tablet=True),
    "loop": _Loop,
}


def held(size: Size, picture: Size, unit: float, chance: np.random.Generator, eyes: Points, margin: float) -> Sheet:
    """A sheet held so that its face is about where and as large as a living one would be."""
    scale = NEAR * size[1] * float(chance.uniform(0.9, 1.12)) / unit
    tall = picture[1] * scale
    x, y = eye_place(size, Place(float(chance.normal(0, 0.012)), float(chance.normal(0, 0.012))))
    at = eyes.mean(0) + margin * picture[0] / (1 + 2 * margin)
    middle = (x + (picture[0] / 2 - float(at[0])) * scale, y + (picture[1] / 2 - float(at[1])) * scale)
    lean = (float(chance.normal(0, 4)), float(chance.normal(0, 6)), float(chance.normal(0, 2)))
    return Sheet(tall, middle, lean)


def _printed(photo: Image.Image, chance: np.random.Generator, mask: Image.Image | None = None) -> Image.Image:
    """On paper: less deep, a little off in colour, with the grain of the print. RGBX."""
    black, white = float(chance.uniform(8, 26)), float(chance.uniform(228, 252))
    off = chance.normal(1, 0.02, 3)
    table = [
        min(255, max(0, int((black + (white - black) * level / 255) * band))) for band in off for level in range(256)
    ]
    soft = photo.filter(ImageFilter.GaussianBlur(float(chance.uniform(0.3, 0.9)))).point(table)
    grain = chance.standard_normal((photo.height, photo.width, 1), dtype=np.float32) * float(chance.uniform(1, 4))
    pixels = np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8)
    cover = np.full((photo.height, photo.width), 255, np.uint8) if mask is None else np.asarray(mask)
    return Image.fromarray(np.concatenate([pixels, cover[..., None]], -1), "RGBX")


def _with_margin(printed: Image.Image, margin: float, chance: np.random.Generator) -> Image.Image:
    edge, white = int(printed.width * margin), int(chance.uniform(225, 250))
    sheet = Image.new("RGBX", (printed.width + 2 * edge, printed.height + 2 * edge), (white, white, white, 255))
    sheet.paste(printed, (edge, edge))
    return sheet


def _with_holes(sheet: Image.Image, person: Person, eyes: Points, wide: float) -> Image.Image:
    """Without the eyes: the fourth band is empty there."""
    unit = float(np.hypot(*(eyes[1] - eyes[0])))
    edge = (sheet.width - unit / 0.2) / 2
    cover = sheet.getchannel(3)
    pen = ImageDraw.Draw(cover)
    for part, at in ((slice(36, 42), eyes[0]), (slice(42, 48), eyes[1])):
        own = person.face.units[part]
        outline = (own - own.mean(0)) * np.array([1.12, 1.5]) * wide * unit + at + edge
        pen.polygon([(float(x), float(y)) for x, y in outline], fill=0)
    return Image.merge("RGBX", (*sheet.split()[:3], cover))


def _eyes_in(quad: object, eyes: Points, size: Size) -> tuple[tuple[float, float], float]:
    """Where the holes are in the frame, and how far apart."""
    corners = np.array(quad, float)
    edge = (size[0] - float(np.hypot(*(eyes[1] - eyes[0]))) / 0.2) / 2
    share = (eyes + edge) / np.array(size)
    places = [
        (corners[0] * (1 - u) + corners[1] * u) * (1 - v) + (corners[3] * (1 - u) + corners[2] * u) * v
        for u, v in share
    ]
    middle = (places[0] + places[1]) / 2
    return (float(middle[0]), float(middle[1])), float(np.hypot(*(places[1] - places[0])))


def _glare(texture: Image.Image, strong: float, across: float, down: float) -> None:
    """A lamp's reflection upon it."""
    width, height = texture.size
    spot = Image.new("L", (width // 4, height // 4))
    x, y, reach = across * width / 4, down * height / 4, width / 14
    ImageDraw.Draw(spot).ellipse((x - reach, y - reach * 0.45, x + reach, y + reach * 0.45), fill=int(255 * strong))
    spot = spot.filter(ImageFilter.GaussianBlur(reach * 0.5)).resize(texture.size)
    white = Image.new(texture.mode, texture.size, (255, 255, 255, 255)[: len(texture.getbands())])
    texture.paste(white, (0, 0), spot)
