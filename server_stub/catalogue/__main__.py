"""`python -m server_stub.catalogue`: checks all files of the catalogue and its life events, and counts."""

from __future__ import annotations

import sys
from collections import Counter

from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.files import CatalogueError, load_shared, written_services
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.rules import of_catalogue
from server_stub.catalogue.search.words import load_synonyms
from server_stub.life_events.compiling import compile_life_event
from server_stub.life_events.files import load_frame, written_life_events
from server_stub.life_events.models import LifeEvent


def main() -> int:
    """Prints every mistake with its place, then how many services there are per field and depth; 1 if one is wrong."""
    try:
        shared, frame = load_shared(), load_frame()
        load_synonyms()
    except CatalogueError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    services: list[ServiceFile] = []
    events: list[LifeEvent] = []
    mistakes: list[str] = []
    for written in written_services():
        try:
            services.append(compile_service(written, shared))
        except CatalogueError as wrong:
            mistakes.append(str(wrong))
    mistakes += of_catalogue(services, shared)
    known = {service.code: service for service in services}
    for written in written_life_events():
        try:
            events.append(compile_life_event(written, shared, frame, known))
        except CatalogueError as wrong:
            mistakes.append(str(wrong))
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    by_field = Counter(s.guide.service.field.zh for s in services)
    by_depth = Counter(s.guide.service.depth.value for s in services)
    print(f"{len(services)} services: " + ", ".join(f"{k} {by_depth[k]}" for k in sorted(by_depth)))
    print(", ".join(f"{field} {count}" for field, count in by_field.items()))
    by_group = Counter(event.group_title.zh for event in events)
    print(f"{len(events)} life events: " + ", ".join(f"{group} {count}" for group, count in by_group.items()))
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
