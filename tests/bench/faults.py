"""How soon a person is told of a fault and how soon a device is back: a part of the fault matrix, by device."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.faults.rig import RECOVERY, TOLD

_OF_EACH = 5  # cells of each device, where a person meets the fault; all of them: `make faults`
_LONGEST = 280.0

Row = dict[str, Any]


def faults(folder: Path) -> list[Figure]:
    """Told and back, median and worst, for each device; and how many cells missed what is allowed them."""
    out = folder / "faults.json"
    program = [sys.executable, "-m", "tests.faults", "--in-use", "--most", str(_OF_EACH), "--out", str(out)]
    subprocess.run(program, capture_output=True, timeout=_LONGEST, check=False)
    rows: list[Row] = json.loads(out.read_text(encoding="utf-8"))
    figures = [one for device in dict.fromkeys(row["device"] for row in rows) for one in _of(device, rows)]
    failed = [f"{row['device']} {row['fault']}: {row['note']}" for row in rows if row["result"] != "ok"]
    note = "; ".join(failed) or f"{len(rows)} cells; silence is allowed the driver's own deadline beside"
    return [*figures, Figure("故障格未达标 · fault cells that missed their goal", float(len(failed)), "", 0, note=note)]


def _of(device: str, rows: list[Row]) -> list[Figure]:
    own = [row for row in rows if row["device"] == device]
    told = {row["fault"]: row["told_ms"] for row in own if row["told_ms"] is not None}
    back = {row["fault"]: row["recovered_ms"] for row in own if row["recovered_ms"] is not None}
    figures = []
    for what, samples, goal in ((f"{device}: 告知 · told", told, TOLD), (f"{device}: 恢复 · back", back, RECOVERY)):
        if samples:
            worst = max(samples, key=lambda fault: samples[fault])
            note = f"n={len(samples)}, worst {samples[worst]:.0f} ({worst})"
            figures.append(Figure(what, round(statistics.median(samples.values()), 1), "ms", goal * 1000, note=note))
    return figures
