"""Halls, menus, districts and terminals of the data files: the starting point of what is configured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server_stub.data_files import DATA, load_yaml
from server_stub.halls.models import District, Hall, LocalGuide, Menu, Site, TerminalEntry
from server_stub.texts import text


def hall_of(data: Mapping[str, Any]) -> Hall:
    """A hall as the files write it: texts as `[zh, en]`, windows as `[first, last, skill, …]`. pydantic's errors."""
    plain = dict(data)
    plain["district"], plain["elsewhere"] = text(data["district"]), text(data["elsewhere"])
    plain["queues"] = {k: {**q, "zone": text(q["zone"])} for k, q in data["queues"].items()}
    plain["businesses"] = {k: {"key": k, **b, "title": text(b["title"])} for k, b in data["businesses"].items()}
    plain["windows"] = [w for group in data["windows"] for w in _windows(group)]
    hours = dict(data["hours"])
    if "exceptions" in hours:
        hours["exceptions"] = [{**e, "note": text(e.get("note", ("", "")))} for e in hours["exceptions"]]
    plain["hours"] = hours
    return Hall.model_validate(plain)


def _windows(group: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`{from: B05, to: B12, skills: [social]}` as single windows."""
    first, last = group["from"], group.get("to", group["from"])
    letter = first.rstrip("0123456789")
    width = len(first) - len(letter)
    numbers = range(int(first[len(letter) :]), int(last[len(letter) :]) + 1)
    rest = {k: v for k, v in group.items() if k not in ("from", "to")}
    return [{"id": f"{letter}{n:0{width}d}", **rest} for n in numbers]


def district_of(region: str, data: Mapping[str, Any]) -> District:
    """A district as the files write it."""
    guides = {code: _local_guide(what) for code, what in data.get("guides", {}).items()}
    return District(region=region, name=text(data["name"]), short=text(data["short"]), guides=guides)


def _local_guide(data: Mapping[str, Any]) -> LocalGuide:
    return LocalGuide.model_validate({k: text(v) if k in ("where", "fee") else v for k, v in data.items()})


def load_site() -> Site:
    """All of it. A file that is not right raises: the platform must not start with it."""
    content = load_yaml("site.yaml")
    halls = {h["id"]: hall_of(h) for h in map(load_yaml, sorted((DATA / "halls").glob("*.yaml")))}
    return Site(
        halls=halls,
        menus={key: Menu.model_validate(m) for key, m in content["menus"].items()},
        districts={str(r): district_of(str(r), d) for r, d in content["districts"].items()},
        terminals={key: TerminalEntry(id=key, **t) for key, t in content["terminals"].items()},
    )
