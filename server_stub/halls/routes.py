"""`/v1/halls/me`: what happens in the hall of the terminal that calls."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Header
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from server_stub.codes import CALL, documented
from server_stub.events import as_sse
from server_stub.platform import AnyCall, Call
from server_stub.problems import Problem
from server_stub.queue.moves import topic

router = APIRouter(tags=["halls"])
_WATCHERS = ("window", "guide", "display")
_STREAM: dict[int | str, Any] = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}


@router.get(
    "/v1/halls/me/events",
    response_class=StreamingResponse,
    responses={**documented(*CALL, "terminal.kind"), **_STREAM},
)
async def events(
    call: AnyCall, last_event_id: Annotated[int | None, Header(ge=0, le=2**53)] = None
) -> StreamingResponse:
    """Server-sent events of the hall's queues and windows, from now on or after the event last received.

    A comment every 15 seconds keeps the line open. The stream ends with the server: a client comes again then.
    """
    if call.terminal.kind not in _WATCHERS:
        raise Problem("terminal.kind")
    after = last_event_id  # "now" is before the first byte: who has it misses nothing
    if after is None:
        after = await run_in_threadpool(call.platform.feed.newest, topic(call.hall.id))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(call, after), media_type="text/event-stream", headers=headers)


async def _stream(call: Call, after: int) -> AsyncGenerator[bytes]:
    yield b"retry: 2000\n\n"
    async with aclosing(call.platform.feed.watch(topic(call.hall.id), after)) as watched:
        async for one in watched:
            yield as_sse(one)
