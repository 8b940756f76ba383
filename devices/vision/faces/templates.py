"""The template of a face, made the same way for a card's photo, a check-in and a person before the camera."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from devices.vision.faces.looks import Face, Picture, Template


class Embedder(Protocol):
    """What is needed of a face model."""

    def embed(self, picture: Picture, face: Face) -> Template:
        """The template of this face of a colour picture."""


def template_of(model: Embedder, picture: Picture, face: Face) -> Template:
    """The mean of the face's template and its mirror image's.

    What the network says of one half of a face more than of the other cancels out: two pictures of one person come
    nearer to each other (of the portraits shipped: 0.334 where plain templates have 0.354, 0.383 for 0.439), two
    persons do not. It is comparable with plain templates, as a platform may keep them.
    """
    left, top, right, bottom = face.box
    around = right - left
    begin, end = max(0, left - around), min(picture.shape[1], right + around)
    part = picture[:, begin:end]
    mirrored = np.ascontiguousarray(part[:, ::-1])
    box = (end - right, top, end - left, bottom)
    other = model.embed(mirrored, replace(face, box=box, points=None))
    mean: Template = (model.embed(picture, face) + other) / np.float32(2)
    return mean
