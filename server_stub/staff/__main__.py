"""`python -m server_stub.staff JA0001 余暖 --role guide --hall JA --database …`: adds somebody, or sets their password.

The password is asked for, or read as one line where no terminal is there to ask. A hall's first administrator comes to
be this way.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from pydantic import ValidationError

from server_stub.database import Database
from server_stub.migrations import migrate
from server_stub.staff import passwords, service
from server_stub.staff.models import Role, StaffMember


def main(argv: list[str] | None = None) -> int:
    """0, or 2 with one line that says what is wrong."""
    options = _options().parse_args(argv)
    try:
        member = StaffMember(
            number=options.number,
            name=options.name,
            roles=tuple(Role(role) for role in options.role),
            departments=tuple(options.department),
            hall=options.hall,
            levels=tuple(options.level),
        )
        kept = passwords.hashed(_password())
    except ValidationError as error:
        print(f"{'.'.join(str(p) for p in error.errors()[0]['loc'])}: {error.errors()[0]['msg']}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    database = Database(options.database)
    migrate(database)
    database.write(lambda db: service.keep(db, member, kept))
    database.close()
    print(f"{member.number} {member.name}: {', '.join(role.value for role in member.roles)}")
    return 0


def _password() -> str:
    return getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server_stub.staff", description="A member of staff.")
    parser.add_argument("number", help="on the badge (工号)")
    parser.add_argument("name")
    parser.add_argument("--role", action="append", required=True, choices=[role.value for role in Role])
    parser.add_argument("--department", action="append", default=[], help="as departments.yaml names it")
    parser.add_argument("--level", action="append", type=int, default=[], help="of decision, 1 to 3; without: all")
    parser.add_argument("--hall", default="", help="without: all halls")
    parser.add_argument("--database", default=os.environ.get("DATABASE_URL", "sqlite:///hall.db"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
