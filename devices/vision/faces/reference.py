"""Whom the live person is compared with: a photo's face, or a template that the platform keeps."""

from __future__ import annotations

import numpy as np

from devices.face_ports import FaceTrouble
from devices.vision.faces.geometry import centre, grey, width
from devices.vision.faces.looks import Face, Picture
from devices.vision.faces.messages import Compare
from devices.vision.faces.models import FaceModel
from devices.vision.faces.reading import usable_photo
from devices.vision.faces.session import Reference
from devices.vision.faces.templates import template_of

WIDE, ASIDE = 0.35, 0.15
"""Shares of a photo: how wide the face of a document's photo is at least, and how far from the photo's middle at most
The specimens here: 0.56 to 0.67, and 0.06 at most."""


def reference_of(wanted: Compare, model: FaceModel) -> Reference | FaceTrouble:
    """The reference that a request brings along; or why there is none to compare with."""
    if wanted.template:
        return _of_template(wanted, model)
    if not wanted.photo:
        return FaceTrouble.NO_REFERENCE
    picture = usable_photo(wanted.photo)
    if not isinstance(picture, np.ndarray):
        return FaceTrouble.BAD_REFERENCE
    face = _largest(model.find(picture)) or _in_the_middle(picture, model)
    if face is None:
        return FaceTrouble.NO_REFERENCE
    template = template_of(model, picture, face)
    return Reference(template, picture, face) if np.isfinite(template).all() else FaceTrouble.NO_REFERENCE


def _of_template(wanted: Compare, model: FaceModel) -> Reference | FaceTrouble:
    """Templates of different models can't be compared, nor can what is no template."""
    if wanted.template_model != model.name or len(wanted.template) != model.length:
        return FaceTrouble.BAD_REFERENCE
    template = np.array(wanted.template, np.float32)
    usable = bool(np.isfinite(template).all() and template.any())
    return Reference(template) if usable else FaceTrouble.BAD_REFERENCE


def _in_the_middle(picture: Picture, model: FaceModel) -> Face | None:
    """A document's photo shows one face, large and in its middle: there a doubtful find is believed.

    At worst it is no face, and then nobody is like it.
    """
    high, wide = picture.shape[:2]
    found = [
        face
        for face in model.detect(grey(picture))
        if width(face.box) >= WIDE * wide
        and abs(centre(face.box)[0] / wide - 0.5) < ASIDE
        and abs(centre(face.box)[1] / high - 0.5) < ASIDE
    ]
    return max(found, key=lambda face: face.score, default=None)


def _largest(faces: list[Face]) -> Face | None:
    return max(faces, key=lambda face: (face.box[2] - face.box[0]) * (face.box[3] - face.box[1]), default=None)
