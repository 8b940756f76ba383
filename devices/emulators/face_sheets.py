"""Flat things that a hand holds before a camera: how they move, hang in space and are lit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from devices.emulators.face_person import Light
from devices.emulators.face_warp import grid, mesh
from devices.emulators.paper_scene import Quad, perspective

_FAR = 4.5  # how far the camera is from a sheet, in its heights
_STRIP = 24  # pixels of the mesh over a bent sheet


class Hand:
    """Trembles and drifts; the same for the same seed."""

    def __init__(self, chance: np.random.Generator, calm: float = 1.0) -> None:
        self._waves = [
            [
                (float(chance.uniform(0.08, 0.5)), float(chance.uniform(0, 6.3)), calm),
                (float(chance.uniform(0.5, 1.4)), float(chance.uniform(0, 6.3)), 0.35 * calm),
                (float(chance.uniform(5, 9)), float(chance.uniform(0, 6.3)), 0.05 * calm),
            ]
            for _ in range(7)
        ]

    def moves(self, t: float) -> list[float]:
        """Seven numbers about −1 to 1: across, down, near, turned about three axes, and bent."""
        return [sum(far * math.sin(6.2832 * often * t + at) for often, at, far in waves) for waves in self._waves]


@dataclass(frozen=True)
class Sheet:
    """Something flat: `tall` pixels in the frame, held where `middle` is; `lean`: its usual angles in degrees about the
    axes across, down and towards the camera; `bend`: of a sheet that bows, 0 is flat.
    """

    tall: float
    middle: tuple[float, float]
    lean: tuple[float, float, float]
    bend: float = 0.0

    def corners(self, ratio: float, moves: list[float]) -> Quad:
        """Where its corners are (from the upper left, clockwise); `ratio`: width by height."""
        x = self.middle[0] + 0.035 * self.tall * moves[0]
        y = self.middle[1] + 0.025 * self.tall * moves[1]
        size = self.tall * (1 + 0.03 * moves[2])
        about_x, about_y, about_z = (
            math.radians(angle + 3.5 * move) for angle, move in zip(self.lean, moves[3:6], strict=True)
        )
        found = []
        for across, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            u, v = across * ratio / 2, down / 2
            u, v = u * math.cos(about_z) - v * math.sin(about_z), u * math.sin(about_z) + v * math.cos(about_z)
            depth = u * math.sin(about_y) + v * math.sin(about_x)
            u, v = u * math.cos(about_y), v * math.cos(about_x)
            nearer = _FAR / (_FAR + depth)
            found.append((x + u * nearer * size, y + v * nearer * size))
        return found[0], found[1], found[2], found[3]


def place(frame: Image.Image, texture: Image.Image, quad: Quad) -> None:
    """Draws an RGBX picture (the fourth band covers) where the quad is."""
    left, top = (int(max(0, min(p[at] for p in quad) - 2)) for at in (0, 1))
    right, bottom = (int(min(frame.size[at], max(p[at] for p in quad) + 2)) for at in (0, 1))
    if left >= right or top >= bottom:
        return
    local = [(x - left, y - top) for x, y in quad]
    way = perspective((local[0], local[1], local[2], local[3]), texture.size)
    size = (right - left, bottom - top)
    drawn = texture.transform(size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC)
    frame.paste(drawn.convert("RGB"), (left, top), drawn.getchannel(3))


def bowed(texture: Image.Image, bend: float, about: float) -> Image.Image:
    """The picture on paper that bows towards the camera about an upright line at `about` (share of the width)."""
    width, height = texture.size
    across, down = grid((0, 0, width, height), _STRIP)
    u = across / width - about
    reach = math.asin(min(0.95, 0.9 * abs(bend))) if bend else 0.0
    back = np.sin(np.clip(u * 2 * reach, -1.5, 1.5)) / (2 * math.sin(reach)) if reach else u
    columns = (u + (u - back) + about) * width
    bulge = 0.09 * bend * np.cos(np.clip(u * 2.4, -1.5, 1.5))
    rows = (down[:, None] / height - 0.5) / (1 + bulge[None, :]) + 0.5
    sources = np.stack(np.broadcast_arrays(columns[None, :], rows * height), -1)
    drawn = mesh(texture, (width, height), across, down, sources)
    shade = 1 - 0.35 * abs(bend) * (2 * u) ** 2 + 0.1 * bend * 2 * u
    return _times(drawn, np.interp(np.arange(width), across, shade)[None, :, None])


def lit_flat(texture: Image.Image, light: Light, white: float = 0.62) -> Image.Image:
    """Paper in a light: all of it alike, for all of it is as far from our screen."""
    gain = [light.ambient + white * light.reach * band for band in light.screen]
    tables = [[min(255, int(level * band)) for level in range(256)] for band in gain]
    return texture.point([*tables[0], *tables[1], *tables[2], *range(256)])


def thumb(frame: Image.Image, quad: Quad, side: float, tone: tuple[int, int, int]) -> None:
    """A thumb over the lower edge, `side` (share) along it."""
    (x0, y0), (x1, y1) = quad[3], quad[2]
    x, y = x0 + (x1 - x0) * side, y0 + (y1 - y0) * side
    size = abs(quad[3][1] - quad[0][1]) / 12
    mask = Image.new("L", (int(size * 2.4), int(size * 3.4)))
    ImageDraw.Draw(mask).rounded_rectangle((size * 0.5, size * 0.4, size * 1.9, size * 3.4), size * 0.7, fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(size / 16))
    light = np.linspace(1.1, 0.75, mask.width)[None, :, None] * np.array(tone)
    skin = Image.fromarray(np.clip(np.broadcast_to(light, (mask.height, mask.width, 3)), 0, 255).astype(np.uint8))
    frame.paste(skin, (int(x - size * 1.2), int(y - size * 1.3)), mask)


def _times(texture: Image.Image, gain: npt.NDArray[np.float64]) -> Image.Image:
    pixels = np.asarray(texture).astype(np.float32)
    pixels[..., :3] *= gain.astype(np.float32)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGBX")
