"""ROC, DET and the distances themselves as pictures, drawn with Pillow: four times as large, then made smaller."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from devices.vision.faces.curves import Curves, Rates, probit

_SIZE = (760, 600)
_FINER = 3  # times, while it is drawn
_LEFT, _TOP, _RIGHT, _BOTTOM = 92, 56, 28, 72  # around the axes, in pixels of the finished picture
_INK, _GRID, _PAPER = (34, 34, 34), (222, 222, 222), (255, 255, 255)
_GREY, _BLUE, _ORANGE = (150, 150, 150), (22, 91, 165), (205, 110, 10)
_MARKS = ((190, 30, 90), (20, 120, 70))
_LEAST = 1e-4  # shares below this stand at the axis' end
_BARS, _DASHES = 40, 60

Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """`at`: from a value to a place between 0 and 1; `ticks`: values and what stands beside them."""

    label: str
    at: Callable[[float], float]
    ticks: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Mark:
    """A threshold on a curve."""

    label: str
    rates: Rates


class Plot:
    """Two axes with a title."""

    def __init__(self, title: str, across: Axis, up: Axis) -> None:
        self._across, self._up = across, up
        self._image = Image.new("RGB", (_SIZE[0] * _FINER, _SIZE[1] * _FINER), _PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._frame(title)

    def line(self, points: Sequence[Point], colour: tuple[int, int, int]) -> None:
        """Through these values."""
        self._draw.line([self._place(point) for point in points], colour, 3 * _FINER, joint="curve")

    def dashed(self, start: Point, end: Point, colour: tuple[int, int, int] = _GREY) -> None:
        """A thin line for the eye."""
        (x0, y0), (x1, y1) = self._place(start), self._place(end)
        for step in range(0, _DASHES, 2):
            a, b = step / _DASHES, (step + 1) / _DASHES
            ends = ((x0 + a * (x1 - x0), y0 + a * (y1 - y0)), (x0 + b * (x1 - x0), y0 + b * (y1 - y0)))
            self._draw.line(ends, colour, 2 * _FINER)

    def bars(self, edges: Sequence[float], heights: Sequence[float], colour: tuple[int, int, int]) -> None:
        """A histogram's outline."""
        points: list[Point] = [(edges[0], 0.0)]
        for number, height in enumerate(heights):
            points += [(edges[number], height), (edges[number + 1], height)]
        self.line([*points, (edges[-1], 0.0)], colour)

    def dot(self, point: Point, colour: tuple[int, int, int]) -> None:
        """A place on a curve."""
        x, y = self._place(point)
        radius = 6 * _FINER
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), colour, _PAPER, _FINER)

    def legend(self, rows: Sequence[tuple[str, tuple[int, int, int]]], *, low: bool = False) -> None:
        """Which colour is what, in the upper or lower right corner."""
        begin = _SIZE[1] - _BOTTOM - 22 - 24 * (len(rows) - 1) if low else _TOP + 22
        right = (_SIZE[0] - _RIGHT - 16) * _FINER
        for number, (label, colour) in enumerate(rows):
            self._draw.text((right, (begin + 24 * number) * _FINER), label, colour, _font(16), "rm")

    def save(self, file: Path) -> None:
        """As PNG."""
        self._image.resize(_SIZE, Image.Resampling.LANCZOS).save(file, optimize=True)

    def _frame(self, title: str) -> None:
        left, top, right, bottom = (side * _FINER for side in (_LEFT, _TOP, _SIZE[0] - _RIGHT, _SIZE[1] - _BOTTOM))
        for value, label in self._across.ticks:
            x = left + self._across.at(value) * (right - left)
            self._draw.line((x, top, x, bottom), _GRID, _FINER)
            self._draw.text((x, bottom + 16 * _FINER), label, _INK, _font(15), "mm")
        for value, label in self._up.ticks:
            y = bottom - self._up.at(value) * (bottom - top)
            self._draw.line((left, y, right, y), _GRID, _FINER)
            self._draw.text((left - 10 * _FINER, y), label, _INK, _font(15), "rm")
        self._draw.rectangle((left, top, right, bottom), outline=_INK, width=_FINER)
        self._draw.text(((left + right) / 2, top / 2), title, _INK, _font(20), "mm")
        self._draw.text(((left + right) / 2, bottom + 48 * _FINER), self._across.label, _INK, _font(17), "mm")
        self._upright(self._up.label, (top + bottom) // 2)

    def _upright(self, label: str, middle: int) -> None:
        _, _, width, height = (math.ceil(side) for side in _font(17).getbbox(label))
        words = Image.new("RGB", (width + 4, height + 4), _PAPER)
        ImageDraw.Draw(words).text((2, 2), label, _INK, _font(17))
        turned = words.rotate(90, expand=True)
        self._image.paste(turned, (10 * _FINER, middle - turned.height // 2))

    def _place(self, point: Point) -> Point:
        x, y = (min(1.0, max(0.0, axis.at(value))) for axis, value in zip((self._across, self._up), point, strict=True))
        return (
            (_LEFT + x * (_SIZE[0] - _LEFT - _RIGHT)) * _FINER,
            (_SIZE[1] - _BOTTOM - y * (_SIZE[1] - _TOP - _BOTTOM)) * _FINER,
        )


def roc(curves: Curves, marks: Sequence[Mark], file: Path) -> None:
    """True accepts over false accepts; the latter's axis is logarithmic."""
    far = Axis("False accept rate", _log, [(10.0**power, _percent(10.0**power)) for power in range(-4, 1)])
    tar = Axis("True accept rate (1 - FRR)", lambda share: share, [(n / 5, _percent(n / 5)) for n in range(6)])
    plot = Plot("ROC", far, tar)
    plot.line([(rates.far, 1 - rates.frr) for rates in curves.all()], _BLUE)
    for mark, colour in zip(marks, _MARKS, strict=False):
        plot.dot((mark.rates.far, 1 - mark.rates.frr), colour)
    plot.legend(_named(marks), low=True)
    plot.save(file)


def det(curves: Curves, marks: Sequence[Mark], file: Path) -> None:
    """False rejects over false accepts, both by standard deviations: two normal distributions give a straight line."""
    shares = (0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.8)
    ticks = [(share, _percent(share)) for share in shares]
    plot = Plot("DET", Axis("False accept rate", _normal, ticks), Axis("False reject rate", _normal, ticks))
    plot.dashed((_LEAST, _LEAST), (0.5, 0.5))
    plot.line([(rates.far, rates.frr) for rates in curves.all()], _BLUE)
    for mark, colour in zip(marks, _MARKS, strict=False):
        plot.dot((mark.rates.far, mark.rates.frr), colour)
    plot.legend(_named(marks))
    plot.save(file)


def distances(curves: Curves, marks: Sequence[Mark], file: Path) -> None:
    """How the distances of both kinds of pairs lie."""
    both = [one[np.isfinite(one)] for one in (curves.same, curves.different)]
    most = max(max((float(one.max()) for one in both if len(one)), default=1.0) * 1.05, 0.1)
    edges = np.linspace(0, most, _BARS + 1)
    shares = [np.histogram(one, edges)[0] / max(1, len(one)) for one in both]
    top = 1.4 * max(0.05, max(float(one.max()) for one in shares))  # the legend stands above
    across = Axis("Distance", lambda value: value / most, [(one, f"{one:g}") for one in _round_steps(most)])
    up = Axis("Share of the pairs", lambda value: value / top, [(one, _percent(one)) for one in _round_steps(top)])
    plot = Plot("Distances", across, up)
    for one, colour in zip(shares, (_BLUE, _ORANGE), strict=True):
        plot.bars(edges.tolist(), one.tolist(), colour)
    for mark, colour in zip(marks, _MARKS, strict=False):
        plot.dashed((mark.rates.threshold, 0), (mark.rates.threshold, top), colour)
    plot.legend([("same person", _BLUE), ("different persons", _ORANGE), *_named(marks)])
    plot.save(file)


def _named(marks: Sequence[Mark]) -> list[tuple[str, tuple[int, int, int]]]:
    return [(f"{mark.label}: {mark.rates.threshold:.3f}", colour) for mark, colour in zip(marks, _MARKS, strict=False)]


def _round_steps(most: float) -> list[float]:
    """Four to ten values from 0 on that are easily read."""
    power = 10.0 ** math.floor(math.log10(most))
    step = next(power * part for part in (0.1, 0.2, 0.5, 1.0) if most / (power * part) <= 8 or part == 1.0)
    return [round(step * number, 6) for number in range(math.floor(most / step) + 1)]


def _log(share: float) -> float:
    return 1 + math.log10(max(_LEAST, share)) / 4


def _normal(share: float) -> float:
    low, high = probit(_LEAST), probit(0.8)
    return (probit(min(0.8, max(_LEAST, share))) - low) / (high - low)


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size * _FINER)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow without FreeType")
    return font
