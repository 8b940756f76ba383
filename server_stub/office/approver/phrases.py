"""Ready phrases (常用语) of the approver, from their file: reasons as they stand in notices, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from server_stub.cases.states import Move
from server_stub.data_files import load_yaml


@cache
def _phrases() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_yaml("phrases.yaml")
    return found


def of_move(move: Move) -> tuple[str, ...]:
    """Reasons for a move; none where it needs none."""
    return tuple(_phrases()["moves"].get(move.value, ()))


def why(kind: str) -> tuple[str, ...]:
    """Why something of this kind (material, field) has to be corrected."""
    return tuple(_phrases()["correction"][kind]["why"])


def how(kind: str) -> tuple[str, ...]:
    """How it is mended; the first is what is proposed."""
    return tuple(_phrases()["correction"][kind]["how"])
