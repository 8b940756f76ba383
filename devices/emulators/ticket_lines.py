"""The lines of the emulated ticket printer: a TCP port, a serial line, or both; they can be pulled and put back."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import socket
import struct
import threading
import tty
from collections.abc import Callable
from pathlib import Path

_READ = 4096


class Link:
    """One line to the printer: a TCP connection or the emulator's end of a pty."""

    def __init__(self, file: int, connection: socket.socket | None = None) -> None:
        self._file = file
        self._connection = connection
        self._end = os.eventfd(0, os.EFD_CLOEXEC)  # a pty that is read can't be closed: the reader itself lets it go

    def read(self) -> bytes:
        """What came; empty at the end."""
        ready, _, _ = select.select([self._file, self._end], [], [])
        return b"" if self._end in ready else os.read(self._file, _READ)

    def write(self, data: bytes) -> None:
        """Answers; nobody may be there any more."""
        with contextlib.suppress(OSError):
            os.write(self._file, data)

    def reset(self) -> None:
        """Breaks a TCP connection as a printer that restarts does; a serial line has nothing to break."""
        if self._connection is not None:
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.end()

    def end(self) -> None:
        """Has the line's reader close it."""
        os.eventfd_write(self._end, 1)

    def close(self) -> None:
        """Closes the line; for its reader."""
        if self._connection is not None:
            self._connection.close()
        else:
            os.close(self._file)
        self._file = -1


class Lines:
    """All that leads to the printer; `attach` serves one line until it ends, on a thread of its own."""

    def __init__(self, attach: Callable[[Link], None]) -> None:
        self._attach = attach
        self._lock = threading.Lock()
        self._links: set[Link] = set()
        self._port: int | None = None
        self._server: socket.socket | None = None
        self._path: Path | None = None
        self._theirs = -1
        self.is_open = False

    def begin(self, port: int | None, path: Path | None) -> str:
        """Opens a TCP port (0: a free one) and a pty whose other end stands at `path`; where they are."""
        self._port, self._path = port, path
        self.open()
        where = [f"tcp://127.0.0.1:{self._port}"] if port is not None else []
        return " ".join(where + ([f"serial:{path}"] if path else []))

    def open(self) -> None:
        """Puts the cables back, where they were."""
        if self.is_open:
            return
        if self._port is not None:
            self._server = socket.create_server(("127.0.0.1", self._port))
            self._port = int(self._server.getsockname()[1])
            threading.Thread(target=self._accept, args=(self._server,), name="accept", daemon=True).start()
        if self._path is not None:
            self._open_serial(self._path)
        self.is_open = True

    def close(self) -> None:
        """Pulls the cables: connections break, the serial line's device is gone."""
        with self._lock:  # a connection that was just accepted breaks too: see `_accept`
            self.is_open = False
            server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        for link in self._all():
            link.reset()
            link.end()
        if self._theirs >= 0:
            os.close(self._theirs)
            self._theirs = -1

    def reset(self) -> None:
        """Breaks the connections as a printer that restarts does."""
        for link in self._all():
            link.reset()

    def _all(self) -> list[Link]:
        with self._lock:
            return list(self._links)

    def _open_serial(self, path: Path) -> None:
        """The other end's descriptor is kept, so that the line outlives each client."""
        ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        path.unlink(missing_ok=True)
        path.symlink_to(os.ttyname(self._theirs))
        self._begin(Link(ours))

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = Link(connection.fileno(), connection)
            self._begin(link)
            with self._lock:
                pulled = self._server is not server
            if pulled:  # meanwhile, so perhaps nobody else breaks this one
                with contextlib.suppress(OSError):
                    link.reset()
                return

    def _begin(self, link: Link) -> None:
        with self._lock:
            self._links.add(link)
        threading.Thread(target=self._serve, args=(link,), name="line", daemon=True).start()

    def _serve(self, link: Link) -> None:
        try:
            self._attach(link)
        finally:
            with self._lock:
                self._links.discard(link)
            link.close()
