"""Text messages that the platform would send to phones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from screens.dock.outcomes import displayable, parse_list


@dataclass(frozen=True)
class Message:
    """A text message. `code` is empty when it carries none; `at` is aware or None."""

    id: int
    phone: str = field(repr=False)
    text: str = field(repr=False)
    code: str = field(repr=False)
    at: datetime | None


def read_messages(data: bytes) -> tuple[Message, ...] | None:
    """Reads `GET /demo/messages`, oldest first. None if it is no list; what is no message is left out."""
    if (entries := parse_list(data)) is None:
        return None
    found = (_message(entry) for entry in entries if isinstance(entry, dict))
    return tuple(sorted((one for one in found if one), key=lambda one: one.id))


def _message(entry: dict[str, object]) -> Message | None:
    number = entry.get("id")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**63:
        return None
    phone, text, code = (displayable(entry.get(name) or "") for name in ("phone", "text", "code"))
    return Message(number, phone, text, code, _moment(entry.get("at")))


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone() if moment.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None
