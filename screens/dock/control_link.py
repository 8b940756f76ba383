"""Emulators over their control sockets (JSON lines), without threads: nothing here waits, nothing is left at the end.

`devices.emulators.control.Control` is the same protocol for programs that may wait for the answer.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from screens.dock.outcomes import Answered, Gone, Outcome, Refused, displayable, read_answer

_LONGEST_ANSWER = 4_000_000
_NOTHING: Mapping[str, object] = MappingProxyType({})


class ControlCall(QObject):
    """One command on a connection of its own.

    `finished` (the call, its Outcome) comes exactly once after `start`, unless the call is dropped. It is to be
    connected to methods only: a function that holds the call's owner would let the owner die inside the call's end.
    """

    finished = Signal(object, object)

    def __init__(self, path: Path, command: str, arguments: Mapping[str, object], ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.arguments = arguments
        self._path = path
        self._command = command
        self._request = json.dumps({**arguments, "command": command}).encode() + b"\n"
        self._received = bytearray()
        self._over = False
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._ask)
        self._socket.readyRead.connect(self._read)
        self._socket.errorOccurred.connect(self._failed)
        self._begin = QTimer(self, singleShot=True, interval=0)
        self._begin.timeout.connect(self._connect)
        self._deadline = QTimer(self, singleShot=True, interval=ms)
        self._deadline.timeout.connect(self._too_late)

    def start(self) -> None:
        """Connects and asks, once Qt's loop comes to it: an absent socket would fail before anybody listens."""
        self._deadline.start()
        self._begin.start()

    def drop(self) -> None:
        """Gives the call up without an outcome."""
        self._over = True
        self._close()

    def _connect(self) -> None:
        self._socket.connectToServer(str(self._path))

    def _ask(self) -> None:
        self._socket.write(self._request)

    def _read(self) -> None:
        self._received += bytes(self._socket.readAll().data())
        line, end, _ = self._received.partition(b"\n")
        if end:
            self._finish(read_answer(self._command, bytes(line)))
        elif len(self._received) > _LONGEST_ANSWER:
            self._finish(Gone(self._command, "the answer is too long"))

    def _failed(self, error: QLocalSocket.LocalSocketError) -> None:
        if error != QLocalSocket.LocalSocketError.PeerClosedError:
            self._finish(Gone(self._command, "nobody listens"))
            return
        self._read()  # what came before the other side closed
        self._finish(Gone(self._command, "closed without an answer"))

    def _too_late(self) -> None:
        self._finish(Gone(self._command, "no answer in time"))

    def _finish(self, outcome: Outcome) -> None:
        if self._over:
            return
        self._over = True
        self._close()
        self.finished.emit(self, outcome)

    def _close(self) -> None:
        self._begin.stop()
        self._deadline.stop()
        self._socket.abort()
        self.deleteLater()


class EmulatorLink(QObject):
    """One emulator: whether it is there, what it offers, its state; and the commands sent to it, one after another.

    `poll` asks for the state; the owner's clock calls it. `changed` comes when presence, offer or state changed,
    `answered` with the outcome of each command sent.
    """

    changed = Signal()
    answered = Signal(object, object)  # Outcome, the command's arguments

    def __init__(self, path: Path, parent: QObject | None = None, patience_ms: int = 8000) -> None:
        super().__init__(parent)
        self.path = path
        self.present = False
        self.offers: frozenset[str] = frozenset()
        self.state: Mapping[str, object] = _NOTHING
        self.trouble = ""
        self._patience_ms = patience_ms
        self._waiting: deque[tuple[str, Mapping[str, object]]] = deque()
        self._running: ControlCall | None = None
        self._polling: ControlCall | None = None
        self._calls: set[ControlCall] = set()
        self._closed = False

    def send(self, command: str, arguments: Mapping[str, object] = _NOTHING) -> None:
        """Sends a command after those sent before it."""
        self._waiting.append((command, arguments))
        self._next()

    def send_beside(self, command: str, arguments: Mapping[str, object] = _NOTHING) -> None:
        """Sends a command that may take long (`wait`) without holding up the others."""
        seconds = arguments.get("seconds", 0)
        extra = int(min(float(seconds), 600) * 1000) if isinstance(seconds, (int, float)) and seconds > 0 else 0
        self._call(command, arguments, self._patience_ms + extra).finished.connect(self._beside_done)

    def poll(self) -> None:
        """Asks for the state, and for the offer if the emulator has just come; does nothing while a poll runs."""
        if self._polling is None and not self._closed:
            self._polling = self._call("state", _NOTHING, min(self._patience_ms, 3000))
            self._polling.finished.connect(self._polled)

    def close(self) -> None:
        """Drops everything under way; no signal comes afterwards."""
        self._closed = True
        self._waiting.clear()
        for call in self._calls:
            call.drop()
        self._calls.clear()

    def _next(self) -> None:
        if self._running is None and self._waiting and not self._closed:
            command, arguments = self._waiting.popleft()
            self._running = self._call(command, arguments, self._patience_ms)
            self._running.finished.connect(self._command_done)

    def _call(self, command: str, arguments: Mapping[str, object], ms: int) -> ControlCall:
        call = ControlCall(self.path, command, arguments, ms, self)
        self._calls.add(call)
        call.start()
        return call

    def _beside_done(self, call: ControlCall, outcome: Outcome) -> None:
        self._calls.discard(call)
        self.answered.emit(outcome, call.arguments)

    def _command_done(self, call: ControlCall, outcome: Outcome) -> None:
        self._calls.discard(call)
        self._running = None
        self.answered.emit(outcome, call.arguments)
        if self._polling:  # it may have been answered before the command was
            self._polling.drop()
            self._calls.discard(self._polling)
            self._polling = None
        self.poll()
        self._next()

    def _polled(self, call: ControlCall, outcome: Outcome) -> None:
        self._calls.discard(call)
        self._polling = None
        before = (self.present, self.state, self.trouble)
        came = not self.present and not isinstance(outcome, Gone)
        match outcome:
            case Answered(fields=fields):
                self.present, self.state, self.trouble = True, fields, ""
            case Refused(why=why):
                self.present, self.trouble = True, why
            case Gone(why=why):
                self.present, self.state, self.trouble = False, _NOTHING, why
        if came:
            self._call("help", _NOTHING, self._patience_ms).finished.connect(self._offered)
        if before != (self.present, self.state, self.trouble):
            self.changed.emit()

    def _offered(self, call: ControlCall, outcome: Outcome) -> None:
        self._calls.discard(call)
        if not isinstance(outcome, Answered):
            return
        commands = outcome.fields.get("commands")
        offers = frozenset(displayable(name) for name in commands) if isinstance(commands, list) else frozenset()
        if offers != self.offers:
            self.offers = offers
            self.changed.emit()
