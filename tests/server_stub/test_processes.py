"""Three servers behind one database: any of them can die, and what it acknowledged is there."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.bench.chaos import Server, filers_at, judge
from tests.server_stub.conftest import Starter


def test_one_of_three_servers_dies_and_nothing_is_lost(kind: str, starter: Starter, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/hall.db" if kind == "sqlite" else starter.server().create("three")
    servers = [Server(url, tmp_path / f"{n}.log") for n in range(3)]
    for server in servers:
        server.start()
    ended, enough = threading.Event(), threading.Event()
    filers = filers_at([server.url for server in servers], ended)
    threads = [threading.Thread(target=filer.run, daemon=True) for filer in filers]
    for thread in threads:
        thread.start()
    while sum(filer.writes for filer in filers) < 40:
        enough.wait(0.02)
    servers[1].kill()
    while sum(filer.writes for filer in filers) < 100:
        enough.wait(0.02)
    ended.set()
    for thread in threads:
        thread.join(60)
    for server in servers:
        server.kill()
    assert [wrong for filer in filers for wrong in filer.wrong] == []
    assert judge(url, filers) == (0, 0)
