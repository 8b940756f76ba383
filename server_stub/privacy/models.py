"""What crosses the interface about privacy requests."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any

from pydantic import Field

from server_stub.texts import Wire


class RequestKind(Enum):
    """查阅 (what do you have of me?), 删除, 撤回同意."""

    VIEW = "view"
    DELETE = "delete"
    WITHDRAW_CONSENT = "withdraw-consent"


class NewPrivacyRequest(Wire):
    """What somebody wants; the text is voluntary."""

    kind: RequestKind
    text: str = Field(default="", max_length=500)


class PrivacyRequest(Wire):
    """A request and its answer; `data` is what the platform has, for a view that was granted."""

    number: str
    kind: RequestKind
    state: str
    asked_at: dt.datetime
    due_on: dt.date
    answer: str
    data: dict[str, Any] | None
