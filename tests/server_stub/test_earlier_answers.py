"""What somebody wrote last time is offered again, to them alone."""

from __future__ import annotations

from tests.server_stub.terminal import GIVEN, Identified, SettableClock, Terminal, flexible
from tests.server_stub.test_eligibility import child_form, social_card

PATH = "/v1/me/prefill?service=RS-LHJY-0001"


def offered(terminal: Terminal, session: Identified, path: str = PATH) -> dict[str, tuple[str, str]]:
    return {p["field"]: (p["value"], p["source"]["zh"]) for p in terminal.get(path, session.token)}


def test_an_address_is_not_asked_for_a_second_time(terminal: Terminal, clock: SettableClock) -> None:
    terminal.file(terminal.identify("worker-gaps"), flexible(residence_address="样例路 7 号"), GIVEN)
    clock.pass_(days=9)
    session = terminal.known("worker-gaps")
    known = offered(terminal, session)
    assert known["bank"] == ("hankou", "您 2026-11-23 填写的")
    assert "account" not in known
    assert known["phone"][1] == "您在平台登记的手机号"  # a register's value goes before
    elsewhere = offered(terminal, session, "/v1/me/prefill?service=RS-SBKB-0002")
    assert elsewhere["bank"] == ("hankou", "您 2026-11-23 填写的")


def test_the_newest_answer_counts(terminal: Terminal, clock: SettableClock) -> None:
    given = [{"key": key, "given": 1} for key in ("id-card", "form", "photo-stored")]
    first = social_card({"situation": "first", "handled_by": "self"}, report_loss="", phone="13800000023")
    terminal.file(terminal.identify("rare-gang"), first, given)
    clock.pass_(days=2)
    terminal.file(terminal.identify("rare-gang"), flexible(phone="13800000023", situation="first"), GIVEN)
    known = offered(terminal, terminal.known("rare-gang"), "/v1/me/prefill?service=RS-SBKB-0002")
    assert known["bank"] == ("hankou", "您 2026-11-25 填写的")


def test_what_was_written_for_a_child_is_not_the_parents(terminal: Terminal) -> None:
    body = social_card({"situation": "first", "handled_by": "guardian"}, bank="psbc", **child_form(terminal))
    given = [{"key": key, "given": 1} for key in ("id-card", "form", "photo-stored", "household")]
    terminal.file(terminal.known("mother"), body, given)
    known = offered(terminal, terminal.known("mother"), "/v1/me/prefill?service=RS-SBKB-0002")
    assert known["bank"][0] != "psbc"  # of an earlier case of her own


def test_a_card_alone_opens_nothing_that_was_written_earlier(terminal: Terminal) -> None:
    terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    assert not {"bank", "residence_address", "phone"} & set(offered(terminal, terminal.identify("worker-gaps")))


def test_nobody_else_is_offered_it(terminal: Terminal) -> None:
    terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    assert "bank" not in offered(terminal, terminal.known("home-owner"))
