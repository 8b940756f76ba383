"""What crosses the interface about phone codes."""

from __future__ import annotations

from enum import Enum

from pydantic import Field

from server_stub.people.models import Session
from server_stub.texts import Wire


class Purpose(Enum):
    """What a code is for."""

    SECOND_PROOF = "second-proof"  # to the registered phone; raises the session to level 3
    CONTACT = "contact"  # to a phone the person gave
    CASE = "case"  # to the phone of a case
    SIGN_IN = "sign-in"  # to the phone somebody names who has no card with them; opens a session of level 1


class NewCode(Wire):
    """A code is wanted. `phone` for contact and sign-in; `case_number` and `query_code` for case."""

    purpose: Purpose
    phone: str = Field(default="", max_length=20)
    case_number: str = Field(default="", max_length=64)
    query_code: str = Field(default="", max_length=20)


class SentCode(Wire):
    """A code is on its way; `phone` is masked."""

    id: str
    phone: str


class Try(Wire):
    """A code as the person typed it."""

    code: str = Field(max_length=20)


class CodeResult(Wire):
    """Whether it was right; `session` where the code raised one."""

    right: bool
    tries_left: int
    session: Session | None = None
