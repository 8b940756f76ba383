"""Bookings against one hot day: at 1,000 a second and as fast as it goes, and a naive handler under the same load."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from server_stub.appointments.places import audit
from server_stub.database import Database
from tests.bench import naive
from tests.bench.figures import Figure
from tests.bench.halls import Server, database, platforms, prepare

KINDS = {"sqlite": "SQLite, FULL", "postgresql": "PostgreSQL"}
_RATE, _SECONDS = 1_000, 10
_CLIENTS, _CLOSED_SECONDS, _AT_MOST = 64, 6, 20_000
_WARM_RATE, _WARM_SECONDS = 200, 3
_NAIVE_PLACES = 1_000  # in each slot: four of five who want one get it
_ENOUGH = 10_000
_LONGEST = 120.0


class WrongAnswers(Exception):
    """Answers that must not be, or a count that is wrong: no figure is true then."""


def bookings(folder: Path) -> list[Figure]:
    """On both databases."""
    rows = []
    for kind in KINDS:
        (folder / kind).mkdir()
        rows += _on(kind, folder / kind)
    return rows


def _on(kind: str, folder: Path) -> list[Figure]:
    naively, over, taken = _naive(kind, folder)
    loads = ((_WARM_RATE, _WARM_SECONDS), (_RATE, _SECONDS))
    people = sum(rate * seconds for rate, seconds in loads) + _AT_MOST
    with ExitStack() as stack:
        url = stack.enter_context(database(kind, folder))
        starts = prepare(url, people, _ENOUGH)
        address = stack.enter_context(platforms(url)).address
        first, open_ = 0, {}
        for rate, seconds in loads:
            open_ = _load(address, starts, first, "--rate", str(rate), "--seconds", str(seconds))
            _refuse_others(open_, {"200"})
            first += rate * seconds
        crowd = ("--people", str(_AT_MOST), "--clients", str(_CLIENTS))
        closed = _load(address, starts, first, *crowd, "--seconds", str(_CLOSED_SECONDS))
        _refuse_others(closed, {"200"})
        _refuse_wrong_counts(url, first + closed["answers"])
    ms, on = open_["ms"], KINDS[kind]
    told = f"all booked, {open_['answers']} at {_RATE}/s from their due moment, p50 {ms['p50']:g}, max {ms['p100']:g}"
    oversells = f"naive check-then-insert oversold {over} of {taken} places"
    return [
        Figure(
            f"预约 p99, {_RATE}/s 开环 · booking p99, open loop ({on})",
            ms["p99"],
            "ms",
            60 if kind == "sqlite" else None,
            "naive",
            naively["ms"]["p99"],
            f"{told}; {oversells}, {naively['rate']:g}/s answered",
        ),
        Figure(
            f"最高预约速率, {_CLIENTS} 并发 · bookings a second, closed loop ({on})",
            closed["rate"],
            "/s",
            note=f"n={closed['answers']}, p99 {closed['ms']['p99']:g} ms",
            more=True,
        ),
    ]


def _naive(kind: str, folder: Path) -> tuple[dict[str, Any], int, int]:
    """The load's report, how many places were oversold, and how many there were."""
    folder = folder / "naive"
    folder.mkdir()
    with ExitStack() as stack:
        url = stack.enter_context(database(kind, folder))
        options = ("--database", url, "--places", str(_NAIVE_PLACES))
        address = stack.enter_context(Server("tests.bench.naive", *options)).address
        starts = [f"slot-{number}" for number in range(8)]
        report = _load(address, starts, 0, "--rate", str(_RATE), "--seconds", str(_SECONDS))
        return report, naive.oversold(url, _NAIVE_PLACES), _NAIVE_PLACES * len(starts)


def _load(address: str, starts: Sequence[str], first: int, *options: str) -> dict[str, Any]:
    program = [sys.executable, "-m", "tests.bench.booking_load", "--url", address, "--first", str(first)]
    done = subprocess.run([*program, "--starts", *starts, *options], capture_output=True, timeout=_LONGEST, check=False)
    if done.returncode:
        raise WrongAnswers(done.stderr.decode(errors="replace").strip().splitlines()[-1])
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _refuse_others(report: dict[str, Any], statuses: set[str]) -> None:
    if others := {status: count for status, count in report["statuses"].items() if status not in statuses}:
        raise WrongAnswers(f"answers {others}")


def _refuse_wrong_counts(url: str, booked: int) -> None:
    """Every booking that was answered is there, and every slot is counted right."""
    store = Database(url)
    try:
        with store.read() as db:
            wrong = audit(db)
            there = db.connection().exec_driver_sql("SELECT sum(taken) FROM slots").scalar()
    finally:
        store.close()
    if wrong or there != booked:
        raise WrongAnswers(f"{there} of {booked} bookings are there, wrong slots: {wrong[:3]}")
