"""A camera that counts: the real process over loopback; it knows how many are there, and can know no more."""

from __future__ import annotations

import ast
import os
import queue
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.emulators.control import Control
from devices.ports import DeviceStatus
from devices.vision.driver import DEADLINES
from devices.vision.presence import service
from devices.vision.presence.client import PresenceCamera
from devices.vision.presence.messages import Counted, report_of
from devices.vision.wire import to_wire
from tests.devices.running import emulator_at

_PATIENCE = 30.0


class Rig:
    """A driver, and how many it counted."""

    def __init__(self, control: Control, uri: str) -> None:
        self.control = control
        self.counts: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.told: queue.SimpleQueue[DeviceStatus] = queue.SimpleQueue()
        self.camera = PresenceCamera("hall", uri, deliver=self.told.put, counted=self.counts.put)

    def people(self, wanted: int) -> None:
        """Waits until so many are counted."""
        end = time.monotonic() + _PATIENCE
        while self.counts.get(timeout=max(0.01, end - time.monotonic())) != wanted:
            pass
        assert self.camera.people == wanted


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A driver of the emulated camera."""
    with emulator_at("face-camera", tmp_path / "control") as (control, uri):
        made = Rig(control, uri)
        yield made
        made.camera.close()


def test_people_are_counted_as_they_come_and_go_and_after_a_kill(rig: Rig) -> None:
    rig.control.send("stand", portrait="obama-1")
    rig.people(1)
    rig.control.send("second", on=True)
    rig.people(2)
    assert rig.camera.pid
    os.kill(rig.camera.pid, signal.SIGKILL)
    rig.people(0)  # nobody knows
    rig.people(2)
    rig.control.send("leave")
    rig.people(0)
    assert not any(rig.camera.memory()), "a picture left the process"


def test_the_process_loads_nothing_that_could_tell_one_person_from_another() -> None:
    tree = ast.parse(Path(service.__file__).read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert "HogDetector" in named
    assert not named & {"DlibEmbedder", "DlibMarker", "load_model", "Gallery", "FaceModel", "Frames"}


def test_a_count_arrives_as_it_was_sent() -> None:
    assert report_of(to_wire(Counted(3))) == Counted(3)


@given(
    st.dictionaries(
        st.sampled_from(["type", "people", "detail"]), st.none() | st.integers() | st.text(max_size=9), max_size=3
    )
)
def test_any_other_message_is_none(wire: dict[str, Any]) -> None:
    report_of(wire)
    assert all(0 < seconds <= 10 for seconds in DEADLINES.values())
