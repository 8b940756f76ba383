"""From the text that somebody wrote to a service that keeps every rule, or to all that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub import strict_yaml
from server_stub.catalogue import rules
from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.files import CatalogueError, Shared, Written, load_shared
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.tables import ItemKind, PublicationRow, Stage, VersionRow

MOST_CHARACTERS = 60_000  # of a written service; the longest of the files has a quarter of it
_PLACE = "draft"


@dataclass(frozen=True)
class Draft:
    """A written service that keeps every rule."""

    written: Written
    file: ServiceFile

    @property
    def code(self) -> str:
        """Its code."""
        return self.file.code


def read(text: str) -> Written:
    """One service as the files write it: `field`, perhaps `defaults`, and one entry of `services`. CatalogueError."""
    content = loaded(text)
    if unknown := set(content) - {"field", "defaults", "services"}:
        raise CatalogueError(_PLACE, f"a file has field, defaults and services, not {', '.join(sorted(unknown))}")
    services, defaults = content.get("services"), content.get("defaults") or {}
    if not isinstance(services, list) or len(services) != 1 or not isinstance(services[0], dict):
        raise CatalogueError(_PLACE, "`services` must hold one service")
    if not isinstance(defaults, dict) or not isinstance(content.get("field"), str):
        raise CatalogueError(_PLACE, "`field` must be a key of fields.yaml, `defaults` a mapping")
    data = {**defaults, **services[0]}
    return Written(str(data.get("code", "?")), content["field"], data)


def loaded(text: str) -> dict[str, Any]:
    """What was written, as far as YAML goes. CatalogueError."""
    if len(text) > MOST_CHARACTERS:
        raise CatalogueError(_PLACE, f"more than {MOST_CHARACTERS} characters")
    try:
        content = strict_yaml.load(text)
    except strict_yaml.NotYaml as wrong:
        where = f"line {wrong.line}, column {wrong.column or 1}" if wrong.line else _PLACE
        raise CatalogueError(where, wrong.words) from None
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise CatalogueError(
            _PLACE, "a service is written as `field` and `services`, a life event as `group`, `events`"
        )
    return content


def checked(db: Session, written: Written) -> Draft:
    """The service, if it keeps every rule by itself and beside what is live. CatalogueError with all that is wrong."""
    return judged(written, load_shared(), _others(db, str(written.data.get("code", ""))))


def judged(written: Written, shared: Shared, others: rules.Known) -> Draft:
    """The same beside what others are known to have."""
    file = compile_service(written, shared)
    mistakes = [*rules.of_service(file, shared), *rules.beside(file, others)]
    if mistakes:
        raise CatalogueError(file.code, *mistakes)
    return Draft(written, file)


def _others(db: Session, code: str) -> rules.Known:
    """What the other services have that are live somewhere."""
    live = select(PublicationRow.version_id).where(
        PublicationRow.kind == ItemKind.SERVICE.value,
        PublicationRow.stage == Stage.LIVE.value,
        PublicationRow.code != code,
    )
    codes: dict[str, str] = {}
    meanings: dict[str, tuple[str, str, str]] = {}
    for other, compiled in db.execute(select(VersionRow.code, VersionRow.compiled).where(VersionRow.id.in_(live))):
        guide = json.loads(compiled)["guide"]
        facts = guide["facts"]
        codes |= dict.fromkeys((other, facts["basic_code"], facts["implementation_code"]), other)
        for field in _fields(guide):
            meanings.setdefault(field["key"], (field["label"]["zh"], field["kind"], other))
    return rules.Known(codes, meanings)


def _fields(guide: Any) -> Iterator[Any]:
    for section in guide["form"]["sections"]:
        yield from section["fields"]
