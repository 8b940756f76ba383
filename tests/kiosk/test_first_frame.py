"""The terminal as a process of its own: what its first frame waits for, that it is one, and how it ends."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

_PATIENCE = 20.0
_HEAVY = ("cv2", "dlib", "reportlab", "pyhanko", "requests", "fastapi", "escpos", "aiohttp", "PIL")
_MODULES_AT_FIRST_FRAME = """
import json, logging, os, signal, sys
from kiosk import __main__

class AtStart(logging.Handler):
    def emit(self, record):
        if record.getMessage() == "Started":
            sys.stdout.write(json.dumps(sorted(sys.modules)))
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGTERM)

logging.getLogger("kiosk.event").addHandler(AtStart())
sys.exit(__main__.main())
"""

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings of a terminal with a reader (whose driver has a child process) and no platform."""
    file = tmp_path / "terminal.toml"
    file.write_text(
        f'[terminal]\nid = "TEST-01"\ndata = "{tmp_path / "data"}"\n'
        '[platform]\nurl = "http://127.0.0.1:9"\n'
        '[devices]\nsocial-card = "pcsc:no such reader*"\n',
        encoding="utf-8",
    )
    return file


@pytest.fixture
def start(config: Path) -> Iterator[Start]:
    """Starts programs with these settings; none of them outlives the test."""
    with ExitStack() as ends:

        def start(*program: str) -> subprocess.Popen[bytes]:
            environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
            process = subprocess.Popen(
                [sys.executable, *(program or ("-m", "kiosk")), "--config", str(config)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                bufsize=0,
            )
            ends.enter_context(process)
            ends.callback(process.kill)
            return process

        yield start


def events(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """The program's log, line by line as it is written."""
    assert process.stderr
    end, rest = time.monotonic() + _PATIENCE, b""
    while select.select([process.stderr], [], [], max(0.0, end - time.monotonic()))[0]:
        if not (chunk := os.read(process.stderr.fileno(), 65536)):
            return
        *lines, rest = (rest + chunk).split(b"\n")
        yield from map(json.loads, lines)


def until_started(process: subprocess.Popen[bytes]) -> None:
    assert any(event.get("event") == "Started" for event in events(process)), "no first frame"


def children(process: subprocess.Popen[bytes]) -> set[int]:
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


def until(condition: Callable[[], bool]) -> None:
    """Looks again and again: nothing tells of another process's children."""
    end, pause = time.monotonic() + _PATIENCE, threading.Event()
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        pause.wait(0.02)


def end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Exit code at SIGTERM, and what was said on the way that is no event of the log."""
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=_PATIENCE)
    return process.returncode, "\n".join(line for line in errors.decode().splitlines() if not line.startswith("{"))


def test_the_first_frame_waits_for_no_heavy_library(start: Start) -> None:
    process = start("-c", _MODULES_AT_FIRST_FRAME)
    modules, _ = process.communicate(timeout=_PATIENCE)
    loaded = set(json.loads(modules))
    assert "PySide6.QtQuick" in loaded
    assert loaded.isdisjoint(_HEAVY), sorted(loaded & set(_HEAVY))
    assert process.returncode == 0


def test_a_second_start_of_the_same_terminal_says_so_and_ends(start: Start) -> None:
    first = start()
    until_started(first)
    second = start()
    _, said = second.communicate(timeout=_PATIENCE)
    assert second.returncode == 3
    assert said.decode().splitlines() == ["terminal TEST-01 already runs on this machine"]
    assert first.poll() is None
    assert end(first)[0] == 0


def test_the_terminal_can_be_started_again_when_it_has_ended(start: Start) -> None:
    for _ in range(2):
        process = start()
        until_started(process)
        assert end(process) == (0, "")


def test_sigterm_ends_it_and_all_of_its_children(start: Start) -> None:
    process = start()
    until_started(process)
    until(lambda: len(children(process)) >= 2)  # the reader's and the rendering process
    with ExitStack() as files:
        ends = []
        for child in children(process):
            ends.append(os.pidfd_open(child))
            files.callback(os.close, ends[-1])
        assert end(process) == (0, "")
        for ended in ends:
            assert select.select([ended], [], [], _PATIENCE)[0], "a child outlives the terminal"


def test_sigterm_while_parts_are_still_being_opened_leaves_nothing(start: Start) -> None:
    process = start()
    until_started(process)  # imports and devices begin right after
    assert end(process) == (0, "")


def test_an_address_that_is_none_is_named_and_nothing_stays_open(start: Start, config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + 'a4 = "ipp:nowhere"\n', encoding="utf-8")
    process = start()
    _, said = process.communicate(timeout=_PATIENCE)
    words = [line for line in said.decode().splitlines() if not line.startswith("{")]
    assert (process.returncode, words) == (
        2,
        ["devices.a4 = 'ipp:nowhere': not an IPP address: 'ipp:nowhere' (ipp://host:631/printers/a4)"],
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            'document = "v4l2:front"',
            "devices.document = 'v4l2:front': allowed: v4l2: with a number, or a device's path",
        ),
        (
            'document = "v4l2:0"\nother = "http://127.0.0.1:9/"',
            "devices.other = 'http://127.0.0.1:9/': a terminal has one document camera; document is one already",
        ),
    ],
    ids=["no camera's name", "two cameras"],
)
def test_a_camera_that_can_not_be_used_is_named_and_nothing_stays_open(
    start: Start, config: Path, line: str, says: str
) -> None:
    config.write_text(config.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    process = start()
    _, said = process.communicate(timeout=_PATIENCE)
    words = [line for line in said.decode().splitlines() if not line.startswith("{")]
    assert (process.returncode, words) == (2, [says])


def test_the_vision_process_ends_with_the_terminal(start: Start, config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + 'document = "http://127.0.0.1:9/"\n', encoding="utf-8")
    process = start()
    until_started(process)

    def looking() -> list[int]:
        return [each for each in children(process) if b"devices.vision.service" in _command_of(each)]

    until(lambda: bool(looking()))
    with os.fdopen(os.pidfd_open(looking()[0])) as ended:
        assert end(process) == (0, "")
        assert select.select([ended], [], [], _PATIENCE)[0], "the vision process outlives the terminal"


def _command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
