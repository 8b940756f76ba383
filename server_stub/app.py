"""The application: the platforms' interface over one database."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from server_stub import clock as clocks
from server_stub import problems
from server_stub.cases import routes as cases
from server_stub.catalogue import routes as catalogue
from server_stub.catalogue.loader import load_services
from server_stub.database import Database
from server_stub.demo import routes as demo_routes
from server_stub.demo.faults import FaultsMiddleware
from server_stub.demo.loader import refresh
from server_stub.documents import rendering
from server_stub.documents import routes as documents
from server_stub.idempotency import Idempotency
from server_stub.limits import BodyLimit
from server_stub.people import routes as people
from server_stub.phone_codes import routes as phone_codes
from server_stub.platform import Faults, Platform
from server_stub.queue import routes as queue
from server_stub.queue.halls import load_halls
from server_stub.working_days import load_calendar

_ABOUT = (
    "A working model of unified intake (统一受理平台) and of appointments with queueing (一体化预约服务平台). "
    "Writes carry an Idempotency-Key; errors are RFC 9457 problem documents with a stable `code`; times are RFC 3339."
)


def create_app(
    database_url: str, *, demo: bool = False, clock: clocks.Clock = clocks.now, warm: bool = False
) -> FastAPI:
    """The platforms over a database. `demo` adds the sample citizens and the demo routes; `warm` loads the renderer."""
    database = Database(database_url)
    database.create_tables()
    platform = Platform(
        database=database,
        clock=clock,
        calendar=load_calendar(),
        services=load_services(),
        halls=load_halls(),
        idempotency=Idempotency(database, clock),
        faults=Faults(),
        demo=demo,
    )
    if demo:
        refresh(platform)
    app = FastAPI(title="Government service platforms", version="1.0", description=_ABOUT, lifespan=_lifespan(warm))
    app.state.platform = platform
    problems.install(app)
    for routes in (people, phone_codes, catalogue, documents, cases, queue):
        app.include_router(routes.router)
    if demo:
        app.include_router(demo_routes.router)
        app.add_middleware(FaultsMiddleware, faults=platform.faults)
    app.add_middleware(BodyLimit)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _lifespan(warm: bool) -> Any:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=rendering.warm_up, name="warm-up", daemon=True).start()
        yield
        app.state.platform.database.close()

    return lifespan


def _openapi(app: FastAPI) -> dict[str, Any]:
    if not app.openapi_schema:
        app.openapi_schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        problems.describe_in(app.openapi_schema)
    return app.openapi_schema
