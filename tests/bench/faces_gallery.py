"""1:N among today's check-ins, and how right the comparison is: beside face_recognition on the same data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.faces_gallery_inside import PERSONS
from tests.bench.figures import Figure

_LONGEST = 240.0
_GOALS = {10_000: 0.5, 100_000: 10.0}  # milliseconds, p99
_SETS = {
    "full": "整幅图片 · full-size pictures",
    "card": "证件小照片 · with photos of cards",
    "all": "各种画质 · all qualities",
}


def gallery(folder: Path) -> list[Figure]:
    """Searches with their recall, what sealing costs, and accuracy on the pairs that ship."""
    _run(["tests.bench.faces_gallery_inside", str(folder)], {"OPENBLAS_NUM_THREADS": "1"})
    samples: dict[str, list[float]] = json.loads((folder / "samples.json").read_text(encoding="utf-8"))
    pictures = folder / "pictures"
    pictures.mkdir()
    measured = json.loads(_run(["tests.devices.vision.faces.shipped", str(pictures)], {}))
    rows = [row for persons in PERSONS for row in _searching(samples, persons)]
    return rows + [row for name, words in _SETS.items() for row in _right(measured[name], words)]


def _searching(samples: dict[str, list[float]], persons: int) -> list[Figure]:
    ours, theirs = samples[f"search {persons}"], samples[f"naive {persons}"]
    right, append = samples[f"right {persons}"], samples[f"append {persons}"]
    median, work = round(float(np.median(ours)), 3), _p99(samples[f"work {persons}"])
    size = samples[f"bytes {persons}"][0] / 1e6
    sealed = f"sealed {size:.1f} MB, opened in {samples[f'open {persons}'][0]:.1f} s"
    return [
        Figure(
            f"1:N 检索 p99 · search of {persons:,} persons, p99",
            _p99(ours),
            "ms",
            _GOALS[persons],
            "face_recognition.face_distance, median",
            round(float(np.median(theirs)), 2),
            f"n={len(ours)}, median {median:g}, p99 of the processor's time {work:g}; one BLAS thread",
        ),
        Figure(
            f"1:N 检索正确率 · same as a full search, {persons:,}",
            round(100 * float(np.mean(right)), 3),
            "%",
            100,
            note=f"n={len(right)}: person, distance, second best; float64",
            more=True,
        ),
        Figure(
            f"登记一人 · one more sealed among {persons:,}, p99", _p99(append), "ms", note=f"n={len(append)}; {sealed}"
        ),
    ]


def _right(measured: dict[str, dict[str, Any]], words: str) -> list[Figure]:
    ours, theirs = measured["ours"], measured["theirs"]
    pairs = ours["pairs"]
    gap = f"least distance of two persons less largest of one: {ours['gap']:.3f}, theirs {theirs['gap']:.3f}"
    return [
        Figure(
            f"比对正确 · right pairs, {words}",
            round(100 * ours["right"] / pairs, 2),
            "%",
            round(100 * theirs["right"] / pairs, 2),
            "face_recognition at 0.6",
            round(100 * theirs["right"] / pairs, 2),
            f"{pairs} pairs; {gap}",
            more=True,
        ),
        Figure(f"误识 · false accepts, {words}", ours["false_accepts"], "", 0, note=f"{pairs} pairs at the default"),
    ]


def _p99(samples: list[float]) -> float:
    return round(float(np.percentile(samples, 99, method="higher")), 3)


def _run(program: list[str], environment: dict[str, str]) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", *program],
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        env={**os.environ, **environment},
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr.strip().splitlines()[-1] if ended.stderr.strip() else "ended badly")
    return ended.stdout
