"""Whatever a camera or the other process sends gives a typed result."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from devices.ports import Advice, CameraDetail, CaptureTrouble
from devices.vision.frames import SIZE, Frames, new_memory
from devices.vision.messages import (
    Looked,
    NotTaken,
    Order,
    Ready,
    Report,
    Shown,
    Standing,
    Take,
    Taken,
    Watch,
    order_of,
    report_of,
)
from devices.vision.page import find_page
from devices.vision.pictures import NoPicture, as_picture
from devices.vision.wire import to_wire


@pytest.fixture
def memory() -> Iterator[int]:
    """A preview's memory."""
    made = new_memory()
    yield made
    os.close(made)


REPORTS: list[Report] = [
    Ready(),
    Looked(),
    Standing(CameraDetail.FROZEN),
    Shown(2, 7, 960, 540, ((0.1, 0.2), (0.9, 0.2), (0.9, 0.8), (0.1, 0.8)), Advice.GLARE),
    Taken(3, b"\xff\xd8 jpeg", 1240, 1754, True, Advice.FINE),
    NotTaken(4, CaptureTrouble.NO_PAGE),
]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: type(report).__name__)
def test_a_report_arrives_as_it_was_sent(report: Report) -> None:
    assert report_of(to_wire(report)) == report


@pytest.mark.parametrize("order", [Watch(True), Take(9)])
def test_an_order_arrives_as_it_was_sent(order: Order) -> None:
    assert order_of(to_wire(order)) == order


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)


@given(st.dictionaries(st.sampled_from(["type", "on", "number", "jpeg", "detail", "slot"]), _JSON))
def test_any_other_message_is_none(wire: dict[str, Any]) -> None:
    wire.setdefault("type", "nonsense")
    assert order_of(wire) is None or isinstance(order_of(wire), (Watch, Take))
    assert report_of(wire) is None or isinstance(report_of(wire), Report)


@given(
    arrays.arrays(
        st.sampled_from([np.uint8, np.uint16, np.float32]),
        st.sampled_from(
            [(1, 1), (1, 1, 3), (240, 320), (240, 320, 1), (240, 320, 3), (240, 320, 4), (240, 320, 2), (9,)]
        ),
        elements=st.just(1),
    )
)
def test_a_frame_of_any_shape_is_a_picture_or_none(frame: npt.NDArray[Any]) -> None:
    picture = as_picture(frame)
    if isinstance(picture, NoPicture):
        return
    assert picture.shape == (240, 320, 3)
    assert picture.dtype == np.uint8
    assert find_page(picture) is None


@pytest.mark.parametrize("size", [(1, 1), (239, 320), (8193, 400)])
def test_a_frame_too_small_or_too_large_is_named(size: tuple[int, int]) -> None:
    assert as_picture(np.zeros((*size, 3), np.uint8)) is NoPicture.SIZE


def test_a_frame_of_8k_is_searched() -> None:
    picture = np.full((4320, 7680, 3), 60, np.uint8)
    picture[600:3700, 1700:6080] = 235
    corners = find_page(picture)
    assert corners is not None
    assert corners[0] == pytest.approx((1700, 600), abs=4)


def test_the_reader_gets_the_frame_it_was_told_of_or_none(memory: int) -> None:
    writer, reader = Frames(memory), Frames(memory)
    slots = [writer.write(number, bytes([number]) * 30) for number in range(1, 7)]
    assert reader.read(slots[5], 6, 30) == bytes([6]) * 30
    assert reader.read(slots[0], 1, 30) is None, "another frame stands there by now"
    assert reader.read(99, 6, 30) is None
    assert reader.read(slots[5], 6, SIZE) is None
    writer.wipe()
    assert reader.read(slots[5], 6, 30) is None
    assert os.pread(memory, SIZE, 0) == bytes(SIZE), "something of a page is left"
    writer.close()
    reader.close()


def test_a_preview_larger_than_its_room_is_refused(memory: int) -> None:
    frames = Frames(memory)
    with pytest.raises(ValueError, match="at most"):
        frames.write(1, bytes(SIZE))
    frames.close()
