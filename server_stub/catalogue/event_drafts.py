"""From the text that somebody wrote to a life event that keeps every rule, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.catalogue.drafts import loaded
from server_stub.catalogue.files import CatalogueError, Written, load_shared
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.tables import ItemKind, PublicationRow, Stage, VersionRow
from server_stub.life_events.compiling import compile_life_event
from server_stub.life_events.files import load_frame
from server_stub.life_events.models import LifeEvent

_PLACE = "draft"


@dataclass(frozen=True)
class EventDraft:
    """A written life event that keeps every rule."""

    written: Written
    file: LifeEvent

    @property
    def code(self) -> str:
        """Its key."""
        return self.file.key


def read(text: str) -> Written:
    """One life event as the files write it: `group` and one entry of `events`. CatalogueError."""
    content = loaded(text)
    if unknown := set(content) - {"group", "events"}:
        raise CatalogueError(_PLACE, f"a file has group and events, not {', '.join(sorted(unknown))}")
    events = content.get("events")
    if not isinstance(events, list) or len(events) != 1 or not isinstance(events[0], dict):
        raise CatalogueError(_PLACE, "`events` must hold one life event")
    if not isinstance(content.get("group"), str):
        raise CatalogueError(_PLACE, "`group` must be a key of life_events.yaml")
    return Written(str(events[0].get("key", "?")), content["group"], events[0])


def checked(db: Session, written: Written) -> EventDraft:
    """The life event, if it keeps every rule beside the services that are live. CatalogueError."""
    parts = written.data.get("components")
    named = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    frame = load_frame()
    used = [frame.components.get(str(part.get("use")), {}).get("service") for part in named]
    codes = {str(code) for code in (*used, *(part.get("service") for part in named)) if code}
    return EventDraft(written, compile_life_event(written, load_shared(), frame, _services(db, codes)))


def _services(db: Session, codes: Iterable[str]) -> dict[str, ServiceFile]:
    live = (
        select(VersionRow.code, VersionRow.compiled)
        .join(PublicationRow, PublicationRow.version_id == VersionRow.id)
        .where(
            PublicationRow.kind == ItemKind.SERVICE.value,
            PublicationRow.stage == Stage.LIVE.value,
            PublicationRow.code.in_(codes),
        )
    )
    return {code: ServiceFile.model_validate_json(compiled) for code, compiled in db.execute(live)}
