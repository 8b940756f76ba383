"""What a case's files look like: pictures in a page of their own, for a frame that may do nothing but show them.

A PDF is never opened by the browser: its pages are drawn by a process of its own with little memory and time, since
what people hand in may be made to break a viewer.
"""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
import threading

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from server_stub.office import pages

PDF = "application/pdf"
MOST_PAGES = 20
_SECONDS = 20
_AT_ONCE = threading.BoundedSemaphore(2)
_WORDS = {
    "zh": ("第 {} 页", "这份文件画不出来，请下载原件查看。", "后面的页请下载原件查看。"),
    "en": (
        "Page {}",
        "This file can't be drawn; please download the original.",
        "Please download the original for the pages that follow.",
    ),
}
_PAGE = Markup(
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>'
    '<body bgcolor="#59636b">{body}</body></html>'
)
_PICTURE = Markup('<p align="center"><img src="data:{kind};base64,{data}" alt="{alt}" width="100%"></p>')
_SAYING = Markup('<p><font color="#ffffff">{words}</font></p>')


def as_pictures(content: bytes, kind: str, language: str) -> Response:
    """The page for the frame; it holds its pictures itself, since a sandboxed frame has no session to fetch them."""
    page_words, broken, more = _WORDS[language]
    drawn, whole = (draw(content), None) if kind == PDF else ([content], kind)
    body = Markup("").join(
        _PICTURE.format(kind=whole or "image/png", data=base64.b64encode(one).decode(), alt=page_words.format(n))
        for n, one in enumerate(drawn[:MOST_PAGES], 1)
    )
    if not drawn or len(drawn) > MOST_PAGES:
        body += _SAYING.format(words=more if drawn else broken)
    made = _PAGE.format(lang="zh-CN" if language == "zh" else "en", title=page_words.format(1), body=body)
    return HTMLResponse(str(made), 200, {"Content-Security-Policy": pages.PICTURES})


def draw(pdf: bytes) -> list[bytes]:
    """Its pages as PNG, at most one more than `MOST_PAGES`; none where it can't be drawn."""
    with _AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "server_stub.office.approver.drawing", str(MOST_PAGES + 1)],
                input=pdf,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
        except (subprocess.SubprocessError, OSError):
            return []
    return _split(done.stdout)


def _split(stream: bytes) -> list[bytes]:
    found, at = [], 0
    while at + 4 <= len(stream):
        (size,) = struct.unpack_from(">I", stream, at)
        found.append(stream[at + 4 : at + 4 + size])
        at += 4 + size
    return found
