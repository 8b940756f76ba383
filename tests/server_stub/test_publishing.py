"""A service is edited as text, tried at test, and goes live channel by channel; what breaks a rule goes nowhere."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from server_stub.catalogue import publishing, store
from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.drafts import MOST_CHARACTERS, checked, judged, read
from server_stub.catalogue.files import CatalogueError, Written, written_services
from server_stub.catalogue.publishing import NotTried, UnknownVersion, Version
from server_stub.catalogue.rules import of_others
from server_stub.catalogue.tables import Channel, Stage
from server_stub.differences import Change
from server_stub.platform import Platform
from server_stub.terminals.register import changed
from server_stub.terminals.tables import TerminalRow
from tests.server_stub.terminal import GIVEN, Terminal, flexible, problem
from tests.server_stub.test_catalogue_data import SERVICES, SHARED

CODE = "RS-LHJY-0001"
GUIDE = f"/v1/services/{CODE}/guide"
EVERYWHERE = tuple(Channel)
AT_TERMINALS = (Channel.TERMINAL,)
WHO = "陈管理"
OTHERS = of_others(SERVICES)
WRITTEN = {str(one.data["code"]): one for one in written_services()}


def platform_of(terminal: Terminal) -> Platform:
    platform: Platform = terminal.app.state.platform
    return platform


def written(of: str = CODE, **changes: Any) -> dict[str, Any]:
    """A service of the files, with its defaults, changed."""
    found = WRITTEN[of]
    service = {**copy.deepcopy(dict(found.data)), **changes}
    return {"field": found.area, "services": [{k: v for k, v in service.items() if v is not None}]}


def as_yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def save(platform: Platform, content: Any) -> Version:
    with platform.database.read() as db:
        draft = checked(db, read(as_yaml(content)))
    return publishing.save_draft(platform, draft, WHO)


def publish_to_test_and_live(platform: Platform, version: Version, channels: Any = EVERYWHERE) -> None:
    for stage in (Stage.TEST, Stage.LIVE):
        publishing.publish(platform, version.code, version.number, channels, stage, WHO)


def mistakes(content: Any) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as wrong:
        judged(read(content if isinstance(content, str) else as_yaml(content)), SHARED, OTHERS)
    return wrong.value.mistakes


def title(terminal: Terminal) -> str:
    return str(terminal.get(GUIDE)["service"]["title"]["zh"])


def at_test(terminal: Terminal, id_: str = "JA-ZZ-04") -> Terminal:
    """Another terminal of the hall, which tries what is at test."""

    def job(db: Session) -> None:
        row = db.get(TerminalRow, id_)
        assert row is not None
        row.stage = "test"
        changed(db)

    platform_of(terminal).database.write(job)
    platform_of(terminal).look_again()
    return Terminal(terminal.app, terminal.clock, id_)


def test_a_draft_is_seen_by_nobody_then_at_test_then_by_everybody(terminal: Terminal) -> None:
    platform, trial = platform_of(terminal), at_test(terminal)
    version = save(platform, written(title=["灵活就业参保（新版）", "Insurance of the flexibly employed (new)"]))
    assert version.number == 2
    assert title(terminal) == title(trial) == "灵活就业人员参保登记"
    publishing.publish(platform, CODE, 2, EVERYWHERE, Stage.TEST, WHO)
    assert (title(terminal), title(trial)) == ("灵活就业人员参保登记", "灵活就业参保（新版）")
    publishing.publish(platform, CODE, 2, EVERYWHERE, Stage.LIVE, WHO)
    assert title(terminal) == title(trial) == "灵活就业参保（新版）"


def test_nothing_goes_live_that_was_not_tried(terminal: Terminal) -> None:
    platform = platform_of(terminal)
    save(platform, written(minutes=7))
    publishing.publish(platform, CODE, 2, AT_TERMINALS, Stage.TEST, WHO)
    with pytest.raises(NotTried, match="web"):
        publishing.publish(platform, CODE, 2, EVERYWHERE, Stage.LIVE, WHO)
    publishing.publish(platform, CODE, 2, AT_TERMINALS, Stage.LIVE, WHO)
    window = Terminal(terminal.app, terminal.clock, "JA-CK-B05")
    assert terminal.get(GUIDE)["service"]["minutes"] == 7
    assert window.get(GUIDE)["service"]["minutes"] == 6  # windows are another channel


def test_a_withdrawn_service_is_unknown_and_comes_back_as_it_was(terminal: Terminal) -> None:
    platform = platform_of(terminal)
    publish_to_test_and_live(platform, save(platform, written(minutes=9)))
    publishing.withdraw(platform, CODE, AT_TERMINALS, Stage.LIVE, WHO)
    assert problem(terminal.call("GET", GUIDE)) == (404, "service.unknown")
    assert CODE not in [s["code"] for s in terminal.get("/v1/services?field=social")]
    assert CODE not in [found["code"] for found in terminal.get("/v1/search?q=灵活就业参保")]
    publishing.publish(platform, CODE, 1, AT_TERMINALS, Stage.LIVE, WHO)  # the first version, without a detour
    assert terminal.get(GUIDE)["service"]["minutes"] == 6
    assert CODE in [found["code"] for found in terminal.get("/v1/search?q=灵活就业参保")]


def test_a_case_keeps_the_version_it_was_filed_under(terminal: Terminal) -> None:
    platform, session = platform_of(terminal), terminal.identify("worker-gaps")
    number = terminal.new_number(session, CODE)
    publish_to_test_and_live(platform, save(platform, written(title=["全新的名字", "Quite another name"])))
    assert terminal.put(session, number, flexible()).status_code == 200
    terminal.put_materials(session, number, list(GIVEN))
    slip = terminal.sign(session, number, flexible()).json()
    assert slip["service"].startswith("灵活就业人员参保登记")
    newest = terminal.get("/v1/me/cases", session.token)[0]
    assert newest["title"]["zh"] == "灵活就业人员参保登记"
    assert title(terminal) == "全新的名字"


def test_history_tells_who_showed_what_where_and_when(terminal: Terminal) -> None:
    platform = platform_of(terminal)
    version = save(platform, written(minutes=9))
    terminal.clock.pass_(hours=1)
    publish_to_test_and_live(platform, version, AT_TERMINALS)
    publishing.withdraw(platform, CODE, AT_TERMINALS, Stage.LIVE, "李主任")
    publishing.withdraw(platform, CODE, AT_TERMINALS, Stage.LIVE, "李主任")  # nothing there: nothing happens
    with platform.database.read() as db:
        versions, steps = publishing.history(db, CODE)
    assert [(v.number, v.author) for v in versions] == [(2, WHO), (1, "files")]
    assert versions[0].shown == ((Channel.TERMINAL, Stage.TEST),)
    assert (Channel.WEB, Stage.LIVE) in versions[1].shown
    told = [(step.number, step.stage, step.author) for step in steps]
    assert told[:3] == [(None, Stage.LIVE, "李主任"), (2, Stage.LIVE, WHO), (2, Stage.TEST, WHO)]
    assert {step.author for step in steps[3:]} == {"files"}
    assert steps[0].channels == AT_TERMINALS
    assert (steps[1].at - versions[0].at).total_seconds() == 3600
    with platform.database.read() as db:
        newest = {v.code: v for v in publishing.overview(db)}
    assert len(newest) == len(SERVICES)
    assert newest[CODE].number == 2
    assert (Channel.WEB, Stage.LIVE) in newest[CODE].shown


def test_what_changed_is_told_place_by_place(terminal: Terminal) -> None:
    platform = platform_of(terminal)
    content = written(minutes=9)
    content["services"][0]["materials"][1]["handling"] = "generated"
    content["services"][0]["materials"][1]["copies"] = 2
    content["services"][0]["sections"][3]["fields"][1]["options"].pop()
    save(platform, content)
    with platform.database.read() as db:
        changes = publishing.difference(db, CODE, 1, 2)
        assert publishing.difference(db, CODE, 2, 2) == []
    assert changes == [
        Change("minutes", "6", "9"),
        Change(
            "sections[employment].fields[employment_form].options[new-form]",
            "new-form / 新就业形态 / New forms of work / 外卖、网约车、直播等 / "
            "Delivery, ride hailing, streaming and so on",
            "",
        ),
        Change("materials[form].copies", "", "2"),
    ]


def test_what_there_is_not_is_said(terminal: Terminal) -> None:
    platform = platform_of(terminal)
    with platform.database.read() as db:
        for ask in (publishing.history, publishing.as_text):
            with pytest.raises(UnknownVersion, match="no service XX"):
                ask(db, "XX")
        with pytest.raises(UnknownVersion, match="no version 7"):
            publishing.difference(db, CODE, 1, 7)
    with pytest.raises(UnknownVersion):
        publishing.publish(platform, CODE, 7, EVERYWHERE, Stage.TEST, WHO)
    with pytest.raises(UnknownVersion):
        publishing.withdraw(platform, "XX", EVERYWHERE, Stage.TEST, WHO)


def test_every_service_can_be_taken_out_as_text_and_put_back_unchanged(terminal: Terminal) -> None:
    with platform_of(terminal).database.read() as db:
        for service in SERVICES[::7]:
            again = compile_service(read(publishing.as_text(db, service.code)), SHARED)
            assert again == service


def test_a_new_service_is_offered_and_found_once_it_is_live(terminal: Terminal) -> None:
    platform = platform_of(terminal)
    content = written(
        "MZ-ZYZC-1736",
        code="MZ-YYJB-9999",
        basic="420017999999",
        title=["社区图书角借阅登记", "Registration for the community's book corner"],
        aliases=["借社区的书", "图书角", "社区看书"],
    )
    publish_to_test_and_live(platform, save(platform, content))
    assert terminal.get("/v1/search?q=tushujiao")[0]["code"] == "MZ-YYJB-9999"
    civil = {area["key"]: area["services"] for area in terminal.get("/v1/fields")}["civil"]
    assert civil == len([s for s in SERVICES if s.guide.service.field_key == "civil"]) + 1


# ---- what is refused


def test_a_draft_that_contradicts_what_is_live_is_not_taken(terminal: Terminal) -> None:
    with platform_of(terminal).database.read() as db, pytest.raises(CatalogueError, match="has the code 420014000102"):
        checked(db, read(as_yaml(written(basic="420014000102"))))


def test_all_mistakes_of_a_service_are_told_at_once() -> None:
    content = written(department="nobody", query="no-register", aliases=["一个"], minutes=6)
    service = content["services"][0]
    service["materials"] = [
        "no-such-material",
        {"key": "x", "name": ["甲", "A"], "handling": "never", "source": ["", ""]},
    ]
    service["sections"][3]["fields"][1] = {"use": "no-such-field"}
    found = mistakes(content)
    assert len(found) == 5
    for part in ("departments", "registers", "no-such-material", "handling", "no-such-field"):
        assert [m for m in found if part in m], part


RULES_BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"aliases": ["甲", "乙"]}, "fewer than three everyday names"),
    ({"aliases": ["灵活就业人员参保登记", "甲", "乙"]}, "an alias is the title"),
    ({"title": ["参保登记", ""]}, "one language is missing"),
    ({"title": ["参保登记", "Insurance 参保"]}, "Chinese in English"),
    ({"basis": []}, "basis are missing"),
    ({"instant": True}, "decided at once, but not L4"),
    ({"depth": "L1"}, "L1 and query or prints do not fit"),
    ({"promised": 21}, "promises more days than the law gives"),
    ({"tags": []}, "none of the four tags"),
    ({"checks": ["no-such-check"]}, "no check no-such-check"),
    ({"on_slip": "weather"}, "no question weather"),
    ({"basic": "420014000102"}, "RS-SBKB-0002 has the code 420014000102 too"),
    ({"level": 3, "no_face": ["card"]}, "a card alone is level 2"),
]


@pytest.mark.parametrize(("changes", "words"), RULES_BROKEN, ids=[words for _, words in RULES_BROKEN])
def test_a_service_that_breaks_a_rule_is_not_taken(changes: dict[str, Any], words: str) -> None:
    assert [m for m in mistakes(written(**changes)) if words in m]


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        ("materials", {"key": "others", "name": ["其他材料", "Others"]}, "a catch-all: 其他材料"),
        ("materials", {"key": "p", "name": ["住址证明", "Proof of address"]}, "not on the list of kept proofs"),
        ("materials", {"key": "id-card", "name": ["身份证", "Card"]}, "material id-card twice"),
        ("materials", {"key": "m", "when": {"situation": ["never"]}}, "material m is never asked for"),
        ("fields", {"key": "phone", "kind": "digits", "label": ["电话", "Phone"]}, "phone twice"),
        ("fields", {"key": "situation", "kind": "text"}, "situation is a question and a field"),
        ("fields", {"key": "bank", "kind": "text", "label": ["开户行", "Bank"]}, "bank is 银行 (choice)"),
        ("fields", {"key": "f", "kind": "choice", "label": ["甲", "A"]}, "options of f"),
        ("fields", {"key": "f", "source": "card"}, "no card holds f"),
        ("fields", {"key": "f", "source": "platform"}, "from where does f come"),
        ("fields", {"key": "f", "when": {"pay_by": ["bank"]}}, "f can never be there"),
        ("fields", {"key": "f", "rule": "magic"}, "kind or rule of f"),
        ("fields", {"key": "f", "shortest": 9, "longest": 3}, "at least 9 and at most 3 long"),
    ],
)
def test_a_part_that_breaks_a_rule_is_not_taken(part: str, change: Any, words: str) -> None:
    content = written()
    service = content["services"][0]
    if part == "materials":
        plain = {"name": ["纸", "Paper"], "handling": "exempt", "source": ["免", "None"]}
        service["materials"].append({**plain, **change})
    else:
        service["sections"][3]["fields"].insert(0, {"kind": "text", "label": ["乙", "B"], **change})
    assert [m for m in mistakes(content) if words in m]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a service is written as"),
        ("[1, 2", "expected"),
        ("field: social", "`services` must hold one service"),
        ("field: social\nservices: []", "`services` must hold one service"),
        ("field: 7\nservices: [{code: x}]", "`field` must be a key"),
        ("field: social\nother: 1\nservices: [{code: x}]", "not other"),
        ("field: social\nfield: social\nservices: [{code: x}]", "field stands twice"),
        ("field: &a social\nservices: [*a]", "anchors"),
        ("field: social\nservices: [!!python/object:os.system {}]", "could not determine a constructor"),
        ('field: social\nservices: [{code: "a\\0b"}]', "control characters"),
        ("field: social\nservices: [{code: 2026-02-30}]", "code: String should match"),
        ("[" * 5_000, "this is no YAML"),
        ("x" * (MOST_CHARACTERS + 1), "more than"),
    ],
)
def test_text_that_is_no_service_is_refused_with_its_place(text: str, words: str) -> None:
    assert [m for m in mistakes(text) if words in m]


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["id-card", "phone", "L3"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.just("use"), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(key=st.sampled_from(sorted(written()["services"][0])), value=PARTS)
def test_whatever_is_written_is_a_service_or_a_mistake_with_its_place(key: str, value: Any) -> None:
    content = written()
    content["services"][0][key] = value
    try:
        compile_service(read(as_yaml(content)), SHARED)
    except CatalogueError as wrong:
        assert wrong.place
        assert wrong.mistakes


@given(text=st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except CatalogueError as wrong:
        assert wrong.mistakes


# ---- files and people


def test_new_files_change_what_nobody_edited_and_leave_what_people_did(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = platform_of(terminal)
    publish_to_test_and_live(platform, save(platform, written(minutes=9)))
    publishing.withdraw(platform, "RS-SBKB-0002", AT_TERMINALS, Stage.LIVE, WHO)
    newer = [Written(w.place, w.area, {**w.data, "minutes": 33}) if w.area == "social" else w for w in WRITTEN.values()]
    monkeypatch.setattr(store, "written_services", lambda: newer)
    monkeypatch.setattr(store, "files_digest", lambda: "another")
    for _ in range(2):  # the second time nothing is new
        platform.database.write(lambda db: store.begin(db, terminal.clock()))
    platform.look_again()
    social = {s["code"]: s["minutes"] for s in terminal.get("/v1/services?field=social")}
    assert social[CODE] == 9
    assert "RS-SBKB-0002" not in social
    assert {minutes for code, minutes in social.items() if code != CODE} == {33}
    window = Terminal(terminal.app, terminal.clock, "JA-CK-B05")
    assert window.get("/v1/services/RS-SBKB-0002/guide")["service"]["minutes"] == 33
    with platform.database.read() as db:
        assert len(publishing.history(db, "RS-SBKB-0002")[0]) == 2
