"""Face models of the operator's own, as ONNX: YuNet finds, SFace or ArcFace embeds, any network of 136 floats marks."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnxruntime.capi import onnxruntime_pybind11_state as trouble

from devices.vision.faces.dlib_model import LANDMARKS
from devices.vision.faces.geometry import Box, Points, colour, cut, grown, width, within
from devices.vision.faces.looks import Face, Picture, Template
from devices.vision.faces.models import EmbedderKind, ModelError, ModelFault, contents, digest
from devices.vision.faces.network import session_of

_REFUSALS = (
    trouble.Fail,
    trouble.InvalidArgument,
    trouble.InvalidGraph,
    trouble.InvalidProtobuf,
    trouble.NotImplemented,
    trouble.RuntimeException,
    RuntimeError,
    ValueError,
    MemoryError,
)

_YUNET = "YuNet as ONNX (12 outputs: cls, obj, bbox and kps for strides 8, 16 and 32)"
_YUNET_OUTPUTS = {f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in (8, 16, 32)}
_SURE, _OVERLAP, _MOST = 0.8, 0.3, 500  # score; boxes of one face; faces of one picture
_STRIDE = 32

_EMBEDDER = "a face embedder as ONNX (input n × 3 × 112 × 112, one output of n × floats)"
_SIDE = 112
_KINDS = {128: EmbedderKind.SFACE, 512: EmbedderKind.ARCFACE}
_SCALES = {EmbedderKind.SFACE: (1.0, 0.0), EmbedderKind.ARCFACE: (1 / 127.5, 127.5)}  # factor, and what is taken off

_MARKER = "68 landmarks as ONNX (input 1 × 3 × S × S, output of 136 floats)"
_SIDES = (32, 512)  # pixels

_AROUND, _LOOKED_AT = 0.5, 160.0

# Where an embedder wants the eyes, the nose and the corners of the mouth, in its 112 × 112 pixels; from insightface,
# and the same in OpenCV's FaceRecognizerSF. Left and right of the picture.
_PLACES = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float64
)


class YuNet:
    """OpenCV's small detector. `smallest`: pixels."""

    smallest = 20

    def __init__(self, file: Path) -> None:
        """Raises ModelError."""
        data = contents(file, _YUNET)
        model = _checked(data, file, _YUNET)
        if not {one.name for one in model.graph.output} >= _YUNET_OUTPUTS:
            raise ModelError(ModelFault.OTHER, file, _YUNET)
        self.digest = digest(data)
        self._turn = threading.Lock()
        try:
            self._detector = cv2.FaceDetectorYN.create(
                "onnx", np.frombuffer(data, np.uint8), np.empty(0, np.uint8), (_STRIDE, _STRIDE), _SURE, _OVERLAP, _MOST
            )
            self.detect(np.zeros((2 * _STRIDE, 2 * _STRIDE, 3), np.uint8))
        except cv2.error:
            raise ModelError(ModelFault.OTHER, file, _YUNET) from None

    def detect(self, picture: Picture) -> list[Face]:
        """The faces of the picture as it is, each as a square about the middle of its box."""
        return [Face(within(_squared(row[:4]), picture), score=float(row[14])) for row in self._rows(picture)]

    def five(self, picture: Picture, box: Box) -> Points | None:
        """Eyes, nose and corners of the mouth of the face in this box, in the picture's pixels; None: none is there."""
        part = cut(picture, grown(box, _AROUND), min(1.0, _LOOKED_AT / width(box)))
        x0, y0, x1, y1 = part.from_frame(box)
        rows = self._rows(part.picture)
        if not len(rows):
            return None
        middles = rows[:, :2] + rows[:, 2:4] / 2
        nearest = np.linalg.norm(middles - ((x0 + x1) / 2, (y0 + y1) / 2), axis=1).argmin()
        return part.to_frame(rows[nearest, 4:14].reshape(5, 2))

    def _rows(self, picture: Picture) -> Any:
        picture = colour(picture)
        with self._turn:
            self._detector.setInputSize((picture.shape[1], picture.shape[0]))
            _, rows = self._detector.detect(picture)
        return np.empty((0, 15), np.float32) if rows is None else rows


class OnnxEmbedder:
    """Templates of length one, by a network that wants its faces upright in 112 × 112 pixels."""

    def __init__(self, file: Path, kind: EmbedderKind | None = None) -> None:
        """Raises ModelError; also where the templates' length does not tell the kind and none is given."""
        data = contents(file, _EMBEDDER)
        _checked(data, file, _EMBEDDER)
        self._session, self._input, shape = _session(data, file, _EMBEDDER)
        if list(shape[1:]) != [3, _SIDE, _SIDE]:
            raise ModelError(ModelFault.OTHER, file, _EMBEDDER)
        out = _run(self._session, self._input, np.zeros((1, 3, _SIDE, _SIDE), np.float32), file, _EMBEDDER)
        self.length = int(out.size)
        wanted = kind or _KINDS.get(self.length)
        if wanted is None:
            raise ModelError(ModelFault.OTHER, file, "an embedder whose kind is named (sface or arcface)")
        self._scale, self._taken_off = _SCALES[wanted]
        self.name = f"{wanted}-{digest(data)}"

    def embed(self, picture: Picture, five: Points) -> Template:
        """`five`: eyes, nose and corners of the mouth in the picture's pixels."""
        blob = cv2.dnn.blobFromImage(
            upright(colour(picture), five), self._scale, (_SIDE, _SIDE), (self._taken_off,) * 3, swapRB=True
        )
        (out, *_) = self._session.run(None, {self._input: blob})
        values = np.asarray(out, np.float32).reshape(-1)
        return values / max(float(np.linalg.norm(values)), float(np.finfo(np.float32).tiny))


