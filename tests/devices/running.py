"""Emulators as the programs they are, for tests: started, waited for, ended by their own handle."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from devices.emulators.control import Control

_ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def emulator(kind: str, control: Path, arguments: Sequence[str] = ()) -> Iterator[Control]:
    """A running emulator; AssertionError if it did not say that it is ready."""
    with emulator_at(kind, control, arguments) as (running, _):
        yield running


@contextlib.contextmanager
def emulator_at(kind: str, control: Path, arguments: Sequence[str] = ()) -> Iterator[tuple[Control, str]]:
    """The same, with the endpoint it told."""
    process = subprocess.Popen(
        [sys.executable, "-m", "devices.emulators", kind, "--control", str(control), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    with process:
        try:
            assert process.stdout
            told = process.stdout.readline()
            assert told.startswith("ready "), f"the {kind} emulator did not start"
            yield Control(control), told.removeprefix("ready ").strip()
        finally:
            process.terminate()
            process.wait(10)
    assert process.returncode == 0
    assert not control.exists(), "the emulator left its socket behind"
