"""Administrators of the demo at work."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from server_stub.catalogue.tables import Channel
from tests.server_stub.office.approving import signed_in
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal

CITY, HALL, APPROVER = "WH0001", "JA0900", "JA0701"
EVERYWHERE = [channel.value for channel in Channel]


_AT_WORK: WeakKeyDictionary[Terminal, dict[str, Browser]] = WeakKeyDictionary()


def city(terminal: Terminal) -> Browser:
    """An administrator of all halls."""
    return at_work(terminal, CITY)


def of_hall(terminal: Terminal) -> Browser:
    """An administrator of one hall."""
    return at_work(terminal, HALL)


def at_work(terminal: Terminal, number: str) -> Browser:
    """Signed in once for a file's tests: checking a password takes longer than most of them."""
    known = _AT_WORK.setdefault(terminal, {})
    if number not in known:
        known[number] = signed_in(terminal, number)
    known[number].http.cookies.delete("office-language")
    return known[number]


def text_of(page: Page) -> str:
    """What stands in the written form."""
    return page.form(page.path).values["text"][0].removeprefix("\n")
