"""`python -m kiosk --role self-service --config terminal.toml`: one terminal.

Exit codes: 0 the window was closed or the program was asked to end; 2 the settings can't be used; 3 this terminal
already runs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Reads the settings, takes the terminal's lock, runs."""
    parser = argparse.ArgumentParser(prog="kiosk", description="政务服务大厅终端 · the terminal of a service hall")
    parser.add_argument("--role", choices=("self-service", "window"), default="self-service")
    parser.add_argument("--config", type=Path, default=Path("terminal.toml"))
    arguments = parser.parse_args()

    from kiosk import log, settings, terminal  # late: a wrong option and --help need no Qt

    try:
        settled = settings.load(arguments.config, terminal.SCHEMES)
    except settings.SettingsError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    log.take_uncaught()
    return terminal.main(settled, role=terminal.Role(arguments.role))


if __name__ == "__main__":
    sys.exit(main())
