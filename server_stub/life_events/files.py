"""The files of the life events: what each holds, and the groups and documents that all refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server_stub.catalogue.files import FOLDER, Written
from server_stub.data_files import load_yaml


@dataclass(frozen=True)
class Frame:
    """What life events refer to by key: groups of the menu, documents that name topics, and parts that several use."""

    groups: Mapping[str, Any]
    documents: Mapping[str, Any]
    questions: Mapping[str, Any]
    components: Mapping[str, Any]


def load_frame(folder: Path = FOLDER) -> Frame:
    """Groups in the order of the menu, documents by key."""
    content = load_yaml(folder / "life_events.yaml")
    groups = {group["key"]: group for group in content["groups"]}
    return Frame(groups, content["documents"], content["questions"], content["components"])


def written_life_events(folder: Path = FOLDER) -> Iterator[Written]:
    """All life events of the files, in the files' order; `area` is the group."""
    for path in sorted((folder / "life_events").glob("*.yaml")):
        content = load_yaml(path)
        for order, data in enumerate(content["events"]):
            place = f"life_events/{path.name} {data.get('key', '?')}"
            yield Written(place, content["group"], {"order": order, **content.get("defaults", {}), **data})
