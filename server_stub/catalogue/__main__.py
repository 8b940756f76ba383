"""`python -m server_stub.catalogue`: checks all files of the catalogue, and counts."""

from __future__ import annotations

import sys
from collections import Counter

from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.files import CatalogueError, load_shared, written_services
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.rules import of_catalogue
from server_stub.catalogue.search.words import load_synonyms


def main() -> int:
    """Prints every mistake with its place, then how many services there are per field and depth; 1 if one is wrong."""
    try:
        shared = load_shared()
        load_synonyms()
    except CatalogueError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    services: list[ServiceFile] = []
    mistakes: list[str] = []
    for written in written_services():
        try:
            services.append(compile_service(written, shared))
        except CatalogueError as wrong:
            mistakes.append(str(wrong))
    mistakes += of_catalogue(services, shared)
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    by_field = Counter(s.guide.service.field.zh for s in services)
    by_depth = Counter(s.guide.service.depth.value for s in services)
    print(f"{len(services)} services: " + ", ".join(f"{k} {by_depth[k]}" for k in sorted(by_depth)))
    print(", ".join(f"{field} {count}" for field, count in by_field.items()))
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
