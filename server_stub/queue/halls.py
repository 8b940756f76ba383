"""Halls with their terminals, zones, windows and hours, from the data file."""

from __future__ import annotations

import datetime as dt

from server_stub.data_files import load_yaml
from server_stub.texts import Text, Wire, text


class Hours(Wire):
    """When numbers are given. `days` is working or all."""

    opens: dt.time
    tickets_until: dt.time
    closes: dt.time
    days: str


class WindowQueue(Wire):
    """Windows that call from one row of numbers."""

    name: str
    prefix: str
    zone: Text
    windows: str
    window_count: int
    minutes_each: int  # until enough cases of the day are measured
    quota: int


class HallBusiness(Wire):
    """What numbers are given for. `crowd` is how many wait at the start of a demo."""

    key: str
    queue: str
    title: Text
    bring: str
    service: str = ""
    crowd: int = 0


class Hall(Wire):
    """One hall."""

    id: str
    name: str
    short: str
    region: str
    hours: Hours
    help: str
    hotline: str
    passed_rule: str
    elsewhere: Text
    queues: dict[str, WindowQueue]
    businesses: dict[str, HallBusiness]


class Terminal(Wire):
    """A terminal the platform knows, and the services in the order of its menu."""

    id: str
    hall: str
    place: str
    services: tuple[str, ...]


class Halls(Wire):
    """All halls and terminals by id."""

    halls: dict[str, Hall]
    terminals: dict[str, Terminal]


def load_halls() -> Halls:
    """The halls of the data file."""
    data = load_yaml("halls.yaml")
    halls = {
        key: Hall(
            id=key,
            elsewhere=text(hall["elsewhere"]),
            queues={k: WindowQueue(**{**q, "zone": text(q["zone"])}) for k, q in hall["queues"].items()},
            businesses={
                k: HallBusiness(key=k, **{**b, "title": text(b["title"])}) for k, b in hall["businesses"].items()
            },
            **{k: v for k, v in hall.items() if k not in ("elsewhere", "queues", "businesses")},
        )
        for key, hall in data["halls"].items()
    }
    terminals = {
        key: Terminal(id=key, hall=t["hall"], place=t["place"], services=tuple(data["menus"][t["menu"]]))
        for key, t in data["terminals"].items()
    }
    return Halls(halls=halls, terminals=terminals)
