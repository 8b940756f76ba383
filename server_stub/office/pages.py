"""Pages: Jinja templates in both languages, and the headers that every answer of the back office carries."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server_stub.clock import in_hall
from server_stub.texts import WEEKDAYS, Text

HERE = Path(__file__).parent
BASE = "/office"
LANGUAGES = ("zh", "en")
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PICTURES = "default-src 'none'; img-src data:; sandbox; frame-ancestors 'self'"  # of a page that shows somebody's file
NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"  # of what is only kept
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"t": _t, "base": BASE, "one_time": lambda: secrets.token_urlsafe(16)}
    made.filters |= {"say": _say, "moment": _moment, "day": _day, "lines": _lines}
    return made


def html(template: str, language: str, content: Mapping[str, Any], status: int = 200) -> Response:
    """A page. Whatever stands in it is escaped."""
    made = _environment().get_template(template).render(language=language, **content)
    return HTMLResponse(made, status, {"Content-Language": "zh-CN" if language == "zh" else "en"})


@pass_context
def _t(context: Context, zh: object, en: object) -> str:
    """The words in the page's language."""
    return str(en if context["language"] == "en" else zh)


@pass_context
def _say(context: Context, text: Text | Mapping[str, str] | None) -> str:
    """A text in the page's language, Chinese where it has no other."""
    if text is None:
        return ""
    pair = text.model_dump() if isinstance(text, Text) else text
    return str((context["language"] == "en" and pair.get("en")) or pair["zh"])


def _moment(value: dt.datetime | None) -> str:
    """2026-11-23 09:41, as the hall's clocks show it."""
    return f"{in_hall(value):%Y-%m-%d %H:%M}" if value else "—"


@pass_context
def _day(context: Context, value: dt.date | None) -> str:
    """2026-11-23 周一."""
    if value is None:
        return "—"
    names = _EN_DAYS if context["language"] == "en" else WEEKDAYS
    return f"{value} {names[value.weekday()]}"


def _lines(value: str) -> Markup:
    """Written lines as lines."""
    return Markup("<br>").join(value.split("\n"))


class Headers:
    """What every answer carries: nothing is kept by browser or proxy, nothing runs but our own script."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_static = scope["path"].startswith(f"{BASE}/static/")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", _POLICY)
                headers["Cache-Control"] = "max-age=300" if is_static else "no-store"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            await send(message)

        await self._app(scope, receive, with_headers)
