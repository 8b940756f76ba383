"""How messages between a driver and its process become what `devices.cards.child.Pipe` sends, and back."""

from __future__ import annotations

from typing import Any

import msgspec


def to_wire(message: msgspec.Struct) -> dict[str, Any]:
    """What `Pipe` sends."""
    wire: dict[str, Any] = msgspec.to_builtins(message)
    return wire


def message_of(wire: dict[str, Any], kinds: Any) -> Any:
    """One of these kinds of messages (a union of tagged structs); None for what is none of them."""
    try:
        return msgspec.convert(wire, kinds)
    except (msgspec.ValidationError, RecursionError):
        return None
