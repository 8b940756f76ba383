"""Contended attempts from three server processes on one database: book, hold, cancel, move, until none may be oversold.

Twice checked: by the platform's own audit, and by what the clients were told. What a client was told is theirs must be
there, and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import uvloop
from sqlalchemy import text

from server_stub.appointments.places import audit
from server_stub.database import Database
from tests.bench.bookings import KINDS, WrongAnswers
from tests.bench.figures import Figure
from tests.bench.halls import BUSINESS, database, platforms, prepare
from tests.bench.wire import Line, Place, signed_request
from tests.server_stub.crowd import Somebody, somebody
from tests.signed import signer_of

ATTEMPTS = 200_000
PROCESSES, CLIENTS, PEOPLE, PLACES, SLOTS = 3, 48, 96, 8, 4
_RULES = {
    "cancelled_in_month": 10_000,
    "repeats_of_item_a_day": 10_000,
    "missed_in_month": 10_000,
    "hold_minutes": 1,
}
_TAKING = "SELECT slot_id, count(*) FROM appointments WHERE state <= 3 GROUP BY slot_id"
_HELD_OVER = "appointment.hold-over"


@dataclass
class Told:
    """What came of the attempts, as the clients were told. `mine`: person → appointment and its start."""

    attempts: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    mine: dict[str, tuple[str, str]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)  # people whose place may have expired meanwhile


class Client:
    """One line to one process; at each turn one person of its own does something."""

    def __init__(self, line: Line, place: Place, people: Sequence[Somebody], starts: Sequence[str], seed: int) -> None:
        self._line, self._place, self._people, self._starts = line, place, people, starts
        self._dice, self._signer = random.Random(seed), signer_of("JA-ZZ-09")

    async def run(self, told: Told, attempts: int) -> None:
        """Until all clients together have made so many attempts."""
        while told.attempts < attempts:
            told.attempts += 1
            person = self._dice.choice(self._people)
            own = told.mine.get(person.id)
            if own is None:
                await self._book(told, person)
            elif self._dice.random() < 0.6:
                await self._cancel(told, person, own[0])
            elif self._dice.random() < 0.7:
                await self._move(told, person, own[0])
            else:
                await self._book(told, person)

    async def _book(self, told: Told, person: Somebody) -> None:
        confirm = self._dice.random() < 0.8
        body = {"business": BUSINESS, "starts": self._dice.choice(self._starts), "confirm": confirm}
        answer = await self._ask(told, person, "", body)
        if answer is not None:
            told.mine[person.id] = (answer["id"], answer["starts"])
            (told.held.discard if confirm else told.held.add)(person.id)

    async def _cancel(self, told: Told, person: Somebody, id_: str) -> None:
        answer = await self._ask(told, person, f"/{id_}/cancellation", {})
        if answer is not None or person.id in told.held:  # a hold that is over can't be cancelled, and is gone too
            told.mine.pop(person.id)
            told.held.discard(person.id)

    async def _move(self, told: Told, person: Somebody, id_: str) -> None:
        answer = await self._ask(told, person, f"/{id_}/change", {"starts": self._dice.choice(self._starts)})
        if answer is not None:
            told.mine[person.id] = (answer["id"], answer["starts"])

    async def _ask(self, told: Told, person: Somebody, path: str, body: object) -> dict[str, str] | None:
        request = signed_request(self._signer, self._place, f"/v1/appointments{path}", body, person.token, time.time())
        status, content = await self._line.ask(request)
        answer: dict[str, str] = json.loads(content) if content else {}
        told.answers["" if status == 200 else answer.get("code", str(status))] += 1
        return answer if status == 200 else None


async def _contend(addresses: Sequence[str], starts: Sequence[str], attempts: int) -> Told:
    places = [Place.of(addresses[number % len(addresses)]) for number in range(CLIENTS)]
    lines = [await Line.to(place) for place in places]
    clients = [
        Client(line, place, [somebody(n) for n in range(number, PEOPLE, CLIENTS)], starts, number)
        for number, (line, place) in enumerate(zip(lines, places, strict=True))
    ]
    told = Told()
    await asyncio.gather(*(client.run(told, attempts) for client in clients))
    for line in lines:
        await line.close()
    return told


def attempt(url: str, attempts: int) -> tuple[int, Told]:
    """How many places were oversold, and what the clients were told. WrongAnswers where counts or answers are wrong."""
    starts = prepare(url, PEOPLE, PLACES, _RULES)[:SLOTS]
    with ExitStack() as stack:
        servers = [stack.enter_context(platforms(url)) for _ in range(PROCESSES)]
        told = uvloop.run(_contend([server.address for server in servers], starts, attempts))
    if unexpected := set(told.answers) - _EXPECTED:
        raise WrongAnswers(f"answers {unexpected}")
    store = Database(url)
    try:
        with store.read() as db:
            wrong = audit(db)
            taken: dict[str, int] = {row[0]: row[1] for row in db.execute(text(_TAKING))}
            rows = db.execute(text("SELECT person_id, id FROM appointments WHERE state = 1"))
            booked = {row[0]: row[1] for row in rows}
    finally:
        store.close()
    if wrong:
        raise WrongAnswers(f"counts {wrong[:3]}")
    mine = {person: id_ for person, (id_, _) in told.mine.items() if person not in told.held}
    if mine != booked:
        raise WrongAnswers(f"{len(mine.items() ^ booked.items())} appointments are not as their people were told")
    return sum(max(count - PLACES, 0) for count in taken.values()), told


_EXPECTED = {"", "appointment.full", "appointment.same-business", "appointment.ended"}


def oversell(folder: Path, attempts: int = ATTEMPTS) -> list[Figure]:
    """On both databases."""
    return [_figure(kind, folder, attempts) for kind in KINDS]


def _figure(kind: str, folder: Path, attempts: int) -> Figure:
    (folder / kind).mkdir()
    began = time.monotonic()
    with database(kind, folder / kind) as url:
        over, told = attempt(url, attempts)
    took, full = time.monotonic() - began, told.answers["appointment.full"]
    return Figure(
        f"超卖, {attempts} 次争抢 · oversold in {attempts} attempts ({KINDS[kind]})",
        over,
        "places",
        0,
        note=f"{PROCESSES} processes, {told.answers['']} done, {full} found it full, audited; {took:.0f} s",
    )
