"""The application: the platforms' interface over one database."""

from __future__ import annotations

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from server_stub import clock as clocks
from server_stub import examples, problems
from server_stub.appointments import routes as appointments
from server_stub.appointments.timetable import Timetable
from server_stub.authority import routes as authority
from server_stub.beginning import begin
from server_stub.cases import department_routes as departments
from server_stub.cases import routes as cases
from server_stub.catalogue import finding
from server_stub.catalogue import routes as catalogue
from server_stub.catalogue.catalogue import Catalogue
from server_stub.catalogue.search.search import Search
from server_stub.companies import routes as companies
from server_stub.configuration.service import Configuration
from server_stub.corrections import routes as corrections
from server_stub.database import Database
from server_stub.demo import routes as demo_routes
from server_stub.demo.faults import FaultsMiddleware
from server_stub.documents import rendering
from server_stub.documents import routes as documents
from server_stub.entitlements import routes as entitlements
from server_stub.events import Feed
from server_stub.faces import routes as faces
from server_stub.halls import routes as halls
from server_stub.idempotency import Idempotency
from server_stub.jobs import Runner
from server_stub.joint import routes as joint
from server_stub.joint.following import Joint
from server_stub.licences import routes as licences
from server_stub.life_events import routes as life_events
from server_stub.limits import BodyLimit
from server_stub.migrations import migrate
from server_stub.office.app import office
from server_stub.office.pages import BASE as OFFICE
from server_stub.people import routes as people
from server_stub.phone_codes import routes as phone_codes
from server_stub.platform import Faults, Platform, describe_headers_in
from server_stub.printouts import routes as printouts
from server_stub.privacy import routes as privacy
from server_stub.queue import guide_routes, window_routes
from server_stub.queue import routes as queue
from server_stub.ratings import routes as ratings
from server_stub.records import routes as records
from server_stub.reports import routes as reports
from server_stub.routine import JOBS
from server_stub.staff import routes as staff
from server_stub.terminals import routes as terminals
from server_stub.terminals.register import Register

_ABOUT = (
    "A working model of unified intake (统一受理平台) and of appointments with queueing (一体化预约服务平台). "
    "Requests are signed by terminals (RFC 9421); writes carry an Idempotency-Key; errors are RFC 9457 problem "
    "documents with a stable `code`; times are RFC 3339."
)

_ROUTES = (
    *(appointments, authority, cases, catalogue, companies, corrections, departments, documents, entitlements),
    *(
        faces,
        guide_routes,
        halls,
        joint,
        licences,
        life_events,
        people,
        phone_codes,
        printouts,
        privacy,
        queue,
        ratings,
    ),
    *(records, reports, staff, terminals),
    window_routes,
)


def create_app(
    database_url: str, *, demo: bool = False, clock: clocks.Clock = clocks.now, at_work: bool = False
) -> FastAPI:
    """The platforms over a database. `demo` adds the sample citizens and the demo routes.

    `at_work`: loads search and renderer beforehand and does by itself what is due (`routine.JOBS`), as a server does.
    """
    database = Database(database_url)
    migrate(database)
    services = Catalogue(database)
    platform = Platform(
        database=database,
        clock=clock,
        configuration=Configuration(database),
        catalogue=services,
        search=Search([finding.source(services)]),
        terminals=Register(database),
        feed=Feed(database),
        timetable=Timetable(),
        idempotency=Idempotency(database, clock),
        faults=Faults(),
        demo=demo,
        followers=(Joint(),),
    )
    begin(platform)
    app = interface(demo=demo, lifespan=_lifespan(at_work))
    app.state.platform = platform
    app.mount(OFFICE, office(platform))
    if demo:
        app.add_middleware(FaultsMiddleware, faults=platform.faults)
    app.add_middleware(BodyLimit)
    return app


def interface(*, demo: bool, lifespan: Any = None) -> FastAPI:
    """The interface alone, as far as its description goes: routes, problems, OpenAPI."""
    app = FastAPI(title="Government service platforms", version="1.0", description=_ABOUT, lifespan=lifespan)
    problems.install(app)
    for routes in (*_ROUTES, *([demo_routes] if demo else [])):
        app.include_router(routes.router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _lifespan(at_work: bool) -> Any:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        platform: Platform = app.state.platform
        runner = Runner(platform, JOBS)
        if at_work:
            threading.Thread(target=_warm_up, args=(platform,), name="warm-up", daemon=True).start()
            runner.start()
        yield
        platform.feed.close()
        platform.feed.join()
        if at_work:
            runner.stop()
        platform.database.close()

    return lifespan


def _warm_up(platform: Platform) -> None:
    """Loads what the first person would wait for; then what is loaded is no longer searched for garbage.

    Searching through all that holds up requests for 60 ms, again and again.
    """
    try:
        platform.search.warm_up()
        rendering.warm_up()
    finally:
        gc.collect()
        gc.freeze()


def _openapi(app: FastAPI) -> dict[str, Any]:
    if not app.openapi_schema:
        app.openapi_schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        problems.describe_in(app.openapi_schema)
        describe_headers_in(app.openapi_schema)
        examples.describe_in(app.openapi_schema)
    return app.openapi_schema
