"""What stands in the main menu: each room of the back office brings its own entries."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from server_stub.staff.models import Role
from server_stub.texts import Text


@dataclass(frozen=True)
class Entry:
    """One entry. `path` is below /office; `key` the access key (Alt+Shift+key in most browsers)."""

    path: str
    title: Text
    key: str


@dataclass(frozen=True)
class Room:
    """The pages of one role. Its first entry is where somebody of that role begins."""

    role: Role
    menu: tuple[Entry, ...]
    routers: tuple[APIRouter, ...]


@dataclass(frozen=True)
class Crumb:
    """A page above the present one. `path` is below /office."""

    path: str
    title: Text
