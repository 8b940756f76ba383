"""`/office/administrator/catalogue`: services and life events: search, versions, draft → test → live, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.catalogue import publishing
from server_stub.catalogue.files import CatalogueError, areas
from server_stub.catalogue.publishing import AnyDraft, NotTried, PublishingError, UnknownVersion, Version
from server_stub.catalogue.tables import Channel, ItemKind, Stage
from server_stub.life_events.files import load_frame
from server_stub.office.administrator import mistakes
from server_stub.office.administrator.scope import is_citywide, require_citywide
from server_stub.office.forms import wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Sent, Visit
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text, text

T = TypeVar("T")
router = APIRouter(prefix="/administrator/catalogue")
_A_PAGE = 50
TITLE = Text(zh="事项与一件事", en="Catalogue")
CHANNELS = {
    Channel.WEB: Text(zh="政务服务网", en="Website"),
    Channel.APP: Text(zh="手机端", en="App"),
    Channel.TERMINAL: Text(zh="自助终端", en="Terminals"),
    Channel.WINDOW: Text(zh="窗口", en="Windows"),
}
STAGES = {Stage.TEST: Text(zh="测试", en="Test"), Stage.LIVE: Text(zh="正式", en="Live")}
KINDS = {ItemKind.SERVICE: Text(zh="事项", en="Services"), ItemKind.LIFE_EVENT: Text(zh="一件事", en="Life events")}
_STARTS = {
    ItemKind.SERVICE: 'field: \nservices:\n  - code: \n    basic: \n    title: ["", ""]\n',
    ItemKind.LIFE_EVENT: 'group: \nevents:\n  - key: \n    title: ["", ""]\n',
}

Kind = Annotated[ItemKind, Path()]
Code = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9-]+$")]


class Button(Enum):
    """What an editor's button does."""

    CHECK = "check"
    SAVE = "save"


@router.get("")
def items(
    visit: AdministratorVisit,
    kind: ItemKind = ItemKind.SERVICE,
    q: Annotated[str, Query(max_length=60)] = "",
    area: Annotated[str, Query(max_length=40)] = "",
    page: Annotated[int, Query(ge=1, le=1_000)] = 1,
) -> Response:
    """All, or those whose code or title has the words; of one field (领域) or group."""
    with visit.platform.database.read() as db:
        every = publishing.overview(db, kind)
    words = q.strip().lower()
    found = [
        one for one in every if area in ("", one.area) and words in f"{one.code} {one.title} {one.english}".lower()
    ]
    start = (page - 1) * _A_PAGE
    return visit.page(
        "administrator/catalogue.html",
        title=TITLE,
        kind=kind,
        kinds=KINDS,
        q=q.strip(),
        area=area,
        areas=_areas(kind),
        rows=[(one, _live(one)) for one in found[start : start + _A_PAGE]],
        count=len(found),
        page=page,
        more=len(found) > start + _A_PAGE,
        channels=CHANNELS,
        may_edit=is_citywide(visit),
    )


@router.get("/{kind}/new")
def new_page(visit: AdministratorVisit, kind: Kind) -> Response:
    """An empty written form."""
    require_citywide(visit)
    return _editor(visit, kind, "", _STARTS[kind])


@router.post("/{kind}/new")
def new(sent: AdministratorForm, kind: Kind) -> Response:
    """Checks what was written, or keeps it as a draft."""
    return _save(sent, kind, "")


