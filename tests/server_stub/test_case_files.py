"""Files are told by their content; what is none, or too large, or half of one is refused by name."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from server_stub.cases.files import MOST_BYTES, media_type
from server_stub.problems import Problem
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import Terminal, problem, right

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind)
    return target.getvalue()


def body(content: bytes, name: str = "a.jpg", material: str = "account-paper") -> dict[str, str]:
    return {"material": material, "name": name, "content": base64.b64encode(content).decode()}


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (picture("JPEG"), "image/jpeg"), (picture("PNG"), "image/png")],
    ids=["pdf", "jpeg", "png"],
)
def test_a_file_is_what_it_holds_whatever_its_name_says(terminal: Terminal, content: bytes, kind: str) -> None:
    filed = Filed(terminal)
    path, session = f"/v1/cases/{filed.number}/files", terminal.identify("worker-gaps")
    stored = right(terminal.call("POST", path, body(content, "report.exe"), token=session.token)).json()
    assert (stored["media_type"], stored["size"]) == (kind, len(content))
    again = right(terminal.call("POST", path, body(content), token=session.token)).json()
    assert again["id"] == stored["id"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00" + b"\x00" * 100, (415, "file.type")),
        (b"<html>", (415, "file.type")),
        (b"GIF89a" + b"\x00" * 50, (415, "file.type")),
        (picture("JPEG")[:200], (422, "file.broken")),
        (picture("PNG")[:60], (422, "file.broken")),
        (b"%PDF-1.7 and nothing more", (422, "file.broken")),
        (PDF.replace(b"<<>>", b"<</Encrypt 1>>"), (422, "file.broken")),
        (b"%PDF-1.4" + b"x" * MOST_BYTES + b"%%EOF", (413, "file.too-large")),
    ],
)
def test_what_is_no_whole_picture_or_pdf_is_refused(terminal: Terminal, content: bytes, code: tuple[int, str]) -> None:
    filed = Filed(terminal)
    path, session = f"/v1/cases/{filed.number}/files", terminal.identify("worker-gaps")
    assert problem(terminal.call("POST", path, body(content), token=session.token)) == code


def test_a_material_the_service_does_not_ask_for_is_refused(terminal: Terminal) -> None:
    filed = Filed(terminal)
    path, session = f"/v1/cases/{filed.number}/files", terminal.identify("worker-gaps")
    wrong = terminal.call("POST", path, body(PDF, material="diploma"), token=session.token)
    assert problem(wrong) == (422, "filing.invalid")
    half = terminal.call("POST", path, {"material": "form", "name": "a", "content": "no base64"}, token=session.token)
    assert problem(half) == (422, "file.broken")


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    with pytest.raises(Problem, match="file.too-large"):
        media_type(bomb.getvalue())


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda b: b"\x89PNG\r\n\x1a\n" + b))
def test_any_bytes_are_judged(content: bytes) -> None:
    try:
        assert media_type(content) in ("application/pdf", "image/jpeg", "image/png")
    except Problem as refused:
        assert refused.code in ("file.type", "file.broken", "file.too-large")
