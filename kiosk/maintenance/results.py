"""The last self-test of each device, kept on disk."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Mapping
from pathlib import Path

from kiosk.rules.maintenance import TestResult
from kiosk.rules.texts import Text

_log = logging.getLogger(__name__)


class Results:
    """One small file. One that can't be read is as if nothing had been tested."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._results = _read(file)

    def all(self) -> Mapping[str, TestResult]:
        """By device."""
        return dict(self._results)

    def keep(self, result: TestResult) -> None:
        """In the place of the device's last one."""
        self._results[result.device] = result
        lines = [[r.device, r.at.isoformat(), r.passed, r.found.zh, r.found.en] for r in self._results.values()]
        fresh = self._file.with_name(self._file.name + ".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._file)
        except OSError as full:
            _log.error("self-tests can't be kept: %s", full.strerror)


def _read(file: Path) -> dict[str, TestResult]:
    try:
        lines = json.loads(file.read_text(encoding="utf-8"))
        results = [
            TestResult(str(device), dt.datetime.fromisoformat(at), bool(passed), Text(str(zh), str(en)))
            for device, at, passed, zh, en in lines
        ]
        if any(result.at.tzinfo is None for result in results):
            raise ValueError("no time zone")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, RecursionError) as broken:
        _log.error("self-tests can't be read: %s", type(broken).__name__)
        return {}
    return {result.device: result for result in results}
