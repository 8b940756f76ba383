"""Tables as files that a spreadsheet opens: UTF-8 with a mark for Excel, and no cell that it would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

_COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # how a formula may begin (OWASP, CSV injection)


def table(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download; `name` is plain ASCII without its ending."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(head) for head in heads])
    writer.writerows([cell(value) for value in row] for row in rows)
    return Response(
        written.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def cell(value: object) -> str | int | float:
    """A number as it is; a text that a spreadsheet would take for a formula is marked as text."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    words = str(value)
    return f"'{words}" if words.startswith(_COMPUTED) else words
