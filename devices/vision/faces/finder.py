"""Finds the person nearest the middle and follows them; others are counted, and nothing else is made of them.

A search of a whole frame costs most, so it is made only in every `SEARCHED_EACH`th frame while somebody is followed,
and in turns: the whole frame with few pixels, one of its parts with more (for faces further away), the whole again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from devices.face_ports import FaceAdvice
from devices.vision.faces.advice import Seen, advice, covered
from devices.vision.faces.geometry import Box, Points, centre, cut, shared, width, within
from devices.vision.faces.looks import Face, Look, Picture
from devices.vision.faces.models import FaceModel
from devices.vision.faces.quality import measured
from devices.vision.faces.tracker import Track
from devices.vision.pictures import NoPicture, as_picture

DEADLINES: Mapping[str, float] = {
    "gap": 0.3,  # a face that was lost for longer may be somebody else's, even in the same place
    "masked": 0.3,  # so long somebody behind a mask counts as there: not every search finds them
    "unconfirmed": 1.5,  # followed by its picture alone: then the detector must find a face there again
}
"""Seconds of frames' own time."""

SEARCHED_EACH = 5
CHECKED_EACH = 5
"""Frames between two searches of a window, and between two looks of the detector where the face is followed."""

_PIXELS = 640 * 360  # of a search of the whole frame: a face of a fifth of its height has then 80
_FINER = 1.6  # times, in the parts: faces of a seventh of the height
_WORTH = 1.1  # times as many pixels to a side, at least
_PARTS, _ORDER = 4, (1, 2, 0, 3)  # along the longer side, each with fewer pixels than the whole; the middle first
_OVERLAP = 0.125  # of the longer side: what the whole frame's search finds for itself need not fit into one part
_SURE = 0.3  # of the detector's score: what is less is too often a pattern of a coat
_NEARER = 0.5  # somebody else becomes the person when their way to the middle is shorter by so much
_APART = 0.12  # of the frame's width: and only when the person is not even so near to it
_SAME = 0.4  # boxes that share so much are of one face
_TINY = 32  # pixels of a frame's shorter side: below there is nothing to find
_NOTHING = np.zeros((1, 1, 3), np.uint8)


