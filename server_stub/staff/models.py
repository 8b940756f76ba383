"""What crosses the interface about staff, and a member of staff as the platform knows them."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Annotated

from pydantic import Field, StringConstraints

from server_stub.texts import Wire

StaffNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,20}$")]


class Role(Enum):
    """What a member of staff may do."""

    CLERK = "clerk"  # 综窗: receives, calls numbers
    APPROVER = "approver"  # 审批人
    ADMINISTRATOR = "administrator"
    GUIDE = "guide"  # 导办台


class StaffMember(Wire):
    """Who somebody is and what they may do."""

    number: StaffNumber
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    roles: tuple[Role, ...] = Field(min_length=1, max_length=4)
    departments: tuple[Annotated[str, StringConstraints(max_length=40)], ...] = Field(default=(), max_length=40)
    hall: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2,6})?$")] = ""  # "": all halls
    levels: tuple[Annotated[int, Field(ge=1, le=3)], ...] = Field(default=(), max_length=3)  # of decision; none: all

    def may(self, *roles: Role) -> bool:
        """Whether they have one of these roles."""
        return any(role in self.roles for role in roles)

    def decides_at(self, level: int) -> bool:
        """Whether an approver works on cases that stand at this level of decision."""
        return not self.levels or level in self.levels


class SignIn(Wire):
    """A member of staff at a terminal."""

    number: StaffNumber
    password: str = Field(max_length=128)


class StaffSession(Wire):
    """`token` goes into the header X-Staff-Token of this terminal's calls."""

    token: str
    staff: StaffMember
    expires_at: dt.datetime


class SignedOut(Wire):
    """The session is over."""

    number: str
