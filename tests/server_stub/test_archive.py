"""What is over is packed: all that was filed, told and decided, each part with its digest."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from server_stub.cases.tables import Archive
from server_stub.digests import sm3
from server_stub.jobs import run_due
from server_stub.routine import JOBS
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import SettableClock, Terminal
from tests.server_stub.test_case_terms import platform_of
from tests.server_stub.test_promises import give


def archives(filed: Filed) -> list[Any]:
    with platform_of(filed).database.read() as db:
        return list(db.query(Archive).filter(Archive.case_number == filed.number))


def test_a_closed_case_is_packed_once_with_form_materials_notices_signature_and_log(
    terminal: Terminal, clock: SettableClock
) -> None:
    filed = Filed(terminal, deferred=True)
    filed.do("accept")
    give(filed)
    filed.do("begin", "grant")
    run_due(platform_of(filed), JOBS)
    clock.pass_(minutes=5)
    run_due(platform_of(filed), JOBS)
    [archive] = archives(filed)
    assert archive.digest == sm3(archive.content)
    with zipfile.ZipFile(io.BytesIO(archive.content)) as package:
        names = set(package.namelist())
        manifest = json.loads(package.read("manifest.json"))
        assert {path: sm3(package.read(path)) for path in manifest["files"]} == manifest["files"]
        signed = json.loads(package.read("submissions/1.json"))
        log = json.loads(package.read("log.json"))
    assert names == set(manifest["files"]) | {"manifest.json"}
    assert {"case.json", "log.json", "slip.json", "submissions/1.json", "materials/01-household-paper.jpg"} <= names
    assert {n for n in names if n.startswith("notices/")} == {
        "notices/01-acceptance.pdf",
        "notices/02-deferred.pdf",
        "notices/03-granted.pdf",
    }
    assert (signed["signature"], signed["assurance_level"]) == ("W10=", 2)
    assert [step["move"] for step in log] == ["file", "accept", "begin", "grant"]


def test_an_open_case_is_not_packed(terminal: Terminal) -> None:
    filed = Filed(terminal)
    run_due(platform_of(filed), JOBS)
    assert archives(filed) == []
