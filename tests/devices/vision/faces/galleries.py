"""Galleries and templates for tests."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from devices.vision.faces.day_key import KeyStore
from devices.vision.faces.gallery import MIDNIGHT, Gallery
from devices.vision.faces.looks import Template

HALL = ZoneInfo("Asia/Shanghai")
MORNING = dt.datetime(2026, 11, 26, 9, 30, tzinfo=HALL)
LENGTH = 128
MODEL = "dlib"


OPENED: list[Gallery] = []
"""By the test that runs; closed after it."""


class Clock:
    """The hall's own, put forward by the test."""

    def __init__(self, now: dt.datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def gallery(
    folder: Path,
    now: Clock | None = None,
    *,
    terminal: str = "JA-ZZ-03",
    model: str = MODEL,
    length: int = LENGTH,
    closing: dt.time = MIDNIGHT,
) -> Gallery:
    """Opened from two folders below this one."""
    keys = KeyStore(folder / "keys")
    made = Gallery(
        folder / "gallery", keys, terminal=terminal, model=model, length=length, now=now or Clock(), closing=closing
    )
    OPENED.append(made)
    return made


def template(seed: int, length: int = LENGTH) -> Template:
    """Somebody's, about as long as dlib's."""
    made = np.random.default_rng(seed).normal(size=length)
    return (1.4 * made / np.linalg.norm(made)).astype(np.float32)


def near(one: Template, distance: float, seed: int = 0) -> Template:
    """Another one, so far away."""
    way = np.random.default_rng(seed).normal(size=len(one))
    return (one + distance * way / np.linalg.norm(way)).astype(np.float32)