class Finder:
    """Of one camera; to be used by one thread."""

    def __init__(self, model: FaceModel) -> None:
        self._model = model
        self._persons = 0
        self.forget()

    def forget(self) -> None:
        """Nobody was seen: between two visits."""
        self._track: Track | None = None
        self._before: Look | None = None
        self._frames = 0
        self._searches = 0
        self._found: dict[int, list[Face]] = {}
        self._masked = -math.inf

    def look(self, picture: Picture, at: float) -> Look:
        """One frame, `at` seconds of any clock that never goes back. A frame of any size, grey or with alpha, is taken;
        of what is no picture nothing is known but that nobody was seen.
        """
        frame = as_picture(picture, smallest=(1, 1))
        if isinstance(frame, NoPicture):
            return Look(at, _NOTHING)
        if min(frame.shape[:2]) < _TINY:
            return Look(at, frame)
        self._frames += 1
        here = self._followed(frame, at)
        if self._track is None or self._frames % SEARCHED_EACH == 0:
            here = self._searched(frame, at) or here
        look = self._seen(frame, at, here)
        self._before = replace(look, picture=_NOTHING)
        return look

    # ---- one person

    def _followed(self, frame: Picture, at: float) -> bool:
        """Whether the person is where their picture, or the detector, says."""
        track = self._track
        if track is None:
            return False
        here = track.follow(frame, at)
        if not here or self._frames % CHECKED_EACH == CHECKED_EACH // 2:
            here = track.search(self._model, frame, at) or here
        lost = at - track.seen > DEADLINES["gap"] or at - track.confirmed > DEADLINES["unconfirmed"]
        if lost:
            self._track = None
        return here and not lost

    def _searched(self, frame: Picture, at: float) -> bool:
        """Searches the next window; whether the person was found in it."""
        number, faces = self._search(frame, at)
        track = self._track
        here = track is not None and track.confirm(frame, faces, at)
        nearest = min(faces, key=lambda face: _way(face.box, frame), default=None)
        if nearest is not None and (track is None or _instead(nearest.box, track.box, frame)):
            self._persons += 1
            track = self._track = Track(self._persons, frame, nearest, at)
            here = True
        if track is not None:
            faces = [face for face in faces if shared(face.box, track.box) < _SAME]
        self._found[number] = faces
        return here

    def _search(self, frame: Picture, at: float) -> tuple[int, list[Face]]:
        """The faces of the window whose turn it is, and its number."""
        ways = windows(frame)
        turn, number = divmod(self._searches, 2)
        number = 1 + turn % (len(ways) - 1) if number and len(ways) > 1 else 0
        self._searches += 1
        box, scale = ways[number]
        part = cut(frame, box, scale, light=True)
        found = [replace(face, box=part.box_to_frame(face.box)) for face in self._model.detect(part.picture)]
        sure = [face for face in found if face.score >= _SURE]
        if self._track is None and not sure and found:
            self._doubt(frame, max(found, key=lambda face: face.score), at)
        return number, sure

    def _doubt(self, frame: Picture, face: Face, at: float) -> None:
        """What is nearly a face may be one behind a mask: then its person can be told."""
        box = within(face.box, frame)
        if covered(measured(frame, box, self._model.points(frame, box))):
            self._masked = at

    # ---- what is told

    def _seen(self, frame: Picture, at: float, here: bool) -> Look:
        track = self._track
        boxes = _distinct(face.box for found in self._found.values() for face in found)
        if track is None:
            masked = at - self._masked < DEADLINES["masked"]
            return Look(at, frame, others=len(boxes), advice=FaceAdvice.UNCOVER if masked else FaceAdvice.NOBODY)
        others = [box for box in boxes if shared(box, track.box) < _SAME]
        if not here:  # turned away, or behind a hand: a moment ago they were there
            return Look(at, frame, others=len(others), advice=FaceAdvice.FACE_SCREEN, person=track.number)
        box = within(track.box, frame)
        points = self._model.points(frame, box)
        found = measured(frame, box, points)
        before = self._before.advice if self._before else FaceAdvice.FINE
        seen = Seen((frame.shape[1], frame.shape[0]), box, found, others, self._speed(points, width(box), at))
        return Look(
            at,
            frame,
            Face(box, points, track.score),
            len(others),
            advice(seen, before),
            found.quality,
            found.yaw,
            found.pitch,
            track.number,
        )

    def _speed(self, points: Points, wide: int, at: float) -> float:
        """Widths of the face a second, since the last frame."""
        before = self._before
        if before is None or before.face is None or before.face.points is None or at <= before.at:
            return 0.0
        if before.person != self._persons:
            return 0.0
        way = np.linalg.norm(points.mean(axis=0) - before.face.points.mean(axis=0))
        return float(way) / (max(1, wide) * (at - before.at))


def windows(frame: Picture) -> list[tuple[Box, float]]:
    """Parts of the frame and how large each is searched: the whole one, then finer its middle and the rest."""
    high, wide = frame.shape[:2]
    whole = min(1.0, math.sqrt(_PIXELS / (wide * high)))
    finer = min(1.0, whole * _FINER)
    found = [((0, 0, wide, high), whole)]
    if finer < whole * _WORTH:
        return found
    longer = max(wide, high)
    length = math.ceil(longer * (1 + (_PARTS - 1) * _OVERLAP) / _PARTS)
    for number in _ORDER:
        begin = round((longer - length) * number / (_PARTS - 1))
        end = begin + length
        found.append(((begin, 0, end, high) if wide >= high else (0, begin, wide, end), finer))
    return found


def _distinct(boxes: Iterable[Box]) -> list[Box]:
    """Without those that show the same face as another."""
    kept: list[Box] = []
    for box in boxes:
        if all(shared(box, other) < _SAME for other in kept):
            kept.append(box)
    return kept


def _way(box: Box, frame: Picture) -> float:
    """From a face's middle to the frame's, in pixels."""
    x, y = centre(box)
    return math.hypot(x - frame.shape[1] / 2, y - frame.shape[0] / 2)


def _instead(other: Box, box: Box, frame: Picture) -> bool:
    """Whether somebody else stands so much nearer the middle that they are the person now."""
    way = _way(box, frame)
    return way > _APART * frame.shape[1] and _way(other, frame) < _NEARER * way and shared(other, box) < _SAME
