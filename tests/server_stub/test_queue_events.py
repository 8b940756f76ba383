"""Several processes behind one database: numbers stay unique, and what happens in one is seen at all."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from server_stub.__main__ import Server, _listen
from server_stub.app import create_app
from server_stub.events import Feed, as_sse, publish
from tests.server_stub.conftest import KINDS, Started, Starter
from tests.server_stub.processes import Caller, Process, running
from tests.server_stub.terminal import Terminal, problem
from tests.signed import session_at


@pytest.fixture(scope="module", params=KINDS)
def url(request: pytest.FixtureRequest, starter: Starter, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database for processes."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('processes') / 'hall.db'}"
    return starter.server().create("processes")


@pytest.fixture(scope="module")
def three(url: str) -> Iterator[list[Process]]:
    with running(url, 3) as processes:
        yield processes


def test_three_processes_give_no_number_twice_and_call_none_twice(three: list[Process]) -> None:
    terminals = [process.terminal(f"JA-ZZ-0{n}") for n, process in enumerate(three, 1)]
    windows = [p.clerk(id_) for p, id_ in zip(three, ("JA-CK-B05", "JA-CK-B06", "JA-CK-B12"), strict=True)]
    before = next(q for q in terminals[0].get("/v1/queue/board")["queues"] if q["key"] == "social")["waiting"]

    def takes(terminal: Caller) -> list[str]:
        return [terminal.takes("social-card") for _ in range(30)]

    def calls(window: Caller) -> list[str]:
        return [number for number in (window.calls() for _ in range(40)) if number.startswith("A")]

    with ThreadPoolExecutor(6) as pool:
        taking = [pool.submit(takes, terminal) for terminal in terminals]
        calling = [pool.submit(calls, window) for window in windows]
        taken = [number for some in taking for number in some.result()]
        called = [number for some in calling for number in some.result()]
    assert len(set(taken)) == len(taken) == 90
    while number := windows[0].calls():
        called.append(number)
    assert len(set(called)) == len(called) == before + 90
    assert set(taken) <= set(called)


def test_what_happens_at_one_process_is_seen_at_another(three: list[Process]) -> None:
    display, terminal, window = (
        three[0].terminal("JA-XS-01"),
        three[1].terminal("JA-ZZ-04"),
        three[2].clerk("JA-CK-A01"),
    )
    after = display.get("/v1/queue/board")["last_event"]
    with display.watches(after) as stream:
        number = terminal.takes("household")
        assert stream.next().data["number"] == number
        called = window.calls()
        seen = stream.until("number.called")[-1]
    assert (seen.data["number"], seen.data["window"], seen.data["queue"]) == (called, "A01", "certificates")
    assert not [word for word in ("kind", "priority", "phone", "staff") if word in json.dumps(seen.data)]


def test_after_a_cut_the_stream_goes_on_where_it_was_also_at_another_process(three: list[Process]) -> None:
    terminal = three[1].terminal("JA-ZZ-04")
    with three[0].terminal("JA-XS-01").watches() as stream:
        first = terminal.takes("property")
        last = stream.until("number.taken")[-1]
        assert last.data["number"] == first
    missed = [terminal.takes("property") for _ in range(3)]
    with three[2].terminal("JA-XS-01").watches(last.id) as stream:
        seen = [stream.next() for _ in range(3)]
        assert [one.data["number"] for one in seen] == missed
        assert [one.id for one in seen] == sorted(one.id for one in seen)
        now = terminal.takes("property")
        assert stream.next().data["number"] == now


def test_what_a_board_shows_and_its_events_leave_no_gap(three: list[Process]) -> None:
    display, terminal = three[0].terminal("JA-XS-01"), three[1].terminal("JA-ZZ-04")

    def waiting(board: Any) -> int:
        return int(next(q for q in board["queues"] if q["key"] == "business")["waiting"])

    first = display.get("/v1/queue/board")
    taken = [terminal.takes("company") for _ in range(3)]
    with display.watches(first["last_event"]) as stream:
        assert [stream.next().data["number"] for _ in range(3)] == taken
    assert waiting(display.get("/v1/queue/board")) == waiting(first) + 3


def test_streams_end_with_the_server(url: str) -> None:
    with Process(url) as process:
        display = process.terminal("JA-XS-01")
        with display.watches() as first, process.terminal("JA-DD-01").watches() as second:
            code, words = process.ends()
            assert first.line() == second.line() == ""
    assert code == 0
    assert "Traceback" not in words
    assert "timeout" not in words


def test_a_client_that_goes_away_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    """In this process, so that its threads can be seen."""
    database = f"sqlite:///{tmp_path / 'hall.db'}" if url.startswith("sqlite") else url
    app = create_app(database, demo=True)
    feed = app.state.platform.feed
    with _listen("127.0.0.1", 0) as listening:
        server = Server(uvicorn.Config(app, log_level="warning", access_log=False), feed)
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        caller = Caller(address, session_at(address, "JA-XS-01"))
        with caller.watches(), caller.watches():
            watcher = next(t for t in threading.enumerate() if t.name == "events")
        watcher.join(30)
        assert not watcher.is_alive(), "nobody watches any more"
        with caller.watches() as stream:
            again = next(t for t in threading.enumerate() if t.name == "events")
            server.should_exit = True
            assert stream.line() == ""
        serving.join(30)
        again.join(30)
    assert not serving.is_alive()
    assert not again.is_alive()


class FirstLooked(Feed):
    """Its thread looks for watchers before the one who started it goes on."""

    def _start(self) -> None:
        super()._start()
        if self._thread is not None:
            self._thread.join(0.3)


def test_the_first_watcher_is_woken_however_fast_the_thread_that_wakes_it_looks(started: Started) -> None:
    platform, now = started.app.state.platform, started.clock.now
    feed = FirstLooked(platform.database)

    async def first_event() -> str:
        async with asyncio.timeout(10), aclosing(feed.watch("test", 0)) as watched:
            waiting = asyncio.ensure_future(anext(watched))
            await asyncio.sleep(0)  # it watches from here on
            await platform.database.write_soon(lambda db: publish(db, "test", "one", {}, now))
            event = await waiting
            assert event is not None
            await platform.database.write_soon(lambda db: publish(db, "test", "two", {}, now))
            event = await anext(watched)
            assert event is not None, "woken by the event, not by the clock"
            return str(event.kind)

    assert asyncio.run(first_event()) == "two"
    feed.close()
    feed.join()


def test_a_silent_line_is_kept_open_by_comments(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server_stub.events._ALIVE", 0.01)
    feed = Feed(started.app.state.platform.database)

    async def comments() -> list[bytes]:
        async with aclosing(feed.watch("test", 0)) as watched:
            return [as_sse(await anext(watched)) for _ in range(2)]

    assert asyncio.run(comments()) == [b": still here\n\n"] * 2
    feed.close()
    feed.join()


def test_only_windows_guides_and_displays_watch(terminal: Terminal) -> None:
    assert problem(terminal.call("GET", "/v1/halls/me/events")) == (403, "terminal.kind")
    display = Terminal(terminal.app, terminal.clock, "JA-XS-01")
    signed = display.signer.signed("GET", "/v1/halls/me/events", "", {}, b"", terminal.clock.now.timestamp())
    for wrong in ("x", "-1", "9" * 40):
        answer = display.http.get("/v1/halls/me/events", headers=signed | {"Last-Event-ID": wrong})
        assert problem(answer) == (422, "request.invalid")
