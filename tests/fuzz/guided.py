"""The same parsers under atheris, which looks for inputs that reach new code; where it is installed.

`python -m tests.fuzz.guided TARGET RUNS SEED`: a process for each parser, since libFuzzer ends the one it runs in.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["devices", "printing", "kiosk.rules"]):
    from tests.fuzz.parsers import TARGETS


def main() -> None:
    """Ends with libFuzzer's own code: 0 if nothing was found."""
    name, runs, seed = sys.argv[1:4]
    target = TARGETS[name]
    arguments = [sys.argv[0], f"-runs={runs}", f"-seed={seed}", "-timeout=1", "-verbosity=0", "-max_len=4096"]
    atheris.Setup(arguments, lambda data: target.parse(data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
