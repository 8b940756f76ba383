"""`python -m server_stub` as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.__main__ import _listen
from tests.signed import session_at


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "server_stub", "--database", f"sqlite:///{folder}/hall.db", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(tmp_path, "--port", "0", "--demo")
    yield process
    process.kill()
    process.communicate()


def ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    word, url = process.stdout.readline().split()
    assert word == "ready"
    return url


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_serves_and_ends_cleanly(running: subprocess.Popen[str], number: int) -> None:
    url = ready(running)
    with urllib.request.urlopen(f"{url}/demo/citizens", timeout=10) as answer:
        assert len(json.load(answer)) >= 18
    running.send_signal(number)
    assert running.wait(10) == 0
    assert running.stderr
    assert "Traceback" not in running.stderr.read()


def test_what_was_filed_is_there_after_a_power_cut(tmp_path: Path) -> None:
    process = start(tmp_path, "--port", "0", "--demo")
    url = ready(process)

    def take() -> str:
        with session_at(url) as http:
            wanted, key = {"business": "household"}, {"Idempotency-Key": "power-cut-1"}
            answer = http.post(f"{url}/v1/queue/numbers", json=wanted, headers=key, timeout=10)
            return str(answer.json()["id"])

    first = take()
    process.kill()
    process.communicate()
    process = start(tmp_path, "--port", "0", "--demo")
    url = ready(process)
    assert take() == first
    process.kill()
    process.communicate()


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(tmp_path, "--port", str(taken.getsockname()[1]))
        _, words = process.communicate(timeout=10)
    assert process.returncode == 2
    assert words.startswith("can't listen on 127.0.0.1:")
    assert len(words.splitlines()) == 1


def test_answers_do_not_wait_for_delayed_acknowledgements() -> None:
    with _listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_a_database_that_can_not_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    process = start(tmp_path / "nowhere", "--port", "0")
    _, words = process.communicate(timeout=10)
    assert process.returncode == 2
    assert words == "can't use the database: OperationalError\n"
