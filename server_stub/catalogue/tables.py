"""Versions of services and life events, and what is published where."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class ItemKind(Enum):
    """What a version is of."""

    SERVICE = "service"
    LIFE_EVENT = "life-event"


class Channel(Enum):
    """Where people meet the catalogue: 政务服务网, 鄂汇办, self-service terminals, windows."""

    WEB = "web"
    APP = "app"
    TERMINAL = "terminal"
    WINDOW = "window"


class Stage(Enum):
    """Who sees a published version: terminals marked for testing, or everybody."""

    TEST = "test"
    LIVE = "live"


class VersionRow(Base):
    """One version of a service or life event: as it was written, and as it was compiled. Versions never change."""

    __tablename__ = "catalogue_versions"
    __table_args__ = (UniqueConstraint("kind", "code", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40), index=True)
    number: Mapped[int] = mapped_column(Integer)
    area: Mapped[str] = mapped_column(String(40))
    written: Mapped[dict[str, Any]] = mapped_column(JSON)
    compiled: Mapped[str] = mapped_column(Text)
    line: Mapped[str] = mapped_column(Text)  # what lists and the search need of it
    author: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class PublicationRow(Base):
    """Which version a channel shows at a stage; no row: the item is not offered there."""

    __tablename__ = "catalogue_publications"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    stage: Mapped[str] = mapped_column(String(6), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("catalogue_versions.id"))
    author: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class PublicationStep(Base):
    """What was shown or withdrawn, where, when and by whom; never changed."""

    __tablename__ = "catalogue_publication_steps"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40), index=True)
    channels: Mapped[list[str]] = mapped_column(JSON)
    stage: Mapped[str] = mapped_column(String(6))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_versions.id"))  # none: withdrawn
    author: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
