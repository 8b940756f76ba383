"""What services and fields are called, also those that are no longer offered."""

from __future__ import annotations

from server_stub.catalogue.catalogue import Catalogue
from server_stub.catalogue.tables import Channel
from server_stub.texts import Text


def service_title(catalogue: Catalogue, code: str) -> Text:
    """A service's title; its code where no channel offers it."""
    for channel in Channel:
        version = catalogue.offer(channel).versions.get(code)
        if version is not None:
            return catalogue.lines[version].service.title
    return Text(zh=code, en=code)


def field_title(catalogue: Catalogue, area: str) -> Text:
    """The title of a field (领域), empty for none."""
    if not area:
        return Text(zh="")
    services = (line.service for line in catalogue.lines.values())
    return next((s.field for s in services if s.field_key == area), Text(zh=area, en=area))
