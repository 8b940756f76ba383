"""打印证明 on virtual time: what a person gains, and what they are told when something fails."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from devices.ports import CardKind, CardRead, CardText, ReadTrouble
from kiosk.failures import Failure
from kiosk.flows.cards import document_of
from kiosk.flows.desk import CardsFor, CitizenVisit
from kiosk.flows.self_service import self_service
from kiosk.steps.choices import AskQuestion, ChooseProof, HowMany
from kiosk.steps.hall import Menu, MoreToDo, Trouble
from kiosk.steps.identity import CardTrouble, ConfirmHolder, EnterCode, PlaceCard
from kiosk.steps.paper import DidItComeOut, NoPaper, Preview, TakeYourPaper
from kiosk.visit import End
from printing.ports import Done, Failed, FinishedPdf, Outcome, Reason, Unknown
from tests.kiosk.recorders import (
    WANG,
    GoBack,
    LayCard,
    Leave,
    Person,
    RecordedClient,
    RecordedPapers,
    RecordedPrintouts,
    Script,
    Silence,
    Turns,
    failed,
    pdf,
    rig,
    session,
)
from tests.kiosk.virtual_time import run

QUESTION = {
    "key": "period",
    "title": {"zh": "期间"},
    "options": [{"key": "12", "title": {"zh": "近 12 个月"}}, {"key": "all", "title": {"zh": "全部"}}],
}
PROOF = {
    "kind": "social-insurance",
    "title": {"zh": "社保个人参保缴费证明", "en": "Social-insurance record"},
    "department": {"zh": "人社局"},
    "about": {"zh": ""},
    "availability": "available",
    "questions": [QUESTION],
}
ISSUED = {
    "id": "d1",
    "kind": "social-insurance",
    "title": {"zh": "社保个人参保缴费证明"},
    "number": "N1",
    "verification_code": "ABCD",
    "issued_at": "2026-11-21T12:00:00+08:00",
    "pages": 1,
}
SENT = {"id": "c1", "phone": "138****5678"}
IDENTIFIED = [(PlaceCard, LayCard()), (ConfirmHolder, True), (EnterCode, "123456")]
CHOSEN = [(ChooseProof, "social-insurance"), (AskQuestion, "all"), (HowMany, 2)]


def answers(**others: object) -> dict[str, object]:
    known: dict[str, object] = {
        "POST /v1/identifications": session(),
        "POST /v1/phone-codes": SENT,
        "POST /v1/phone-codes/c1/verification": {"right": True, "tries_left": 3, "session": session(3)},
        "GET /v1/me/proofs": [PROOF],
        "POST /v1/me/documents": ISSUED,
        "GET /v1/me/documents/d1/pdf": pdf(),
    }
    return known | {path.replace("__", " "): answer for path, answer in others.items()}


def play(
    script: Script, known: dict[str, object], *outcomes: Outcome
) -> tuple[End, Person, RecordedClient, RecordedPapers, CitizenVisit]:
    async def main() -> tuple[End, Person, RecordedClient, RecordedPapers, CitizenVisit]:
        visit, person, client, papers, _ = rig([(Menu, "print-proof"), *script], known, *outcomes)
        return await visit.run(self_service), person, client, papers, visit

    return run(main())


def test_a_person_gets_the_proof_they_chose_in_as_many_copies_and_is_asked_for_their_card() -> None:
    script = [*IDENTIFIED, *CHOSEN, (Preview, None), *[(TakeYourPaper, Silence())] * 3, (MoreToDo, "finish")]
    end, person, client, papers, _ = play(script, answers())
    assert end is End.DONE
    assert papers.printed == [FinishedPdf(pdf(), 2, "社保个人参保缴费证明", pages=1, number="N1")]
    assert client.bodies("POST /v1/me/documents") == [{"kind": "social-insurance", "answers": {"period": "all"}}]
    taking = [s for s in person.shown if isinstance(s, TakeYourPaper)]
    assert [(s.card_there, s.alarm) for s in taking] == [(True, False), (True, True), (False, False)]


def test_no_record_and_cannot_be_looked_up_are_two_different_pages() -> None:
    shown = []
    for availability in ("no-record", "unavailable"):
        known = answers(**{"GET__/v1/me/proofs": [PROOF | {"availability": availability}]})
        script = [*IDENTIFIED, (ChooseProof, "social-insurance"), (Trouble, None), (Menu, Leave())]
        _, person, *_ = play(script, known)
        shown += [s.code for s in person.shown if isinstance(s, Trouble)]
    assert shown == ["proof.no-record", "proof.unavailable"]


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (ReadTrouble.LIFTED, CardTrouble.LIFTED),
        (ReadTrouble.UNREADABLE, CardTrouble.UNREADABLE),
        (ReadTrouble.NO_ANSWER, CardTrouble.NO_ANSWER),
        (ReadTrouble.TWO_CARDS, CardTrouble.TWO_CARDS),
        (ReadTrouble.WRONG_READER, CardTrouble.WRONG_READER),
        (ReadTrouble.HELD, CardTrouble.HELD),
        (ReadTrouble.HOLDER_LOCKED, CardTrouble.USE_ID_CARD),
        (ReadTrouble.NOT_A_DOCUMENT, CardTrouble.UNKNOWN_CARD),
    ],
)
def test_a_card_that_could_not_be_read_is_asked_for_again_with_the_reason(
    trouble: ReadTrouble, said: CardTrouble
) -> None:
    _, person, *_ = play([(PlaceCard, failed(trouble)), (PlaceCard, LayCard()), (ConfirmHolder, Leave())], answers())
    assert [s.trouble for s in person.shown if isinstance(s, PlaceCard)] == [CardTrouble.NONE, said]


def test_a_reader_that_goes_away_while_a_card_is_asked_for_is_said_and_taken_back() -> None:
    async def main() -> Person:
        news: asyncio.Queue[None] = asyncio.Queue()

        def change(*gone: CardsFor) -> Silence:
            def act() -> None:
                cards.gone = frozenset(gone)
                news.put_nowait(None)

            asyncio.get_running_loop().call_later(1.0, act)
            return Silence()

        script: Script = [
            (Menu, "print-proof"),
            (PlaceCard, lambda _: change(CardsFor.IDENTITY)),
            (PlaceCard, lambda _: change()),
            (PlaceCard, Leave()),
        ]
        visit, person, _, _, cards = rig(script, answers())
        visit.desk = dataclasses.replace(visit.desk, news=news.get)
        await visit.run(self_service)
        return person

    troubles = [s.trouble for s in run(main()).shown if isinstance(s, PlaceCard)]
    assert troubles == [CardTrouble.NONE, CardTrouble.ID_READER_GONE, CardTrouble.NONE]


def test_where_no_reader_here_takes_id_cards_the_person_is_sent_on_instead_of_asked_again() -> None:
    async def main() -> Person:
        script: Script = [(Menu, "print-proof"), (PlaceCard, failed(ReadTrouble.WRONG_READER)), (Trouble, Leave())]
        visit, person, _, _, cards = rig(script, answers())
        cards.reads_id_cards = False
        await visit.run(self_service)
        return person

    assert [s.code for s in run(main()).shown if isinstance(s, Trouble)] == ["card.no-id-reader"]


def test_an_address_added_later_holds_instead_of_the_printed_one() -> None:
    text = dataclasses.replace(WANG, address="旧地址", newest_address="新地址")
    document = document_of(CardRead("r", text))
    assert document.address is not None
    assert document.address.reveal() == "新地址"


def test_an_id_number_of_a_day_that_never_was_is_refused() -> None:
    text = dataclasses.replace(WANG, number="421083197002290032")
    _, person, client, *_ = play([(PlaceCard, LayCard(CardRead("r", text))), (PlaceCard, Leave())], answers())
    assert [s.trouble for s in person.shown if isinstance(s, PlaceCard)] == [CardTrouble.NONE, CardTrouble.WRONG_NUMBER]
    assert client.calls == []


def test_a_foreigners_card_identifies_by_its_english_name() -> None:
    text = CardText(CardKind.FOREIGNER_2017, "", "USA420100850001", english_name="SMITH, JOHN")
    _, person, *_ = play([(PlaceCard, LayCard(CardRead("r", text))), (ConfirmHolder, Leave())], answers())
    [confirm] = [s for s in person.shown if isinstance(s, ConfirmHolder)]
    assert confirm.document.name.reveal() == "SMITH, JOHN"


def test_a_foreigners_card_of_2023_is_read_and_leads_to_a_window() -> None:
    text = CardText(CardKind.FOREIGNER_2023, "迈克", "942124197911140056", english_name="SAMPLE, MICHAEL")
    asked = answers(**{"POST__/v1/identifications": session(standing="window-only")})
    script = [(PlaceCard, LayCard(CardRead("r", text))), (ConfirmHolder, True), (Trouble, Silence())]
    _, person, *_ = play(script, asked)
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["card.window-only"]


def test_a_wrong_code_may_be_tried_again_and_a_new_one_asked_for() -> None:
    verification = [
        Turns(
            [
                {"right": False, "tries_left": 2},
                {"right": True, "tries_left": 3, "session": session(3)},
            ]
        )
    ]
    known = answers(**{"POST__/v1/phone-codes/c1/verification": verification})
    script = [
        *IDENTIFIED[:2],
        (EnterCode, "000000"),
        (EnterCode, "resend"),
        (EnterCode, "123456"),
        (ChooseProof, Leave()),
    ]
    _, person, client, *_ = play(script, known)
    pages = [(s.wrong, s.tries_left, s.sent) for s in person.shown if isinstance(s, EnterCode)]
    assert pages == [(False, 3, 1), (True, 2, 1), (False, 3, 2)]
    assert len(client.bodies("POST /v1/phone-codes")) == 2


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        ("reported-lost", "card.lost"),
        ("expired", "card.expired"),
        ("deceased", "card.quiet"),
        ("window-only", "card.window-only"),
        ("unknown", "card.unknown-person"),
    ],
)
def test_a_document_that_no_longer_speaks_for_its_holder_opens_nothing(standing: str, code: str) -> None:
    known = answers(**{"POST__/v1/identifications": session(standing=standing)})
    _, person, client, papers, _ = play([*IDENTIFIED[:2], (Trouble, Silence())], known)
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == [code]
    assert [call for call, _ in client.calls] == ["POST /v1/identifications"]


def test_without_a_registered_phone_the_window_is_named_instead_of_a_dead_end() -> None:
    known = answers(**{"POST__/v1/identifications": session(phone="")})
    _, person, *_ = play([*IDENTIFIED[:2], (Trouble, Silence())], known)
    assert person.pages()[-1] == "Trouble"
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["code.no-phone"]


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Failed(Reason.PAPER_OUT), "printer.paper-out"),
        (Failed(Reason.JAM), "printer.jam"),
        (Failed(Reason.OFFLINE), "printer.offline"),
        (Failed(Reason.REFUSED), "printer.failed"),
    ],
)
def test_a_printer_that_failed_is_never_called_done(outcome: Outcome, code: str) -> None:
    script = [*IDENTIFIED, *CHOSEN, (Preview, None), (Trouble, None), (Menu, Leave())]
    _, person, *_ = play(script, answers(), outcome)
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == [code]
    assert not [s for s in person.shown if isinstance(s, TakeYourPaper)]


UNTIL_PRINTED = [*IDENTIFIED, *CHOSEN, (Preview, None)]


def _printouts(visit: CitizenVisit) -> RecordedPrintouts:
    kept = visit.desk.printouts
    assert isinstance(kept, RecordedPrintouts)
    return kept


def test_where_the_printer_cannot_say_the_person_is_asked_and_believed() -> None:
    script = [*UNTIL_PRINTED, (DidItComeOut, True), (TakeYourPaper, Leave())]
    _, person, _, _, visit = play(script, answers(), Unknown())
    assert person.pages()[-1] == "TakeYourPaper"
    [fact] = _printouts(visit).facts
    assert (fact.outcome, fact.reference, fact.paper, fact.reprint) == ("unknown", "N1", "proof", 0)
    assert _printouts(visit).answers == [(fact.id, "came-out")]


@pytest.mark.parametrize(("way", "code"), [("help", "printer.unknown"), ("counter", "printer.counter")])
def test_who_got_no_paper_is_helped_or_told_to_collect_it_by_its_number(way: str, code: str) -> None:
    script = [*UNTIL_PRINTED, (DidItComeOut, False), (NoPaper, way), (Trouble, Leave())]
    _, person, _, _, visit = play(script, answers(), Unknown())
    [page] = [s for s in person.shown if isinstance(s, Trouble)]
    assert (page.code, page.number) == (code, "N1")
    assert [said for _, said in _printouts(visit).answers] == [way]
    assert not [s for s in person.shown if isinstance(s, TakeYourPaper)]


def test_a_reprint_is_printed_as_one_and_told_as_one() -> None:
    script = [*UNTIL_PRINTED, (DidItComeOut, False), (NoPaper, "reprint"), (TakeYourPaper, Leave())]
    _, _, _, papers, visit = play(script, answers(), Unknown(), Done())
    assert [paper.reprint for paper in papers.printed] == [0, 1]
    assert [(fact.outcome, fact.reprint) for fact in _printouts(visit).facts] == [("unknown", 0), ("done", 1)]


def test_a_printer_that_never_answers_prints_three_times_at_most() -> None:
    no = [(DidItComeOut, False), (NoPaper, "reprint")]
    script = [*UNTIL_PRINTED, *no, *no, (DidItComeOut, False), (NoPaper, "counter"), (Trouble, Leave())]
    _, person, _, papers, _ = play(script, answers(), Unknown(), Unknown(), Unknown())
    assert [s.may_reprint for s in person.shown if isinstance(s, NoPaper)] == [True, True, False]
    assert len(papers.printed) == 3


def test_how_a_print_ended_is_kept_also_where_nobody_waits_for_it_any_more() -> None:
    script = [*UNTIL_PRINTED, (Trouble, Leave())]
    _, _, _, _, visit = play(script, answers(), Failed(Reason.PAPER_OUT))
    [fact] = _printouts(visit).facts
    assert (fact.outcome, fact.reason, fact.device) == ("failed", "paper-out", "printer")


def test_going_back_from_the_first_page_is_the_menu_again() -> None:
    _, person, *_ = play([(PlaceCard, GoBack()), (Menu, Leave())], answers())
    assert person.pages() == ["Menu", "PlaceCard", "Menu"]


def test_who_is_known_is_not_asked_for_the_card_a_second_time() -> None:
    first = [*IDENTIFIED, *CHOSEN, (Preview, None), *[(TakeYourPaper, Silence())] * 3, (MoreToDo, "more")]
    _, person, *_ = play([*first, (Menu, "print-proof"), (ChooseProof, Leave())], answers(), Done())
    menus = [s for s in person.shown if isinstance(s, Menu)]
    assert [m.greeting for m in menus] == ["", "王**"]


def test_a_platform_that_is_away_gives_a_page_and_leads_home_after_30_s_without_a_name() -> None:
    known = answers(**{"POST__/v1/identifications": Failure("platform.unreachable")})
    end, person, _, _, visit = play([*IDENTIFIED[:2], (Trouble, Silence())], known)
    assert end is End.DONE
    assert person.pages()[-1] == "Trouble"
    assert visit.holder is None
    assert person.wiped == 1


def test_queued_paper_is_cancelled_with_the_wipe() -> None:
    _, _, _, papers, _ = play([(PlaceCard, Leave())], answers())
    assert papers.cancelled == 1


def test_a_session_that_expired_asks_for_the_card_again_as_its_page_says() -> None:
    known = answers(**{"GET__/v1/me/proofs": [Turns([Failure("session.expired"), [PROOF]])]})
    script = [*IDENTIFIED, (Trouble, None), (Menu, "print-proof"), *IDENTIFIED, (ChooseProof, Leave())]
    end, person, *_ = play(script, known)
    assert end is End.LEFT
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["session.expired"]
