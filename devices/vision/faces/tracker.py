"""Follows one face from frame to frame by its own picture, at a tenth of what a detector takes."""

from __future__ import annotations

import cv2
import numpy as np

from devices.vision.faces.geometry import Box, cut, grown, shared, width
from devices.vision.faces.looks import Face, Picture
from devices.vision.faces.models import FaceModel

_SIDE = 56.0  # pixels that a face is wide when it is followed
_REACH = 0.6  # of its width, to each side: a head moves less between two frames
_ALIKE = 0.62  # correlation from which the place is taken for the face's
_SURE = 0.85  # from which the new picture replaces the old one: a turning head changes
_SEARCHED_AGAIN = 0.5  # of its width, around the last place
_THERE = 0.5  # share of the box: the detector found this face
_DETECTED = 1.25  # times the smallest face that the detector finds surely


class Track:
    """The face of one person. `number` stays the same as long as it was never lost."""

    def __init__(self, number: int, picture: Picture, face: Face, at: float) -> None:
        self.number = number
        self.box, self.score, self.seen, self.confirmed = face.box, face.score, at, at
        self._scale, self._face = _learnt(picture, face.box)

    def follow(self, picture: Picture, at: float) -> bool:
        """Moves the box to where the face is now; False where it isn't alike enough anywhere near."""
        part = cut(picture, grown(self.box, _REACH), self._scale, light=True)
        light = part.picture
        if light.shape[0] < self._face.shape[0] or light.shape[1] < self._face.shape[1]:
            return False
        alike = cv2.matchTemplate(light, self._face, cv2.TM_CCOEFF_NORMED)
        _, best, _, (x, y) = cv2.minMaxLoc(alike)
        if not best >= _ALIKE:  # not a number where everything is of one colour
            return False
        left, top = x + _between(alike[y, :], x), y + _between(alike[:, x], y)
        height, wide = self._face.shape
        self.box = part.box_to_frame((left, top, left + wide, top + height))
        self.seen = at
        if best >= _SURE:
            self._face = np.ascontiguousarray(light[y : y + height, x : x + wide])
        return True

    def search(self, model: FaceModel, picture: Picture, at: float) -> bool:
        """Lets the detector look around the last place; False where it finds no face there."""
        scale = min(1.0, _DETECTED * model.smallest / width(self.box))
        part = cut(picture, grown(self.box, _SEARCHED_AGAIN), scale, light=True)
        around = [Face(part.box_to_frame(face.box), score=face.score) for face in model.detect(part.picture)]
        return self.confirm(picture, around, at)

    def confirm(self, picture: Picture, faces: list[Face], at: float) -> bool:
        """Takes the face that lies where this one is, if there is one."""
        there = max(faces, key=lambda face: shared(face.box, self.box), default=None)
        if there is None or shared(there.box, self.box) < _THERE:
            return False
        if self.seen == at:  # the detector's boxes come in steps of a fifth: half a step is taken
            sides = (round((mine + its) / 2) for mine, its in zip(self.box, there.box, strict=True))
            left, top, right, bottom = sides
            self.box = left, top, right, bottom
        else:
            self.box = there.box
        self.score, self.seen, self.confirmed = there.score, at, at
        self._scale, self._face = _learnt(picture, self.box)
        return True


def _learnt(picture: Picture, box: Box) -> tuple[float, Picture]:
    scale = min(1.0, _SIDE / width(box))
    return scale, cut(picture, box, scale, light=True).picture


def _between(values: Picture, at: int) -> float:
    """Where between pixels the peak lies: that of the parabola through it and its neighbours."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, peak, after = (float(one) for one in values[at - 1 : at + 2])
    bend = before - 2 * peak + after
    return 0.0 if bend >= 0 else max(-0.5, min(0.5, 0.5 * (before - after) / bend))
