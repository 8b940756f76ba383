"""办事, 取号 and 查进度 on virtual time."""

from __future__ import annotations

import json
from typing import Any

from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.self_service import self_service
from kiosk.rules.answers import digest
from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text
from kiosk.steps.choices import (
    AskQuestion,
    ChooseBusiness,
    ChooseService,
    MachineInstead,
)
from kiosk.steps.filing import FillSection, Review, ShowGuide, Sign
from kiosk.steps.hall import Menu, MoreToDo, Trouble
from kiosk.steps.identity import ConfirmHolder, EnterCode, EnterNumber, PlaceCard
from kiosk.steps.paper import Paper, TakeYourPaper, TakeYourTicket
from kiosk.visit import End
from printing.ports import Failed, Outcome, Reason, Slip, Ticket
from tests.kiosk.recorders import (
    GoBack,
    LayCard,
    Leave,
    Person,
    RecordedClient,
    RecordedPapers,
    Script,
    Silence,
    Turns,
    rig,
    session,
)
from tests.kiosk.virtual_time import run

SERVICE = {
    "code": "S1",
    "title": {"zh": "灵活就业人员参保登记"},
    "department": {"zh": "人社局"},
    "field": {"zh": "人社"},
    "minutes": 6,
}


def field(key: str, kind: str, **more: object) -> dict[str, object]:
    return {"key": key, "label": {"zh": key}, "kind": kind} | more


GUIDE: dict[str, Any] = {
    "service": SERVICE,
    "conditions": [{"zh": "年满 16 周岁"}],
    "questions": [
        {
            "key": "situation",
            "title": {"zh": "哪种情况"},
            "options": [{"key": "first", "title": {"zh": "首次"}}, {"key": "again", "title": {"zh": "续保"}}],
        }
    ],
    "materials": [
        {"key": "id", "name": {"zh": "身份证"}, "handling": "exempt", "source": {"zh": "读卡"}},
        {"key": "hukou", "name": {"zh": "户口簿"}, "handling": "deferrable", "source": {"zh": "容缺"}, "defer_days": 5},
        {
            "key": "break",
            "name": {"zh": "中断证明"},
            "handling": "required",
            "source": {"zh": ""},
            "when": [{"field": "situation", "values": ["again"]}],
        },
    ],
    "statutory_limit": {"zh": "20"},
    "promised_limit": {"zh": "1"},
    "fee": {"zh": "不收费"},
    "where": {"zh": "全市通办"},
    "result": {"zh": "登记"},
    "form": {
        "sections": [
            {
                "key": "person",
                "title": {"zh": "基本信息"},
                "fields": [field("name", "text", source="card"), field("phone", "phone")],
            },
            {"key": "bank", "title": {"zh": "银行"}, "fields": [field("account", "digits", shortest=16, longest=19)]},
        ]
    },
    "level": 2,
    "telephone": "027-12333",
    "supervision": "12345",
    "commitment": {"zh": "以上内容属实"},
}
SLIP: dict[str, Any] = {
    "case_number": "420102202611210000001",
    "query_code": "837204",
    "applicant": "王**",
    "document": "身份证 4201**********0026",
    "agent": "无",
    "service": "灵活就业人员参保登记 · 首次",
    "department": "人社局",
    "received_by": "江岸区政务服务中心 · 自助提交",
    "received_at": "2026-11-21T12:00:00+08:00",
    "clock_starts": "2026-11-23",
    "answer_by": "2026-11-27",
    "statutory_limit": "20 工作日",
    "promised_limit": "1 工作日",
    "special_procedure": "无",
    "fee": "不收费",
    "materials": [{"name": "居民身份证", "due": 1, "given": 1, "how": "读卡, 免提交"}],
    "originals": "未收取原件",
    "add_later": "",
    "fingerprint": "SM3 9F2C..71A0",
    "delivery": "短信",
    "query_url": "https://example.invalid/c/x",
    "telephone": "12333",
    "supervision": "12345",
}
NUMBER = SLIP["case_number"]
BUSINESS = {
    "key": "social",
    "title": {"zh": "社保医保"},
    "zone": {"zh": "二楼 B 区"},
    "windows": "B05-B12",
    "waiting": 7,
    "wait_from": 15,
    "wait_to": 25,
    "open": True,
    "machine_service": "S1",
    "machine_minutes": 6,
}
_TICKET_TEXTS = (
    "id hall kind queue business place windows bring machine_hint passed_rule token closing help hotline serial"
)
TICKET: dict[str, Any] = dict.fromkeys(_TICKET_TEXTS.split(), "") | {
    "number": "A012",
    "taken_at": "2026-11-21T12:00:00+08:00",
    "ahead": 7,
    "wait_from": 15,
    "wait_to": 25,
}
CASE = {
    "number": NUMBER,
    "title": {"zh": "参保登记"},
    "applicant": "王**",
    "department": {"zh": "人社局"},
    "state": "received",
    "filed_at": "2026-11-21T12:00:00+08:00",
    "due": {"zh": "11-27"},
    "steps": [{"state": "received", "at": "2026-11-21T12:00:00+08:00", "by": {"zh": "自助"}}],
    "next_step": {"zh": "等待受理"},
}
STROKES = [[[0.0, 0.0, 0], [40.0, 0.0, 200], [40.0, 10.0, 300]]]
SECTION_1, SECTION_2 = {"phone": "13800000001"}, {"account": "6222021234567890123"}


