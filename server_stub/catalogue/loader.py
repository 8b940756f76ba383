"""The services of the catalogue's files."""

from __future__ import annotations

from server_stub.catalogue.compiling import compile_service
from server_stub.catalogue.files import load_shared, written_services
from server_stub.catalogue.models import ServiceFile


def load_services() -> dict[str, ServiceFile]:
    """All service files by code. A file that is not right raises CatalogueError: the platform must not start with it."""
    shared = load_shared()
    return {file.code: file for file in (compile_service(w, shared) for w in written_services())}
