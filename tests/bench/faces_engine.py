"""Faces, frame by frame: beside plain face_recognition on the same frames and faces in the same run."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure, median, percentile, spread

_STARTS = 3
_LONGEST = 120.0
_FASTER = 15.0  # times: than face_locations at its defaults
_APART = 1e-4


def frames(folder: Path) -> list[Figure]:
    """The section "faces-frames"."""
    starts = [_inside("loaded", folder) for _ in range(_STARTS)]
    return [*_frames(_inside("frames", folder)), *_templates(_inside("templates", folder)), *_loaded(starts)]


def _frames(samples: dict[str, list[float]]) -> list[Figure]:
    ours, theirs = samples["ours"], samples["locations"]
    seen = f"seen in {sum(samples['seen']):.0f} of {len(samples['seen'])}"
    mean, plain = statistics.mean(ours), statistics.mean(theirs)
    return [
        Figure(
            "人脸每帧 1920×1080 p95 · faces, a frame, p95",
            percentile(ours, 0.95),
            "ms",
            33,
            "face_locations + face_landmarks, median",
            median(samples["landmarks"]),
            f"found, followed, 68 points, advice; median {median(ours):g}, {spread(ours)}; {seen}",
        ),
        Figure(
            "比 face_locations 快 · times as fast as face_locations",
            round(plain / mean, 1),
            "×",
            _FASTER,
            note=f"means on the same frames: {plain:.0f} and {mean:.1f} ms; n={len(theirs)} and {len(ours)}",
            more=True,
        ),
    ]


def _templates(samples: dict[str, list[float]]) -> list[Figure]:
    apart = max(samples["apart"])
    return [
        Figure(
            "人脸特征 · a template, median",
            median(samples["ours"]),
            "ms",
            20,
            "face_encodings, median",
            median(samples["theirs"]),
            f"one thread; p95 {percentile(samples['ours'], 0.95):g}, {spread(samples['ours'])}",
        ),
        Figure(
            "与 dlib 的最大差 · largest difference from dlib's",
            float(f"{apart * 1e6:.2g}"),
            "µ",
            _APART * 1e6,
            note=f"of any of 128 numbers on {len(samples['apart'])} faces, in millionths",
        ),
    ]


def _loaded(starts: list[dict[str, list[float]]]) -> list[Figure]:
    times = [start["ms"][0] for start in starts]
    return [
        Figure(
            "人脸进程启动到可比对 · faces, start to first templates",
            median(times),
            "ms",
            3000,
            note=f"interpreter, imports, models, 3 frames, {starts[0]['found'][0]:.0f} templates; {spread(times)}",
        ),
        Figure(
            "人脸进程内存 · faces, memory at most (VmHWM)",
            round(max(start["rss"][0] for start in starts), 1),
            "MB",
            450,
            note="all models loaded and used, frames of 1920×1080; without a camera",
        ),
    ]


def _inside(kind: str, folder: Path) -> dict[str, list[float]]:
    program = [sys.executable, "-m", "tests.bench.faces_inside", kind, str(folder)]
    subprocess.run(program, timeout=_LONGEST, check=True)
    samples: dict[str, list[float]] = json.loads((folder / "samples.json").read_text(encoding="utf-8"))
    return samples
