"""What changed from one written document to another, place by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """One difference between two versions; what was or is not there is empty."""

    path: str
    before: str
    after: str


def changes(before: Any, after: Any) -> list[Change]:
    """All of them, in the order of the documents."""
    old, new = flat(before), flat(after)
    paths = dict.fromkeys((*old, *new))
    return [Change(path, old.get(path, ""), new.get(path, "")) for path in paths if old.get(path) != new.get(path)]


def flat(part: Any, path: str = "") -> dict[str, str]:
    """Every value by its path; parts of a list that have a key go by it: `materials[id-card].handling`."""
    if isinstance(part, Mapping):
        inner = [(f"{path}.{key}" if path else str(key), value) for key, value in part.items()]
    elif isinstance(part, Sequence) and not isinstance(part, str | bytes):
        if not any(isinstance(one, Mapping | list) for one in part):
            return {path: " / ".join(map(str, part))}
        inner = [(f"{path}[{_name(value, place)}]", value) for place, value in enumerate(part)]
    else:
        return {path: str(part)}
    return {name: value for inside, held in inner for name, value in flat(held, inside).items()}


def _name(part: Any, place: int) -> str:
    """What a part of a list goes by: its key, what it uses, the first word of an option, else its place."""
    if isinstance(part, Mapping):
        return str(part.get("key") or part.get("use") or place)
    if isinstance(part, list) and len(part) in (3, 5):
        return str(part[0])
    return part if isinstance(part, str) else str(place)
