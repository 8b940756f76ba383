"""查进度 on virtual time: own cases by card, one case by its number, a slip printed again."""

from __future__ import annotations

from kiosk.steps.choices import ChooseProgressWay
from kiosk.steps.hall import Menu, MoreToDo, Trouble
from kiosk.steps.identity import ConfirmHolder, EnterCode, EnterNumber, PlaceCard
from kiosk.steps.paper import Paper, TakeYourPaper
from kiosk.steps.progress import ChooseCase, ShowCase
from kiosk.visit import End
from printing.ports import Failed, Reason, Slip
from tests.kiosk.recorders import LayCard, Leave, Script, session
from tests.kiosk.test_apply import NUMBER, SLIP, answers, play


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
