"""E-licences: their identifiers, who has which, who sees what of them, how they come to be and end."""

from __future__ import annotations

import datetime as dt
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub import identity_numbers
from server_stub.cases.tables import Case
from server_stub.catalogue.tables import Channel
from server_stub.demo.citizens import load_citizens, person_id
from server_stub.demo.loader import refresh
from server_stub.idempotency import StoredAnswer
from server_stub.jobs import run_due
from server_stub.licences import issuing
from server_stub.licences.identifiers import check_character, identifier, parse
from server_stub.licences.importing import StoredLicence, take_over
from server_stub.licences.issuing import NewLicence, issue
from server_stub.licences.kinds import kinds
from server_stub.licences.models import LicenceState
from server_stub.licences.of_cases import end_for_case, issue_for_case
from server_stub.licences.tables import LicenceRow
from server_stub.people.companies import companies_of
from server_stub.people.tables import Person
from server_stub.phone_codes.tables import Message
from server_stub.routine import JOBS
from tests.server_stub.licence_rig import expire, own, row_of, uses, write
from tests.server_stub.terminal import SettableClock, Terminal, problem, right
from tests.server_stub.test_eligibility import social_card

TODAY = dt.date(2026, 11, 23)
REAL = [  # found in public code and in documents (DOMAIN.md 3.6)
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S",
]
CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
parts = st.tuples(
    st.text(CAPITALS, min_size=21, max_size=21), st.text(CAPITALS, min_size=18, max_size=18),
    st.text(CAPITALS, min_size=20, max_size=20), st.integers(1, 999),
)  # fmt: skip


# ---- identifiers


@pytest.mark.parametrize("text", REAL)
def test_real_identifiers_verify(text: str) -> None:
    assert parse(text).is_right
    assert str(parse(text)) == text


def test_an_identifier_that_does_not_verify_is_read_all_the_same() -> None:
    assert not parse("1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E.001.M").is_right


@given(parts)
def test_what_is_written_is_read_back(given_parts: tuple[str, str, str, int]) -> None:
    made = identifier(*given_parts)
    assert made.is_right
    assert parse(str(made)) == made


