"""The IPP requests the emulated machine makes to its own printer part (RFC 8010)."""

from __future__ import annotations

import contextlib
import http.client
import struct
import time

_PRINT_JOB, _GET_JOB_ATTRIBUTES, _GET_PRINTER_ATTRIBUTES = 0x0002, 0x0009, 0x000B
_INTEGER, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = 0x21, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_STATUS_SECONDS = 2.0
_STOPPING = b"processing-to-stop-point"


def job_is_stopping(port: int, job: int) -> bool:
    """Whether somebody has cancelled the job: ippeveprinter waits for the print command to notice."""
    wanted = [(_INTEGER, "job-id", struct.pack(">i", job)), (_KEYWORD, "requested-attributes", b"job-state-reasons")]
    return _STOPPING in _ask(port, _GET_JOB_ATTRIBUTES, wanted)


def say_state(port: int, job_name: str) -> bool:
    """Has the printer run its print command with an empty document, in which faults are reported also at rest.

    Returns when that is over: ippeveprinter refuses a job beside another, and CUPS then waits ten seconds. Whether it
    is done with: the printer took it, or doesn't answer at all; while another job is in its hands it takes none.
    """
    about = [(_NAME, "job-name", job_name.encode()), (_MIME, "document-format", b"application/pdf")]
    answer = _ask(port, _PRINT_JOB, about, b" ")
    found = answer.find(b"job-id\x00\x04")
    if found < 0:
        return not answer
    (job,) = struct.unpack_from(">i", answer, found + 8)
    wanted = [(_INTEGER, "job-id", struct.pack(">i", job)), (_KEYWORD, "requested-attributes", b"job-state-reasons")]
    end = time.monotonic() + _STATUS_SECONDS
    while b"job-completed" not in _ask(port, _GET_JOB_ATTRIBUTES, wanted) and time.monotonic() < end:
        time.sleep(0.01)
    return True


def printer_is_idle(port: int) -> bool:
    """Whether the printer has no job in hand."""
    wanted = [(_KEYWORD, "requested-attributes", b"printer-state")]
    return b"printer-state\x00\x04\x00\x00\x00\x03" in _ask(port, _GET_PRINTER_ATTRIBUTES, wanted)


def _ask(port: int, operation: int, attributes: list[tuple[int, str, bytes]], document: bytes = b"") -> bytes:
    """The answer's bytes; nothing if the printer doesn't answer."""
    uri = f"ipp://localhost:{port}/ipp/print".encode()
    common = [
        (_CHARSET, "attributes-charset", b"utf-8"),
        (_LANGUAGE, "attributes-natural-language", b"en"),
        (_URI, "printer-uri", uri),
    ]
    body = struct.pack(">BBHIB", 2, 0, operation, 1, 1)
    for tag, name, value in [*common, *attributes]:
        body += struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value
    link = http.client.HTTPConnection("localhost", port, timeout=3)
    with contextlib.closing(link):
        try:
            link.request("POST", "/ipp/print", body + b"\x03" + document, {"Content-Type": "application/ipp"})
            return link.getresponse().read()
        except (OSError, http.client.HTTPException):
            return b""
