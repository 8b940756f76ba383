"""`python -m server_stub --port 8000 --database sqlite:///hall.db [--demo]`: the two platforms."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys

import uvicorn

from server_stub.app import create_app


def main(argv: list[str] | None = None) -> int:
    """Serves until SIGTERM or SIGINT. Prints "ready http://…" once it listens; `--port 0` takes a free port."""
    options = _options().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    try:
        listening = socket.create_server((options.host, options.port), backlog=128)
    except OSError as error:
        print(f"can't listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 2
    app = create_app(options.database, demo=options.demo, warm=True)
    server = _Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn raises them again once it has ended: that is then all
    with listening:
        server.run(sockets=[listening])
    return 0


class _Server(uvicorn.Server):
    """Says when and where it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            host, port = listening.getsockname()[:2]
            print(f"ready http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server_stub", description="The government service platforms.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--database", default=os.environ.get("DATABASE_URL", "sqlite:///hall.db"))
    parser.add_argument("--demo", action="store_true", help="sample citizens, their messages, faults on order")
    return parser


if __name__ == "__main__":
    sys.exit(main())
