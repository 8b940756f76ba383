"""Staff before the terminal: the login, the pages, and how the terminal comes back to serving."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from devices.ports import CardFailed, ReadTrouble
from kiosk.flows.maintenance import LOGIN_PATIENCE, StaffUnknown, StaffVisit, maintenance
from kiosk.rules.maintenance import Counter, DeviceView, Happening, TestResult
from kiosk.rules.masks import Masked
from kiosk.rules.texts import Text
from kiosk.steps.maintenance import LoginTrouble, Mark, StaffCard, StaffList, StaffNumber, StaffPin
from kiosk.visit import End
from printing.ports import Done, Failed, Outcome, Reason, Unknown
from tests.kiosk.recorders import LayCard, Noon, Person, RecordedCards, Silence
from tests.kiosk.virtual_time import run

FINE = DeviceView("id", "card-reader", "ready", "", 60, 1, Text("无需处理", "Nothing"))
OUT = DeviceView("ticket", "ticket-printer", "fault", "paper-out", 60, 1, Text("请加纸", "Add paper"))
A4 = DeviceView("a4", "a4-printer", "ready", "", 60, 1, Text("无需处理", "Nothing"))
LOGIN = [(StaffCard, LayCard()), (StaffPin, "135790")]
LEAVE = (StaffList, "leave")


@dataclass
class Workshop:
    """A terminal's workshop that records."""

    anybody: bool = True
    door_open: bool = False
    names: list[str | Exception] = field(default_factory=lambda: ["李工"])
    wait: list[float] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    found: dict[str, TestResult] = field(default_factory=dict)
    log: tuple[Happening, ...] | None = ()
    tried: list[tuple[str, str]] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    changed: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    cancelled: int = 0
    kept_faces: int | None = None

    def faces(self) -> int | None:
        return self.kept_faces

    async def wipe_faces(self) -> int:
        self.kept_faces = 0
        return 0

    def locked(self) -> float:
        return self.wait.pop(0) if self.wait else 0

    async def log_in(self, number: Masked[str], pin: str) -> str:
        self.tried.append((number.reveal(), pin))
        name = self.names.pop(0)
        if isinstance(name, Exception):
            raise name
        return name

    def devices(self) -> tuple[DeviceView, ...]:
        return (FINE, OUT, A4)

    def results(self) -> Mapping[str, TestResult]:
        return self.found

    async def self_test(self, device: str) -> TestResult:
        passed = device != "ticket"
        self.found[device] = TestResult(device, Noon().now(), passed, Text("应答正常", "Well"))
        return self.found[device]

    def counters(self) -> tuple[Counter, ...]:
        return (Counter("ticket", "tickets", 7, Noon().now()), Counter("ticket", "odd", 1, Noon().now()))

    def paper_changed(self, device: str, what: tuple[str, ...]) -> None:
        self.changed.append((device, what))

    def happenings(self) -> tuple[Happening, ...] | None:
        return self.log

    async def test_print(self, kind: str) -> Outcome:
        self.printed.append(kind)
        return self.outcomes.pop(0)

    async def report(self, by: str) -> bytes:
        return f"report by {by}".encode()

    async def print_report(self, pdf: bytes) -> Outcome:
        self.printed.append(pdf.decode())
        return Done()

    async def save_report(self, pdf: bytes) -> str:
        return "/data/report.pdf"

    def cancel_prints(self) -> None:
        self.cancelled += 1


def staff(
    script: Sequence[tuple[type, object]], workshop: Workshop | None = None, *, readers: bool = True
) -> tuple[End, Person, Workshop, float]:
    """Staff does what is scripted; how it ended, and after how many seconds."""
    workshop = workshop or Workshop()

    async def main() -> tuple[End, Person, float]:
        cards = RecordedCards(readers)
        person = Person(list(script), cards=cards)
        visit = StaffVisit(person, workshop, cards)
        person.visit = visit  # type: ignore[assignment]
        end = await visit.run(maintenance)
        assert not visit.member
        return end, person, asyncio.get_running_loop().time()

    end, person, seconds = run(main())
    assert not person.script, "not all of it happened"
    return end, person, workshop, seconds


def pages(person: Person) -> list[StaffList]:
    return [step for step in person.shown if isinstance(step, StaffList)]


