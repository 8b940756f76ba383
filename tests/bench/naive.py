"""`python -m tests.bench.naive --port 0 --database …`: booking as it is often written, to be measured beside ours.

It counts, and if there is room, inserts. Between the two somebody else counts too. No signatures, sessions or rules.
"""

from __future__ import annotations

import argparse
import socket
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import String, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Server(uvicorn.Server):
    """Says when and where it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            sys.stdout.write(f"ready http://127.0.0.1:{listening.getsockname()[1]}\n")
            sys.stdout.flush()


class Base(DeclarativeBase):
    """Its one table."""


class Booking(Base):
    __tablename__ = "naive_bookings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    slot: Mapped[str] = mapped_column(String(40), index=True)


class Wanted(BaseModel):
    starts: str


def create_app(url: str, places: int) -> FastAPI:
    """So many places in each slot."""
    engine = create_engine(url, pool_size=40, max_overflow=40, hide_parameters=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connected(connection: Any, record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
                connection.execute(f"PRAGMA {pragma}")

    Base.metadata.create_all(engine)
    app = FastAPI()

    @app.post("/v1/appointments")
    def book(wanted: Wanted) -> JSONResponse:
        with Session(engine) as db:
            taken = db.scalar(select(func.count()).where(Booking.slot == wanted.starts)) or 0
            if taken >= places:
                return JSONResponse({"detail": "full"}, 409)
            db.add(Booking(slot=wanted.starts))
            db.commit()
        return JSONResponse({"booked": wanted.starts})

    return app


def oversold(url: str, places: int) -> int:
    """How many got a place that there was not."""
    engine = create_engine(url)
    with Session(engine) as db:
        taken = db.scalars(select(func.count(Booking.id)).group_by(Booking.slot)).all()
    engine.dispose()
    return sum(max(count - places, 0) for count in taken)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="naive")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--database", required=True)
    parser.add_argument("--places", type=int, required=True)
    options = parser.parse_args()
    listening = socket.create_server(("127.0.0.1", options.port), backlog=1024)
    app = create_app(options.database, options.places)
    with listening:
        Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listening])
    return 0


if __name__ == "__main__":
    sys.exit(main())
