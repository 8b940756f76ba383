"""`python -m server_stub --port 8000 --database sqlite:///hall.db [--demo]`: the two platforms."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from server_stub.app import create_app
from server_stub.events import Feed


def main(argv: list[str] | None = None) -> int:
    """Serves until SIGTERM or SIGINT. Prints "ready http://…" once it listens; `--port 0` takes a free port."""
    options = _options().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    try:
        listening = _listen(options.host, options.port)
    except OSError as error:
        print(f"can't listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 2
    try:
        app = create_app(options.database, demo=options.demo, at_work=True)
    except SQLAlchemyError as error:
        print(f"can't use the database: {type(error).__name__}", file=sys.stderr)
        listening.close()
        return 2
    configuration = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5)
    server = Server(configuration, app.state.platform.feed)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn raises them again once it has ended: that is then all
    with listening:
        server.run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket that names its protocol: asyncio sets TCP_NODELAY only then, else each answer takes 40 ms."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


class Server(uvicorn.Server):
    """Says when and where it listens; lets those who watch go before it waits for the last answers."""

    def __init__(self, configuration: uvicorn.Config, feed: Feed) -> None:
        super().__init__(configuration)
        self._feed = feed

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Without this a stream of events would be waited for until it is cut."""
        self._feed.close()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Prints where."""
        await super().startup(sockets)
        for listening in sockets or ():
            host, port = listening.getsockname()[:2]
            print(f"ready http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server_stub", description="The government service platforms.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, choices=range(65_536), metavar="PORT")
    parser.add_argument("--database", default=os.environ.get("DATABASE_URL", "sqlite:///hall.db"))
    parser.add_argument("--demo", action="store_true", help="sample citizens, their messages, faults on order")
    return parser


if __name__ == "__main__":
    sys.exit(main())