def test_staff_logs_in_with_card_and_pin_and_leaves() -> None:
    end, person, workshop, _ = staff([*LOGIN, LEAVE])
    assert end is End.DONE
    assert workshop.tried == [("420102198506150026", "135790")]
    assert "李工" in pages(person)[0].about.zh
    assert workshop.cancelled == 1


def test_a_citizen_before_the_login_page_is_not_kept_waiting_for_long() -> None:
    end, *_, seconds = staff([(StaffCard, Silence())])
    assert end is End.IDLE
    assert seconds == LOGIN_PATIENCE.idle + LOGIN_PATIENCE.warning == 40


def test_the_login_can_be_left_at_the_card_and_at_the_pin() -> None:
    assert staff([(StaffCard, "leave")])[0] is End.DONE
    _, _, workshop, _ = staff([LOGIN[0], (StaffPin, "leave")])
    assert workshop.tried == []


def test_a_wrong_pin_waits_and_is_said_and_then_the_card_is_asked_for_again() -> None:
    workshop = Workshop(names=["", "李工"], wait=[0, 5, 0])
    _, person, _, seconds = staff([*LOGIN, (StaffCard, Silence()), *LOGIN, LEAVE], workshop)
    cards = [step for step in person.shown if isinstance(step, StaffCard)]
    assert [(c.trouble, c.locked) for c in cards] == [
        (LoginTrouble.NONE, 0),
        (LoginTrouble.WRONG, 5),
        (LoginTrouble.NONE, 0),
    ]
    assert seconds == 5


def test_while_it_is_locked_no_card_is_read() -> None:
    workshop = Workshop(wait=[20, 0])
    _, person, _, seconds = staff(
        [(StaffCard, LayCard()), (StaffCard, LayCard()), (StaffPin, "135790"), LEAVE], workshop
    )
    assert seconds == 20
    assert len(workshop.tried) == 1


def test_what_can_not_be_read_and_who_is_not_known_is_said() -> None:
    bad = LayCard(CardFailed("id", ReadTrouble.UNREADABLE))
    workshop = Workshop(anybody=False, names=[StaffUnknown()])
    _, person, *_ = staff([(StaffCard, bad), *LOGIN, (StaffCard, "leave")], workshop)
    troubles = [step.trouble for step in person.shown if isinstance(step, StaffCard)]
    assert troubles == [LoginTrouble.NOBODY, LoginTrouble.UNREADABLE, LoginTrouble.FILE]


def test_where_no_reader_works_the_key_of_the_door_stands_for_the_card() -> None:
    typed = [(StaffCard, "type"), (StaffNumber, "11010519491231002X"), (StaffPin, "135790"), LEAVE]
    _, _, workshop, _ = staff(typed, Workshop(door_open=True), readers=False)
    assert workshop.tried == [("11010519491231002X", "135790")]
    _, _, workshop, _ = staff([typed[0], (StaffNumber, "leave")], Workshop(door_open=True), readers=False)
    assert workshop.tried == []


@pytest.mark.parametrize(("door_open", "readers"), [(False, False), (True, True), (False, True)])
def test_without_the_key_or_while_a_reader_works_no_number_can_be_typed(door_open: bool, readers: bool) -> None:
    end, person, workshop, _ = staff([(StaffCard, "type")], Workshop(door_open=door_open), readers=readers)
    assert end is End.IDLE  # the answer was none
    assert workshop.tried == []
    assert not any(isinstance(step, StaffCard) and step.may_type for step in person.shown)


def test_who_goes_away_without_leaving_hands_the_terminal_back() -> None:
    end, *_, seconds = staff([*LOGIN, (StaffList, Silence())])
    assert end is End.IDLE
    assert seconds == 210


def test_all_devices_are_tested_and_what_failed_is_named() -> None:
    script = [*LOGIN, (StaffList, "devices"), (StaffList, "main"), (StaffList, "id"), (StaffList, "back"), LEAVE]
    _, person, workshop, _ = staff(script)
    home, before, after, one, _ = pages(person)
    assert home.rows[0].mark is Mark.WARN
    assert [row.mark for row in before.rows] == [Mark.GOOD, Mark.WARN, Mark.GOOD]
    assert after.note.zh == "没有通过：ticket"
    assert not after.note_good
    assert one.note.zh == "1 台自检通过"
    assert set(workshop.found) == {"id", "ticket", "a4"}
    assert "自检 11-21 12:00 应答正常" in one.rows[0].about.zh


