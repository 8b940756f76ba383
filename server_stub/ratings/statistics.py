"""Ratings in sum. Below a least number there is no figure: it would tell whose mark it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.ratings.questions import BAD
from server_stub.ratings.tables import RatingRow


@dataclass(frozen=True)
class Span:
    """From the first moment on, before the second one."""

    first: dt.datetime
    last: dt.datetime


@dataclass(frozen=True)
class Statistics:
    """`count` ratings; the figures are None, and `by_stars` empty, where they are too few."""

    count: int
    average: float | None = None
    bad: int | None = None
    by_stars: dict[int, int] = field(default_factory=dict)


def of(
    db: Db,
    span: Span,
    least: int,
    *,
    department: str = "",
    service: str = "",
    hall: str = "",
    terminal: str = "",
    clerk: str = "",
) -> Statistics:
    """The ratings of a span of time, narrowed to what is named; `least` is the rule `ratings_shown_from`."""
    wanted = select(RatingRow.stars, func.count()).where(RatingRow.at >= span.first, RatingRow.at < span.last)
    for column, value in (
        (RatingRow.department, department),
        (RatingRow.service, service),
        (RatingRow.hall, hall),
        (RatingRow.terminal, terminal),
        (RatingRow.clerk, clerk),
    ):
        wanted = wanted.where(column == value) if value else wanted
    by_stars = {row.stars: int(row[1]) for row in db.execute(wanted.group_by(RatingRow.stars))}
    count = sum(by_stars.values())
    if count < least:
        return Statistics(count)
    total = sum(stars * times for stars, times in by_stars.items())
    bad = sum(times for stars, times in by_stars.items() if stars <= BAD)
    return Statistics(count, total / count, bad, by_stars)
