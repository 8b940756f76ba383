"""Alembic's way in: the connection that `migrate` opened, all of our tables."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from server_stub.database import Base, UtcTime
from server_stub.migrations import tables

assert tables  # every table is declared by importing it


def _render(kind: str, item: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Our own types as what the database sees of them: a migration must not change with the code."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
