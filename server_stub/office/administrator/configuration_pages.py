"""`/office/administrator/settings`: halls, calendars, menus, districts and rules, each a document with versions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import ValidationError
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub import strict_yaml
from server_stub.appointments.office import ToTell, call_off, to_tell
from server_stub.cases import terms
from server_stub.configuration import editing
from server_stub.differences import changes
from server_stub.halls.models import Hall
from server_stub.office.administrator import mistakes
from server_stub.office.administrator.scope import halls_of, is_citywide
from server_stub.office.forms import Form, wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Sent, Visit, see_other
from server_stub.problems import Problem
from server_stub.texts import Text
from server_stub.working_days import Calendar

router = APIRouter(prefix="/administrator/settings")
TITLE = Text(zh="配置", en="Settings")
KINDS = {
    "hall": Text(zh="大厅：开放时间、窗口、队列、预约", en="Halls: hours, windows, queues, appointments"),
    "calendar": Text(zh="工作日历：放假与调休", en="Working days: holidays and exchanged weekends"),
    "menu": Text(zh="终端菜单", en="Menus of terminals"),
    "district": Text(zh="各区的不同", en="What differs by district"),
    "rules": Text(zh="平台规则", en="Rules of the platform"),
}
_STARTS = {
    "calendar": "'off':\n  - '{key}-01-01'\nwork: []\n",
    "menu": "hot: []\nfields: []\nhidden: []\nproofs: []\nlife_events: true\n",
    "district": "region: '{key}'\nname: {{zh: '', en: ''}}\nshort: {{zh: '', en: ''}}\nguides: {{}}\n",
    "hall": "id: {key}\n",
}
_KEYS = {
    "calendar": r"20[0-9]{2}",
    "menu": r"[a-z0-9][a-z0-9-]{0,30}",
    "district": r"[0-9]{6}",
    "hall": r"[A-Z]{2,6}",
    "rules": "",
}
_MOST = 100_000
_SHOWN = 30
Kind = Annotated[str, Path(pattern=r"^(hall|calendar|menu|district|rules)$")]
Key = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9-]+$")]


@dataclass(frozen=True)
class _Place:
    """Which document."""

    kind: str
    key: str

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.key}" if self.key != "-" and self.kind != "rules" else self.kind

    @property
    def path(self) -> str:
        return f"/administrator/settings/{self.kind}/{self.key}"

    @property
    def title(self) -> Text:
        if self.kind == "rules":
            return KINDS["rules"]
        short = KINDS[self.kind].zh.partition("：")[0]
        return Text(zh=f"{short} {self.key}", en=f"{self.kind.capitalize()} {self.key}")


def _may(visit: Visit, place: _Place) -> bool:
    return is_citywide(visit) or (place.kind == "hall" and place.key == visit.staff.hall)


@router.get("")
def documents(visit: AdministratorVisit) -> Response:
    """All documents by kind."""
    with visit.platform.database.read() as db:
        every = editing.documents(db)
    shown = [one for one in every if one.kind != "hall" or one.key in halls_of(visit)]
    years = [int(one.key) for one in every if one.kind == "calendar"]
    this_year = visit.today.year
    return visit.page(
        "administrator/settings.html",
        title=TITLE,
        kinds=KINDS,
        documents={kind: [one for one in shown if one.kind == kind] for kind in KINDS},
        halls=visit.platform.halls,
        districts=visit.platform.configuration.now.districts,
        estimated=[year for year in (this_year, this_year + 1) if year not in years],
        may_edit=is_citywide(visit),
    )


@router.post("/new")
def new(sent: AdministratorForm) -> Response:
    """To the form of a document that is not there yet."""
    kind, key = sent.form.text("kind"), sent.form.line("key")
    if kind not in _STARTS or not re.fullmatch(_KEYS[kind], key):
        raise wrong("key", "键的写法不对", "This key is not of the right form")
    return see_other(f"{_Place(kind, key).path}/edit")


@router.get("/{kind}/{key}")
def document(
    visit: AdministratorVisit,
    kind: Kind,
    key: Key,
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """One document: what holds, its versions and their differences."""
    place = _place(visit, kind, key)
    with visit.platform.database.read() as db:
        rows = editing.versions(db, place.name)
    if not rows:
        raise Problem("office.not-found")
    by_id = {row.id: row for row in rows}
    new = by_id.get(after, rows[0])
    older = [row for row in rows if row.id < new.id]
    old = by_id.get(before, older[0] if older else new)
    return visit.page(
        "administrator/document.html",
        title=place.title,
        crumbs=(Crumb("/administrator/settings", TITLE),),
        place=place,
        rows=[(len(rows) - at, row) for at, row in enumerate(rows)],
        content=strict_yaml.dump(rows[0].content),
        old=old,
        new=new,
        changes=changes(old.content, new.content),
        months=_months(visit, int(place.key)) if place.kind == "calendar" else (),
        may_edit=_may(visit, place),
    )


@router.get("/{kind}/{key}/edit")
def edit_page(
    visit: AdministratorVisit, kind: Kind, key: Key, version: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
) -> Response:
    """The document as it is edited; an earlier version where one is named."""
    place = _place(visit, kind, key)
    _require(visit, place)
    with visit.platform.database.read() as db:
        rows = editing.versions(db, place.name)
    if not rows and (kind not in _STARTS or not re.fullmatch(_KEYS[kind], key)):
        raise Problem("office.not-found")
    found = next((row for row in rows if row.id == version), rows[0] if rows else None)
    content = strict_yaml.dump(found.content) if found else _STARTS[kind].format(key=key)
    return _editor(visit, place, content, rows[0].id if rows else 0)


@router.post("/{kind}/{key}/edit")
def edit(sent: AdministratorForm, kind: Kind, key: Key) -> Response:
    """Checks what was written, or keeps it as the version that holds from now on."""
    visit, form = sent.visit, sent.form
    place = _place(visit, kind, key)
    _require(visit, place)
    content = form.values.get("text", ("",))[0]
    given = form.text("seen")
    seen = int(given) if given.isdecimal() and len(given) < 10 else 0

    def again(problem: Problem, affected: Sequence[ToTell] = ()) -> Response:
        return _editor(visit, place, content, seen, problem, form, affected=affected)

    try:
        kept = _valid(visit, place, content)
    except Problem as problem:
        return again(problem)
    affected = _affected(visit, place, kept)
    if form.text("button") == "check":
        said = Text(zh="没有发现错误，还没有保存", en="No mistakes found; not saved yet")
        return _editor(visit, place, content, seen, None, form, said, affected)
    if affected and form.text("appointments") not in ("call-off", "keep"):
        return again(
            wrong("appointments", "请选择这些预约怎么办", "Please say what happens to these appointments"), affected
        )
    answer = sent.once(lambda db: _keep(db, sent, place, kept, seen), again, subject=place.name)
    visit.platform.look_again()
    return answer


def _keep(db: Db, sent: Sent, place: _Place, kept: Any, seen: int) -> Outcome:
    visit, configuration = sent.visit, sent.platform.configuration
    try:
        editing.put(db, configuration, place.name, kept, seen, visit.staff.number, visit.now)
    except editing.ChangedMeanwhile:
        raise Problem("office.changed") from None
    said = [Text(zh="已保存，马上生效", en="Kept; it holds from now on")]
    if place.kind == "calendar":
        moved = terms.recompute_open(db, configuration.in_job(db).calendar)
        said.append(Text(zh=f"{moved} 件在办的时限已重算", en=f"the dates of {moved} open cases were computed anew"))
    if sent.form.text("appointments") == "call-off":
        state, off = configuration.in_job(db), 0
        for hall in _halls_of(visit, place, kept):
            ids = [one.appointment_id for one in to_tell(db, hall, state.calendar, visit.now)]
            off += call_off(db, hall, ids, visit.now)
        said.append(Text(zh=f"取消并告知了 {off} 个预约", en=f"{off} appointments were called off and people told"))
    words = Text(zh="；".join(one.zh for one in said), en="; ".join(one.en for one in said))
    return Outcome(to=place.path, said=words)


def _place(visit: Visit, kind: str, key: str) -> _Place:
    if (kind == "rules") != (key == "-") or (kind == "hall" and not is_citywide(visit) and key != visit.staff.hall):
        raise Problem("office.not-found")
    return _Place(kind, key)


def _require(visit: Visit, place: _Place) -> None:
    if not _may(visit, place):
        raise Problem("office.scope")


def _valid(visit: Visit, place: _Place, content: str) -> Any:
    """What is kept. Problem office.form with every mistake at its line."""
    if len(content) > _MOST:
        raise mistakes.of_rules(f"more than {_MOST} characters", "")
    try:
        written = strict_yaml.load(content)
        with visit.platform.database.read() as db:
            return editing.valid(db, place.name, written)
    except strict_yaml.NotYaml as error:
        raise mistakes.of_yaml(error) from None
    except ValidationError as error:
        raise mistakes.of_document(error, content) from None
    except (ValueError, TypeError, AttributeError) as error:
        raise mistakes.of_rules(str(error), content) from None


def _halls_of(visit: Visit, place: _Place, kept: Any) -> list[Hall]:
    """Whose slots a change may take away."""
    if place.kind == "hall":
        return [Hall.model_validate(kept)]
    return list(visit.platform.halls.values()) if place.kind == "calendar" else []


def _affected(visit: Visit, place: _Place, kept: Any) -> list[ToTell]:
    """Who has an appointment ahead that there would be no slot for."""
    calendar = visit.platform.calendar
    if place.kind == "calendar":
        calendar = calendar.with_year(int(place.key), kept)
    with visit.platform.database.read() as db:
        return [one for hall in _halls_of(visit, place, kept) for one in to_tell(db, hall, calendar, visit.now)]


def _months(visit: Visit, year: int) -> list[tuple[int, int, list[dt.date], list[dt.date]]]:
    """Month, working days, weekdays off, weekend days that are worked."""
    calendar: Calendar = visit.platform.calendar
    months = []
    for month in range(1, 13):
        first = dt.date(year, month, 1)
        days = [first + dt.timedelta(days=n) for n in range(31) if (first + dt.timedelta(days=n)).month == month]
        off = [day for day in days if day.weekday() < 5 and not calendar.is_working(day)]
        work = [day for day in days if day.weekday() > 4 and calendar.is_working(day)]
        months.append((month, sum(map(calendar.is_working, days)), off, work))
    return months


def _editor(
    visit: Visit,
    place: _Place,
    content: str,
    seen: int,
    problem: Problem | None = None,
    form: Form | None = None,
    said: Text | None = None,
    affected: Sequence[ToTell] = (),
) -> Response:
    return visit.page(
        "administrator/document_edit.html",
        title=Text(zh="编辑", en="Edit"),
        crumbs=(Crumb("/administrator/settings", TITLE), Crumb(place.path, place.title)),
        problem=problem,
        form=form,
        content=content,
        seen=seen,
        checked=said,
        back=place.path if seen else "/administrator/settings",
        action=f"{place.path}/edit",
        note=Text(
            zh="保存后马上对所有终端和窗口生效，旧版本都留着。",
            en="It holds for all terminals and windows at once; earlier versions are kept.",
        ),
        save=Text(zh="保存并生效", en="Keep; it holds at once"),
        affected=affected[:_SHOWN],
        affected_count=len(affected),
    )
