"""What terminals and windows ask for all day: filing cases, searching, calling the next; on one server, durable."""

from __future__ import annotations

import asyncio
import gc
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import uvloop
import yaml

from server_stub import clock
from server_stub.app import create_app
from server_stub.platform import Platform
from server_stub.queue import giving
from server_stub.staff.sample import load_staff
from tests.bench.bookings import KINDS, WrongAnswers
from tests.bench.figures import Figure, percentile
from tests.bench.halls import database, platforms
from tests.bench.wire import Line, Place, signed_request
from tests.server_stub.crowd import Somebody, add_people
from tests.server_stub.staffed import CLERKS
from tests.server_stub.terminal import GIVEN, enrol_all, flexible, sm3
from tests.signed import signer_of

_RATE, _SECONDS, _WARM = 50, 20, 100
_SECOND_PROOF = 3
_FILERS = 24  # terminals' lines at once
_PHRASES = Path("tests/server_stub/phrasings.yaml")
_WAITING, _CALLS = 500, 400
_QUEUE_BUSINESS = "flexible-employment"
_WINDOWS = ("JA-CK-B05", "JA-CK-B06", "JA-CK-B12")


@dataclass
class Asker:
    """One terminal's line: asks, waits, and keeps how long each answer took."""

    line: Line
    place: Place
    terminal: str
    more: Mapping[str, str] = field(default_factory=dict)
    ms: list[float] = field(default_factory=list)

    @classmethod
    async def at(cls, address: str, terminal: str) -> Asker:
        """Connects."""
        place = Place.of(address)
        return cls(await Line.to(place), place, terminal)

    async def ask(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        """What was answered. WrongAnswers: anything but 200."""
        signer = signer_of(self.terminal)
        request = signed_request(
            signer, self.place, path, body, token, time.time(), method=method, key=str(uuid.uuid4()), more=self.more
        )
        at = time.perf_counter()
        status, content = await self.line.ask(request)
        self.ms.append((time.perf_counter() - at) * 1000)
        if status != 200:
            raise WrongAnswers(f"{method} {urlsplit(path).path}: {status} {content[:200].decode(errors='replace')}")
        return json.loads(content)


def hall_day(folder: Path) -> list[Figure]:
    """Filing and calling on both databases, the search on one: it asks none."""
    rows = []
    for kind in KINDS:
        (folder / kind).mkdir()
        with ExitStack() as stack:
            url = stack.enter_context(database(kind, folder / kind))
            people = _prepare(url)
            address = stack.enter_context(platforms(url)).address
            goals = kind == "sqlite"
            rows.append(_filing(address, people, KINDS[kind], goals))
            rows.append(_calling(address, KINDS[kind], goals))
            if goals:
                rows.append(_searching(address))
    return rows


def _prepare(url: str) -> list[Somebody]:
    """People with sessions, and a full hall."""
    app = create_app(url, demo=True)
    platform: Platform = app.state.platform
    enrol_all(app)
    now = clock.now()
    people = add_people(platform.database, _WARM + _RATE * _SECONDS, now, level=_SECOND_PROOF)
    hall = platform.halls["JA"]
    business = hall.businesses[_QUEUE_BUSINESS]

    def take(db: Any) -> None:
        for _ in range(_WAITING + _CALLS - 1):
            giving.give(db, platform, hall, business, now)

    platform.database.write(take)
    platform.database.close()
    return people


def _filing(address: str, people: Sequence[Somebody], on: str, goal: bool) -> Figure:
    async def measured() -> tuple[list[float], list[float]]:
        every = [await Asker.at(address, "JA-ZZ-09") for _ in range(_FILERS)]
        askers: asyncio.Queue[Asker] = asyncio.Queue()
        for asker in every:
            askers.put_nowait(asker)
        await _open_loop(people[:_WARM], _RATE, lambda person: _file(askers, person))
        for asker in every:
            asker.ms.clear()
        gc.freeze()
        whole = await _open_loop(people[_WARM:], _RATE, lambda person: _file(askers, person))
        single = [ms for asker in every for ms in asker.ms]
        await asyncio.gather(*(asker.line.close() for asker in every))
        return whole, single

    whole, single = uvloop.run(measured())
    return Figure(
        f"办件提交 p95, {_RATE} 件/s 开环 · filing a case, p95, open loop ({on})",
        percentile(whole, 0.95),
        "ms",
        40 if goal else None,
        note=f"number, form, materials, signature: all four, from the due moment; n={len(whole)}, "
        f"p50 {percentile(whole, 0.5):g}, p99 {percentile(whole, 0.99):g}; one call p95 {percentile(single, 0.95):g}",
    )


async def _file(askers: asyncio.Queue[Asker], person: Somebody) -> None:
    asker = await askers.get()
    try:
        put = flexible(phone=person.phone)
        number = (await asker.ask("POST", "/v1/case-numbers", {"service": put["service"]}, person.token))["number"]
        path = f"/v1/cases/{number}"
        await asker.ask("PUT", path, put, person.token)
        await asker.ask("PUT", f"{path}/materials", list(GIVEN), person.token)
        filed = await asker.ask("PUT", f"{path}/signature", {"digest": sm3(put), "strokes": "W10="}, person.token)
        if filed.get("case_number") != number:
            raise WrongAnswers(f"not filed: {filed}")
    finally:
        askers.put_nowait(asker)


async def _open_loop(
    people: Sequence[Somebody], rate: float, work: Callable[[Somebody], Awaitable[None]]
) -> list[float]:
    """Each person's work is due at its moment; milliseconds from that moment to its end."""
    begin = time.perf_counter() + 0.2

    async def one(number: int, person: Somebody) -> float:
        due = begin + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await work(person)
        return (time.perf_counter() - due) * 1000

    return list(await asyncio.gather(*(one(n, person) for n, person in enumerate(people))))


def _calling(address: str, on: str, goal: bool) -> Figure:
    async def measured() -> list[float]:
        desks = [await _desk(address, window) for window in _WINDOWS]
        share = [_CALLS // len(desks)] * len(desks)

        async def work(desk: Asker, calls: int) -> None:
            for _ in range(calls):
                if not (await desk.ask("POST", "/v1/queue/windows/me/calls", {}))["serving"]:
                    raise WrongAnswers("nobody was called")

        await asyncio.gather(*(work(desk, calls) for desk, calls in zip(desks, share, strict=True)))
        await asyncio.gather(*(desk.line.close() for desk in desks))
        return [ms for desk in desks for ms in desk.ms]

    ms = uvloop.run(measured())
    return Figure(
        f"叫下一号 p95, {_WAITING} 人以上在等 · call next, p95, {_WAITING}+ waiting ({on})",
        percentile(ms, 0.95),
        "ms",
        20 if goal else None,
        note=f"{len(_WINDOWS)} windows without a pause, n={len(ms)}, p50 {percentile(ms, 0.5):g}, max {max(ms):.1f}",
    )


async def _desk(address: str, window: str) -> Asker:
    desk = await Asker.at(address, window)
    given = {"number": CLERKS[window], "password": load_staff()[0]}
    desk.more = {"X-Staff-Token": (await desk.ask("POST", "/v1/staff/sessions", given))["token"]}
    await desk.ask("POST", "/v1/queue/windows/me/sign-on", {})
    desk.ms.clear()
    return desk


def _searching(address: str) -> Figure:
    phrases = [phrase for group in yaml.safe_load(_PHRASES.read_text(encoding="utf-8")).values() for phrase in group]

    async def measured() -> list[float]:
        asker = await Asker.at(address, "JA-ZZ-09")
        for number in range(3):
            for phrase in phrases:
                await asker.ask("GET", f"/v1/search?q={quote(phrase)}")
            if not number:
                asker.ms.clear()  # each once, to warm up
        await asker.line.close()
        return asker.ms

    ms = uvloop.run(measured())
    return Figure(
        "事项搜索 p95 · search, p95",
        percentile(ms, 0.95),
        "ms",
        10,
        note=f"{len(phrases)} everyday phrasings twice over HTTP, p50 {percentile(ms, 0.5):g}, max {max(ms):.1f}",
    )
