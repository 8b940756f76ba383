"""What the log says that staff should know of: faults of devices, prints that failed, forgotten cards, errors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.rules.maintenance import STATES, Happening
from kiosk.rules.texts import Text

MOST = 40
_TAIL = 512 * 1024  # bytes of the log's end that are read
_LONGEST = 160  # characters of a message
_LEVELS = ("warning", "error", "critical")

_EVENTS: Mapping[str, Callable[[Mapping[str, Any]], Text | None]] = {
    "DeviceChanged": lambda line: _device(line),
    "PaperEnded": lambda line: _paper(line),
    "CardLeft": lambda line: Text("有证件留在读卡器上", "A card was left on the reader"),
    "MaintenanceRefused": lambda line: Text("维护登录：PIN 不对", "Maintenance login: wrong PIN"),
    "MaintenanceBegan": lambda line: Text(f"维护登录：{line.get('member')}", f"Maintenance: {line.get('member')}"),
    "SelfTested": lambda line: None if line.get("passed") else _failed_test(line),
}


def recent(file: Path, zone: dt.tzinfo) -> tuple[Happening, ...]:
    """The newest first, at most `MOST`; other lines are passed over. Empty if it can't be read."""
    try:
        with file.open("rb") as log:
            size = log.seek(0, 2)
            log.seek(max(0, size - _TAIL))
            lines = log.read().splitlines()
    except OSError:
        return ()
    found: list[Happening] = []
    for line in reversed(lines):
        if (happening := _read(line, zone)) and len(found) < MOST:
            found.append(happening)
    return tuple(found)


def _read(raw: bytes, zone: dt.tzinfo) -> Happening | None:
    try:
        line = json.loads(raw)
        at = dt.datetime.fromisoformat(line["at"]).astimezone(zone)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
    what = _what(line)
    return Happening(at, what) if what else None


def _what(line: Mapping[str, Any]) -> Text | None:
    if tell := _EVENTS.get(str(line.get("event"))):
        return tell(line)
    if line.get("level") not in _LEVELS:
        return None
    words = f"{line.get('from', line.get('event', ''))}: {line.get('message', '')}"[:_LONGEST]
    return Text(words, words)


def _device(line: Mapping[str, Any]) -> Text | None:
    state = STATES.get(str(line.get("state")))
    if state is None or line.get("state") in ("ready", "busy"):
        return None
    device, detail = line.get("device"), line.get("detail") or ""
    return Text(f"{device}：{state.zh} {detail}".strip(), f"{device}: {state.en} {detail}".strip())


def _paper(line: Mapping[str, Any]) -> Text | None:
    if line.get("outcome") == "done":
        return None
    words = f"{line.get('paper')} {line.get('outcome')} {line.get('reason', '')}".strip()
    return Text(f"没打成：{words}", f"Not printed: {words}")


def _failed_test(line: Mapping[str, Any]) -> Text:
    return Text(f"{line.get('device')}：自检没有通过", f"{line.get('device')}: self-test failed")