def asked_of_anybody(body: Any) -> list[Any]:
    """The materials as they are for who has no e-licence."""

    def holds(condition: Any) -> bool:
        return body["answers"].get(condition["field"]) in condition["values"]

    return [m for m in GUIDE["materials"] if all(map(holds, m.get("when", ())))]


def answers(**others: object) -> dict[str, object]:
    case = f"/v1/cases/{NUMBER}"
    known: dict[str, object] = {
        "GET /v1/services": [SERVICE],
        "GET /v1/services/S1/guide": GUIDE,
        "POST /v1/identifications": session(),
        "GET /v1/me/prefill?service=S1": [{"field": "phone", "value": "13900000000", "source": {"zh": "平台"}}],
        "POST /v1/me/materials": asked_of_anybody,
        "POST /v1/phone-codes": {"id": "c1", "phone": "138****0001"},
        "POST /v1/phone-codes/c1/verification": {"right": True, "tries_left": 3},
        "POST /v1/case-numbers": {"number": NUMBER},
        f"PUT {case}": {},
        f"PUT {case}/signature": SLIP,
        "GET /v1/queue/businesses": [BUSINESS],
        "POST /v1/queue/numbers": TICKET,
        "GET /v1/me/cases": [CASE],
        "POST /v1/case-lookups": CASE,
    }
    return known | {path.replace("__", " "): answer for path, answer in others.items()}


def play(
    script: Script, known: dict[str, object], *outcomes: Outcome
) -> tuple[End, Person, RecordedClient, RecordedPapers, CitizenVisit]:
    async def main() -> tuple[End, Person, RecordedClient, RecordedPapers, CitizenVisit]:
        visit, person, client, papers, _ = rig(script, known, *outcomes)
        return await visit.run(self_service), person, client, papers, visit

    return run(main())


UP_TO_FORM: Script = [
    (Menu, "apply"),
    (ChooseService, "S1"),
    (AskQuestion, "first"),
    (ShowGuide, "start"),
    (PlaceCard, LayCard()),
    (ConfirmHolder, True),
]
FILLED: Script = [(FillSection, SECTION_1), (FillSection, SECTION_2), (Review, "right"), (EnterCode, "123456")]
FILED: Script = [(Sign, STROKES), *[(TakeYourPaper, Silence())] * 3, (MoreToDo, "finish")]


