"""What staff is told to do about a device."""

from __future__ import annotations

import pytest

from devices.ports import CameraDetail, DeviceKind, DeviceState, DeviceStatus, ReaderDetail, Watched
from kiosk.device_actions import NOTHING, action
from printing.ports import Reason


def watched(kind: DeviceKind, state: DeviceState, detail: str = "") -> Watched:
    return Watched(DeviceStatus("x", state, detail), kind, 0, 0)


@pytest.mark.parametrize("kind", [DeviceKind.CARD_READER, DeviceKind.CODE_SCANNER])
def test_every_trouble_of_a_reader_has_an_action_of_its_own_in_both_languages(kind: DeviceKind) -> None:
    actions = [action(watched(kind, DeviceState.FAULT, detail)) for detail in ReaderDetail if detail]
    assert all(text.zh and text.en for text in actions)
    assert len(set(actions)) == len(actions)


@pytest.mark.parametrize(
    "kind",
    [DeviceKind.DOCUMENT_CAMERA, DeviceKind.FACE_CAMERA, DeviceKind.PRESENCE_CAMERA],
    ids=lambda kind: kind.value,
)
def test_every_trouble_of_a_camera_has_an_action_of_its_own_in_both_languages(kind: DeviceKind) -> None:
    actions = [action(watched(kind, DeviceState.FAULT, detail)) for detail in CameraDetail if detail]
    assert all(text.zh and text.en for text in actions)
    assert len(set(actions)) == len(actions)


@pytest.mark.parametrize("kind", [DeviceKind.TICKET_PRINTER, DeviceKind.A4_PRINTER])
def test_every_trouble_of_a_printer_has_an_action(kind: DeviceKind) -> None:
    for reason in Reason:
        text = action(watched(kind, DeviceState.FAULT, reason.value))
        assert text.zh and text.en and text is not NOTHING  # noqa: PT018 - one thought


@pytest.mark.parametrize("kind", DeviceKind)
def test_nothing_is_asked_of_staff_where_all_is_well_and_something_where_it_is_not(kind: DeviceKind) -> None:
    assert action(watched(kind, DeviceState.READY)) is NOTHING
    for state in (DeviceState.ATTENTION, DeviceState.FAULT, DeviceState.ABSENT):
        assert action(watched(kind, state, "never heard of")) is not NOTHING
