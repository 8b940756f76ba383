"""查进度 on virtual time: own cases by card, one case by its number, a slip printed again."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from devices.ports import CodeFailed, CodeRead, CodeResult, CodeTrouble
from kiosk.failures import Failure
from kiosk.flows.self_service import self_service
from kiosk.steps.choices import ChooseProgressWay
from kiosk.steps.hall import Menu, MoreToDo, Trouble
from kiosk.steps.identity import Ask, ConfirmHolder, EnterCode, EnterNumber, PlaceCard, Scan
from kiosk.steps.paper import Paper, TakeYourPaper
from kiosk.steps.progress import ChooseCase, ShowCase
from kiosk.visit import End
from printing.ports import Failed, Reason, Slip
from tests.kiosk.recorders import GoBack, LayCard, Leave, Person, RecordedClient, Script, Silence, rig, session
from tests.kiosk.test_apply import NUMBER, SLIP, answers, play
from tests.kiosk.virtual_time import run


def test_own_cases_are_seen_with_a_card_that_has_expired() -> None:
    script: Script = [
        (Menu, "progress"),
        (ChooseProgressWay, "card"),
        (PlaceCard, LayCard()),
        (ConfirmHolder, True),
        (ChooseCase, NUMBER),
        (ShowCase, ""),
        (MoreToDo, "finish"),
    ]
    end, person, *_ = play(script, answers(**{"POST__/v1/identifications": session(standing="expired")}))
    assert end is End.DONE
    assert [s.masked for s in person.shown if isinstance(s, ShowCase)] == [False]


def test_a_case_is_found_by_number_only_with_query_code_and_phone_code_and_stays_masked() -> None:
    script: Script = [
        (Menu, "progress"),
        (ChooseProgressWay, "number"),
        (EnterNumber, NUMBER),
        (EnterNumber, "837204"),
        (EnterCode, "123456"),
        (ShowCase, ""),
        (MoreToDo, "finish"),
    ]
    end, person, client, *_ = play(script, answers())
    assert end is End.DONE
    assert [s.masked for s in person.shown if isinstance(s, ShowCase)] == [True]
    assert client.bodies("POST /v1/case-lookups") == [{"number": NUMBER, "query_code": "837204", "phone_code": "c1"}]


def reprinting(**others: object) -> dict[str, object]:
    return answers(**{f"POST__/v1/cases/{NUMBER}/slip-prints": {"slip": SLIP, "reprint": 1}}, **others)


TO_OWN_CASE: Script = [
    (Menu, "progress"),
    (ChooseProgressWay, "card"),
    (PlaceCard, LayCard()),
    (ConfirmHolder, True),
    (ChooseCase, NUMBER),
]


def test_the_slip_of_an_own_case_is_printed_again_and_says_that_it_is_not_the_first() -> None:
    script: Script = [*TO_OWN_CASE, (ShowCase, "slip"), (TakeYourPaper, Leave())]
    _, person, _, papers, _ = play(script, reprinting())
    [slip] = papers.printed
    assert isinstance(slip, Slip)
    assert (slip.case_number, slip.reprint) == (NUMBER, 1)
    [page] = [s for s in person.shown if isinstance(s, TakeYourPaper)]
    assert (page.paper, page.number, page.query_code) == (Paper.SLIP, NUMBER, SLIP["query_code"])


def test_a_slip_that_did_not_print_again_says_why() -> None:
    script: Script = [*TO_OWN_CASE, (ShowCase, "slip"), (Trouble, Leave())]
    _, person, *_ = play(script, reprinting(), Failed(Reason.JAM))
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["printer.jam"]


class ShownCodes:
    """A scanner before which somebody holds these codes, one after another."""

    def __init__(self, *codes: CodeResult) -> None:
        self.available = True
        self._codes = list(codes)

    async def read(self) -> CodeResult:
        if not self._codes:
            await asyncio.Event().wait()
        return self._codes.pop(0)


def scanning(
    script: Script, *codes: CodeResult, known: dict[str, object] | None = None
) -> tuple[Person, RecordedClient]:
    async def main() -> tuple[Person, RecordedClient]:
        start: Script = [(Menu, "progress"), (ChooseProgressWay, "number")]
        visit, person, client, *_ = rig([*start, *script], known or answers())
        visit.desk = dataclasses.replace(visit.desk, codes=ShownCodes(*codes))
        await visit.run(self_service)
        return person, client

    return run(main())


def code(text: str) -> CodeRead:
    return CodeRead("codes", text)


TOKEN = "Zk3vQ0wH6m"
SLIP_CODE = CodeRead("codes", f"https://example.invalid/c/{TOKEN}")


def test_a_slips_qr_code_stands_for_number_and_query_code() -> None:
    known = answers(**{"POST__/v1/slip-lookups": {"number": NUMBER, "query_code": "837204"}})
    script: Script = [(EnterNumber, Silence()), (EnterCode, "123456"), (ShowCase, Leave())]
    person, client = scanning(script, SLIP_CODE, known=known)
    assert client.bodies("POST /v1/slip-lookups") == [{"token": TOKEN}]
    assert client.bodies("POST /v1/case-lookups") == [{"number": NUMBER, "query_code": "837204", "phone_code": "c1"}]
    assert [s.masked for s in person.shown if isinstance(s, ShowCase)] == [True]


def test_a_slip_that_the_platform_does_not_know_is_typed() -> None:
    known = answers(**{"POST__/v1/slip-lookups": Failure("case.not-found")})
    script: Script = [(EnterNumber, Silence()), (EnterNumber, NUMBER), (EnterNumber, Leave())]
    person, _ = scanning(script, SLIP_CODE, known=known)
    assert [s.scan for s in person.shown if isinstance(s, EnterNumber)] == [Scan.OFFERED, Scan.NO_NUMBER, Scan.NONE]


@pytest.mark.parametrize("text", [NUMBER, f"https://example.invalid/c?n={NUMBER}", f" 办件 {NUMBER} "])
def test_a_code_with_the_number_is_scanned_instead_of_typing_21_digits(text: str) -> None:
    script: Script = [(EnterNumber, Silence()), (EnterNumber, "837204"), (EnterCode, "123456"), (ShowCase, Leave())]
    _, client = scanning(script, code(text))
    assert client.bodies("POST /v1/case-lookups") == [{"number": NUMBER, "query_code": "837204", "phone_code": "c1"}]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (code("https://example.com/'; DROP TABLE cases; --"), Scan.NO_NUMBER),
        (code(f"{NUMBER},{NUMBER[:-1]}8"), Scan.NO_NUMBER),
        (code(f"{NUMBER}0"), Scan.NO_NUMBER),
        (CodeFailed("codes", CodeTrouble.CONTROL), Scan.NOT_READ),
        (CodeFailed("codes", CodeTrouble.SCANNER_GONE), Scan.NONE),
    ],
)
def test_a_code_without_a_number_is_said_to_be_one_and_typing_still_works(shown: CodeResult, said: Scan) -> None:
    script: Script = [(EnterNumber, Silence()), (EnterNumber, NUMBER), (EnterNumber, Leave())]
    person, _ = scanning(script, shown)
    pages = [s for s in person.shown if isinstance(s, EnterNumber)]
    assert [s.scan for s in pages] == [Scan.OFFERED, said, Scan.NONE]
    assert pages[2].ask is Ask.QUERY_CODE


def test_going_back_from_the_query_code_asks_for_the_number_again() -> None:
    script: Script = [(EnterNumber, Silence()), (EnterNumber, GoBack()), (EnterNumber, Leave())]
    person, _ = scanning(script, code(NUMBER))
    assert [s.ask for s in person.shown if isinstance(s, EnterNumber)] == [
        Ask.CASE_NUMBER,
        Ask.QUERY_CODE,
        Ask.CASE_NUMBER,
    ]
