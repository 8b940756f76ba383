"""Rendered scenes by seed: any desk, light, turn and perspective that a document camera meets."""

from __future__ import annotations

import cv2
import numpy as np

from devices.emulators.paper_scene import DESKS, Look, render, specimen
from devices.vision.pictures import Corners, Picture


def look(seed: int) -> Look:
    """How the paper of this seed lies."""
    chance = np.random.default_rng(seed)
    return Look(
        turn=float(chance.uniform(-18, 18)),
        lean=float(chance.uniform(-0.07, 0.07)),
        fill=float(chance.uniform(0.46, 0.62)),
        shift=(float(chance.uniform(-0.03, 0.03)), float(chance.uniform(-0.03, 0.03))),
        light=float(chance.uniform(0.55, 1.05)),
        noise=float(chance.uniform(0, 7)),
        blur=float(chance.choice([0.0, 0.7, 1.2])),
        glare=bool(chance.random() < 0.15),
        desk=DESKS[seed % len(DESKS)],
    )


def scene(seed: int, size: tuple[int, int] = (1920, 1080)) -> tuple[Picture, Corners]:
    """The frame and the page's true corners."""
    image, quad = render(specimen(1 + seed % 3, seal=seed % 2 == 0), look(seed), size, seed)
    assert quad
    return bgr(image), np.array(quad, np.float32)


def bgr(image: object) -> Picture:
    """A Pillow picture as OpenCV has it."""
    picture: Picture = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)
    return picture


def farthest(found: Corners, truth: Corners) -> float:
    """How far the worst corner is from its true place, in pixels, whichever corner is called first."""
    return min(float(np.linalg.norm(found - np.roll(truth, turn, axis=0), axis=1).max()) for turn in range(4))
