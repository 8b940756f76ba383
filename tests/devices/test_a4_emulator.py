"""The emulated A4 printer can be trusted by those who test with it."""

from __future__ import annotations

import os
import select
import signal
from pathlib import Path
from typing import Any

import pytest

from devices.emulators.a4_printer import Fault, JobLine, Machine
from devices.emulators.a4_programs import A4, free_port
from devices.emulators.control import Control, ControlError
from tests.printing.a4_rig import a4_printer


def _children(pid: int) -> set[int]:
    """Processes that this one started, and those they started."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _parent(entry) == pid:
            found |= {int(entry.name)} | _children(int(entry.name))
    return found


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def _alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def test_nothing_is_left_behind_when_it_is_asked_to_end() -> None:
    with a4_printer("--cups", "0") as rig:
        started = _children(rig.pid)
        assert len(started) >= 3
    assert _alive(started) == set()


def test_no_program_is_left_behind_when_it_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # its folder stays: it could not end
    with a4_printer() as rig:
        ends = [os.pidfd_open(pid) for pid in _children(rig.pid)]
        os.kill(rig.pid, signal.SIGKILL)
        for end in ends:
            # a pidfd becomes readable when its process has ended
            assert select.select([end], [], [], 10)[0]
            os.close(end)


_WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("fault", {"kind": "fire"}, "out-mid-job"),
    ("paper", {"state": "wet"}, "ok, low, out"),
    ("wait", {"event": "never", "seconds": 0.1}, "printed"),
    ("wait", {"event": "printed", "after": 5, "seconds": 0.1}, "within"),
]


def test_a_wrong_order_is_refused_with_what_is_right() -> None:
    with a4_printer() as rig:
        assert "fault" in rig.control.send("help")["commands"]
        for command, arguments, said in _WRONG:
            with pytest.raises(ControlError, match=said):
                rig.control.send(command, **arguments)
        state = rig.control.send("state")
        assert (state["faults"], state["printed"], state["busy"]) == ([], 0, False)


class _NoPower:
    """A machine without its programs."""

    def media(self, sheets: int, size: str = A4) -> None:
        """Nothing to lay it into."""

    def kill_printer(self) -> None:
        """Nothing to kill."""

    def stop_printer(self) -> None:
        """Nothing to stop."""

    def continue_printer(self) -> None:
        """Nothing to go on."""


def test_what_is_mended_in_the_very_moment_a_job_ends_is_said_all_the_same(tmp_path: Path) -> None:
    """Otherwise the printer keeps a reason that nobody can clear until the next job."""
    document = tmp_path / "job.pdf"
    document.write_bytes(b"no document, one page")
    machine = Machine(tmp_path, free_port(), _NoPower())
    machine.set_stale({Fault.JAM})
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if said.count("STATE: +media-jam") == 2 and line == "STATE: +media-jam":  # the first is from the job's begin
            machine.set_stale(set())

    machine.run(JobLine(str(document), 1, "a job", 1, A4), say)
    assert [line for line in said if line.endswith("media-jam")] == ["STATE: +media-jam"] * 2 + ["STATE: -media-jam"]
    assert machine.state()["busy"] is False


def test_without_an_emulator_the_control_says_so(tmp_path: Path) -> None:
    with pytest.raises(ControlError):
        Control(tmp_path / "none.sock").send("state")
