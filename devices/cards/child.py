"""Programs that do for a driver what could hang or crash it: length-prefixed JSON on stdin and stdout.

Both ends are here. A child ends when its stdin ends, so that none outlives the terminal.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

Message = dict[str, Any]

_PREFIX = 4
_LONGEST = 4_000_000
_ENDING = 1.0
_ROOT = Path(__file__).resolve().parents[2]


class NoMessage(Enum):
    """Why `receive` brought nothing."""

    LATE = "late"
    ENDED = "ended"


class Pipe:
    """Messages over two file descriptors. One thread receives; any thread may send."""

    def __init__(self, source: int, target: int) -> None:
        self._source, self._target = source, target
        self._readable = select.poll()
        self._readable.register(source, select.POLLIN)
        self._came = bytearray()
        self._sending = threading.Lock()

    def send(self, message: Message) -> bool:
        """False if the other end is gone."""
        body = json.dumps(message).encode()
        left = memoryview(len(body).to_bytes(_PREFIX, "big") + body)
        with self._sending:
            try:
                while left:
                    left = left[os.write(self._target, left) :]
            except OSError:
                return False
        return True

    def stop_sending(self) -> None:
        """Nothing is written any more: the descriptor may be closed, and its number become another file's."""
        with self._sending:
            self._target = -1

    def receive(self, seconds: float | None = None) -> Message | NoMessage:
        """The next message; waits for ever without `seconds`. What is no message ends the conversation."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            found = self._take()
            if found is not None:
                return found
            left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
            try:
                if not self._readable.poll(left):
                    return NoMessage.LATE
                chunk = os.read(self._source, 65536)
            except (OSError, ValueError):
                return NoMessage.ENDED
            if not chunk:
                return NoMessage.ENDED
            self._came += chunk

    def _take(self) -> Message | NoMessage | None:
        size = int.from_bytes(self._came[:_PREFIX], "big")
        if size > _LONGEST:
            return NoMessage.ENDED
        if len(self._came) < _PREFIX + size:
            return None
        body = bytes(self._came[_PREFIX : _PREFIX + size])
        del self._came[: _PREFIX + size]
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            return NoMessage.ENDED
        return message if isinstance(message, dict) else NoMessage.ENDED


class Child:
    """A child program, seen from its parent."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        *,
        pass_fds: Sequence[int] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`pass_fds`: descriptors that the child has too, under the same numbers."""
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            pass_fds=pass_fds,
            env={**os.environ, **(environment or {}), "PYTHONPATH": os.pathsep.join(paths)},
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("pipes were asked for")
        self._pipe = Pipe(self._process.stdout.fileno(), self._process.stdin.fileno())
        self.send, self.receive = self._pipe.send, self._pipe.receive

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def hang_up(self) -> None:
        """Ends its stdin, upon which it ends; safe from any thread."""
        self._pipe.stop_sending()
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()

    def end(self, *, patience: float = _ENDING) -> None:
        """Hangs up, waits, kills if that doesn't help. Not while another thread receives."""
        self.hang_up()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def talk_to_parent() -> Pipe:
    """For a child's start: its pipe, with stdin and stdout moved out of the way of libraries that print.

    Also forbids core dumps, which would hold what was read from a card, and leaves Ctrl+C to the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, target = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return Pipe(source, target)
