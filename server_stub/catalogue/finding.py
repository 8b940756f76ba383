"""Finding services of a terminal by what somebody types."""

from __future__ import annotations

from server_stub.catalogue.catalogue import Catalogue
from server_stub.catalogue.lines import Line
from server_stub.catalogue.models import FoundItem
from server_stub.catalogue.search.finder import Found
from server_stub.catalogue.search.index import Item
from server_stub.catalogue.search.search import Key, Source
from server_stub.catalogue.tables import ItemKind
from server_stub.platform import Call

_SERVICE = ItemKind.SERVICE.value
_HOT = 0.03  # what stands on the menu's first page is a little likelier to be meant


def source(catalogue: Catalogue) -> Source:
    """The services of all channels and stages, each version by itself."""

    def items() -> dict[Key, Item]:
        return {(_SERVICE, version): _item(line) for version, line in catalogue.lines.items()}

    return Source(lambda: catalogue.number, items)


def search(call: Call, query: str, limit: int) -> list[FoundItem]:
    """What this terminal offers that answers a query, the best first."""
    prior = dict.fromkeys(call.menu.hot, _HOT)
    found = call.platform.search.find(query, call.offered.keys, prior, limit)
    return [_shown(call, one) for one in found]


def _item(line: Line) -> Item:
    service = line.service
    return Item(
        kind=_SERVICE,
        code=service.code,
        title=service.title.zh,
        english=service.title.en,
        aliases=line.aliases,
        options=line.options,
        keywords=line.about,
        field=service.field.zh,
    )


def _shown(call: Call, found: Found) -> FoundItem:
    service = call.platform.catalogue.line(call.offered.versions[found.item.code], call.district).service
    return FoundItem(
        kind=ItemKind.SERVICE,
        code=service.code,
        title=service.title,
        field=service.field,
        field_key=service.field_key,
        depth=service.depth,
        why=found.why,
        words=found.words,
    )
