"""Pages of a finished PDF as pictures, made in a process of its own.

A PDF comes from outside and is read by native code: what crashes or hangs there must not take the terminal along.
`python -m printing.worker` is the child; `RenderWorker` is its client, which may be used from any thread.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from printing.frames import BrokenFrame, Pipe, pack, read

_LOG = logging.getLogger(__name__)

MOST_PAGES = 40
MOST_BYTES = 32 << 20
WIDTHS = range(50, 2401)  # px
_MOST_PIXELS = 2400 * 4800
_MEMORY = 2 << 30  # address space of the child
_HELLO_SECONDS = 20.0


class Why(Enum):
    """Why a PDF has no pictures."""

    CORRUPT = "corrupt"
    TOO_LARGE = "too-large"
    TIMED_OUT = "timed-out"
    CRASHED = "crashed"
    CLOSED = "closed"  # the worker was closed meanwhile


class NotRenderable(Exception):
    """No picture of this PDF can be shown."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


# ---- the client


@dataclass(frozen=True)
class _Job:
    header: Mapping[str, Any]
    pdf: bytes = field(repr=False)
    answer: Future[tuple[bytes, ...]]


class RenderWorker:
    """One child, started when first needed, started again after a crash or a hang.

    `seconds`: how long one document may take before the child is ended.
    """

    def __init__(self, seconds: float = 8.0) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="render-worker", daemon=True)
        self._thread.start()

    def pages(self, pdf: bytes, width_px: int) -> Future[tuple[bytes, ...]]:
        """A PNG of each page, `width_px` pixels wide (50 to 2400). The future raises NotRenderable."""
        if width_px not in WIDTHS:
            raise ValueError(f"width_px must be {WIDTHS.start} to {WIDTHS.stop - 1}")
        return self._submit({"do": "pages", "width": width_px}, pdf)

    def warm_up(self) -> Future[tuple[bytes, ...]]:
        """Starts the child and has it load its libraries; done when it is ready (an empty tuple)."""
        return self._submit({"do": "hello"}, b"")

    def close(self) -> None:
        """Ends the child; what was asked and not answered raises NotRenderable(CLOSED). Waits for the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
            child = self._child
        if child is not None:
            child.kill()
        self._thread.join()

    def _submit(self, header: Mapping[str, Any], pdf: bytes) -> Future[tuple[bytes, ...]]:
        answer: Future[tuple[bytes, ...]] = Future()
        with self._lock:
            if self._closed:
                answer.set_exception(NotRenderable(Why.CLOSED))
            elif len(pdf) > MOST_BYTES:
                answer.set_exception(NotRenderable(Why.TOO_LARGE))
            else:
                self._jobs.put(_Job(header, pdf, answer))
        return answer

    def _run(self) -> None:
        try:
            while (job := self._jobs.get()) is not None:
                self._do(job)
                del job  # the document must not outlive its answer here
        finally:
            self._end_child()
        while not self._jobs.empty():
            if (left := self._jobs.get()) is not None and left.answer.set_running_or_notify_cancel():
                left.answer.set_exception(NotRenderable(Why.CLOSED))

    def _do(self, job: _Job) -> None:
        if not job.answer.set_running_or_notify_cancel():
            return
        try:
            pages = self._ask(job)
        except NotRenderable as refused:
            job.answer.set_exception(refused)
        else:
            job.answer.set_result(pages)

    def _ask(self, job: _Job) -> tuple[bytes, ...]:
        if self._closed:
            raise NotRenderable(Why.CLOSED)
        seconds = _HELLO_SECONDS if job.header["do"] == "hello" else self._seconds
        try:
            pipe = self._connected()
            header, body = pipe.exchange(pack(job.header, job.pdf), seconds)
            return _split(header, body)
        except TimeoutError as hangs:
            self._restart()
            raise NotRenderable(Why.CLOSED if self._closed else Why.TIMED_OUT) from hangs
        except (BrokenFrame, OSError) as gone:
            self._restart()
            raise NotRenderable(Why.CLOSED if self._closed else Why.CRASHED) from gone

    def _connected(self) -> Pipe:
        child = self._child
        if child is None or child.poll() is not None:
            self._end_child()
            child = self._start_child()
        assert child.stdin is not None
        assert child.stdout is not None
        return Pipe(child.stdin, child.stdout)

    def _start_child(self) -> subprocess.Popen[bytes]:
        roots = [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, roots))}
        with self._lock:
            if self._closed:
                raise NotRenderable(Why.CLOSED)
            self._child = subprocess.Popen(
                [sys.executable, "-m", "printing.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                bufsize=0,
            )
            return self._child

    def _restart(self) -> None:
        """A new child at once, so that the next page does not wait for its start."""
        _LOG.warning("the rendering process is started again")
        self._end_child()
        with contextlib.suppress(OSError, NotRenderable):
            self._start_child()

    def _end_child(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()


def _split(header: Mapping[str, Any], body: bytes) -> tuple[bytes, ...]:
    if header.get("error") in {why.value for why in Why}:
        raise NotRenderable(Why(header["error"]))
    sizes = header.get("sizes")
    if not isinstance(sizes, list) or not all(isinstance(size, int) and size >= 0 for size in sizes):
        raise BrokenFrame("an answer without sizes")
    pages, start = [], 0
    for size in sizes:
        pages.append(body[start : start + size])
        start += size
    return tuple(pages)


# ---- the child


def render_pages(pdf: bytes, width: int) -> list[bytes]:
    """A PNG of each page (at most 40). NotRenderable where the file or a page of it can't be drawn."""
    import pypdfium2

    try:
        with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
            count = len(document)
            if count == 0:
                raise NotRenderable(Why.CORRUPT)
            if count > MOST_PAGES:
                raise NotRenderable(Why.TOO_LARGE)
            return [_png(document, number, width) for number in range(count)]
    except pypdfium2.PdfiumError as wrong:
        raise NotRenderable(Why.CORRUPT) from wrong


def _png(document: Any, number: int, width: int) -> bytes:
    page = document[number]
    try:
        wide, high = page.get_size()
        if not (wide > 0 and high > 0):
            raise NotRenderable(Why.CORRUPT)
        scale = width / wide
        if width * high * scale > _MOST_PIXELS:
            raise NotRenderable(Why.TOO_LARGE)
        picture = page.render(scale=scale).to_pil()
    finally:
        page.close()
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)  # shown once and dropped: speed, not size
    return target.getvalue()


def answer(header: Mapping[str, Any], body: bytes) -> bytes:
    """The child's answer to one message."""
    try:
        pages = render_pages(body, int(header["width"])) if header.get("do") == "pages" else _load()
    except NotRenderable as refused:
        return pack({"error": refused.why.value})
    return pack({"sizes": [len(page) for page in pages]}, b"".join(pages))


def _load() -> list[bytes]:
    import PIL.PngImagePlugin  # noqa: F401
    import pypdfium2  # noqa: F401

    return []


def main() -> int:
    """The child: answers messages until stdin ends; ends at once then, even in the middle of a page."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl+C goes to all; the parent then ends our stdin
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Libraries that print must not spoil the answers: they get stderr.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        header, body = requests.get()
        told = answer(header, body)
        del header, body
        out.write(told)
        out.flush()
        del told


def _listen(source: BinaryIO, requests: queue.SimpleQueue[tuple[dict[str, Any], bytes]]) -> None:
    try:
        while (message := read(source)) is not None:
            requests.put(message)
            del message
    except BrokenFrame:
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
