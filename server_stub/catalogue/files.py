"""The catalogue's files: what they hold, and the parts that many services share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from server_stub.data_files import DATA, load_yaml

FOLDER = DATA / "catalogue"
_SHARED = ("options", "questions", "fields", "materials", "sections")


class CatalogueError(Exception):
    """Something in the catalogue is not right: where, and what, everything at once. Nobody works with it."""

    def __init__(self, place: str, *mistakes: str) -> None:
        super().__init__("\n".join(f"{place}: {mistake}" for mistake in mistakes))
        self.place, self.mistakes = place, mistakes


@dataclass(frozen=True)
class Shared:
    """What services refer to by key."""

    options: Mapping[str, Any]
    questions: Mapping[str, Any]
    fields: Mapping[str, Any]
    materials: Mapping[str, Any]
    sections: Mapping[str, Any]
    commitment: tuple[str, str]
    areas: Mapping[str, Any]  # fields.yaml by key (领域)
    departments: Mapping[str, Any]
    registers: Mapping[str, Any]
    licence_kinds: Mapping[str, Any]
    kept_proofs: Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """A service as a file has it, with the file's defaults."""

    place: str  # file and code, for messages
    area: str
    data: Mapping[str, Any]


@cache
def areas() -> Mapping[str, Any]:
    """The fields (领域) by key, in the files' order."""
    return {area["key"]: area for area in load_yaml(FOLDER / "fields.yaml")}


def load_shared(folder: Path = FOLDER) -> Shared:
    """The shared parts. A key that two files define differently is a CatalogueError."""
    parts: dict[str, dict[str, Any]] = {name: {} for name in _SHARED}
    commitment: Any = None
    for path in sorted((folder / "common").glob("*.yaml")):
        content = load_yaml(path)
        commitment = content.get("commitment", commitment)
        for name in _SHARED:
            for key, value in (content.get(name) or {}).items():
                if parts[name].setdefault(key, value) != value:
                    raise CatalogueError(f"common/{path.name}", f"{name}.{key} is defined twice")
    return Shared(
        **parts,
        commitment=tuple(commitment),
        areas={area["key"]: area for area in load_yaml(folder / "fields.yaml")},
        **{
            name: load_yaml(folder / f"{name}.yaml")
            for name in ("departments", "registers", "licence_kinds", "kept_proofs")
        },
    )


def written_services(folder: Path = FOLDER) -> Iterator[Written]:
    """All services of the files, in the files' order."""
    for path in sorted((folder / "services").glob("*.yaml")):
        content = load_yaml(path)
        for data in content["services"]:
            place = f"services/{path.name} {data.get('code', '?')}"
            yield Written(place, content["field"], {**content.get("defaults", {}), **data})