def test_changing_paper_counts_that_paper_anew_and_says_what_the_printer_still_says() -> None:
    script = [*LOGIN, (StaffList, "paper"), (StaffList, "ticket"), (StaffList, "paper"), (StaffList, "a4"), LEAVE]
    _, person, workshop, _ = staff(script)
    assert workshop.changed == [("ticket", ("tickets", "cuts")), ("a4", ("pages",))]
    assert "paper-out" in pages(person)[2].note.zh
    assert pages(person)[-1].note.zh == "已记下换纸"
    assert [row.key for row in pages(person)[1].rows] == ["ticket", "a4"]


def test_a_test_print_says_how_it_ended_and_never_more_than_the_printer_said() -> None:
    workshop = Workshop(outcomes=[Done(), Unknown(), Failed(Reason.PAPER_OUT)])
    once = [(StaffList, "print"), (StaffList, "ticket")]
    _, person, *_ = staff([*LOGIN, *once, *once, (StaffList, "print"), (StaffList, "a4"), LEAVE], workshop)
    notes = [page.note.zh for page in pages(person) if page.home]
    assert "打好了" in notes[1]
    assert "请看出纸口" in notes[2]
    assert "paper-out" in notes[3]
    assert workshop.printed == ["ticket", "ticket", "a4"]


def test_counters_and_events_are_read() -> None:
    happening = Happening(Noon().now(), Text("有证件留在读卡器上", "A card was left"))
    script = [*LOGIN, (StaffList, "counters"), (StaffList, "back"), (StaffList, "events"), (StaffList, "back"), LEAVE]
    _, person, *_ = staff(script, Workshop(log=(happening,)))
    assert [row.tag.zh for row in pages(person)[1].rows] == ["7", "1"]
    assert [row.title.zh for row in pages(person)[3].rows] == ["有证件留在读卡器上"]
    _, person, *_ = staff(script, Workshop(log=None))
    assert "log.file" in pages(person)[3].rows[0].title.zh


def test_how_many_faces_are_kept_is_seen_and_they_can_be_wiped_at_once() -> None:
    script = [*LOGIN, (StaffList, "faces"), (StaffList, "main"), LEAVE]
    _, person, workshop, _ = staff(script, Workshop(kept_faces=12))
    first, own, after = pages(person)
    [row] = [row for row in first.rows if row.key == "faces"]
    assert row.tag.zh == "12 人"
    assert own.main.zh
    assert workshop.kept_faces == 0
    assert "清除" in after.note.zh


def test_the_filing_duty_is_told_from_100000_persons_on() -> None:
    for persons, told in ((99_999, False), (100_000, True)):
        _, person, *_ = staff([*LOGIN, LEAVE], Workshop(kept_faces=persons))
        [row] = [row for row in pages(person)[0].rows if row.key == "faces"]
        assert ("备案" in row.about.zh) is told


def test_a_terminal_that_keeps_no_faces_says_nothing_of_them() -> None:
    _, person, *_ = staff([*LOGIN, LEAVE])
    assert "faces" not in [row.key for row in pages(person)[0].rows]


def test_the_report_is_kept_or_printed() -> None:
    script = [*LOGIN, (StaffList, "report"), (StaffList, "save"), (StaffList, "report"), (StaffList, "print"), LEAVE]
    _, person, workshop, _ = staff(script)
    assert "/data/report.pdf" in pages(person)[2].note.zh
    assert workshop.printed == ["report by 李工"]


def test_leaving_is_possible_on_every_page() -> None:
    for task in ("devices", "paper", "print", "counters", "events", "report"):
        assert staff([*LOGIN, (StaffList, task), LEAVE])[0] is End.DONE


def test_a_page_takes_no_answer_that_it_does_not_offer() -> None:
    page = StaffList(Text("x"), Text(""), (), home=True)
    for given in ("back", "main", "", None, "id"):
        try:
            page.read(given)
        except ValueError:
            continue
        raise AssertionError(given)
