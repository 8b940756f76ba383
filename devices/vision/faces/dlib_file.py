"""Reads dlib's file of the face network: ResNet with 29 convolutions, `anet_type` of its dnn_face_recognition_ex.cpp.

dlib's way to write (serialize.h): an integer is a control byte, low four bits for its length and the highest for its
sign, and as many bytes, the lowest first; a float is a mantissa and a power of two, both integers; a string is a
length and its bytes; a truth value is the character "0" or "1"; a tensor is version 2, four sizes and 32-bit floats.
A network is first the version of each layer from the outermost in, then what each layer holds from the input on. All
of it is checked against the one network that is known here: a file that differs anywhere is refused, never half read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

COLOURS, FILTERS = 3, 32
LEVELS = ((32, 3, False), (64, 4, True), (128, 3, True), (256, 3, True), (256, 1, True))
"""Filters, residual blocks, and whether the first of them halves the picture; alevel4 … alevel0."""

LENGTH = 128
SIDE = 150  # pixels of the face's picture
WHITE = 255
_INTEGER_BYTES = 8


class Damage(StrEnum):
    """Why a file is not this network."""

    CUT = "cut short"
    LONGER = "longer than the network"
    INTEGER = "no integer where one belongs"
    OTHER = "another network, or another version of its layers"
    VALUES = "weights that are no numbers"


class NotThisNetwork(ValueError):
    """The bytes are not dlib's face network; `damage` says why, `at` where (bytes from the beginning)."""

    def __init__(self, damage: Damage, at: int) -> None:
        super().__init__(f"{damage} (byte {at})")
        self.damage, self.at = damage, at


@dataclass(frozen=True)
class Convolution:
    """`weights`: filters × channels × height × width, with `bias` (filters), both with the affine layer that follows
    already in them; `stride`, `padding`: pixels.
    """

    weights: Floats
    bias: Floats
    stride: int
    padding: int


@dataclass(frozen=True)
class Block:
    """Two convolutions beside a way around them; `down`: that way halves the picture too."""

    first: Convolution
    second: Convolution
    down: bool


@dataclass(frozen=True)
class Network:
    """`means`: red, green, blue, taken off the picture before its division by 256; `last`: channels × LENGTH."""

    means: tuple[float, float, float]
    stem: Convolution
    blocks: tuple[Block, ...]
    last: Floats


