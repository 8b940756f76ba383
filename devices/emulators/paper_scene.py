"""A made-up paper on a desk, as a document camera sees it; with the true corners, so that finders can be judged.

Drawn with Pillow and numpy alone: nothing here is shared with what finds pages.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = math.sqrt(2)
_PAGE = (1240, 1754)  # A4 at 150 dpi
_MARGIN = 110
_FONT = Path(__file__).parents[2] / "printing" / "fonts" / "NotoSansSC-Regular.ttf"
_SENTENCES = (
    "兹证明样张同志自二〇一九年三月起在本单位工作，缴费记录连续。",
    "本材料仅供演示，所有姓名、编号、日期均为虚构，不作任何凭证。",
    "经办人已核对原件，复印件与原件一致，存档备查。",
    "申请事项：灵活就业人员参保登记。办理方式：现场拍照。",
    "This is a specimen. Nothing on it belongs to a real person.",
)

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners in pixels: the page's own upper left, upper right, lower right, lower left."""


@dataclass(frozen=True)
class Desk:
    """What the paper lies on: its colour, and how strong its grain is (0 to 1)."""

    colour: tuple[int, int, int] = (74, 58, 46)
    grain: float = 0.3


DESKS = (
    Desk(),
    Desk((40, 44, 52), 0.1),
    Desk((150, 112, 74), 0.6),
    Desk((176, 172, 164), 0.2),
    Desk((88, 110, 96), 0.3),
)
"""Dark ones and light ones."""


@dataclass(frozen=True)
class Look:
    """How a paper lies and is seen. `fill`: which share of the frame's shorter side its shorter side takes."""

    turn: float = 3.0  # degrees
    lean: float = 0.04  # perspective: by which share one edge is shorter than the one opposite
    fill: float = 0.68
    shift: Point = (0.0, 0.0)  # of the middle, in shares of the frame
    light: float = 1.0
    noise: float = 3.0
    blur: float = 0.0
    glare: bool = False
    desk: Desk = DESKS[0]


@functools.lru_cache(8)
def specimen(number: int = 1, seal: bool = False) -> Image.Image:
    """A page of text, 样张, A4 at 150 dpi; with a red seal if wanted."""
    page = Image.new("RGB", _PAGE, (250, 249, 246))
    draw = ImageDraw.Draw(page)
    draw.text((_PAGE[0] / 2, 150), "样 张", font=_font(64), fill=(30, 30, 30), anchor="mm")
    draw.text((_PAGE[0] / 2, 240), f"参保证明（第 {number} 页）", font=_font(40), fill=(30, 30, 30), anchor="mm")
    for line in range(26):
        sentence = _SENTENCES[(line + number) % len(_SENTENCES)]
        draw.text((_MARGIN, 330 + line * 50), sentence, font=_font(29), fill=(35, 35, 38))
    draw.line((_MARGIN, 300, _PAGE[0] - _MARGIN, 300), fill=(60, 60, 60), width=3)
    if seal:
        draw.ellipse((800, 1330, 1080, 1610), outline=(200, 30, 35), width=9)
        draw.text((940, 1470), "样张专用", font=_font(44), fill=(200, 30, 35), anchor="mm")
    return page


def corners(size: tuple[int, int], look: Look, ratio: float = A4) -> Quad:
    """Where a page's corners are in a frame of this size (width, height). A landscape frame sees it lying."""
    width, height = size
    short = look.fill * min(size)
    long = short * ratio
    turn = math.radians(look.turn + (90 if width > height else 0))
    middle = (width * (0.5 + look.shift[0]), height * (0.5 + look.shift[1]))
    found: list[Point] = []
    for across, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x = across * short / 2 * (1 + look.lean * down)
        y = down * long / 2 * (1 + look.lean * across / 2)
        found.append(
            (
                middle[0] + x * math.cos(turn) - y * math.sin(turn),
                middle[1] + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return found[0], found[1], found[2], found[3]


def render(
    page: Image.Image | None, look: Look, size: tuple[int, int] = (1920, 1080), seed: int = 0
) -> tuple[Image.Image, Quad | None]:
    """The frame, and the page's true corners (None without one)."""
    chance = np.random.default_rng(seed)
    scene = _desk(look.desk, size, chance)
    quad = None
    if page is not None:
        quad = corners(size, look, page.height / page.width)
        _lay(scene, page, quad)
    scene = Image.fromarray(np.clip(np.asarray(scene) * np.float32(look.light), 0, 255).astype(np.uint8))
    if look.glare and quad:
        _shine(scene, quad)  # a lamp outshines paper in any light
    if look.blur:
        scene = scene.filter(ImageFilter.GaussianBlur(look.blur))
    return Image.fromarray(noisy(np.asarray(scene), look, chance)), quad


def noisy(clean: npt.NDArray[np.uint8], look: Look, chance: np.random.Generator) -> npt.NDArray[np.uint8]:
    """The frame with the sensor's noise."""
    grain = chance.standard_normal(clean.shape[:2], dtype=np.float32)[..., None] * look.noise
    seen: npt.NDArray[np.uint8] = np.clip(clean + grain, 0, 255).astype(np.uint8)
    return seen


def _desk(desk: Desk, size: tuple[int, int], chance: np.random.Generator) -> Image.Image:
    """A flat colour with stripes of grain and light that falls off to one side."""
    width, height = size
    rows = chance.standard_normal(height, dtype=np.float32)
    stripes = np.convolve(rows, np.ones(7, np.float32) / 7, "same")[:, None, None] * 22 * desk.grain
    falling = np.linspace(1.08, 0.9, width, dtype=np.float32)[None, :, None]
    flat = np.asarray(desk.colour, np.float32)[None, None, :] * falling + stripes
    return Image.fromarray(np.clip(flat, 0, 255).astype(np.uint8))


def _lay(scene: Image.Image, page: Image.Image, quad: Quad) -> None:
    """The page with a soft shadow at its lower right."""
    shadow = Image.new("L", scene.size)
    ImageDraw.Draw(shadow).polygon([(x + 5, y + 5) for x, y in quad], fill=90)
    scene.paste((0, 0, 0), mask=shadow.filter(ImageFilter.GaussianBlur(5)))
    way = perspective(quad, page.size)
    seen = page.transform(scene.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC)
    ones = Image.new("L", page.size, 255)
    mask = ones.transform(scene.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC)
    scene.paste(seen, mask=mask)


def _shine(scene: Image.Image, quad: Quad) -> None:
    """A lamp's reflection upon the page."""
    x, y = (sum(p[at] for p in quad) / 4 for at in (0, 1))
    reach = math.dist(quad[0], quad[2]) / 7
    spot = Image.new("L", scene.size)
    ImageDraw.Draw(spot).ellipse((x - reach, y - reach * 0.7, x + reach, y + reach * 0.7), fill=255)
    scene.paste((255, 255, 255), mask=spot.filter(ImageFilter.GaussianBlur(reach / 8)))


def perspective(quad: Quad, size: tuple[int, int]) -> Sequence[float]:
    """Pillow's eight numbers that lead from a pixel of the frame to one of the page."""
    width, height = size
    rows, values = [], []
    for (x, y), (u, v) in zip(quad, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved: list[float] = np.linalg.solve(np.array(rows, float), np.array(values, float)).tolist()
    return solved


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.truetype(str(_FONT), size) if _FONT.exists() else ImageFont.load_default(size)
