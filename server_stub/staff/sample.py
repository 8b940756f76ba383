"""The sample staff of a demo, from their file."""

from __future__ import annotations

from sqlalchemy import select

from server_stub.data_files import load_yaml
from server_stub.platform import Platform
from server_stub.staff.models import StaffMember
from server_stub.staff.passwords import hashed
from server_stub.staff.tables import StaffRow


def load_staff() -> tuple[str, list[StaffMember]]:
    """The password and the members of the file."""
    data = load_yaml("staff.yaml")
    return str(data["password"]), [StaffMember.model_validate(member) for member in data["staff"]]


def new_staff(platform: Platform) -> list[tuple[StaffMember, str]]:
    """Who of the file is not in the database yet, with the password as it is kept, made once for all of them."""
    password, members = load_staff()
    with platform.database.read() as db:
        known = set(db.scalars(select(StaffRow.number)))
    missing = [member for member in members if member.number not in known]
    kept = hashed(password) if missing else ""
    return [(member, kept) for member in missing]
