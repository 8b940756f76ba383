"""Departments: their names by district, and the credit codes that begin the codes of their services and licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from server_stub.catalogue.files import FOLDER
from server_stub.catalogue.local import worded
from server_stub.data_files import load_yaml
from server_stub.halls.models import District
from server_stub.texts import Text, text


@dataclass(frozen=True)
class Department:
    """One department; `name` still holds the place of the district."""

    key: str
    name: Text
    code: str

    def name_in(self, district: District) -> Text:
        """What it is called in a district."""
        return worded(self.name, district)


@cache
def departments() -> Mapping[str, Department]:
    """All departments by key."""
    written = load_yaml(FOLDER / "departments.yaml")
    return {key: Department(key, text(data["name"]), data["code"]) for key, data in written.items()}