@given(parts, st.data())
def test_one_wrong_character_is_noticed(given_parts: tuple[str, str, str, int], data: st.DataObject) -> None:
    """ISO 7064 finds every single substitution."""
    text = f"{given_parts[0]}{given_parts[1]}{given_parts[2]}{given_parts[3]:03d}"
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(CAPITALS.replace(text[place], "")))
    assert check_character(text) != check_character(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize("text", ["", REAL[0] + ".1", REAL[0].replace("9022", "902２"), "1.2.156.3005.2.A.B.C.001.D"])
def test_something_else_is_no_identifier(text: str) -> None:
    with pytest.raises(ValueError, match="no identifier"):
        parse(text)


def test_every_kind_has_a_code_of_its_own() -> None:
    codes = [kind.type_code for kind in kinds().values()]
    assert len(codes) == len(set(codes)) >= 51
    for code in codes:
        assert len(code) == 21
        assert identity_numbers.credit_code_check(code[:17]) == code[17]


def test_kinds_name_only_items_they_have() -> None:
    for kind in kinds().values():
        assert set(kind.fields) <= set(kind.items), kind.key
        assert set(kind.matches) <= set(kind.fields), kind.key
        assert all(item.label.zh and item.label.en for item in kind.items.values())


# ---- who has which


def test_sample_citizens_have_the_licences_of_their_cards_and_registers(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db:
        rows = db.scalars(select(LicenceRow)).all()
    assert all(parse(row.identifier).is_right for row in rows)
    held = {(row.person_id, row.kind) for row in rows if row.person_id}
    for citizen in load_citizens(TODAY):
        if citizen.person and citizen.cards and citizen.cards[0].kind == "resident":
            assert (person_id(citizen.key), "resident-id") in held, citizen.key
    assert (person_id("tenant-a"), "marriage-certificate") in held
    assert len({row.kind for row in rows}) >= 40
    assert len([row for row in rows if row.kind == "property-certificate" and row.holder == "李知夏"]) == 2


def test_their_holder_sees_them_masked(terminal: Terminal) -> None:
    licences = own(terminal, terminal.known("tenant-a"))
    [marriage] = licences["marriage-certificate"]
    assert (marriage["holder"], marriage["number"]) == ("陈**", "J421***********0215")
    assert marriage["issuer"]["zh"] == "江岸区民政局"
    assert {i["label"]["zh"]: i["value"]["zh"] for i in marriage["items"]} == {
        "结婚证字号": "J421***********0215",
        "配偶姓名": "林**",
        "登记日期": "2019-09-09",
    }
    assert (licences["lease-filing"][0]["state"], licences["driving-licence"][0]["valid_until"]) == (
        "valid",
        "2027-11-23",
    )


def test_a_card_alone_tells_only_which_kinds_there_are(terminal: Terminal) -> None:
    for licence in terminal.get("/v1/me/licences", terminal.identify("tenant-a").token):
        told = {key for key, value in licence.items() if value and value != {"zh": "", "en": ""}}
        assert told == {"id", "kind", "title", "state"}


def test_who_runs_a_company_has_its_licences_too(terminal: Terminal) -> None:
    licences = own(terminal, terminal.known("company-owner"))
    assert {x["holder"] for x in licences["business-licence"]} == {
        "武汉样例向阳酒店管理有限公司",
        "武汉样例远通物流有限公司",
    }
    assert licences["entertainment-permit"][0]["state"] == "revoked"


def test_what_has_ended_or_was_lost_says_so(terminal: Terminal) -> None:
    assert own(terminal, terminal.known("worker-gaps"))["health-certificate"][0]["state"] == "expired"
    expire(terminal, "worker-gaps", "driving-licence")
    assert own(terminal, terminal.known("worker-gaps"))["driving-licence"][0]["state"] == "expired"


def test_a_later_start_moves_the_dates_and_keeps_what_became_of_them(terminal: Terminal, clock: SettableClock) -> None:
    def lose(db: Session) -> str:
        row = row_of(db, "permit-due", "residence-permit")
        issuing.change(row, LicenceState.LOST, clock.now)
        return row.identifier

    before = write(terminal, lose)
    clock.pass_(days=3)
    refresh(terminal.app.state.platform)
    with terminal.app.state.platform.database.read() as db:
        row = row_of(db, "permit-due", "residence-permit")
    assert (row.state, row.identifier, row.valid_until) == ("lost", before, dt.date(2026, 12, 6))


# ---- how they come to be


def close(terminal: Terminal, case_number: str, **items: str) -> LicenceRow | None:
    """What the end of a case does."""
    platform = terminal.app.state.platform

    def job(db: Session) -> LicenceRow | None:
        case = db.get_one(Case, case_number)
        service = platform.catalogue.version(case.service_version)
        return issue_for_case(db, case, service, platform.district(case.region), platform.clock(), items)

    return write(terminal, job)


def case_of(terminal: Terminal, citizen: str, service: str, form: dict[str, str], which: str = "") -> str:
    """A case as it stands before its end."""
    platform = terminal.app.state.platform
    version, _ = platform.catalogue.offer(Channel.TERMINAL).services[service]
    number = f"42010220261123{zlib.crc32(f'{citizen}{service}{which}'.encode()) % 10**7:07d}"

    def job(db: Session) -> None:
        whose = person_id(citizen)
        common = {"session_hash": "", "terminal": "JA-ZZ-03", "region": "420102", "given_at": platform.clock()}
        db.add(
            Case(
                number=number,
                service=service,
                service_version=version,
                filed_by=whose,
                person_id=whose,
                situation={},
                form=form,
                due={},
                **common,
            )  # fmt: skip
        )

    write(terminal, job)
    return number


def test_a_closed_case_issues_its_licence_once(terminal: Terminal, clock: SettableClock) -> None:
    number = case_of(terminal, "no-data", "RS-JYDJ-1402", {})
    first, again = close(terminal, number), close(terminal, number)
    assert first
    assert again
    assert first.id == again.id
    assert (first.kind, first.valid_from, first.issuer["zh"]) == ("employment-record", TODAY, "江岸区人社局")
    assert parse(first.identifier).is_right
    assert [x["state"] for x in own(terminal, terminal.known("no-data"))["employment-record"]] == ["valid"]


def test_a_renewed_licence_keeps_its_number_and_replaces_the_old_one(terminal: Terminal) -> None:
    row = close(terminal, case_of(terminal, "worker-gaps", "JG-QMHZ-2100", {"driver_class": "C1"}))
    assert row
    assert (row.number, row.version, row.valid_until) == ("420102198806151215", 2, dt.date(2032, 11, 23))
    assert row.items == {"number": "420102198806151215", "class": "C1", "until": "2032-11-23"}
    licences = own(terminal, terminal.known("worker-gaps"))["driving-licence"]
    assert sorted(x["state"] for x in licences) == ["revoked", "valid"]
    assert parse(row.identifier).serial == row.serial


def test_of_some_kinds_a_holder_may_have_several(terminal: Terminal) -> None:
    form = {"property_location": "样例路1号", "property_area": "60.00"}
    close(terminal, case_of(terminal, "home-owner", "BD-ESFZ-2600", form))
    licences = own(terminal, terminal.known("home-owner"))["property-certificate"]
    assert [x["state"] for x in licences] == ["valid"] * 3


def test_a_new_shop_gets_a_credit_code_and_is_its_owners(terminal: Terminal) -> None:
    form = {
        "new_company_name": "江岸区样例新开小吃店",
        "company_kind": "individual",
        "business_scope": "餐饮服务",
        "premises_address": "样例路9号",
    }
    row = close(terminal, case_of(terminal, "no-data", "SC-GTSL-2800", form))
    assert row
    assert row.credit_code
    assert row.credit_code.startswith("92420102")
    assert identity_numbers.credit_code_check(row.credit_code[:17]) == row.credit_code[17]
    assert row.items == {
        "credit_code": row.credit_code,
        "name": "江岸区样例新开小吃店",
        "type": "individual",
        "legal_person": "方无恙",
        "address": "样例路9号",
        "scope": "餐饮服务",
    }
    with terminal.app.state.platform.database.read() as db:
        [company] = companies_of(db, db.get_one(Person, person_id("no-data")))
    assert (company.credit_code, company.name) == (row.credit_code, "江岸区样例新开小吃店")
    shown = terminal.get("/v1/me/records/SC-SCZT-2838", terminal.known("no-data").token)
    assert [f["value"]["zh"] for f in shown["entries"][0]["facts"]][:3] == [
        row.credit_code,
        "江岸区样例新开小吃店",
        "个体工商户",
    ]


def test_who_runs_a_company_whose_licence_was_revoked_no_longer_acts_for_it(terminal: Terminal) -> None:
    def revoke(db: Session) -> tuple[str, ...]:
        row = db.scalars(
            select(LicenceRow).where(
                LicenceRow.credit_code == "91420102MA00TAMP4Q", LicenceRow.kind == "business-licence"
            )
        ).one()
        issuing.change(row, LicenceState.REVOKED, terminal.clock.now)
        db.flush()
        return tuple(c.credit_code for c in companies_of(db, db.get_one(Person, person_id("company-owner"))))

    assert write(terminal, revoke) == ("91420102MA00TAMP3M",)


def test_a_permit_is_the_companys_that_the_form_names(terminal: Terminal) -> None:
    form = {
        "credit_code": "91420102MA00TAMP4Q",
        "company_name": "武汉样例远通物流有限公司",
        "company_address": "样例物流园3号",
    }
    row = close(terminal, case_of(terminal, "company-owner", "SC-SPXB-2807", form))
    assert row
    assert (row.credit_code, row.holder, row.person_id) == ("91420102MA00TAMP4Q", "武汉样例远通物流有限公司", None)
    assert row.valid_until == dt.date(2031, 11, 23)


EMPLOYMENT: dict[str, Any] = {
    "service": "RS-JYDJ-1402",
    "situation": {"situation": "flexible", "handled_by": "self"},
    "form": {
        "phone": "13800000025",
        "residence_district": "420102",
        "residence_address": "样例路1号",
        "job_work_kind": "家政服务",
        "job_work_since": "2026-10-01",
        "job_work_place": "武汉市江岸区",
        "job_education": "college",
        "consent_insurance": "yes",
        "commitment": "yes",
    },
}
VOUCHER: dict[str, Any] = {
    "service": "YB-DZPZ-1521",
    "situation": {"med_code_way": "stop", "handled_by": "self"},
    "form": {"phone": "13800000004", "med_code_reason": "not-used", "consent_medical": "yes", "commitment": "yes"},
}


def test_what_rules_decide_at_once_is_a_licence_at_once(terminal: Terminal) -> None:
    session = terminal.known("no-data")
    given = [{"key": key, "given": 1} for key in ("id-card", "form", "flexible-promise")]
    slip = terminal.file(session, EMPLOYMENT, given)
    [licence] = own(terminal, session)["employment-record"]
    assert (licence["state"], licence["valid_from"]) == ("valid", "2026-11-23")
    steps = terminal.get(f"/v1/cases/{slip['case_number']}", session.token)["case"]["steps"]
    assert steps[-1]["note"]["zh"] == "准予办理，已办结，电子证照已生成"


def test_a_case_that_ends_a_licence_ends_it_and_issues_none(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    terminal.file(session, VOUCHER, [{"key": key, "given": 1} for key in ("id-card", "form")])
    assert [x["state"] for x in own(terminal, session)["medical-voucher"]] == ["revoked"]


def test_of_several_licences_the_one_that_the_form_names_ends(terminal: Terminal) -> None:
    def end(db: Session, plate: str) -> list[str]:
        service = terminal.app.state.platform.catalogue.offer(Channel.TERMINAL).services["JT-YSZP-2128"][1]
        case = db.get_one(Case, case_of_plates[plate])
        return [row.items["plate"] for row in end_for_case(db, case, service, terminal.clock.now)]

    case_of_plates = {}
    for plate in ("鄂A7S138", "鄂A7S999"):
        form = {"credit_code": "91420102MA00TAMP4Q", "transport_plate": plate}
        case_of_plates[plate] = case_of(terminal, "company-owner", "JT-YSZP-2128", form, plate)
    assert write(terminal, lambda db: end(db, "鄂A7S138")) == ["鄂A7S138"]
    certificates = own(terminal, terminal.known("company-owner"))["road-transport-certificate"]
    assert sorted(x["state"] for x in certificates) == ["revoked", "valid"]


def test_a_new_organisation_gets_a_credit_code_of_its_kind(terminal: Terminal) -> None:
    row = close(terminal, case_of(terminal, "no-data", "MZ-STCL-1727", {"npo_name": "江岸区样例书法协会"}))
    assert row
    assert row.credit_code
    assert (row.credit_code[:8], row.holder) == ("51420102", "江岸区样例书法协会")


def test_who_renews_a_licence_of_others_does_not_come_to_represent_them(terminal: Terminal) -> None:
    """However the case came about: only who is known to represent a company, or founded it, does so."""
    form = {"credit_code": "92420102MA00TAMP2F", "company_name": "江岸区样例丰年果蔬店"}
    row = close(terminal, case_of(terminal, "no-data", "SC-ZZBL-2817", form))
    assert row
    assert row.representative_id is None
    with terminal.app.state.platform.database.read() as db:
        assert companies_of(db, db.get_one(Person, person_id("no-data"))) == ()
    owner = terminal.known("shop-owner")
    again = close(terminal, case_of(terminal, "shop-owner", "SC-ZZBL-2817", form))
    assert again
    assert (again.version, again.representative_id) == (3, person_id("shop-owner"))
    states = [x["state"] for x in own(terminal, owner)["business-licence"]]
    assert sorted(states) == ["revoked", "revoked", "valid"]


def test_a_licence_whose_company_nobody_knows_is_in_the_applicants_name(terminal: Terminal) -> None:
    row = close(terminal, case_of(terminal, "no-data", "CG-HWGG-2902", {}))
    assert row
    assert (row.credit_code, row.holder) == (None, "方无恙")


def test_a_case_that_ends_without_a_licence_issues_none(terminal: Terminal) -> None:
    assert close(terminal, case_of(terminal, "worker-gaps", "RS-LHJY-0001", {})) is None


def test_two_at_once_leave_one_valid_licence(terminal: Terminal) -> None:
    platform = terminal.app.state.platform

    def renew(n: int) -> None:
        def job(db: Session) -> None:
            person = db.get_one(Person, person_id("courier"))
            new = NewLicence("driving-licence", person, TODAY, {"class": "C1E"}, number=f"n{n}")
            issue(db, new, platform.district("420102"), platform.clock())

        write(terminal, job)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(renew, range(8)))
    states = [x["state"] for x in own(terminal, terminal.known("courier"))["driving-licence"]]
    assert sorted(states) == ["revoked"] * 8 + ["valid"]


def test_a_departments_licence_is_taken_over_whatever_its_check_character(terminal: Terminal) -> None:
    def bring(db: Session, identifier_: str) -> LicenceRow:
        stored = StoredLicence(
            id="from-a-store",
            identifier=identifier_,
            kind="teacher-qualification",
            number="20254201020000001",
            person=db.get_one(Person, person_id("no-data")),
            company=None,
            valid_from=TODAY,
            valid_until=None,
            items={"subject": "语文"},
            state=LicenceState.VALID,
        )
        district = terminal.app.state.platform.district("420102")
        return take_over(db, stored, district, terminal.clock.now)

    wrong = REAL[0][:-1] + "8"
    row = write(terminal, lambda db: bring(db, wrong))
    assert (row.identifier, row.serial, row.version) == (wrong, "000000016", 1)
    [licence] = own(terminal, terminal.known("no-data"))["teacher-qualification"]
    assert licence["state"] == "valid"
    with pytest.raises(ValueError, match="no identifier"):
        write(terminal, lambda db: bring(db, "1.2.156"))


# ---- how they end


def test_a_lost_card_is_lost_as_a_licence_too(terminal: Terminal) -> None:
    session = terminal.known("lost-social-card")
    assert own(terminal, session)["social-card"][0]["state"] == "valid"
    body = social_card()
    terminal.file(session, body, [{"key": "photo-stored", "given": 1}])
    assert own(terminal, session)["social-card"][0]["state"] == "lost"


def test_nobody_makes_a_licence_expire(terminal: Terminal) -> None:
    def job(db: Session) -> None:
        issuing.change(row_of(db, "courier", "driving-licence"), LicenceState.EXPIRED, terminal.clock.now)

    with pytest.raises(ValueError, match="last day"):
        write(terminal, job)


REMINDERS = [job for job in JOBS if job.name == "licence-reminders"]


def reminded(terminal: Terminal) -> list[tuple[str, str]]:
    with terminal.app.state.platform.database.read() as db:
        rows = db.execute(select(Message.phone, Message.text).where(Message.text.contains("到期")))
        return [(row.phone, row.text) for row in rows]


def test_who_has_a_licence_that_ends_soon_is_told_once(terminal: Terminal, clock: SettableClock) -> None:
    run_due(terminal.app.state.platform, REMINDERS)
    told = reminded(terminal)
    assert ("13800000008", "居住证") in [(p, "居住证" if "居住证" in t else t) for p, t in told]
    assert any(phone == "13800000009" and "江岸区样例拉面馆的食品经营许可证" in text for phone, text in told)
    assert len(told) == len(set(told))
    clock.pass_(days=1)
    run_due(terminal.app.state.platform, REMINDERS)
    later = reminded(terminal)
    assert len(set(later)) == len(later)
    assert set(told) <= set(later)


def test_a_licence_that_was_renewed_reminds_of_its_own_end(terminal: Terminal, clock: SettableClock) -> None:
    run_due(terminal.app.state.platform, REMINDERS)
    before = len(reminded(terminal))

    def renew(db: Session) -> None:
        row = row_of(db, "permit-due", "residence-permit")
        row.valid_until = clock.now.date() + dt.timedelta(days=25)

    write(terminal, renew)
    clock.pass_(days=1)
    run_due(terminal.app.state.platform, REMINDERS)
    assert len([t for p, t in reminded(terminal)[before:] if p == "13800000008"]) == 1


# ---- a clerk reads one


LOOKUP = {"staff": "0817", "service": "RS-LHJY-0001"}


def test_a_clerk_reads_a_licence_in_full_and_its_holder_sees_that(terminal: Terminal) -> None:
    window = Terminal(terminal.app, terminal.clock, "JA-CK-B05")
    session = window.identify("tenant-a")
    [lease] = [x for x in window.get("/v1/me/licences", session.token) if x["kind"] == "lease-filing"]
    path = f"/v1/me/licences/{lease['id']}/lookups"
    for _ in range(2):  # the line broke, the window asks again
        seen = right(window.call("POST", path, LOOKUP, token=session.token, key="one-lookup-1")).json()
        assert (seen["holder"], seen["number"]) == ("陈予安", "WHZL2026000215")
        assert parse(seen["identifier"]).is_right
    [use] = uses(terminal, terminal.known("tenant-a"))["uses"]
    assert (use["purpose"], use["terminal"], use["staff"]) == ("window", "JA-CK-B05", "0817")
    assert use["matter"]["zh"] == "灵活就业人员参保登记"
    with terminal.app.state.platform.database.read() as db:
        kept = db.scalars(select(StoredAnswer.answer)).all()
    assert not [answer for answer in kept if "WHZL2026000215" in answer]


def test_only_a_window_reads_a_licence_and_only_of_who_sits_there(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    [lease] = own(terminal, session)["lease-filing"]
    path = f"/v1/me/licences/{lease['id']}/lookups"
    assert problem(terminal.call("POST", path, LOOKUP, token=session.token)) == (403, "licence.window-only")
    window = Terminal(terminal.app, terminal.clock, "JA-CK-B05")
    stranger = window.identify("home-owner")
    assert problem(window.call("POST", path, LOOKUP, token=stranger.token)) == (404, "licence.not-found")
    unknown = window.call("POST", path, LOOKUP | {"service": "XX"}, token=window.identify("tenant-a").token)
    assert problem(unknown) == (404, "service.unknown")
