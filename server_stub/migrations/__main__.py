"""`python -m server_stub.migrations "what changed"`: writes the next version by comparing the tables with the last one.

Read what it wrote before committing it, then set `HEAD` in `__init__.py`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from server_stub.database import Database
from server_stub.migrations import FOLDER, configuration_for


def main(message: str) -> int:
    """Upgrades an empty database to the last version, and writes what it lacks."""
    versions = sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))
    number = f"{int(versions[-1]) + 1 if versions else 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        with database.engine.execution_options(writing=True).begin() as connection:
            configuration = configuration_for(connection)
            command.upgrade(configuration, "head")
            command.revision(configuration, message, autogenerate=True, rev_id=number)
        database.close()
    print(f"version {number}; HEAD in server_stub/migrations/__init__.py has to say so")
    return 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:]) or "changes"))
