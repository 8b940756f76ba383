"""`python -m tests.faults`: every device × every fault × every step of the visits, in one terminal.

Prints the matrix as a table and writes out/faults.json, a list of
`{device, fault, step, told_ms, recovered_ms, result, note}`. Exit code 1 if a cell failed. `--device`, `--fault` and
`--step` (a part of the name will do) and `--in-use` take some of the matrix only; `--covering` a selection by `--seed`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from tests.faults.cells import Cell, keep, table
from tests.faults.matrix import Wish, play

OUT = Path("out/faults.json")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="faults")
    parser.add_argument("--device", default="")
    parser.add_argument("--fault", default="")
    parser.add_argument("--step", default="")
    parser.add_argument("--in-use", action="store_true", help="only where a person meets the fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=0, help="so many cells of each device, by the seed")
    parser.add_argument("--covering", action="store_true", help="each fault and each step at least once")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    for variable, value in (("QT_QPA_PLATFORM", "offscreen"), ("QT_QUICK_BACKEND", "software")):
        os.environ.setdefault(variable, value)
    part = (given.device, given.fault, given.step)
    wish = Wish(*part, given.in_use, given.seed, given.most, given.covering)
    began = time.monotonic()
    cells: list[Cell] = []

    def tell(cell: Cell) -> None:
        cells.append(cell)
        keep(cells, given.out)
        if cell.failed or sys.stdout.isatty():
            print(f"{'✗' if cell.failed else '✓'} {cell.device} {cell.fault} {cell.step}: {cell.note}", flush=True)

    code = play(wish, tell)
    failed = sum(cell.failed for cell in cells)
    print(table(cells))
    print(
        f"{len(cells)} cells, {failed} failed; seed {given.seed}; {time.monotonic() - began:.0f} s; also in {given.out}"
    )
    return 1 if failed or code or not cells else 0


if __name__ == "__main__":
    sys.exit(main())
