"""Nothing that was acknowledged is lost or done twice when the server is killed (all of it: `make bench`)."""

from __future__ import annotations

from pathlib import Path

from tests.bench.chaos import kill_under_load
from tests.server_stub.conftest import Starter


def test_what_was_acknowledged_is_there_after_the_server_was_killed(
    kind: str, starter: Starter, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/hall.db" if kind == "sqlite" else starter.server().create("killed")
    lost, twice = kill_under_load(tmp_path, url, 3)
    assert (lost.value, twice.value) == (0, 0)
    assert " 0 acknowledged writes" not in lost.note
