"""Items of registers and licences: what they are called, what their values mean, and who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from server_stub.texts import Text, mask_name, mask_number, text


class Sight(Enum):
    """Who may see an item, and how."""

    OPEN = "open"  # also with a card alone (level 2)
    PRIVATE = "private"  # level 3
    NUMBER = "number"  # masked on a screen
    NAME = "name"  # somebody's name: level 3, and masked on a screen


@dataclass(frozen=True)
class Item:
    """One item. `values` are the words for coded values."""

    key: str
    label: Text
    sight: Sight
    values: Mapping[str, Text]

    def shown(self, raw: str) -> Text:
        """A value in words, in full."""
        return self.values.get(raw) or Text(zh=raw, en=raw)

    def masked(self, raw: str) -> Text:
        """A value in words, as it may stand on a screen."""
        if self.sight is Sight.NUMBER:
            return Text(zh=mask_number(raw), en=mask_number(raw))
        if self.sight is Sight.NAME:
            return Text(zh=mask_name(raw), en=mask_name(raw))
        return self.shown(raw)


def items_of(data: Mapping[str, Any], default: Sight, options: Mapping[str, Any]) -> dict[str, Item]:
    """The items of a register or kind as its file writes them.

    `items: {key: [zh, en]}` or `[zh, en, sight]`; `values: {key: {value: [zh, en]}}`, or the name of an option list.
    """
    values: Mapping[str, Any] = data.get("values", {})
    return {
        key: Item(
            key=key,
            label=text(written[:2]),
            sight=Sight(written[2]) if len(written) > 2 else default,
            values=_values(values.get(key, {}), options),
        )
        for key, written in data["items"].items()
    }


def _values(written: Any, options: Mapping[str, Any]) -> dict[str, Text]:
    if isinstance(written, str):
        return {str(option[0]): text(option[1:3]) for option in options[written]}
    return {str(value): text(words) for value, words in written.items()}
