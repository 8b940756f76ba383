"""好差评: voluntary, one for each matter and visit, and what follows a bad one."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.cases.states import CaseState
from server_stub.cases.tables import Case, CaseStep
from server_stub.catalogue.tables import Channel
from server_stub.outbound.tables import OutboundRow
from server_stub.ratings import follow_ups, rateable, statistics
from server_stub.ratings.models import About
from server_stub.ratings.questions import channel_of, questions
from server_stub.ratings.tables import FollowUpState, RatingRow
from server_stub.reports import ledger
from server_stub.reports.tables import ReportKind
from server_stub.texts import Text
from tests.server_stub.filling import filled, situation_of
from tests.server_stub.staffed import CLERKS, Desk, add_staff
from tests.server_stub.terminal import GIVEN, Identified, SettableClock, Terminal, flexible, problem, right

CLERK = CLERKS["JA-CK-B05"]


def close(terminal: Terminal, number: str, state: CaseState = CaseState.CLOSED) -> None:
    def job(db: Session) -> None:
        case, words = db.get_one(Case, number), Text(zh="办结", en="Closed").model_dump()
        case.state, case.closed_at = state.value, terminal.clock.now
        case.steps.append(CaseStep(state=state.value, at=terminal.clock.now, by=words, note=words))

    terminal.app.state.platform.database.write(job)


def closed_case(terminal: Terminal) -> dict[str, Any]:
    slip: dict[str, Any] = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    close(terminal, slip["case_number"])
    return slip


def rate(terminal: Terminal, session: Identified | None = None, **rating: Any) -> Any:
    token = session.token if session else ""
    return terminal.call("POST", "/v1/ratings", {"stars": 5} | rating, token=token)


def at_window(terminal: Terminal) -> Terminal:
    """A window with its clerk."""
    add_staff(terminal.app)
    return Desk(terminal.app, terminal.clock, "JA-CK-B05").sign_in(CLERK)


def visit() -> str:
    return str(uuid.uuid4())


def rows(terminal: Terminal) -> list[RatingRow]:
    with terminal.app.state.platform.database.read() as db:
        return list(db.scalars(select(RatingRow).order_by(RatingRow.at, RatingRow.number)))


# ---- giving one


def test_who_applied_rates_the_matter_when_it_is_over(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    session = terminal.identify("worker-gaps")
    early = rate(terminal, session, case_number=slip["case_number"])
    assert problem(early) == (409, "rating.too-early")
    close(terminal, slip["case_number"])
    given = right(rate(terminal, session, case_number=slip["case_number"], reasons=["fast"])).json()
    assert (given["number"], given["asked_by"]) == (1, None)
    [row] = rows(terminal)
    assert (row.stars, row.about, row.department, row.channel, row.person_id) == (5, "case", "hrss", 5, None)
    again = rate(terminal, session, case_number=slip["case_number"], stars=4)
    assert problem(again) == (409, "rating.exists")


def test_a_message_with_number_and_query_code_is_enough_to_rate(terminal: Terminal) -> None:
    slip = closed_case(terminal)
    wrong = rate(terminal, case_number=slip["case_number"], query_code="000000")
    assert problem(wrong) == (404, "case.not-found")
    right(rate(terminal, case_number=slip["case_number"], query_code=slip["query_code"]))


def test_query_codes_can_not_be_tried_out_by_rating(terminal: Terminal) -> None:
    slip = closed_case(terminal)
    for n in range(5):
        assert problem(rate(terminal, case_number=slip["case_number"], query_code=f"{n:06d}")) == (
            404,
            "case.not-found",
        )
    answer = rate(terminal, case_number=slip["case_number"], query_code=slip["query_code"])
    assert problem(answer) == (429, "code.too-often")


def test_nobody_rates_the_matter_of_another(terminal: Terminal) -> None:
    slip = closed_case(terminal)
    stranger = terminal.identify("home-owner")
    assert problem(rate(terminal, stranger, case_number=slip["case_number"])) == (404, "case.not-found")


def test_a_visit_is_rated_once_by_whoever_it_was(terminal: Terminal) -> None:
    this = visit()
    right(rate(terminal, visit=this, stars=3))
    assert problem(rate(terminal, visit=this, stars=5)) == (409, "rating.exists")
    right(rate(terminal, visit=visit()))
    assert [r.about for r in rows(terminal)] == ["machine", "machine"]  # a terminal asks about the machine


def test_of_ratings_of_one_visit_that_come_at_once_one_is_taken(terminal: Terminal) -> None:
    this, codes = visit(), []

    def once() -> None:
        codes.append(rate(Terminal(terminal.app, terminal.clock), visit=this).status_code)

    threads = [threading.Thread(target=once) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200] + [409] * 5
    assert len(rows(terminal)) == 1


def test_at_a_window_the_service_is_rated_and_the_tablet_is_the_channel(terminal: Terminal) -> None:
    window = at_window(terminal)
    right(rate(window, visit=visit(), stars=4, reasons=["kind"]))
    right(rate(terminal, visit=visit()))
    empty = Terminal(terminal.app, terminal.clock, "JA-CK-B06")
    right(rate(empty, visit=visit()))
    assert [(r.about, r.channel, r.clerk) for r in rows(terminal)] == [
        ("window", 4, CLERK),
        ("machine", 5, ""),
        ("window", 4, ""),
    ]


@pytest.mark.parametrize("stars", [1, 2])
def test_a_bad_rating_needs_a_reason_chosen_or_written(terminal: Terminal, stars: int) -> None:
    assert problem(rate(terminal, visit=visit(), stars=stars)) == (422, "rating.reason-needed")
    assert problem(rate(terminal, visit=visit(), stars=stars, text="  ")) == (422, "rating.reason-needed")
    right(rate(terminal, visit=visit(), stars=stars, reasons=["hard"]))
    right(rate(terminal, visit=visit(), stars=stars, text="按了没反应"))


@pytest.mark.parametrize(
    "rating",
    [
        {"visit": "x"},
        {},
        {"visit": str(uuid.UUID(int=1)), "case_number": "1"},
        {"visit": str(uuid.UUID(int=1)), "stars": 0},
        {"visit": str(uuid.UUID(int=1)), "stars": 6},
        {"visit": str(uuid.UUID(int=1)), "stars": None},
        {"visit": str(uuid.UUID(int=1)), "stars": 1, "reasons": ["easy"]},  # no reason for one star
        {"visit": str(uuid.UUID(int=1)), "stars": 5, "reasons": ["hard"]},
        {"visit": str(uuid.UUID(int=1)), "stars": 1, "reasons": ["slow"]},  # a reason of cases
    ],
)
def test_what_is_no_rating_is_refused(terminal: Terminal, rating: Any) -> None:
    assert problem(rate(terminal, **rating)) == (422, "request.invalid")


def test_nobody_is_asked_in_bereavement(terminal: Terminal) -> None:
    guide = terminal.get("/v1/services/MZ-STAZ-1726/guide")
    assert guide["facts"]["bereavement"]
    form = filled(guide) | {
        "deceased_name": "钱怀瑾",
        "deceased_number": terminal.citizen("deceased")["cards"][0]["number"],
        "relation_to_deceased": "child",
    }
    body = {"service": "MZ-STAZ-1726", "situation": situation_of(guide), "form": form}
    session = terminal.known("bereaved")
    slip = terminal.file(session, body, [{"key": m["key"], "given": m["copies"]} for m in guide["materials"]])
    close(terminal, slip["case_number"])
    assert problem(rate(terminal, session, case_number=slip["case_number"])) == (409, "rating.not-asked")
    platform = terminal.app.state.platform
    platform.database.write(lambda db: rateable.collect(platform, db, terminal.clock.now))
    with platform.database.read() as db:
        assert rateable.of_day(platform, db, terminal.clock.now.date()) == []


def test_everything_that_follows_a_death_is_marked_so(terminal: Terminal) -> None:
    for _, file in terminal.app.state.platform.catalogue.offer(Channel.TERMINAL).services.values():
        if any(f.key == "deceased_number" for f in file.fields):
            assert file.facts.bereavement, file.code


# ---- what follows a bad one


def bad_case(terminal: Terminal, **rating: Any) -> tuple[dict[str, Any], Any]:
    slip = closed_case(terminal)
    session = terminal.identify("worker-gaps")
    body = {"case_number": slip["case_number"], "stars": 1, "reasons": ["slow"], "contact": True} | rating
    return slip, right(rate(terminal, session, **body)).json()


def listed(terminal: Terminal, owner: str, staff: str = "督查 赵") -> list[Any]:
    with terminal.app.state.platform.database.read() as db:
        return follow_ups.of_owner(db, owner, staff)


def do(terminal: Terminal, what: Any, *given: Any) -> None:
    terminal.app.state.platform.database.write(lambda db: what(db, *given, terminal.clock.now))


def test_a_named_bad_rating_is_followed_up_within_the_days(terminal: Terminal) -> None:
    _, given = bad_case(terminal)
    assert given["asked_by"] == "2026-11-30"
    [(rating, follow_up)] = listed(terminal, "hrss")
    assert (rating.phone, follow_up.state, str(follow_up.due)) == ("13800000001", "open", "2026-11-30")
    with terminal.app.state.platform.database.read() as db:
        [line] = ledger.lines(db, kind=ReportKind.BAD_RATING)
        assert (line.owner, line.progress, line.due) == ("hrss", "open", follow_up.due)
        assert (line.terminal, line.case_number, line.text) == ("", "", "实名差评回访整改")  # no clerk can tell whose


@pytest.mark.parametrize("rating", [{"contact": False}, {"stars": 3, "reasons": []}])
def test_without_consent_or_a_bad_mark_nobody_asks_back(terminal: Terminal, rating: Any) -> None:
    _, given = bad_case(terminal, **rating)
    assert given["asked_by"] is None
    assert listed(terminal, "hrss") == []


def test_an_anonymous_visit_is_asked_back_by_nobody(terminal: Terminal) -> None:
    given = right(rate(terminal, visit=visit(), stars=1, reasons=["hard"], contact=True)).json()
    assert given["asked_by"] is None
    [row] = rows(terminal)
    assert (row.person_id, row.phone) == (None, "")


def test_contacted_remedied_and_then_rated_once_more(terminal: Terminal, clock: SettableClock) -> None:
    slip, _ = bad_case(terminal)
    [(rating, _)] = listed(terminal, "hrss")
    with pytest.raises(ValueError, match="first"):
        do(terminal, follow_ups.remedied, rating.id, "督查 赵", "已重新办理")
    do(terminal, follow_ups.contacted, rating.id, "督查 赵", "电话联系，说明原因")
    with pytest.raises(ValueError, match="already"):
        do(terminal, follow_ups.contacted, rating.id, "督查 赵", "")
    session = terminal.identify("worker-gaps")
    assert problem(rate(terminal, session, case_number=slip["case_number"])) == (409, "rating.exists")
    do(terminal, follow_ups.remedied, rating.id, "督查 赵", "已重新办理")
    assert "已整改" in terminal.last_message()["text"]
    [mine] = terminal.get("/v1/me/ratings", session.token)
    assert (mine["state"], mine["may_rate_again"]) == ("remedied", True)
    assert right(rate(terminal, session, case_number=slip["case_number"], stars=4)).json()["number"] == 2
    assert problem(rate(terminal, session, case_number=slip["case_number"])) == (409, "rating.exists")
    assert not any(r["may_rate_again"] for r in terminal.get("/v1/me/ratings", session.token))
    with terminal.app.state.platform.database.read() as db:
        [line] = ledger.lines(db, kind=ReportKind.BAD_RATING)
        assert (line.progress, line.cleared_on) == ("cleared", clock.now.date())


def test_a_visit_is_rated_again_by_the_same_person_only(terminal: Terminal) -> None:
    this, session = visit(), terminal.identify("home-owner")
    right(rate(terminal, session, visit=this, stars=2, reasons=["no-paper"], contact=True))
    [(rating, _)] = listed(terminal, "hall/JA")
    do(terminal, follow_ups.contacted, rating.id, "督查 赵", "")
    do(terminal, follow_ups.remedied, rating.id, "督查 赵", "换了打印机")
    assert problem(rate(terminal, visit=this)) == (409, "rating.exists")
    assert problem(rate(terminal, terminal.identify("worker-gaps"), visit=this)) == (409, "rating.exists")
    assert right(rate(terminal, session, visit=this)).json()["number"] == 2


# ---- who sees what


def test_a_clerk_sees_no_mark_of_their_own(terminal: Terminal) -> None:
    window = at_window(terminal)
    session = window.identify("home-owner")
    right(rate(window, session, visit=visit(), stars=1, reasons=["unfriendly"], contact=True))
    assert len(listed(terminal, "hall/JA")) == 1
    assert listed(terminal, "hall/JA", CLERK) == []
    [(rating, _)] = listed(terminal, "hall/JA")
    with pytest.raises(PermissionError):
        do(terminal, follow_ups.contacted, rating.id, CLERK, "")


def test_who_worked_on_a_case_does_not_see_what_it_got(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)

    def handled(db: Session) -> None:
        db.get_one(Case, slip["case_number"]).handler = "approver:7"

    terminal.app.state.platform.database.write(handled)
    close(terminal, slip["case_number"])
    bad = {"stars": 2, "reasons": ["slow"], "contact": True}
    right(rate(terminal, terminal.identify("worker-gaps"), case_number=slip["case_number"], **bad))
    assert listed(terminal, "hrss", "approver:7") == []
    assert len(listed(terminal, "hrss", "approver:8")) == 1


def test_below_five_there_is_no_figure(terminal: Terminal) -> None:
    window = at_window(terminal)
    platform = terminal.app.state.platform
    day = dt.datetime.combine(terminal.clock.now.date(), dt.time(), terminal.clock.now.tzinfo)
    span = statistics.Span(day, day + dt.timedelta(days=1))

    def of(**narrowed: str) -> statistics.Statistics:
        with platform.database.read() as db:
            return statistics.of(db, span, platform.rules.ratings_shown_from, **narrowed)

    for n, stars in enumerate((5, 4, 1, 3, 5)):
        reasons = ["unfriendly"] if stars == 1 else []
        assert of(clerk=CLERK) == statistics.Statistics(n)
        right(rate(window, visit=visit(), stars=stars, reasons=reasons))
    assert of(clerk=CLERK) == statistics.Statistics(5, 3.6, 1, {1: 1, 3: 1, 4: 1, 5: 2})
    assert of(clerk="JA0106") == statistics.Statistics(0)
    assert of(hall="JA").count == 5
    assert of(terminal="JA-ZZ-03") == statistics.Statistics(0)


def test_the_provinces_platform_gets_what_its_interface_has_and_no_name(terminal: Terminal) -> None:
    slip, _ = bad_case(terminal, text="等了很久")
    with terminal.app.state.platform.database.read() as db:
        [message] = db.scalars(select(OutboundRow).where(OutboundRow.target == "ratings"))
    sent = message.payload
    assert (sent["projectNo"], sent["satisfaction"], sent["assessNumber"]) == (slip["case_number"], "1", "1")
    assert (sent["pf"], sent["evalDetail"], sent["writingEvaluation"]) == ("5", "slow", "等了很久")
    assert len(sent["deptCode"]) == 18
    assert len(sent["taskCode"]) == 31
    assert "张" not in str(sent)
    assert "13800000001" not in str(sent)


# ---- at the day's end


def collected(terminal: Terminal, day: dt.date | None = None) -> list[Any]:
    platform = terminal.app.state.platform
    platform.database.write(lambda db: rateable.collect(platform, db, terminal.clock.now))
    with platform.database.read() as db:
        return rateable.of_day(platform, db, day or terminal.clock.now.date())


def test_closed_cases_without_a_rating_are_listed_as_ones_that_can_be_rated(
    terminal: Terminal, clock: SettableClock
) -> None:
    slip = closed_case(terminal)
    [line] = collected(terminal)
    assert (line.case_number, line.department, line.words.zh) == (slip["case_number"], "hrss", "可评价")
    today = clock.now.date()
    clock.pass_(days=1)
    assert collected(terminal) == []  # once, on its day
    right(rate(terminal, case_number=slip["case_number"], query_code=slip["query_code"]))
    assert collected(terminal, today) == []


def test_what_is_still_worked_on_or_was_rated_is_not_listed(terminal: Terminal) -> None:
    terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    assert collected(terminal) == []


# ---- the lists as data


def test_levels_and_reasons_are_complete_and_none_is_chosen_beforehand(terminal: Terminal) -> None:
    for about in About:
        asked = terminal.get(f"/v1/rating-questions?about={about.value}")
        assert [level["stars"] for level in asked["levels"]] == [5, 4, 3, 2, 1]
        assert [level["title"]["zh"] for level in asked["levels"]][0] == "非常满意"
        assert len([r for r in asked["reasons"] if r["low"]]) >= 4
        assert len({r["key"] for r in asked["reasons"]}) == len(asked["reasons"])
        assert "default" not in str(asked)
    assert {channel_of(kind) for kind in ("self-service", "window", "guide", "display")} == {4, 5}


quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEYS = [r.key for about in About for r in questions(about).reasons]


@quick
@for_all(stars=st.integers(0, 6), reasons=st.lists(st.sampled_from(KEYS), max_size=3), text=st.text(max_size=20))
def test_any_rating_is_taken_or_refused_and_a_bad_one_never_without_a_reason(
    terminal: Terminal, stars: int, reasons: list[str], text: str
) -> None:
    answer = rate(terminal, visit=visit(), stars=stars, reasons=reasons, text=text)
    if answer.status_code != 200:
        assert problem(answer)[1] in ("request.invalid", "rating.reason-needed", "request.refused")
    for row in rows(terminal):
        assert 1 <= row.stars <= 5
        assert row.stars > 2 or row.reasons or row.text
    assert FollowUpState.OPEN.value == "open"
