"""A cell of the matrix, and how the matrix is shown and kept."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.figures import columns


@dataclass(frozen=True)
class Cell:
    """`told_ms`: from the fault on the wire to the words drawn; None: nobody had to be told. `recovered_ms`: from its
    end to the device's status; None: the status never was other than ready.
    """

    device: str
    fault: str
    step: str
    told_ms: float | None
    recovered_ms: float | None
    result: str
    note: str = ""

    @property
    def failed(self) -> bool:
        """Whether an invariant did not hold."""
        return self.result != "ok"


def keep(cells: Sequence[Cell], file: Path) -> None:
    """Writes the list as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(c) for c in cells], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(cells: Iterable[Cell]) -> str:
    """A line for each device and fault: told and recovered (median / worst), cells, how many failed."""
    rows: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.device, cell.fault), []).append(cell)
    lines = [
        columns(_WIDTHS, "设备 · device", "故障 · fault", "告知 told ms", "恢复 back ms", "格 cells", "失败 failed")
    ]
    for (device, fault), own in rows.items():
        told = [c.told_ms for c in own if c.told_ms is not None]
        back = [c.recovered_ms for c in own if c.recovered_ms is not None]
        failed = sum(c.failed for c in own)
        lines.append(columns(_WIDTHS, device, fault, _spread(told), _spread(back), str(len(own)), str(failed or "")))
    return "\n".join(lines)


_HEADINGS = ("设备 · device", "故障 · fault", "告知 told ms", "恢复 back ms", "格 cells", "失败 failed")
_WIDTHS = (16, 22, 16, 16, 12, 6)


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.0f} / {max(values):.0f}" if values else "—"
