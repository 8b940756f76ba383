"""The same parsers under atheris, which looks for inputs that reach new code; where it is installed.

`python -m tests.fuzz.guided TARGET RUNS SEED`: a process for each parser, since libFuzzer ends the one it runs in.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["devices", "printing", "kiosk.rules"]):
    from tests.fuzz.parsers import TARGETS


def main() -> None:
    """Ends with libFuzzer's own code: 0 if nothing was found."""
    name, runs, seed = sys.argv[1:4]
    target = TARGETS[name]
    corpus = Path(tempfile.mkdtemp(prefix="fuzz-"))  # libFuzzer ends the process: nothing behind it is run
    for number, golden in enumerate(target.golden):
        (corpus / str(number)).write_bytes(golden)
    limits = ["-timeout=1", "-verbosity=0", "-max_len=4096", f"-artifact_prefix={corpus}/"]
    arguments = [sys.argv[0], f"-runs={runs}", f"-seed={seed}", *limits, str(corpus)]
    atheris.Setup(arguments, lambda data: target.parse(data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
