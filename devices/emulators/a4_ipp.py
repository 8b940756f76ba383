"""The two IPP requests the emulated machine makes to its own printer part (RFC 8010)."""

from __future__ import annotations

import contextlib
import http.client
import struct

_PRINT_JOB, _GET_JOB_ATTRIBUTES = 0x0002, 0x0009
_INTEGER, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = 0x21, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_STOPPING = b"processing-to-stop-point"


def job_is_stopping(port: int, job: int) -> bool:
    """Whether somebody has cancelled the job: ippeveprinter waits for the print command to notice."""
    wanted = [(_INTEGER, "job-id", struct.pack(">i", job)), (_KEYWORD, "requested-attributes", b"job-state-reasons")]
    return _STOPPING in _ask(port, _GET_JOB_ATTRIBUTES, wanted)


def say_state(port: int, job_name: str) -> None:
    """Has the printer run its print command with an empty document, in which faults are reported also at rest."""
    _ask(
        port, _PRINT_JOB, [(_NAME, "job-name", job_name.encode()), (_MIME, "document-format", b"application/pdf")], b" "
    )


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
