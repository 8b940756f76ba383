"""Who may open the maintenance pages, and what becomes of wrong PINs."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.maintenance.lockout import FIRST, MOST, Lockout
from kiosk.maintenance.staff import Staff, StaffFileError, secret_of
from kiosk.rules.masks import masked_number
from kiosk.settings import StaffMember

NUMBER, PIN = "420102198506150026", "135790"
SECRET = secret_of(NUMBER, PIN)
LI = StaffMember(name="李工", secret=SECRET)
NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> dt.datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


def test_staff_is_known_by_card_and_pin_together() -> None:
    staff = Staff([LI])
    assert staff.member(masked_number(NUMBER), PIN) == "李工"
    assert staff.member(masked_number(NUMBER), "135791") == ""
    assert staff.member(masked_number("11010519491231002X"), PIN) == ""


def test_a_card_with_a_small_x_is_the_same_card() -> None:
    staff = Staff([StaffMember(name="张工", secret=secret_of("11010519491231002x", PIN))])
    assert staff.member(masked_number("11010519491231002X"), PIN) == "张工"


def test_no_number_and_no_pin_stands_in_a_secret_and_none_is_like_another() -> None:
    assert SECRET.startswith("$argon2id$")
    assert NUMBER not in SECRET
    assert PIN not in SECRET
    assert secret_of(NUMBER, PIN) != SECRET


@pytest.mark.parametrize("pin", ["12345", "1234567890123", "12345a", "１２３４５６", ""])
def test_a_pin_that_is_too_easy_is_refused_when_it_is_set(pin: str) -> None:
    with pytest.raises(ValueError, match="6 to 12 digits"):
        secret_of(NUMBER, pin)


def test_the_administrators_file_is_read_at_each_login(tmp_path: Path) -> None:
    file = tmp_path / "staff.toml"
    staff = Staff([], file)
    assert staff.any
    with pytest.raises(StaffFileError):
        staff.member(masked_number(NUMBER), PIN)
    file.write_text(f'[[staff]]\nname = "王工"\nsecret = "{SECRET}"\n', encoding="utf-8")
    assert staff.member(masked_number(NUMBER), PIN) == "王工"
    file.write_text("staff = []\n", encoding="utf-8")
    assert staff.member(masked_number(NUMBER), PIN) == ""


@pytest.mark.parametrize(
    "content", ["not toml [", 'staff = "x"', '[[staff]]\nname = "x"\nsecret = "plain"\n', "\udcff"]
)
def test_a_damaged_file_lets_nobody_in_and_quotes_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "staff.toml"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(StaffFileError) as refused:
        Staff([], file).member(masked_number(NUMBER), PIN)
    assert "plain" not in str(refused.value)


def test_a_damaged_secret_lets_nobody_in() -> None:
    damaged = StaffMember(name="李工", secret=SECRET[:-10] + "!!!!")
    with contextlib.suppress(StaffFileError):
        assert Staff([damaged]).member(masked_number(NUMBER), PIN) == ""


def test_each_wrong_pin_doubles_the_wait_up_to_an_hour(tmp_path: Path) -> None:
    clock = Clock()
    lock = Lockout(tmp_path / "lock", clock)
    assert lock.left() == 0
    waits = []
    for _ in range(14):
        lock.wrong()
        waits.append(lock.left())
        clock.pass_by(waits[-1])
        assert lock.left() == 0
    assert waits == [min(MOST, FIRST * 2**n) for n in range(14)]


def test_the_right_pin_forgives(tmp_path: Path) -> None:
    clock = Clock()
    lock = Lockout(tmp_path / "lock", clock)
    for _ in range(5):
        lock.wrong()
    lock.right()
    assert lock.left() == 0
    assert Lockout(tmp_path / "lock", clock).left() == 0
    lock.wrong()
    assert lock.left() == FIRST


def test_a_restart_shortens_no_lock(tmp_path: Path) -> None:
    clock = Clock()
    lock = Lockout(tmp_path / "lock", clock)
    for _ in range(4):
        lock.wrong()
    clock.pass_by(10)
    again = Lockout(tmp_path / "lock", clock)
    assert again.left() == lock.left() == FIRST * 8 - 10
    clock.pass_by(FIRST * 8)
    again.wrong()
    assert again.left() == FIRST * 16


def test_a_clock_that_was_set_back_makes_no_lock_longer_than_it_was(tmp_path: Path) -> None:
    clock = Clock()
    lock = Lockout(tmp_path / "lock", clock)
    lock.wrong()
    clock.pass_by(-365 * 86400)
    assert lock.left() == FIRST
    clock.pass_by(FIRST)
    assert lock.left() == 0


@given(st.binary(max_size=80) | st.sampled_from([b'{"wrong": -1, "since": ""}', b'{"wrong": 3, "since": ""}', b"[]"]))
def test_damaging_the_lock_helps_nobody(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("lock") / "lock"
    file.write_bytes(content)
    assert 0 < Lockout(file, Clock()).left() <= MOST
