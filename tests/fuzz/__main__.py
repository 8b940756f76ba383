"""`python -m tests.fuzz [parser …]`: a million spoiled cases for each parser; 0 crashes, none above 100 ms.

Prints count, seed and cases a second for each. Where atheris is installed, it then looks for more (`--guided`, runs for
each parser). Exit code 1 if anything was found.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys

from tests.bench.figures import columns
from tests.fuzz.parsers import TARGETS
from tests.fuzz.runner import SLOW, Outcome, run

_WIDTHS = (18, 12, 10, 12, 12, 8)
_HEADINGS = ("解析器 · parser", "例 cases", "种子 seed", "例/秒 per s", "最慢 worst ms", "崩溃 crashes")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("parsers", nargs="*", choices=[*TARGETS, []])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", type=int, default=200_000, help="runs of atheris for each parser; 0: none")
    given = parser.parse_args()
    names = given.parsers or list(TARGETS)
    print(columns(_WIDTHS, *_HEADINGS), flush=True)
    good = [_told(run(TARGETS[name], given.cases, given.seed), given.seed) for name in names]
    if given.guided:
        good.append(_guided(names, given.guided, given.seed))
    return 0 if all(good) else 1


def _told(outcome: Outcome, seed: int) -> bool:
    rate, worst = outcome.cases / max(outcome.seconds, 1e-9), f"{outcome.worst * 1000:.1f}"
    print(columns(_WIDTHS, outcome.name, str(outcome.cases), str(seed), f"{rate:.0f}", worst, str(outcome.crashed)))
    for crash in outcome.crashes:
        print(crash)
    if outcome.slow:
        print(f"{outcome.name}: {outcome.slow} cases above {SLOW * 1000:.0f} ms")
    sys.stdout.flush()
    return outcome.good


def _guided(names: list[str], runs: int, seed: int) -> bool:
    if importlib.util.find_spec("atheris") is None:
        print("atheris: not installed here (pip install atheris)")
        return True
    failed = []
    for name in names:
        command = [sys.executable, "-m", "tests.fuzz.guided", name, str(runs), str(seed)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        print(f"atheris: {name}, {runs} runs, seed {seed}: {'nothing found' if not done.returncode else 'FOUND'}")
        if done.returncode:
            failed.append(name)
            print(done.stdout[-1500:], done.stderr[-3000:])
    return not failed


if __name__ == "__main__":
    sys.exit(main())