class OnnxMarker:
    """68 landmarks by a network."""

    def __init__(self, file: Path) -> None:
        """Raises ModelError."""
        data = contents(file, _MARKER)
        _checked(data, file, _MARKER)
        self._session, self._input, shape = _session(data, file, _MARKER)
        side = shape[-1] if len(shape) == 4 else 0
        if not isinstance(side, int) or list(shape[1:]) != [3, side, side] or not _SIDES[0] <= side <= _SIDES[1]:
            raise ModelError(ModelFault.OTHER, file, _MARKER)
        self._side = side
        out = _run(self._session, self._input, np.zeros((1, 3, side, side), np.float32), file, _MARKER)
        if out.size != 2 * LANDMARKS:
            raise ModelError(ModelFault.OTHER, file, _MARKER)

    def mark(self, picture: Picture, box: Box) -> Points:
        """68 × 2, in the picture's pixels."""
        box = within(box, picture)
        part = cut(picture, box)
        blob = cv2.dnn.blobFromImage(colour(part.picture), 1 / 255, (self._side, self._side), swapRB=True)
        (out, *_) = self._session.run(None, {self._input: blob})
        shares = np.asarray(out, np.float32).reshape(LANDMARKS, 2)
        return part.to_frame(shares * (part.picture.shape[1], part.picture.shape[0]))


def five_of(points: Points) -> Points:
    """Middles of the eyes, tip of the nose, corners of the mouth, from 68 points."""
    return np.array(
        [points[36:42].mean(axis=0), points[42:48].mean(axis=0), points[30], points[48], points[54]], np.float32
    )


def upright(picture: Picture, five: Points) -> Picture:
    """The face turned, scaled and moved so that its points lie as near as can be (least squares, Umeyama 1991) to
    where embedders want them: 112 × 112 pixels.
    """
    there = five.astype(np.float64)
    middle, wanted = there.mean(axis=0), _PLACES.mean(axis=0)
    spread = there - middle
    x, y = spread.T
    u, v = (_PLACES - wanted).T
    size = max(float((spread**2).sum()), float(np.finfo(np.float64).tiny))
    along, across = float((x * u + y * v).sum()) / size, float((x * v - y * u).sum()) / size
    turn = np.array([[along, -across], [across, along]])
    way = np.hstack([turn, (wanted - turn @ middle)[:, None]])
    made: Picture = cv2.warpAffine(picture, way, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR)
    return made


def _checked(data: bytes, file: Path, expected: str) -> onnx.ModelProto:
    """A whole ONNX model, all its weights within it: none is fetched from another file."""
    try:
        model = onnx.load_model_from_string(data)
        onnx.checker.check_model(model)
    except (DecodeError, onnx.checker.ValidationError, ValueError, RuntimeError):
        raise ModelError(ModelFault.UNREADABLE, file, expected) from None
    if any(one.data_location == onnx.TensorProto.EXTERNAL for one in model.graph.initializer):
        raise ModelError(ModelFault.UNREADABLE, file, f"{expected}, with its weights inside")
    return model


def _session(data: bytes, file: Path, expected: str) -> tuple[Any, str, list[Any]]:
    """A session with the name and shape of its one input."""
    try:
        session = session_of(data)
    except _REFUSALS:
        raise ModelError(ModelFault.UNREADABLE, file, expected) from None
    inputs = session.get_inputs()
    if len(inputs) != 1:
        raise ModelError(ModelFault.OTHER, file, expected)
    return session, inputs[0].name, inputs[0].shape


def _run(session: Any, name: str, blob: Any, file: Path, expected: str) -> Any:
    """A first run: what does not run here is told at the start, not at the first person."""
    try:
        return np.asarray(session.run(None, {name: blob})[0])
    except _REFUSALS:
        raise ModelError(ModelFault.OTHER, file, expected) from None


def _squared(row: Any) -> Box:
    """YuNet's boxes reach from forehead to chin; the rest of the program knows squares, as dlib's."""
    x, y, wide, high = (float(one) for one in row)
    side = (wide + high) / 2
    left, top = x + wide / 2 - side / 2, y + high / 2 - side / 2
    return round(left), round(top), round(left + side), round(top + side)
