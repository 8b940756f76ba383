"""`/v1/me/records`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from server_stub.codes import HOLDER, documented
from server_stub.platform import AnyCall
from server_stub.records import service as records
from server_stub.records.models import RecordView

router = APIRouter(tags=["records"])


@router.get("/v1/me/records/{service}", responses=documented(*HOLDER, "service.unknown", "record.no-query"))
def look_up(call: AnyCall, service: Annotated[str, Path(max_length=40)]) -> RecordView:
    """What a query service (L1) shows of this person, at the service's level; numbers and names are masked."""
    with call.platform.database.read() as db:
        return records.look_up(db, call, service)
