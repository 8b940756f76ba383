"""What a start does: tables, what the files bring, and in a demo the sample citizens."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server_stub.catalogue import store
from server_stub.database import lock
from server_stub.demo.loader import refresh
from server_stub.halls.loader import load_site
from server_stub.licences import keys
from server_stub.platform import Platform
from server_stub.terminals import register


def begin(platform: Platform) -> None:
    """Takes over what the files have and the database has not; processes that start together do it once."""
    site = load_site()

    def job(db: Session) -> None:
        lock(db, "beginning")
        now = platform.clock()
        platform.configuration.begin(db, now)
        store.begin(db, now)
        keys.begin(db, now)
        register.begin(db, list(site.terminals.values()), now, demo=platform.demo)

    platform.database.write(job)
    platform.look_again()
    if platform.demo:
        refresh(platform)
