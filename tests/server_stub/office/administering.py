"""Administrators of the demo at work."""

from __future__ import annotations

from server_stub.catalogue.tables import Channel
from tests.server_stub.office.approving import signed_in
from tests.server_stub.office.browsing import Browser, Page
from tests.server_stub.terminal import Terminal

CITY, HALL, APPROVER = "WH0001", "JA0900", "JA0701"
EVERYWHERE = [channel.value for channel in Channel]


def city(terminal: Terminal) -> Browser:
    return signed_in(terminal, CITY)


def of_hall(terminal: Terminal) -> Browser:
    return signed_in(terminal, HALL)


def text_of(page: Page) -> str:
    """What stands in the written form."""
    return page.form(page.path).values["text"][0].removeprefix("\n")