@router.get("/{kind}/{code}")
def item(
    visit: AdministratorVisit,
    kind: Kind,
    code: Code,
    before: Annotated[int, Query(ge=0, le=100_000)] = 0,
    after: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """One of them: what each channel shows, versions, steps, and what changed between two versions."""
    return _item(visit, kind, code, before, after)


@router.get("/{kind}/{code}/edit")
def edit_page(
    visit: AdministratorVisit, kind: Kind, code: Code, number: Annotated[int, Query(ge=1, le=100_000)] = 0
) -> Response:
    """The written form of a version, the newest if none is named."""
    require_citywide(visit)
    return _editor(visit, kind, code, _written(visit, kind, code, number or None))


@router.post("/{kind}/{code}/edit")
def edit(sent: AdministratorForm, kind: Kind, code: Code) -> Response:
    """Checks what was written, or keeps it as a draft."""
    return _save(sent, kind, code)


@router.post("/{kind}/{code}/publish")
def publish(sent: AdministratorForm, kind: Kind, code: Code) -> Response:
    """Shows a version at a stage in the channels that are ticked."""
    visit, form = sent.visit, sent.form
    require_citywide(visit)
    stage, number = _stage(form.text("stage")), form.text("number")

    def again(problem: Problem) -> Response:
        return _item(visit, kind, code, 0, 0, problem)

    try:
        channels = _channels(form.all("channel"))
        if not number.isdecimal() or len(number) > 6:
            raise wrong("number", "请选择版本", "Please choose a version")
        ready = _or_words(lambda: _ready(visit, kind, code, int(number), channels, stage))
    except Problem as problem:
        if problem.kind.status != 422:
            raise
        return again(problem)

    def effect(db: Db) -> Outcome:
        try:
            publishing.show(db, ready, str(visit.staff.number), visit.now)
        except PublishingError:
            raise Problem("office.changed") from None
        where = STAGES[stage]
        return Outcome(
            to=f"/administrator/catalogue/{kind.value}/{code}",
            said=Text(
                zh=f"第 {number} 版已发布到{where.zh}", en=f"Version {number} is shown at {where.en.lower()} now"
            ),
        )

    answer = sent.once(effect, again, subject=code)
    visit.platform.look_again()
    return answer


@router.post("/{kind}/{code}/withdraw")
def withdraw(sent: AdministratorForm, kind: Kind, code: Code) -> Response:
    """No longer offered at a stage in the channels that are ticked; cases that were filed go on."""
    visit, form = sent.visit, sent.form
    require_citywide(visit)
    stage = _stage(form.text("gone_stage"))

    def effect(db: Db) -> Outcome:
        channels = _channels(form.all("gone"), "gone")
        _or_words(lambda: publishing.hide(db, code, channels, stage, visit.staff.number, visit.now, kind))
        said = Text(zh="已下架；已收的件继续办", en="Withdrawn; cases that were filed go on")
        return Outcome(to=f"/administrator/catalogue/{kind.value}/{code}", said=said)

    answer = sent.once(effect, lambda problem: _item(visit, kind, code, 0, 0, problem), subject=code)
    visit.platform.look_again()
    return answer


# ---- what pages need


def _live(one: Version) -> dict[Channel, Stage]:
    """Where any version is shown; live where it is live."""
    shown: dict[Channel, Stage] = {}
    for channel, stage in sorted(one.shown, key=lambda place: place[1] is Stage.LIVE):
        shown[channel] = stage
    return shown


def _areas(kind: ItemKind) -> dict[str, Text]:
    known = areas() if kind is ItemKind.SERVICE else load_frame().groups
    return {key: text(area["title"]) for key, area in known.items()}


def _item(visit: Visit, kind: ItemKind, code: str, before: int, after: int, problem: Problem | None = None) -> Response:
    with visit.platform.database.read() as db:
        versions, steps = _or_words(lambda: publishing.history(db, code, kind))
        newest = versions[0].number
        after = after or newest
        before = before or max(after - 1, 1)
        changes = _or_words(lambda: publishing.difference(db, code, before, after, kind))
    shown = {(channel, stage): version.number for version in versions for channel, stage in version.shown}
    return visit.page(
        "administrator/catalogue_item.html",
        title=Text(zh=versions[0].title, en=versions[0].english),
        crumbs=(Crumb(f"/administrator/catalogue?kind={kind.value}", KINDS[kind]),),
        problem=problem,
        kind=kind,
        code=code,
        area=_areas(kind).get(versions[0].area),
        versions=versions,
        steps=steps,
        shown=shown,
        channels=CHANNELS,
        stages=STAGES,
        before=before,
        after=after,
        changes=changes,
        may_edit=is_citywide(visit),
    )


def _editor(
    visit: Visit,
    kind: ItemKind,
    code: str,
    content: str,
    problem: Problem | None = None,
    said: Text | None = None,
    sent: Sent | None = None,
) -> Response:
    crumbs = [Crumb(f"/administrator/catalogue?kind={kind.value}", KINDS[kind])]
    if code:
        crumbs.append(Crumb(f"/administrator/catalogue/{kind.value}/{code}", Text(zh=code, en=code)))
    return visit.page(
        "administrator/written.html",
        title=Text(zh="编辑", en="Edit") if code else Text(zh="新建", en="New"),
        crumbs=crumbs,
        problem=problem,
        form=sent.form if sent else None,
        content=content,
        checked=said,
        back=f"/administrator/catalogue/{kind.value}/{code}" if code else f"/administrator/catalogue?kind={kind.value}",
        action=f"/administrator/catalogue/{kind.value}/{code or 'new'}{'/edit' if code else ''}",
        note=Text(
            zh="保存为草稿后还没有人看得到；先发布到测试，再逐个渠道发布到正式。",
            en="A draft is seen by nobody; it is shown at test first, then live, channel by channel.",
        ),
        save=Text(zh="保存草稿", en="Save the draft"),
    )


def _written(visit: Visit, kind: ItemKind, code: str, number: int | None) -> str:
    with visit.platform.database.read() as db:
        return _or_words(lambda: publishing.as_text(db, code, number, kind))


def _save(sent: Sent, kind: ItemKind, code: str) -> Response:
    visit, content = sent.visit, sent.form.values.get("text", ("",))[0]
    require_citywide(visit)

    def again(problem: Problem) -> Response:
        return _editor(visit, kind, code, content, problem, sent=sent)

    try:
        draft = _draft(visit, kind, code, content)
    except CatalogueError as error:
        return again(mistakes.of_item(error, content, kind))
    if sent.form.text("button") == Button.CHECK.value:
        return _editor(
            visit,
            kind,
            code,
            content,
            said=Text(zh="没有发现错误，还没有保存", en="No mistakes found; not saved yet"),
            sent=sent,
        )

    def effect(db: Db) -> Outcome:
        made = publishing.add_draft(db, draft, visit.staff.number, visit.now)
        said = Text(zh=f"已保存为第 {made.number} 版（草稿）", en=f"Kept as version {made.number}, a draft")
        return Outcome(to=f"/administrator/catalogue/{kind.value}/{draft.code}", said=said)

    answer = sent.once(effect, again, subject=draft.code)
    visit.platform.look_again()
    return answer


def _draft(visit: Visit, kind: ItemKind, code: str, content: str) -> AnyDraft:
    """What was written, if it keeps every rule. CatalogueError, also for another code than the page's."""
    given = publishing.written_code(content, kind)
    if code and given != code:
        raise CatalogueError(code, f"this is {given}, not {code}: a code never changes")
    with visit.platform.database.read() as db:
        if not code and any(one.code == given for one in publishing.overview(db, kind)):
            raise CatalogueError(given, f"there is {given} already, edit it on its page")
        return publishing.checked(db, content, kind)


def _ready(
    visit: Visit, kind: ItemKind, code: str, number: int, channels: tuple[Channel, ...], stage: Stage
) -> publishing.Ready:
    with visit.platform.database.read() as db:
        return publishing.ready(db, code, number, channels, stage, kind)


def _or_words(do: Callable[[], T]) -> T:
    """What it gives, or why not: Problem office.not-found, office.form."""
    try:
        return do()
    except UnknownVersion:
        raise Problem("office.not-found") from None
    except NotTried:
        raise wrong(
            "channel", "这些渠道还没有在测试里发布过这一版", "This version was not shown at test in these channels"
        ) from None
    except CatalogueError as error:
        words = [Text(zh=mistakes.in_chinese(one), en=one) for one in error.mistakes]
        raise Problem("office.form", errors=[FieldError(field="number", text=one) for one in words]) from None


def _channels(given: tuple[str, ...], name: str = "channel") -> tuple[Channel, ...]:
    known = [channel for channel in Channel if channel.value in given]
    if not known:
        raise wrong(name, "请至少选一个渠道", "Please tick a channel")
    return tuple(known)


def _stage(given: str) -> Stage:
    return Stage.LIVE if given == Stage.LIVE.value else Stage.TEST