def read_network(data: bytes) -> Network:
    """The network in a file's bytes; raises NotThisNetwork."""
    return _Reader(data).network()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    # ---- the network

    def network(self) -> Network:
        self._expect_integer(1)
        self._expect_text("loss_metric_2")
        self._float(), self._float()  # of the training: its margin and threshold
        for version in _versions():
            self._expect_integer(version)
        self._expect_text("input_rgb_image_sized")
        means = (self._float(), self._float(), self._float())
        if not all(0 <= mean <= WHITE for mean in means):
            raise NotThisNetwork(Damage.VALUES, self._at)
        self._expect_integers(SIDE, SIDE)
        stem = self._convolution(COLOURS, FILTERS, size=7, stride=2)
        self._simple("relu_")
        self._pool("max_pool_2", 3)
        blocks, channels = [], FILTERS
        for filters, count, halves in LEVELS:
            for number in range(count):
                blocks.append(self._block(channels, filters, down=halves and number == 0))
                channels = filters
        self._pool("avg_pool_2", 0)
        network = Network(means, stem, tuple(blocks), self._last(channels))
        if self._at != len(self._data):
            raise NotThisNetwork(Damage.LONGER, self._at)
        return network

    def _block(self, channels: int, filters: int, down: bool) -> Block:
        first = self._convolution(channels, filters, size=3, stride=2 if down else 1)
        self._simple("relu_")
        second = self._convolution(filters, filters, size=3, stride=1)
        if down:
            self._pool("avg_pool_2", 2)
        self._simple("add_prev_")
        self._simple("relu_")
        return Block(first, second, down)

    # ---- its layers

    def _convolution(self, channels: int, filters: int, size: int, stride: int) -> Convolution:
        """A convolution and the affine layer that follows it."""
        padding = size // 2 if stride == 1 else 0
        count = filters * channels * size * size
        self._expect_text("con_4")
        values = self._tensor(count + filters, 1, 1, 1)
        self._expect_integers(filters, size, size, stride, stride, padding, padding)
        self._expect_integers(1, filters, channels, size, size)  # where in the values the weights are
        self._expect_integers(1, 1, filters, 1, 1)  # and the bias
        self._training()
        self._state(expands=channels == COLOURS)
        self._expect_text("affine_")
        affine = self._tensor(2 * filters, 1, 1, 1)
        for _ in ("gamma", "beta"):
            self._expect_integers(1, 1, filters, 1, 1)
        self._expect_integer(0)  # one factor for each filter
        self._state()
        gamma, beta = affine[:filters], affine[filters:]
        with np.errstate(over="ignore", invalid="ignore"):
            weights = values[:count].reshape(filters, channels, size, size) * gamma[:, None, None, None]
            bias = values[count:] * gamma + beta
        if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
            raise NotThisNetwork(Damage.VALUES, self._at)
        return Convolution(weights, bias, stride, padding)

    def _last(self, channels: int) -> Floats:
        self._expect_text("fc_2")
        self._expect_integers(LENGTH, channels)
        values = self._tensor(channels, LENGTH, 1, 1)
        self._expect_integers(1, channels, LENGTH, 1, 1)
        self._expect_integers(1, 0, 0, 0, 0, 1)  # no bias
        self._training()
        self._state()
        return values.reshape(channels, LENGTH)

    def _simple(self, name: str) -> None:
        self._expect_text(name)
        self._state()

    def _pool(self, name: str, size: int) -> None:
        """`size` 0: over everything."""
        stride = 2 if size else 1
        self._expect_text(name)
        self._expect_integers(size, size, stride, stride, 0, 0)
        self._state()

    def _training(self) -> None:
        """What a layer with weights keeps of how it was trained."""
        for _ in range(4):
            self._float()

    def _state(self, expands: bool = False) -> None:
        """What each layer keeps of its last use: nothing, in a finished file."""
        for _ in range(3):
            if self._take(1) not in (b"0", b"1"):
                raise NotThisNetwork(Damage.OTHER, self._at)
        for _ in range(3):
            self._expect_integers(2, 0, 0, 0, 0)
        if expands:
            self._expect_integer(1)  # one picture in is one picture

    # ---- dlib's values

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise NotThisNetwork(Damage.CUT, len(self._data))
        self._at += count
        return taken

    def _integer(self) -> int:
        control = self._take(1)[0]
        length = control & 0x0F
        if control & 0x70 or not 1 <= length <= _INTEGER_BYTES:
            raise NotThisNetwork(Damage.INTEGER, self._at)
        value = int.from_bytes(self._take(length), "little")
        return -value if control & 0x80 else value

    def _float(self) -> float:
        mantissa, exponent = self._integer(), self._integer()
        try:
            return math.ldexp(mantissa, exponent)
        except OverflowError:
            raise NotThisNetwork(Damage.VALUES, self._at) from None

    def _tensor(self, *sizes: int) -> Floats:
        """Its values in one row."""
        self._expect_integers(2, *sizes)
        values = np.frombuffer(self._take(4 * math.prod(sizes)), "<f4").astype(np.float32)
        if not np.isfinite(values).all():
            raise NotThisNetwork(Damage.VALUES, self._at)
        return values

    def _expect_integers(self, *wanted: int) -> None:
        for one in wanted:
            self._expect_integer(one)

    def _expect_integer(self, wanted: int) -> None:
        if self._integer() != wanted:
            raise NotThisNetwork(Damage.OTHER, self._at)

    def _expect_text(self, wanted: str) -> None:
        if self._integer() != len(wanted) or self._take(len(wanted)) != wanted.encode():
            raise NotThisNetwork(Damage.OTHER, self._at)


def _versions() -> list[int]:
    """Of each layer's own record, from the outermost in; tags and skips count too, and have version 1."""
    two_convolutions = [2] * 5 + [1]  # affine, con, relu, affine, con, tag
    versions = [2, 2]  # fc, avg_pool_everything
    for _, count, halves in reversed(LEVELS):
        plain = [2, 2, *two_convolutions]  # relu, add_prev
        down = [2, 2, 2, 1, 1, *two_convolutions]  # relu, add_prev, avg_pool, skip, tag
        versions += plain * (count - halves) + down * halves
    return [*versions, 2, 2, 2, 3]  # max_pool, relu, affine, con on the picture
