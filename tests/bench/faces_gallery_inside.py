"""`python -m tests.bench.faces_gallery_inside FOLDER`: searches of galleries, measured in a process of its own with one
BLAS thread, as the vision process has it; samples into samples.json.

For each number of persons: milliseconds of one search after another, and of the processor alone; then those of
`face_recognition.face_distance` with argmin over the same templates, and whether the answers were those of a full
search in float64. Then what sealing costs.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from devices.vision.faces.day_key import KeyStore
from devices.vision.faces.gallery import Gallery
from devices.vision.faces.looks import Template
from devices.vision.faces.searching import Nearest

Samples = dict[str, list[float]]

PERSONS = (10_000, 100_000)
_LENGTH = 128
_SEARCHES, _NAIVE, _WARM = 2000, 100, 20
_APPENDS = 50
_SPREAD = 0.4  # between two pictures of one person, as the portraits that ship have it


def main(folder: Path) -> None:
    """Measures everything."""
    samples: Samples = {}
    for persons in PERSONS:
        rows, gallery = _filled(folder / str(persons), persons, samples)
        _searched(gallery, rows, samples, str(persons))
        gallery.close()
        began = time.perf_counter()
        again = _gallery(folder / str(persons))
        samples[f"open {persons}"] = [time.perf_counter() - began]
        if again.state().persons != persons:
            raise RuntimeError("persons were lost")
        _appended(again, rows, samples, str(persons))
        again.close()
    (folder / "samples.json").write_text(json.dumps(samples), encoding="utf-8")


def _gallery(folder: Path) -> Gallery:
    morning = dt.datetime(2026, 11, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    keys = KeyStore(folder / "keys")
    return Gallery(folder / "gallery", keys, terminal="BENCH", model="dlib-bench", length=_LENGTH, now=lambda: morning)


def _filled(folder: Path, persons: int, samples: Samples) -> tuple[npt.NDArray[np.float32], Gallery]:
    rows = np.random.default_rng(persons).normal(size=(persons, _LENGTH)).astype(np.float32)
    rows *= 1.4 / np.linalg.norm(rows, axis=1, keepdims=True)
    gallery = _gallery(folder)
    gallery.enrol_all((f"visit-{number}", [row]) for number, row in enumerate(rows))
    samples[f"bytes {persons}"] = [sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())]
    return rows, gallery


def _searched(gallery: Gallery, rows: npt.NDArray[np.float32], samples: Samples, name: str) -> None:
    chance = np.random.default_rng(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pkg_resources, which it asks for its files
        face_recognition: Any = importlib.import_module("face_recognition")
    wanted = [_picture_of(rows[chance.integers(len(rows))], chance) for _ in range(_SEARCHES + _WARM)]
    found, ours, work = [], [], []
    for one in wanted:
        began, worked = time.perf_counter(), time.thread_time()
        found.append(gallery.search(one))
        work.append(1000 * (time.thread_time() - worked))
        ours.append(1000 * (time.perf_counter() - began))
    wide, theirs, right = rows.astype(np.float64), [], []
    for one, answer in zip(wanted[:_NAIVE], found, strict=False):
        began = time.perf_counter()
        best = int(np.argmin(face_recognition.face_distance(wide, one)))
        theirs.append(1000 * (time.perf_counter() - began))
        right.append(float(_is_right(answer, wide, one, best)))
    samples |= {f"search {name}": ours[_WARM:], f"work {name}": work[_WARM:]}
    samples |= {f"naive {name}": theirs, f"right {name}": right}


def _picture_of(row: Template, chance: np.random.Generator) -> Template:
    way = chance.normal(size=_LENGTH)
    return (row + _SPREAD * way / np.linalg.norm(way)).astype(np.float32)


def _is_right(found: object, wide: npt.NDArray[np.float64], wanted: Template, best: int) -> bool:
    far = np.linalg.norm(wide - wanted, axis=1)
    if not isinstance(found, Nearest) or found.person != f"visit-{best}":
        return False
    nearest, second = np.partition(far, 1)[:2]
    return bool(abs(found.distance - nearest) < 1e-9 and abs(found.second - second) < 1e-9)


def _appended(gallery: Gallery, rows: npt.NDArray[np.float32], samples: Samples, name: str) -> None:
    times = []
    for number in range(_APPENDS):
        began = time.perf_counter()
        gallery.enrol(f"later-{number}", [rows[number]])
        times.append(1000 * (time.perf_counter() - began))
    samples[f"append {name}"] = times


if __name__ == "__main__":
    main(Path(sys.argv[1]))
