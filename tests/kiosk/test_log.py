"""Nothing of a person reaches a log: not by an event, not by a traceback, not by the repr of what flows carry."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import io
import json
import logging
import pkgutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

import kiosk
from kiosk import log
from kiosk.rules.masks import Masked, masked_name

PERSONAL = "420102198506150026"
# What says something of a person wherever it stands, by the names that records use.
PRIVATE_NAMES = {
    *("value", "form", "earlier", "strokes", "token", "body", "pdf", "pages", "photo", "birth", "sex", "nation"),
    *("situation", "query_code", "applicant", "document", "agent", "verification_code"),
}
OPEN = {
    ("Guide", "form"),  # the blank form
    ("IssuedDocument", "pages"),  # how many
    ("_Issued", "pages"),
    ("PaperEnded", "pages"),
    ("Printed", "pages"),
    ("Printout", "pages"),
    ("Waiting", "pages"),
    ("QueueNumber", "token"),  # of a queue number, printed on a ticket without a name
    ("ConfirmHolder", "document"),  # a Document, which hides itself
    ("Holder", "document"),
    ("ShowGuide", "situation"),  # titles of options, as the guide prints them
}


def records() -> Iterator[type]:
    for module in pkgutil.walk_packages(kiosk.__path__, "kiosk."):
        if module.name == "kiosk.__main__":
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == module.name:
                yield kind


def test_records_that_carry_something_of_a_person_do_not_show_it() -> None:
    shown = {
        (kind.__name__, field.name)
        for kind in records()
        for field in dataclasses.fields(kind)
        if field.repr and field.name in PRIVATE_NAMES and "Masked" not in str(field.type)
    }
    assert shown <= OPEN, f"repr=False, or say why it is open: {shown - OPEN}"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log._JsonLines())
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_an_exception_is_logged_by_its_places_never_by_its_message(lines: io.StringIO) -> None:
    try:
        raise ValueError(PERSONAL)
    except ValueError:
        logging.getLogger("devices").exception("id-card: driver stopped")
    assert PERSONAL not in lines.getvalue()
    assert "ValueError at test_an_exception" in json.loads(lines.getvalue())["error"]


def test_what_the_loop_reports_says_no_results_and_no_messages(lines: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(PERSONAL)

    def report(who: str) -> None:
        raise ValueError(who)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(log.of_loop)
        task = loop.create_task(fail(), name=PERSONAL)
        loop.call_soon(report, PERSONAL)
        await asyncio.wait([task])
        await asyncio.sleep(0)
        del task

    asyncio.run(main())
    assert PERSONAL not in lines.getvalue()
    assert lines.getvalue().count("ValueError at") == 2


def test_what_nobody_caught_in_the_program_quotes_nobody() -> None:
    program = (
        "import threading, logging; from kiosk import log; log.set_up('', 'info'); log.take_uncaught()\n"
        f"def fail(): raise ValueError('{PERSONAL}')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
        "fail()\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("ValueError at") == 2
    assert PERSONAL not in ended.stderr


@dataclasses.dataclass(frozen=True)
class Seen(log.Event):
    who: Masked[str]
    seconds: float


def test_an_event_masks_by_type(lines: io.StringIO) -> None:
    logging.getLogger("kiosk.event").setLevel(logging.INFO)
    log.write(Seen(masked_name("王小明"), 1.26))
    line = json.loads(lines.getvalue())
    assert (line["event"], line["who"], line["seconds"]) == ("Seen", "王**", 1.3)
