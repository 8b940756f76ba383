"""A printer that says whatever a test wants, over real HTTP: for answers that no sound printer gives."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import cast

from printing.printers.ipp_message import Attribute, Group, Kind, Operation, encode

Answer = Callable[[int, bytes], bytes]


def message(status: int, request: bytes, groups: Sequence[tuple[Group, Sequence[Attribute]]] = ()) -> bytes:
    """A sound answer to a request."""
    head = [
        (
            Group.OPERATION,
            [
                Attribute(Kind.CHARSET, "attributes-charset", ("utf-8",)),
                Attribute(Kind.LANGUAGE, "attributes-natural-language", ("en",)),
            ],
        )
    ]
    body = encode(Operation.PRINT_JOB, 1, [*head, *groups])
    return body[:2] + struct.pack(">H", status) + request[4:8] + body[8:]


def printer(
    request: bytes,
    state: int = 3,
    reasons: Sequence[str] = ("none",),
    copies: int = 99,
    media: Sequence[str] = (),
    more: Sequence[Attribute] = (),
) -> bytes:
    """An answer to Get-Printer-Attributes."""
    said = [
        Attribute(Kind.ENUM, "printer-state", (state,)),
        Attribute(Kind.KEYWORD, "printer-state-reasons", tuple(reasons)),
        Attribute(Kind.RANGE, "copies-supported", ((1, copies),)),
        *([Attribute(Kind.KEYWORD, "media-supported", tuple(media))] if media else []),
        *more,
    ]
    return message(0, request, [(Group.PRINTER, said)])


def job(request: bytes, state: int, name: str = "", number: int = 7, reasons: Sequence[str] = ("none",)) -> bytes:
    """An answer that tells of one job."""
    said = [
        Attribute(Kind.INTEGER, "job-id", (number,)),
        Attribute(Kind.ENUM, "job-state", (state,)),
        Attribute(Kind.KEYWORD, "job-state-reasons", tuple(reasons)),
        *([Attribute(Kind.NAME, "job-name", (name,))] if name else []),
    ]
    return message(0, request, [(Group.JOB, said)])


class FakePrinter:
    """Serves `answer(operation, request's bytes)` on a free port; `asked` lists the operations."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[int] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers["Content-Length"]))
                (operation,) = struct.unpack_from(">H", request, 2)
                fake.asked.append(operation)
                body = answer(operation, request)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.uri = f"ipp://127.0.0.1:{self._server.server_address[1]}/ipp/print"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> FakePrinter:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class RawServer:
    """Answers every connection with the same bytes, whatever they are; `drip` keeps it open afterwards."""

    def __init__(self) -> None:
        self.say = b""
        self.drip = False
        self._ended = threading.Event()
        raw = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.recv(65536)
                try:
                    self.request.sendall(raw.say)
                    while raw.drip and not raw._ended.wait(0.02):
                        self.request.sendall(b"x")
                except OSError:
                    return

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        port = cast("tuple[str, int]", self._server.server_address)[1]
        self.uri = f"ipp://127.0.0.1:{port}/ipp/print"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
