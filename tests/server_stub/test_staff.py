from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from server_stub.database import Database
from server_stub.halls.loader import load_site
from server_stub.jobs import run_due
from server_stub.problems import Problem
from server_stub.routine import JOBS
from server_stub.staff import service
from server_stub.staff.__main__ import main
from server_stub.staff.models import Role, StaffMember
from server_stub.staff.passwords import hashed, is_right
from server_stub.staff.sample import load_staff
from server_stub.staff.tables import StaffRow, StaffSessionRow
from tests.server_stub.staffed import CLERKS, ELSEWHERE, PASSWORD, Desk, add_staff
from tests.server_stub.terminal import SettableClock, Terminal, problem, right

NUMBER = CLERKS["JA-CK-B05"]


@pytest.fixture
def desk(hall: Terminal) -> Desk:
    """A window where nobody has signed in yet."""
    add_staff(hall.app)
    return Desk(hall.app, hall.clock, "JA-CK-B05")


def tries(desk: Desk, password: str = "wrong", number: str = NUMBER) -> str:
    """ "" if it opened a session, else the code."""
    answer = desk.call("POST", "/v1/staff/sessions", {"number": number, "password": password})
    return "" if answer.status_code == 200 else problem(answer)[1]


def test_who_signs_in_is_known_by_number_roles_and_hall(desk: Desk) -> None:
    answer = right(desk.call("POST", "/v1/staff/sessions", {"number": NUMBER, "password": PASSWORD})).json()
    assert len(answer["token"]) >= 40
    known = {"number": NUMBER, "name": "样例", "roles": ["clerk"], "departments": [], "hall": "JA", "levels": []}
    assert answer["staff"] == known
    assert answer["expires_at"] == "2026-11-23T20:00:00+08:00"


def test_neither_password_nor_token_is_kept(desk: Desk) -> None:
    desk.sign_in(NUMBER)
    with desk.app.state.platform.database.read() as db:
        kept = db.scalars(select(StaffRow.password_hash).where(StaffRow.number == NUMBER)).one()
        session = db.scalars(select(StaffSessionRow)).one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert desk.staff not in vars(session).values()


def test_wrong_and_unknown_are_told_alike(desk: Desk) -> None:
    assert tries(desk) == tries(desk, PASSWORD, "JA9999") == "staff.credentials"
    assert tries(desk, "") == "staff.credentials"


def test_the_lock_doubles_with_each_further_wrong_password(desk: Desk, hall: Terminal) -> None:
    clock = hall.clock
    assert [tries(desk) for _ in range(5)] == ["staff.credentials"] * 4 + ["staff.locked"]
    assert tries(desk, PASSWORD) == "staff.locked", "also the right one is refused meanwhile"
    for minutes in (1, 2, 4, 8):
        clock.pass_(seconds=60 * minutes - 1)
        assert tries(desk, PASSWORD) == "staff.locked", minutes
        clock.pass_(seconds=1)
        assert tries(desk) == "staff.locked", "one more wrong one"
    answer = desk.call("POST", "/v1/staff/sessions", {"number": NUMBER, "password": PASSWORD})
    assert "16 分钟" in answer.json()["also"]["zh"]
    clock.pass_(minutes=16)
    assert tries(desk, PASSWORD) == ""
    assert tries(desk) == "staff.credentials", "the right one begins the count anew"


def test_a_lock_ends_after_a_day_at_the_latest(desk: Desk, hall: Terminal) -> None:
    def many_wrong(db: object) -> None:
        db.get(StaffRow, NUMBER).wrong = 400  # type: ignore[attr-defined]

    hall.app.state.platform.database.write(many_wrong)
    assert tries(desk) == "staff.locked"
    hall.clock.pass_(hours=24)
    assert tries(desk, PASSWORD) == ""


def test_guessing_from_many_sides_at_once_is_locked_all_the_same(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: tries(desk), range(12)))
    assert answers.count("staff.credentials") == 4
    assert answers.count("staff.locked") == 8
    assert tries(desk, PASSWORD) == "staff.locked"


def test_staff_sign_in_where_they_work(desk: Desk, hall: Terminal) -> None:
    assert tries(desk, PASSWORD, ELSEWHERE) == "staff.hall"
    for id_ in ("JA-ZZ-03", "JA-XS-01"):
        assert tries(Desk(hall.app, hall.clock, id_), PASSWORD) == "terminal.kind"
    assert tries(Desk(hall.app, hall.clock, "JA-DD-01"), PASSWORD) == ""


