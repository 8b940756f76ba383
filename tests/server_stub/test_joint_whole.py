"""The application as one thing: one line, one query code, one limit, one archive; and what its lead department sees."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import select

from server_stub.cases import terms
from server_stub.cases.tables import Archive, Case
from server_stub.digests import sm3
from server_stub.jobs import run_due
from server_stub.joint import office
from server_stub.joint.tables import JointApplication, JointArchive, JointWarning
from server_stub.outbound.tables import OutboundRow
from server_stub.privacy import service as privacy
from server_stub.routine import JOBS
from tests.server_stub.applied import CODE_GIVEN, FIRE, FOOD, GREENGROCER, LICENCE, Applied
from tests.server_stub.terminal import GIVEN, SettableClock, Terminal, flexible, problem, right
from tests.server_stub.test_cases import by_code
from tests.server_stub.test_joint_parts import FLOOR, days_pass


@pytest.fixture
def shop(terminal: Terminal) -> Applied:
    return Applied(terminal, "fruit-shop", GREENGROCER).file()


def row_of(shop: Applied) -> JointApplication:
    with shop.platform.database.read() as db:
        return db.get_one(JointApplication, shop.number)


# ---- one line


def test_an_application_is_one_line_among_own_cases_newest_first(shop: Applied, terminal: Terminal) -> None:
    terminal.clock.pass_(minutes=1)
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    shop.grant(LICENCE, **CODE_GIVEN)
    lines = terminal.get("/v1/me/cases", terminal.identify("worker-gaps").token)
    assert [line["number"] for line in lines[:2]] == [slip["case_number"], shop.number]
    assert len(lines) == 3, "the components are no lines of their own"
    assert [line["joint"] for line in lines] == [False, True, False]
    told = [step["note"]["zh"] for step in lines[1]["steps"]]
    assert told[0] == "办理营业执照（个体工商户设立登记）：申请材料已收到"
    assert any("食品经营许可新办：前面的事项已办结" in note for note in told)


def test_it_is_found_by_its_number_and_the_one_query_code(shop: Applied, terminal: Terminal) -> None:
    for number in (shop.number, shop.case_number(LICENCE)):
        sent = right(by_code(terminal, number, shop.slip["query_code"])).json()
        terminal.check(sent["id"], terminal.last_code())
        body = {"number": number, "query_code": shop.slip["query_code"], "phone_code": sent["id"]}
        found = right(terminal.call("POST", "/v1/case-lookups", body)).json()
        assert (found["number"], found["applicant"], found["joint"]) == (number, "张**", number == shop.number)
    assert problem(by_code(terminal, shop.number, "000000")) == (404, "case.not-found")
    assert problem(by_code(terminal, shop.case_number(FIRE), shop.slip["query_code"])) == (404, "case.not-found")


def test_an_application_without_its_signature_is_found_by_nobody(terminal: Terminal) -> None:
    shop = Applied(terminal, "fruit-shop", GREENGROCER)
    shop.take_number()
    right(shop.put())
    for code in ("", "------"):
        assert problem(by_code(terminal, shop.number, code)) == (404, "case.not-found")
    assert problem(shop.call("GET")) == (404, "case.not-found")
    lines = terminal.get("/v1/me/cases", shop.session.token)
    assert shop.number not in {line["number"] for line in lines}


# ---- one limit


def test_the_events_own_limit_runs_beside_those_of_its_parts(shop: Applied) -> None:
    assert shop.view()["due"]["zh"] == "最迟 2026-11-24 全部办结（洪湖市）"
    shop.do(LICENCE, "accept")
    assert "2026-11-24" in shop.component(LICENCE)["due"]["zh"]


def test_the_lead_department_is_warned_before_the_limit_ends(shop: Applied) -> None:
    days_pass(shop, "2026-11-23")
    days_pass(shop, "2026-11-24")
    with shop.platform.database.read() as db:
        assert [w.due_on for w in db.scalars(select(JointWarning))] == [dt.date(2026, 11, 24)]
        pushed = list(db.scalars(select(OutboundRow.kind).where(OutboundRow.subject == shop.number)))
    assert pushed.count("joint-warning") == 1


def test_the_limit_stands_while_somebody_has_to_correct_something(shop: Applied, clock: SettableClock) -> None:
    shop.do(LICENCE, "ask-correction", items=[FLOOR])
    assert "不计入时限" in shop.view()["due"]["zh"]
    clock.pass_(days=2)
    assert row_of(shop).stopped_on == dt.date(2026, 11, 23)
    shop.session = shop.terminal.known(shop.who)
    right(shop.call("POST", "/supplement", {"digest": shop.digest, "strokes": "W10=", "services": [LICENCE]}))
    row = row_of(shop)
    assert (row.stopped_days, row.stopped_on, row.due_on) == (2, None, dt.date(2026, 11, 26))


def test_a_new_calendar_moves_its_date_too(shop: Applied) -> None:
    content = {"off": ["2026-11-24"], "work": []}
    platform = shop.platform

    def publish(db: Any) -> None:
        platform.configuration.put(db, "calendar/2026", content, "test", platform.clock())

    platform.database.write(publish)
    platform.look_again()
    assert platform.database.write(lambda db: terms.recompute_open(db, platform.calendar)) >= 1  # others are open too
    assert row_of(shop).due_on == dt.date(2026, 11, 25)


# ---- who else learns of it


def test_supervision_learns_of_every_step_without_personal_data(shop: Applied) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    with shop.platform.database.read() as db:
        rows = list(db.scalars(select(OutboundRow).order_by(OutboundRow.place)))
    mine = [row for row in rows if row.subject == shop.number]
    assert [row.kind for row in mine] == ["joint-filed", "joint-step", "joint-step", "joint-step"]
    assert [row.payload["state"] for row in mine] == ["received", "in-progress", "in-progress", "partly-closed"]
    assert {c["service"] for c in mine[0].payload["components"]} == {LICENCE, FIRE, FOOD}
    of_case = next(row for row in rows if row.kind == "case-step")
    assert of_case.payload["application"] == shop.number
    told = json.dumps([row.payload for row in rows], ensure_ascii=False)
    assert not [secret for secret in (shop.form["name"], shop.form["document_number"], "138000") if secret in told]


def test_the_lead_department_sees_its_applications_with_their_parts(shop: Applied, clock: SettableClock) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    clock.pass_(days=3)
    with shop.platform.database.read() as db:
        [found] = office.of_lead(db, shop.platform, ["market"])
        assert office.of_lead(db, shop.platform, ["fire"]) == []
        assert office.of_lead(db, shop.platform, ["market"], regions=["420103"]) == []
    assert (found.number, found.state.value, found.late) == (shop.number, "partly-closed", True)
    assert [(c.service, c.department, c.state) for c in found.components] == [
        (LICENCE, "market", "closed"),
        (FIRE, "fire", "received"),
        (FOOD, "market", "received"),
    ]
    right(shop.terminal.call("POST", f"{shop.path}/withdrawal", {}, token=shop.terminal.known(shop.who).token))
    with shop.platform.database.read() as db:
        assert office.of_lead(db, shop.platform, ["market"]) == []
        assert len(office.of_lead(db, shop.platform, ["market"], only_open=False)) == 1


def test_an_officer_is_told_what_the_others_wait_for(shop: Applied) -> None:
    case = shop.case(LICENCE)
    with shop.platform.database.read() as db:
        [awaited] = office.awaited_of(db, shop.platform, case)
        assert (awaited.what, awaited.required) == ("business-licence.credit_code", True)
        assert awaited.label.zh == "统一社会信用代码"
        assert office.awaited_of(db, shop.platform, shop.case(FIRE)) == ()


# ---- one archive


def test_its_package_holds_the_manifests_of_its_parts(shop: Applied, clock: SettableClock) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    shop.grant(FIRE)
    run_due(shop.platform, JOBS)
    with shop.platform.database.read() as db:
        assert list(db.scalars(select(JointArchive))) == [], "not while a part is open"
    shop.grant(FOOD)
    clock.pass_(minutes=2)
    run_due(shop.platform, JOBS)
    clock.pass_(minutes=2)
    run_due(shop.platform, JOBS)
    with shop.platform.database.read() as db:
        [archive] = db.scalars(select(JointArchive))
        parts = {a.case_number: a for a in db.scalars(select(Archive))}
    assert archive.digest == sm3(archive.content)
    with zipfile.ZipFile(io.BytesIO(archive.content)) as package:
        names = set(package.namelist())
        manifest = json.loads(package.read("manifest.json"))
        assert {path: sm3(package.read(path)) for path in manifest["files"]} == manifest["files"]
        for place, service in enumerate((LICENCE, FIRE, FOOD), 1):
            number = shop.case_number(service)
            about = json.loads(package.read(f"components/{place:02d}-{number}.json"))
            listed = json.loads(package.read(f"components/{place:02d}-{number}.manifest.json"))
            assert (about["package"], listed["case"]) == (parts[number].digest, number)
        fire = json.loads(package.read(f"components/02-{shop.case_number(FIRE)}.json"))
        signed = json.loads(package.read("submissions/1.json"))
    assert manifest["application"] == shop.number
    assert names >= {"application.json", "slip.json", "submissions/1.json", "notices/01-joint-result.pdf"}
    assert fire["filled"] == {"credit_code": CODE_GIVEN["business-licence.credit_code"]}
    assert (signed["digest"], signed["form"], signed["signature"]) == (shop.digest, shop.form, "W10=")


# ---- what is kept of a person


def test_what_is_kept_of_a_person_names_it_and_a_draft_can_be_deleted(shop: Applied, terminal: Terminal) -> None:
    draft = Applied(
        terminal, "newborn", {"birth": "none", "parents": "yes", "household": "mother", "join": "", "costs": ""}
    )
    draft.take_number()
    with shop.platform.database.read() as db:
        person_id = db.get_one(JointApplication, shop.number).person_id
        kept = privacy.everything_of(db, person_id)
    assert {a["number"] for a in kept["applications"]} == {shop.number, draft.number}
    counts = shop.platform.database.write(lambda db: privacy.erase(db, person_id))
    assert counts["drafts"] == 1
    with shop.platform.database.read() as db:
        assert list(db.scalars(select(JointApplication.number))) == [shop.number]
        assert len(list(db.scalars(select(Case.number).where(Case.parent == shop.number)))) == 3
