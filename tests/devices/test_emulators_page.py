"""`docs/emulators.md` names every command and every fault of every emulator, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from devices.emulators import board, camera, face_camera, pcsc, scan, sdt
from devices.emulators.__main__ import KINDS
from devices.emulators.control import Control, ControlError
from devices.emulators.face_attacks import SPECIES
from devices.emulators.ticket_printer import FAULTS as TICKET_FAULTS
from tests.devices.running import emulator

PAGE = Path(__file__).parents[2] / "docs" / "emulators.md"
_FAULTS = {
    "sdt": set(sdt.FAULTS),
    "pcsc": set(pcsc.FAULTS),
    "scan": set(scan.FAULTS),
    "board": set(board.FAULTS),
    "camera": set(camera.FAULTS),
    "face-camera": set(face_camera.FAULTS),
    "ticket": {kind for kind in TICKET_FAULTS if kind != "none"},
}
_ARGUMENTS: dict[str, Callable[[Path], list[str]]] = {
    "sdt": lambda folder: ["--link", str(folder / "tty")],
    "pcsc": lambda folder: ["--slot", "any"],
    "scan": lambda folder: ["--link", str(folder / "tty")],
    "board": lambda folder: ["--link", str(folder / "tty")],
    "ticket": lambda folder: ["--port", "0", "--out", str(folder / "out")],
    "a4": lambda folder: ["--port", "0", "--out", str(folder / "out")],
    "camera": lambda folder: ["--port", "0"],
    "face-camera": lambda folder: ["--port", "0"],
}


def _running(kind: str, folder: Path) -> AbstractContextManager[Control]:
    return emulator(kind, folder / "control", _ARGUMENTS[kind](folder))


def _section(kind: str) -> str:
    [text] = re.findall(rf"^## {kind} ·.*?(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return str(text)


def _first_cells(section: str, heading: str) -> set[str]:
    """The words in backticks in the first column of the table with this heading."""
    [table] = re.findall(rf"^\| {heading} \|.*?\n\|[-|]+\n((?:\|.*\n)+)", section, re.M)
    cells = [row.split("|")[1] for row in table.splitlines()]
    return {word for cell in cells for word in re.findall(r"`([a-z0-9_-]+)`", cell)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_every_command_that_help_lists_and_no_other(kind: str, tmp_path: Path) -> None:
    with _running(kind, tmp_path) as control:
        assert _first_cells(_section(kind), "command") == set(control.send("help")["commands"])


@pytest.mark.parametrize("kind", sorted(_FAULTS))
def test_the_page_names_every_fault_and_no_other(kind: str) -> None:
    assert _first_cells(_section(kind), "fault") == _FAULTS[kind]


def test_the_page_names_every_fault_of_the_a4_printer_and_no_other(tmp_path: Path) -> None:
    with _running("a4", tmp_path) as control, pytest.raises(ControlError) as refused:
        control.send("fault", kind="fire")
    known = str(refused.value).rpartition("one of ")[2].split(", ")
    assert _first_cells(_section("a4"), "fault") == set(known) - {"none"}


def test_the_page_names_every_species_of_attack_and_no_other() -> None:
    assert _first_cells(_section("face-camera"), "species") == set(SPECIES)
