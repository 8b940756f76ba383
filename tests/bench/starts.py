"""From a process's start to its first frame: the terminal and, in turn with it, a bare window of the same Qt."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure, median, spread

_PATIENCE = 20.0
_GOAL = 500.0


class StartFailed(Exception):
    """A program did not draw, or did not end well."""


def measure(folder: Path, rounds: int) -> Figure:
    """The row of the start. One start of each before does not count: it fills the disk's cache."""
    ours, bare = [], []
    for number in range(rounds + 1):
        terminal_ms, bare_ms = _terminal(folder / str(number)), _bare()
        if number:
            ours.append(terminal_ms)
            bare.append(bare_ms)
    return Figure(
        "启动到首屏 · start to first frame",
        median(ours),
        "ms",
        _GOAL,
        "bare QML window",
        median(bare),
        f"median, {spread(ours)}, in turn with the bare window",
    )


def _terminal(folder: Path) -> float:
    folder.mkdir()
    log = folder / "terminal.log"
    config = folder / "terminal.toml"
    config.write_text(
        f'[terminal]\nid = "BENCH-01"\ndata = "{folder / "data"}"\n'
        f'[platform]\nurl = "http://127.0.0.1:9"\n[log]\nfile = "{log}"\n',
        encoding="utf-8",
    )
    process = subprocess.Popen([sys.executable, "-m", "kiosk", "--config", str(config)])
    try:
        return _until_started(process, log)
    finally:
        _end(process)


def _until_started(process: subprocess.Popen[bytes], log: Path) -> float:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
            event = json.loads(line) if line.endswith("}") else {}
            if event.get("event") == "Started":
                return float(event["after_ms"])
        select.select([], [], [], 0.05)
    raise StartFailed(f"the terminal drew nothing in {_PATIENCE} s (exit code {process.poll()})")


def _bare() -> float:
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.bare_window"], stdout=subprocess.PIPE)
    assert process.stdout
    try:
        if not select.select([process.stdout], [], [], _PATIENCE)[0]:
            raise StartFailed("the bare window drew nothing")
        return float(os.read(process.stdout.fileno(), 100) or "nan")
    finally:
        _end(process)
        process.stdout.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks it to end; StartFailed if it doesn't, or not with 0."""
    process.send_signal(signal.SIGTERM)
    try:
        code = process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise StartFailed("did not end at SIGTERM") from None
    if code != 0:
        raise StartFailed(f"ended with {code} at SIGTERM")