def test_a_person_files_a_case_and_holds_its_slip() -> None:
    end, person, client, papers, _ = play([*UP_TO_FORM, *FILLED, *FILED], answers())
    assert end is End.DONE
    [slip] = papers.printed
    assert isinstance(slip, Slip)
    assert (slip.case_number, slip.terminal) == (NUMBER, "JA-ZZ-03")
    calls = [call for call, _ in client.calls if "case" in call]
    assert calls == ["POST /v1/case-numbers", f"PUT /v1/cases/{NUMBER}", f"PUT /v1/cases/{NUMBER}/signature"]
    [page] = [s for s in person.shown if isinstance(s, TakeYourPaper) and not s.card_there]
    assert (page.number, page.query_code) == (NUMBER, "837204")


def test_what_is_signed_is_what_was_filed() -> None:
    _, person, client, *_ = play([*UP_TO_FORM, *FILLED, *FILED], answers())
    [filed] = client.bodies(f"PUT /v1/cases/{NUMBER}")
    [signed] = client.bodies(f"PUT /v1/cases/{NUMBER}/signature")
    assert filed["form"] == {"name": "王小明", "phone": "13800000001", "account": "6222021234567890123"}
    assert signed["digest"] == digest(filed["service"], filed["situation"], filed["form"])
    raw = json.dumps(filed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert json.loads(raw) == filed, "the canonical form says the same"


def test_materials_of_another_situation_are_not_asked_for() -> None:
    _, person, *_ = play(list(UP_TO_FORM[:3]) + [(ShowGuide, Leave())], answers())
    [guide] = [s for s in person.shown if isinstance(s, ShowGuide)]
    assert [m.key for m in guide.materials] == ["id", "hukou"]


def test_a_section_that_an_answer_calls_for_is_asked_too() -> None:
    guide = json.loads(json.dumps(GUIDE))
    wanted = {"field": "phone", "values": [SECTION_1["phone"]]}
    guide["form"]["sections"][1]["fields"][0]["when"] = [wanted]
    script: Script = [*UP_TO_FORM, FILLED[0], (FillSection, Leave())]
    _, person, *_ = play(script, answers(**{"GET__/v1/services/S1/guide": guide}))
    assert [(s.section.key, s.number, s.of) for s in person.shown if isinstance(s, FillSection)] == [
        ("person", 1, 1),
        ("bank", 2, 2),
    ]


def test_a_paper_the_machine_cannot_take_is_told_before_the_form_is_filled() -> None:
    script: Script = [*UP_TO_FORM[:2], (AskQuestion, "again"), (ShowGuide, "start"), (Trouble, Leave())]
    _, person, *_ = play(script, answers())
    [trouble] = [s for s in person.shown if isinstance(s, Trouble)]
    assert (trouble.code, trouble.also.zh) == ("filing.needs-paper", "需要：中断证明")


REQUIRED_BUT_COVERED = {"handling": "required", "licence": "household-booklet", "defer_days": 0}
COVERED = {"handling": "exempt", "source": {"zh": "电子证照 4201****0001，免提交"}}


def with_a_booklet_that_must_be_given() -> dict[str, Any]:
    """The guide asks for the household booklet now, unless its holder has it as an e-licence."""
    return GUIDE | {
        "materials": [m | (REQUIRED_BUT_COVERED if m["key"] == "hukou" else {}) for m in GUIDE["materials"]]
    }


def test_who_has_the_e_licence_is_not_refused_for_its_paper() -> None:
    covered = [m | (COVERED if m["key"] == "hukou" else {}) for m in GUIDE["materials"][:2]]
    known = answers(
        **{"GET__/v1/services/S1/guide": with_a_booklet_that_must_be_given(), "POST__/v1/me/materials": covered}
    )
    end, person, client, papers, _ = play([*UP_TO_FORM, *FILLED, *FILED], known)
    assert end is End.DONE
    assert client.given == {"id": 1, "hukou": 1}
    [review] = [s for s in person.shown if isinstance(s, Review)]
    assert [m.source.zh for m in review.materials] == ["读卡", "电子证照 4201****0001，免提交"]
    first, *_, last = client.bodies("POST /v1/me/materials")
    assert first == {"service": "S1", "answers": {"situation": "first"}}
    assert last["answers"] == {"situation": "first", "name": "王小明", "phone": "13800000001"} | SECTION_2


def test_who_has_no_e_licence_is_told_of_the_paper_before_the_form() -> None:
    guide = with_a_booklet_that_must_be_given()
    refused = [m for m in guide["materials"] if m["key"] != "break"]
    known = answers(**{"GET__/v1/services/S1/guide": guide, "POST__/v1/me/materials": refused})
    _, person, *_ = play([*UP_TO_FORM, (Trouble, Leave())], known)
    [trouble] = [s for s in person.shown if isinstance(s, Trouble)]
    assert (trouble.code, trouble.also.zh) == ("filing.needs-paper", "需要：户口簿")


def test_for_somebody_else_the_papers_are_judged_once_the_form_says_for_whom() -> None:
    guide = json.loads(json.dumps(with_a_booklet_that_must_be_given()))
    guide["questions"][0]["key"] = "handled_by"
    guide["questions"][0]["options"][0]["key"] = "guardian"
    refused = [m for m in guide["materials"] if m["key"] != "break"]
    known = answers(**{"GET__/v1/services/S1/guide": guide, "POST__/v1/me/materials": refused})
    script: Script = [*UP_TO_FORM[:2], (AskQuestion, "guardian"), *UP_TO_FORM[3:], *FILLED[:2], (Trouble, Leave())]
    _, person, client, *_ = play(script, known)
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["filing.needs-paper"]
    assert len(client.bodies("POST /v1/me/materials")) == 1


def test_a_promise_stands_for_a_paper() -> None:
    guide = GUIDE | {
        "materials": [m | ({"handling": "commitment"} if m["key"] == "hukou" else {}) for m in GUIDE["materials"]]
    }
    known = answers(**{"GET__/v1/services/S1/guide": guide, "POST__/v1/me/materials": guide["materials"][:2]})
    end, _, client, *_ = play([*UP_TO_FORM, *FILLED, *FILED], known)
    assert end is End.DONE
    assert client.given == {"id": 1, "hukou": 1}


def test_an_error_is_shown_at_its_field_and_the_page_stays() -> None:
    script: Script = [*UP_TO_FORM, (FillSection, {"phone": "12"}), (FillSection, SECTION_1), (FillSection, Leave())]
    _, person, *_ = play(script, answers())
    assert [(e.field, e.text.zh) for e in person.errors[0]] == [("phone", "手机号是 11 位数字")]


def test_the_platforms_own_errors_lead_back_to_the_field_and_only_there() -> None:
    refused = Failure("filing.invalid", errors=(FieldError("account", Text("账号不存在")),))
    known = answers(**{f"PUT__/v1/cases/{NUMBER}": [Turns([refused, {}])]})
    again: Script = [(FillSection, {"account": "6222021234567890124"}), (Review, "right")]
    _, person, client, *_ = play([*UP_TO_FORM, *FILLED, *again, *FILED], known)
    pages = [s for s in person.shown if isinstance(s, FillSection)]
    assert [(p.section.key, [e.text.zh for e in p.errors]) for p in pages[2:]] == [("bank", ["账号不存在"])]
    assert client.bodies(f"PUT /v1/cases/{NUMBER}")[1]["form"]["phone"] == "13800000001"
    assert len(client.bodies("POST /v1/case-numbers")) == 1, "one case keeps one number"


def test_going_back_through_the_form_to_the_guide_keeps_every_answer() -> None:
    script: Script = [
        *UP_TO_FORM,
        (FillSection, SECTION_1),
        (FillSection, GoBack({"account": "62"})),
        (FillSection, GoBack(SECTION_1)),
        (ShowGuide, "start"),
        (FillSection, SECTION_1),
        (FillSection, Leave()),
    ]
    _, person, *_ = play(script, answers())
    befores = [b for s, b in zip(person.shown, person.before, strict=True) if isinstance(s, FillSection)]
    assert befores == [None, None, SECTION_1, SECTION_1, {"account": "62"}]


def test_going_back_from_the_signature_shows_the_review_again() -> None:
    script: Script = [*UP_TO_FORM, *FILLED, (Sign, GoBack()), (Review, "right"), *FILED]
    end, person, client, *_ = play(script, answers())
    assert end is End.DONE
    assert len(client.bodies("POST /v1/phone-codes")) == 1, "the same phone is confirmed once"


def test_a_slip_that_did_not_print_leaves_the_number_on_the_screen() -> None:
    script: Script = [*UP_TO_FORM, *FILLED, (Sign, STROKES), (Trouble, None), (TakeYourPaper, Leave())]
    _, person, *_ = play(script, answers(), Failed(Reason.PAPER_OUT))
    [trouble] = [s for s in person.shown if isinstance(s, Trouble)]
    assert (trouble.code, trouble.number) == ("filing.slip-later", NUMBER)
    [page] = [s for s in person.shown if isinstance(s, TakeYourPaper)]
    assert (page.paper, page.number) == (Paper.NOTHING, NUMBER), "nobody is told to take a slip that is not there"


def test_a_platform_that_goes_away_before_filing_says_that_nothing_was_filed() -> None:
    known = answers(**{"POST__/v1/case-numbers": Failure("platform.unreachable")})
    _, person, *_ = play([*UP_TO_FORM, *FILLED, (Trouble, Leave())], known)
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["filing.not-filed"]


def test_who_is_not_eligible_reads_why() -> None:
    why = Failure("filing.not-eligible")
    known = answers(**{f"PUT__/v1/cases/{NUMBER}": why})
    _, person, *_ = play([*UP_TO_FORM, *FILLED, (Trouble, Leave())], known)
    assert [s.code for s in person.shown if isinstance(s, Trouble)] == ["filing.not-eligible"]


def test_a_number_for_the_window_is_printed_without_asking_who_it_is() -> None:
    script: Script = [
        (Menu, "take-number"),
        (ChooseBusiness, "social"),
        (MachineInstead, "window"),
        (EnterNumber, "skip"),
        (TakeYourTicket, None),
        (MoreToDo, "finish"),
    ]
    end, _, client, papers, _ = play(script, answers())
    assert end is End.DONE
    [ticket] = papers.printed
    assert isinstance(ticket, Ticket)
    assert ticket.number == "A012"
    assert client.bodies("POST /v1/queue/numbers") == [{"business": "social", "phone": None}]


def test_where_the_machine_is_quicker_the_person_may_stay_there() -> None:
    script: Script = [
        (Menu, "take-number"),
        (ChooseBusiness, "social"),
        (MachineInstead, "machine"),
        *UP_TO_FORM[2:4],
        (PlaceCard, Leave()),
    ]
    _, person, client, papers, _ = play(script, answers())
    assert papers.printed == []
    assert person.pages()[-1] == "PlaceCard"


def test_a_ticket_that_did_not_print_leaves_the_number_on_the_screen() -> None:
    script: Script = [
        (Menu, "take-number"),
        (ChooseBusiness, "social"),
        (MachineInstead, "window"),
        (EnterNumber, "13800000001"),
        (Trouble, None),
        (TakeYourTicket, Leave()),
    ]
    _, person, *_ = play(script, answers(), Failed(Reason.PAPER_OUT))
    assert [s.number for s in person.shown if isinstance(s, Trouble)] == ["A012"]
