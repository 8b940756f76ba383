"""A browser at the back office, as far as HTTP tests need one: cookies, pages, forms sent as they stand on the page."""

from __future__ import annotations

import html
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI

from server_stub.staff.sample import load_staff

with warnings.catch_warnings():  # it asks for httpx2, which is not released for all we use
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r"<(input|button)\b([^>]*)>")
_AREA = re.compile(r"<textarea\b([^>]*)>(.*?)</textarea>", re.DOTALL)
_SELECT = re.compile(r"<select\b([^>]*)>(.*?)</select>", re.DOTALL)
_OPTION = re.compile(r"<option\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


@dataclass
class PageForm:
    """A form of a page with what stands in it."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


class Page:
    """An answer, read as a page."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer, self.status, self.text = answer, answer.status_code, answer.text

    @property
    def path(self) -> str:
        return self.answer.url.path

    @property
    def heading(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.text, re.DOTALL)
        return html.unescape(found.group(1)).strip() if found else ""

    @property
    def said(self) -> str:
        found = re.search(r'<div class="said" role="status"><p>(.*?)</p>', self.text)
        return html.unescape(found.group(1)) if found else ""

    @property
    def wrong(self) -> list[str]:
        """The fields that the error summary leads to."""
        summary = re.search(r'<div class="summary".*?</div>', self.text, re.DOTALL)
        return [html.unescape(one) for one in re.findall(r'href="#([^"]+)"', summary.group(0))] if summary else []

    @property
    def forms(self) -> list[PageForm]:
        return [_form(attributes, inner) for attributes, inner in _FORM.findall(self.text)]

    def form(self, action: str) -> PageForm:
        """The form whose action ends so."""
        return next(one for one in self.forms if one.action.endswith(action))

    def has(self, *texts: str) -> bool:
        plain = html.unescape(self.text)
        return all(text in plain for text in texts)


class Browser:
    """A browser; `sign_in` with a number of the demo."""

    def __init__(self, app: FastAPI, base: str = "http://testserver") -> None:
        self.http = TestClient(app, base_url=base, raise_server_exceptions=False)

    def get(self, path: str, *, follow: bool = True) -> Page:
        return Page(self.http.get(f"/office{path}", follow_redirects=follow))

    def post(self, path: str, values: Any, *, follow: bool = True, **more: Any) -> Page:
        url = path if path.startswith("/office") else f"/office{path}"
        return Page(self.http.post(url, data=values, follow_redirects=follow, **more))

    def send(self, page: Page, action: str, *, follow: bool = True, files: Any = None, **values: Any) -> Page:
        """Sends a page's form with some values changed; names with __ for what Python can't say."""
        form = page.form(action)
        changed = {name.replace("__", ":"): value for name, value in values.items()}
        return self.post(form.action, form.values | changed, follow=follow, files=files)

    def sign_in(self, number: str = "JA0701", password: str = "") -> Page:
        page = self.get("/sign-in")
        return self.send(page, "/sign-in", number=number, password=password or load_staff()[0])


def _form(attributes: str, inner: str) -> PageForm:
    form = PageForm(_attributes(attributes).get("action", ""))
    for kind, written in _INPUT.findall(inner):
        found = _attributes(written)
        ticked = found.get("type") not in ("checkbox", "radio") or "checked" in found
        if kind == "input" and "name" in found and found.get("type") != "file" and ticked:
            form.values.setdefault(found["name"], []).append(found.get("value", ""))
    for written, text in _AREA.findall(inner):
        form.values[_attributes(written)["name"]] = [html.unescape(text)]
    for written, options in _SELECT.findall(inner):
        values = [_attributes(one) for one in _OPTION.findall(options)]
        chosen = next((one["value"] for one in values if "selected" in one), values[0]["value"] if values else "")
        form.values[_attributes(written)["name"]] = [chosen]
    return form


def _attributes(written: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}
