"""`python -m devices.emulators KIND …`: one emulator, a program of its own; prints `ready ENDPOINT` when usable."""

from __future__ import annotations

import importlib
import sys

KINDS = ("sdt", "pcsc", "scan", "ticket", "a4", "board", "camera", "face-camera")


def main(argv: list[str]) -> int:
    """Runs the emulator named first; imports no other, as each needs other libraries."""
    if not argv or argv[0] not in KINDS:
        print(f"usage: python -m devices.emulators {{{','.join(KINDS)}}} …", file=sys.stderr)
        return 2
    code = importlib.import_module(f"devices.emulators.{argv[0].replace('-', '_')}").main(argv[1:])
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
