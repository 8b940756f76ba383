"""Scanners that pass for a keyboard: told from people by their speed, with the time given by the test."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devices.ports import CodeFailed, CodeRead, CodeTrouble, DeviceState, DeviceStatus
from devices.scanning.codes import LONGEST
from devices.scanning.wedge import Gatherer, Keys, Scanned, Typed, WedgeScanner

FAST, SLOW = 0.004, 0.12
NUMBER = "420102202611210004127"


class Board:
    """A keyboard with a scanner on it; keys are numbered."""

    def __init__(self) -> None:
        self.scans: list[str | CodeTrouble] = []
        self.keys: Keys[str] = Keys(self.scans.append)
        self.typed, self.now = "", 0.0

    def type(self, text: str, pace: float) -> None:
        for character in text:
            self.now += pace
            self.typed += "".join(self.keys.key(character, character, self.now))

    def rest(self) -> None:
        self.now += 1
        self.typed += "".join(self.keys.expire(self.now))


def test_a_scanned_code_goes_to_the_scanner_and_no_key_of_it_to_a_field() -> None:
    board = Board()
    board.type(NUMBER + "\r", FAST)
    board.rest()
    assert (board.scans, board.typed) == ([NUMBER], "")


def test_what_a_person_types_arrives_whole_and_in_order_with_enter() -> None:
    board = Board()
    board.type("hello\r", SLOW)
    board.rest()
    assert (board.scans, board.typed) == ([], "hello\r")


def test_a_few_quick_keys_are_a_person() -> None:
    board = Board()
    board.type("ok\r", FAST)
    board.rest()
    assert (board.scans, board.typed) == ([], "ok\r")


def test_a_person_who_types_just_before_a_scan_loses_nothing() -> None:
    board = Board()
    board.type("ab", SLOW)
    board.now += 0.1
    board.type(NUMBER + "\r", FAST)
    assert (board.scans, board.typed) == ([NUMBER], "ab")


def test_a_code_without_enter_is_a_persons_after_a_moment() -> None:
    board = Board()
    board.type(NUMBER, FAST)
    assert board.keys.holds
    board.rest()
    assert (board.scans, board.typed) == ([], NUMBER)
    assert not board.keys.holds


def test_a_code_that_never_ends_is_refused_and_never_reaches_a_field() -> None:
    board = Board()
    board.type("9" * (LONGEST * 4) + "\r", FAST)
    board.rest()
    assert (board.scans, board.typed) == ([CodeTrouble.TOO_LONG], "")


@given(st.lists(st.tuples(st.text(max_size=2), st.floats(0, 0.2)), max_size=60))
def test_whatever_is_typed_is_handed_on_in_order_or_is_a_code(keys: list[tuple[str, float]]) -> None:
    gatherer: Gatherer[int] = Gatherer()
    now, handed, codes = 0.0, list[int](), 0
    for number, (text, pause) in enumerate(keys):
        now += pause
        for outcome in gatherer.key(number, text, now):
            handed += outcome.keys if isinstance(outcome, Typed) else ()
            codes += isinstance(outcome, Scanned)
    for outcome in gatherer.expire(now + 1):
        handed += outcome.keys
    assert handed == sorted(set(handed))
    assert codes or len(handed) == len(keys)


def test_the_scanner_gives_codes_to_whoever_waits_and_is_always_ready() -> None:
    told: list[DeviceStatus] = []
    scanner = WedgeScanner("codes", deliver=told.append, clock=lambda: 7.0)
    assert told == [DeviceStatus("codes", DeviceState.READY)]
    assert scanner.last_contact is None
    wanted = scanner.read_next()
    scanner.scanned(NUMBER)
    assert wanted.result(0) == CodeRead("codes", NUMBER)
    assert scanner.last_contact == 7.0
    wanted = scanner.read_next()
    scanner.scanned(CodeTrouble.CONTROL)
    assert wanted.result(0) == CodeFailed("codes", CodeTrouble.CONTROL)
    wanted = scanner.read_next()
    scanner.close()
    assert wanted.result(0) == CodeFailed("codes", CodeTrouble.SCANNER_GONE)
