"""`/office/administrator/settings/notices`: what stands on the first page of terminals, for several at once."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.office.administrator.scope import halls_of
from server_stub.office.forms import Form, wrong
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Visit
from server_stub.problems import Problem
from server_stub.terminals import office
from server_stub.terminals.models import Settings
from server_stub.terminals.tables import TerminalRow
from server_stub.texts import Text

router = APIRouter(prefix="/administrator/settings/notices")
TITLE = Text(zh="终端公告", en="Notices on terminals")
_LONGEST = 100


@router.get("")
def page(visit: AdministratorVisit) -> Response:
    """What stands where, and the form for another."""
    return _page(visit)


@router.post("/put")
def put(sent: AdministratorForm) -> Response:
    """One notice, or none, on all terminals that are ticked."""
    visit, form = sent.visit, sent.form

    def effect(db: Db) -> Outcome:
        notice, ids = _notice(form), form.all("terminal")
        rows = [row for id_ in sorted(set(ids)) if (row := db.get(TerminalRow, id_[:30], with_for_update=True))]
        mine = [row for row in rows if row.hall in halls_of(visit)]
        if not mine:
            raise wrong("terminal", "请至少选一台终端", "Please tick a terminal")
        for row in mine:
            settings = Settings.model_validate(row.settings)
            office.set_from_afar(row, settings.model_copy(update={"notice": notice}))
            visit.note(db, "change", row.id)
        said = (
            Text(zh=f"{len(mine)} 台终端下次心跳时显示", en=f"{len(mine)} terminals show it with their next heartbeat")
            if notice.zh
            else Text(zh=f"{len(mine)} 台终端的公告已撤下", en=f"The notice is taken off {len(mine)} terminals")
        )
        return Outcome(to="/administrator/settings/notices", said=said)

    return sent.once(effect, lambda problem: _page(visit, problem, form))


def _notice(form: Form) -> Text:
    """Both languages or none. Problem: office.form."""
    zh, en = form.line("zh"), form.line("en")
    for name, words in (("zh", zh), ("en", en)):
        if len(words) > _LONGEST:
            raise wrong(name, f"最多 {_LONGEST} 个字", f"At most {_LONGEST} characters")
    if zh and not en:
        raise wrong("en", "请写上英文，外国人也用终端", "Please write it in English too")
    if en and not zh:
        raise wrong("zh", "请写上中文", "Please write it in Chinese too")
    return Text(zh=zh, en=en)


def _page(visit: Visit, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        rows = office.heard(db, halls_of(visit), visit.now)
    return visit.page(
        "administrator/notices.html",
        title=TITLE,
        crumbs=(Crumb("/administrator/settings", Text(zh="配置", en="Settings")),),
        problem=problem,
        form=form,
        rows=[one for one in rows if one.row.kind in ("self-service", "display")],
        longest=_LONGEST,
    )