def test_a_token_is_good_at_its_terminal_until_the_evening(desk: Desk, hall: Terminal) -> None:
    desk.sign_in(NUMBER)
    other = Desk(hall.app, hall.clock, "JA-CK-B06")
    other.staff = desk.staff
    assert problem(other.call("GET", "/v1/queue/windows")) == (401, "staff.session")
    right(desk.call("GET", "/v1/queue/windows"))
    hall.clock.pass_(hours=10)
    assert problem(desk.call("GET", "/v1/queue/windows")) == (401, "staff.session")
    run_due(hall.app.state.platform, JOBS)
    with hall.app.state.platform.database.read() as db:
        assert db.scalars(select(StaffSessionRow)).all() == []


def test_who_left_the_service_is_out_at_once(desk: Desk, hall: Terminal) -> None:
    desk.sign_in(NUMBER)

    def leaves(db: object) -> None:
        db.get(StaffRow, NUMBER).active = False  # type: ignore[attr-defined]

    hall.app.state.platform.database.write(leaves)
    assert problem(desk.call("GET", "/v1/queue/windows")) == (401, "staff.session")
    assert tries(desk, PASSWORD) == "staff.credentials"


@pytest.mark.parametrize("token", ["", "x", "x" * 101, "a b", "'--"])
def test_any_token_gets_an_answer(desk: Desk, token: str) -> None:
    desk.staff = token
    assert problem(desk.call("GET", "/v1/queue/windows"))[1] in ("staff.session", "request.invalid")


def test_the_staff_token_is_covered_by_the_signature(desk: Desk) -> None:
    headers = {"X-Staff-Token": desk.sign_in(NUMBER).staff}
    desk.staff = ""
    signed = desk.signer.signed("GET", "/v1/queue/windows", "", {}, b"", desk.clock.now.timestamp())
    answer = desk.http.get("/v1/queue/windows", headers=headers | signed)
    assert problem(answer) == (401, "terminal.signature")


def test_permissions_go_by_role() -> None:
    member = StaffMember(number="JA1", name="样例", roles=(Role.CLERK, Role.APPROVER))
    service.require(member, Role.CLERK)
    service.require(member, Role.GUIDE, Role.APPROVER)
    with pytest.raises(Problem, match=r"staff\.role"):
        service.require(member, Role.ADMINISTRATOR)


def test_passwords_are_checked_whatever_they_contain() -> None:
    kept = hashed("密码-pässword-\x00-1")
    assert is_right(kept, "密码-pässword-\x00-1")
    assert not is_right(kept, "密码-pässword-\x00-2")
    assert not is_right("", "nobody's")
    assert not is_right(kept, "\ud800")
    with pytest.raises(ValueError, match="8 characters"):
        hashed("1234567")


def test_the_sample_staff_works_at_the_sample_windows(terminal: Terminal, clock: SettableClock) -> None:
    password, members = load_staff()
    site = load_site()
    assert {m.hall for m in members} <= {"", *site.halls}
    assert {role for m in members for role in m.roles} == set(Role)
    assert len({m.name for m in members}) == len({m.number for m in members}) == len(members)
    desk = Desk(terminal.app, clock, "JA-CK-B05").sign_in("JA0105", password)
    assert desk.does("sign-on")["state"] == "open"
    right(terminal.http.post("/demo/reset"))
    assert desk.sign_in("JA0105", password).does("sign-on")["state"] == "open"


def test_without_demo_nobody_is_there_until_somebody_is_added(hall: Terminal) -> None:
    desk = Desk(hall.app, hall.clock, "JA-CK-B05")
    assert tries(desk, load_staff()[0]) == "staff.credentials"


def test_a_hall_adds_its_first_staff_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    command = ["JA0900", "黎守正", "--role", "administrator", "--role", "guide", "--hall", "JA", "--database", url]
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long password\n"))
    assert main(command) == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert main(command) == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long password\n"))
    assert main(["JA 0900", *command[1:]]) == 2
    database = Database(url)
    with database.read() as db:
        row = db.get_one(StaffRow, "JA0900")
        assert service.member_of(row).may(Role.ADMINISTRATOR)
        assert is_right(row.password_hash, "a long password")
    database.close()


def test_the_command_explains_itself() -> None:
    words = subprocess.run(
        [sys.executable, "-m", "server_stub.staff", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert "administrator" in words
