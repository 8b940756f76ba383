"""The emulators' control protocol, where what comes is no command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devices.emulators.control import ControlServer


@pytest.mark.parametrize(
    "line",
    [
        b'{"command": {"command": "help"}}',
        b'{"command": ["state"]}',
        b'{"command": null}',
        b"[]",
        b"\xff\xfe",
        b'{"command": ' + b"[" * 100_000,
    ],
)
def test_an_emulator_answers_whatever_it_is_sent(tmp_path: Path, line: bytes) -> None:
    server = ControlServer(tmp_path / "socket", {"state": lambda: {}})
    try:
        assert json.loads(json.dumps(server._answer(line)))["ok"] is False
    finally:
        server.close()
