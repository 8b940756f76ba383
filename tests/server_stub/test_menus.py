"""What a terminal offers, in which words, is configured: by terminal, hall, district, and by the hour of the day."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server_stub.catalogue.catalogue import Catalogue
from server_stub.catalogue.models import ServiceHours
from server_stub.catalogue.tables import Channel
from server_stub.clock import HALL
from server_stub.configuration.service import checked
from server_stub.platform import Platform
from server_stub.terminals.register import changed
from server_stub.terminals.tables import TerminalRow
from tests.server_stub.terminal import GIVEN, Terminal, flexible, problem, right
from tests.server_stub.test_catalogue_data import FILES, SERVICES
from tests.server_stub.test_form_schema import good_form, situations

CODE = "RS-LHJY-0001"


def configure(terminal: Terminal, name: str, content: Any) -> None:
    """As the back office does it: checked, written, looked at again."""
    platform: Platform = terminal.app.state.platform
    kept = checked(name, content)
    platform.database.write(lambda db: platform.configuration.put(db, name, kept, "陈管理", terminal.clock()))
    platform.look_again()


def give_menu(terminal: Terminal, menu: str) -> None:
    platform: Platform = terminal.app.state.platform

    def job(db: Session) -> None:
        row = db.get(TerminalRow, terminal.id)
        assert row is not None
        row.menu = menu
        changed(db)

    platform.database.write(job)
    platform.look_again()


def document(terminal: Terminal, kind: str, key: str) -> dict[str, Any]:
    now = terminal.app.state.platform.configuration.now
    found: dict[str, Any] = getattr(now, f"{kind}s")[key].model_dump(mode="json")
    return found


def test_the_fields_of_a_menu_are_counted_by_depth(terminal: Terminal) -> None:
    fields = terminal.get("/v1/fields")
    assert [field["key"] for field in fields] == document(terminal, "menu", "all")["fields"]
    for field in fields:
        depths = Counter(service.guide.service.depth.value for service in FILES[field["key"]])
        assert field["depths"] == dict(sorted(depths.items()))
        assert field["services"] == len(terminal.get(f"/v1/services?field={field['key']}")) == sum(depths.values())
        assert field["title"]["zh"]
        assert field["icon"]


def test_another_menu_offers_other_things_and_the_rest_is_unknown_there(terminal: Terminal) -> None:
    menu = {"hot": ["MZ-LNYD-0004"], "fields": ["medical", "civil"], "hidden": ["MZ-DBSQ-1707"]}
    configure(terminal, "menu/elders", menu)
    other = Terminal(terminal.app, terminal.clock, "JA-ZZ-04")
    give_menu(other, "elders")
    assert [field["key"] for field in other.get("/v1/fields")] == ["medical", "civil"]
    assert [service["code"] for service in other.get("/v1/services")] == ["MZ-LNYD-0004"]
    assert other.get("/v1/services?field=social") == []
    assert {found["code"][:2] for found in other.get("/v1/search?q=社保卡丢了")} <= {"YB", "MZ"}
    session = other.known("worker-gaps")
    for code in (CODE, "MZ-DBSQ-1707"):
        for path in (f"/v1/services/{code}/guide", f"/v1/services/{code}/form", f"/v1/me/prefill?service={code}"):
            assert problem(other.call("GET", path, token=session.token)) == (404, "service.unknown")
        wanted = {"service": code}
        answer = other.call("POST", "/v1/case-numbers", wanted, token=session.token)
        assert problem(answer) == (404, "service.unknown")
    assert terminal.get(f"/v1/services/{CODE}/guide")["service"]["code"] == CODE


def test_a_changed_menu_holds_at_once(terminal: Terminal) -> None:
    menu = document(terminal, "menu", "all")
    assert terminal.get("/v1/search?q=申请低保")[0]["code"] == "MZ-DBSQ-1707"
    configure(terminal, "menu/all", {**menu, "hidden": ["MZ-DBSQ-1707"], "fields": ["civil", "social"]})
    assert [field["key"] for field in terminal.get("/v1/fields")] == ["civil", "social"]
    assert "MZ-DBSQ-1707" not in [found["code"] for found in terminal.get("/v1/search?q=申请低保")]
    assert problem(terminal.call("GET", "/v1/services/MZ-DBSQ-1707/guide")) == (404, "service.unknown")
    configure(terminal, "menu/all", menu)
    assert terminal.get("/v1/search?q=申请低保")[0]["code"] == "MZ-DBSQ-1707"


def test_a_field_without_services_is_not_shown(terminal: Terminal) -> None:
    hidden = [service.code for service in FILES["party"]]
    configure(terminal, "menu/all", {"fields": ["party", "safety", "nothing"], "hidden": hidden})
    assert [field["key"] for field in terminal.get("/v1/fields")] == ["safety"]


def test_a_hall_in_another_district_says_its_own_place_fee_telephone_and_promise(terminal: Terminal) -> None:
    own = {
        "where": {"zh": "江汉区政务服务中心一楼", "en": "Jianghan centre, first floor"},
        "fee": {"zh": "工本费 5 元", "en": "5 yuan"},
        "telephone": "027-00009999",
        "promised_days": 3,
    }
    district = document(terminal, "district", "420103")
    configure(terminal, "district/420103", {**district, "guides": {CODE: own}})
    configure(terminal, "hall/HH", {**document(terminal, "hall", "HH"), "region": "420103"})
    there = Terminal(terminal.app, terminal.clock, "HH-ZZ-01")
    path = f"/v1/services/{CODE}/guide"
    guide, common = there.get(path), terminal.get(path)
    assert (guide["where"]["zh"], guide["fee"]["zh"], guide["telephone"]) == (
        "江汉区政务服务中心一楼",
        "工本费 5 元",
        "027-00009999",
    )
    assert guide["promised_limit"] == {"zh": "受理后 3 个工作日", "en": "3 working days after acceptance"}
    assert guide["facts"]["promised_days"] == 3
    assert guide["service"]["department"]["zh"] == "江汉区人社局、江汉区医保局"
    assert there.get("/v1/services")[0]["department"]["zh"] == "江汉区人社局、江汉区医保局"
    assert common["promised_limit"]["zh"] == "受理后 1 个工作日"
    assert common["service"]["department"]["zh"] == "江岸区人社局、江岸区医保局"
    slip = there.file(there.identify("worker-gaps"), flexible(), GIVEN)
    assert (slip["fee"], slip["promised_limit"], slip["telephone"]) == (
        "工本费 5 元",
        "受理后 3 工作日",
        "027-00009999",
    )


def test_a_changed_district_holds_at_once(terminal: Terminal) -> None:
    district = document(terminal, "district", "420102")
    path = f"/v1/services/{CODE}/guide"
    before = terminal.get(path)["telephone"]
    for telephone in ("027-1", "027-2"):
        configure(terminal, "district/420102", {**district, "guides": {CODE: {"telephone": telephone}}})
        assert terminal.get(path)["telephone"] == telephone
    configure(terminal, "district/420102", {**district, "name": {"zh": "新江岸区", "en": "New Jiang'an"}})
    assert terminal.get(path)["telephone"] == before
    assert terminal.get("/v1/services")[0]["department"]["zh"].startswith("新江岸区")


def test_a_hall_in_a_district_that_nobody_configured_works_too(terminal: Terminal) -> None:
    configure(terminal, "hall/HH", {**document(terminal, "hall", "HH"), "region": "429999"})
    there = Terminal(terminal.app, terminal.clock, "HH-ZZ-01")
    assert there.get("/v1/services")[0]["department"]["zh"].startswith("本区人社局")


# ---- hours


@pytest.mark.parametrize(
    ("opens", "closes", "at", "works"),
    [
        ("06:00", "22:00", "06:00", True),
        ("06:00", "22:00", "22:00", False),
        ("06:00", "22:00", "03:12", False),
        ("22:00", "06:00", "03:12", True),
        ("22:00", "06:00", "12:00", False),
        ("00:30", "23:30", "23:59", False),
        (None, None, "03:12", True),
    ],
)
def test_a_back_end_works_in_its_hours_also_past_midnight(
    opens: str | None, closes: str | None, at: str, works: bool
) -> None:
    hours = ServiceHours(
        opens=dt.time.fromisoformat(opens) if opens else None, closes=dt.time.fromisoformat(closes) if closes else None
    )
    assert hours.are_now(dt.time.fromisoformat(at)) is works


def test_at_night_a_service_says_what_happens_and_is_filed_all_the_same(terminal: Terminal) -> None:
    code = "GJ-TQHK-2316"
    note = {s["code"]: s["hours_note"]["zh"] for s in terminal.get("/v1/services?field=fund")}
    assert not any(note.values())
    terminal.clock.now = dt.datetime(2026, 11, 23, 23, 30, tzinfo=HALL)
    note = {s["code"]: s["hours_note"]["zh"] for s in terminal.get("/v1/services?field=fund")}
    assert note[code] == "已收件，明早送出"
    assert note["GJ-ZFTQ-0005"] == ""
    guide = terminal.get(f"/v1/services/{code}/guide")
    assert guide["service"]["hours_note"]["zh"] == "已收件，明早送出"
    assert guide["service"]["resting"]["zh"] == ""
    service = next(s for s in SERVICES if s.code == code)
    situation = situations(service)[0]
    form = good_form(service, situation, random.Random(3))
    session = terminal.known("tenant-a")
    put = {"service": code, "situation": situation, "form": form}
    given = [{"key": m.key, "given": m.copies} for m in service.materials_for({**form, **situation})]
    slip = terminal.file(session, put, given)
    assert "已收件，明早送出" in slip["notes"]


# ---- speed and size


def test_a_start_reads_rows_not_whole_services(terminal: Terminal) -> None:
    catalogue = Catalogue(terminal.app.state.platform.database)
    before = time.thread_time()
    offered = catalogue.offer(Channel.TERMINAL)
    took = time.thread_time() - before
    assert len(offered.versions) == len(SERVICES)
    assert took < 0.3, f"{took:.2f} s of one processor for {len(SERVICES)} services"
    assert sum(len(line.model_dump_json()) for line in catalogue.lines.values()) < 3_000_000
    right(terminal.call("GET", "/v1/services?field=social"))
