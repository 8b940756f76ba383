"""Bending pictures: by points that move (thin-plate spline), and by any way back from a new pixel to an old one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

Points = npt.NDArray[np.float64]
WayBack = Callable[[Points], Points]
"""From places in the new picture (n × 2, pixels) to where they come from in the old one."""

_SOFTNESS = 1e-3  # of the spline: points that nearly coincide must not tear it


def bend(picture: Image.Image, way: WayBack, step: int = 10, size: tuple[int, int] | None = None) -> Image.Image:
    """The picture (8 bits a band) as `way` tells, exact at every `step`-th pixel and linear between."""
    width, height = size or picture.size
    across, down = grid((0, 0, width, height), step)
    places = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2).astype(float)
    return mesh(picture, (width, height), across, down, way(places).reshape(len(down), len(across), 2))


def grid(box: tuple[int, int, int, int], step: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Columns and rows of a mesh over a box (left, top, right, bottom), its edges among them."""
    left, top, right, bottom = box
    return (
        np.unique(np.append(np.arange(left, right, step), right)),
        np.unique(np.append(np.arange(top, bottom, step), bottom)),
    )


def mesh(
    picture: Image.Image,
    size: tuple[int, int],
    across: npt.NDArray[np.int64],
    down: npt.NDArray[np.int64],
    sources: Points,
    wanted: npt.NDArray[np.bool_] | None = None,
) -> Image.Image:
    """`sources`: rows × columns × 2, where each corner of the mesh comes from. Cells not `wanted` stay empty."""
    corners = np.concatenate([sources[:-1, :-1], sources[1:, :-1], sources[1:, 1:], sources[:-1, 1:]], -1).tolist()
    rows = [(int(a), int(b)) for a, b in zip(down[:-1], down[1:], strict=True)]
    columns = [(int(a), int(b)) for a, b in zip(across[:-1], across[1:], strict=True)]
    cells: Sequence[tuple[tuple[int, int, int, int], list[float]]] = [
        ((left, top, right, bottom), corners[row][column])
        for row, (top, bottom) in enumerate(rows)
        for column, (left, right) in enumerate(columns)
        if wanted is None or wanted[row, column]
    ]
    return picture.transform(size, Image.Transform.MESH, cells, Image.Resampling.BILINEAR)


def spline(new: Points, old: Points, scale: float) -> WayBack:
    """The smoothest way back that leads each of `new` to its place in `old`; `scale`: pixels of one unit of length."""
    centre = new.mean(0)
    places = (new - centre) / scale
    count = len(places)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _kernel(places, places) + _SOFTNESS * np.eye(count)
    system[:count, count] = system[count, :count] = 1
    system[:count, count + 1 :] = places
    system[count + 1 :, :count] = places.T
    wanted = np.zeros((count + 3, 2))
    wanted[:count] = (old - new) / scale
    weights = np.linalg.solve(system, wanted)

    def way(there: Points) -> Points:
        at = (there - centre) / scale
        moved: Points = _kernel(at, places) @ weights[:count] + weights[count] + at @ weights[count + 1 :]
        return there + moved * scale

    return way


def _kernel(a: Points, b: Points) -> Points:
    squared = ((a[:, None, :] - b[None, :, :]) ** 2).sum(-1)
    found: Points = np.where(squared > 0, squared * np.log(np.maximum(squared, 1e-12)) / 2, 0.0)
    return found
