"""Files of a case: told by their content, never by their name; limited in size; nothing is run or unpacked."""

from __future__ import annotations

import base64
import binascii
import io
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.models import NewFile, StoredFile
from server_stub.cases.tables import Case, CaseFile
from server_stub.clock import Clock
from server_stub.digests import sm3
from server_stub.problems import Problem

MOST_BYTES = 5_000_000
MOST_OF_CASE = 60
_MOST_PIXELS = 60_000_000
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def content_of(wanted: NewFile) -> tuple[bytes, str]:
    """The bytes and what they are. Problems: file.broken, file.type, file.too-large."""
    try:
        content = base64.b64decode(wanted.content, validate=True)
    except (binascii.Error, ValueError):
        raise Problem("file.broken") from None
    if len(content) > MOST_BYTES:
        raise Problem("file.too-large")
    return content, media_type(content)


def media_type(content: bytes) -> str:
    """application/pdf, image/jpeg or image/png. Problems: file.type for anything else, file.broken for half of one."""
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-1024:] or b"/Encrypt" in content:
            raise Problem("file.broken")
        return "application/pdf"
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _image(content)
    raise Problem("file.type")


def _image(content: bytes) -> str:
    from PIL import Image, UnidentifiedImageError  # late: a start needs no pictures

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Problem("file.too-large")
            kind = _IMAGES[picture.format or ""]
            picture.load()
            return kind
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, Image.DecompressionBombError):
        raise Problem("file.broken") from None


def keep(db: Db, case: Case, wanted: NewFile, content: bytes, kind: str, clock: Clock) -> StoredFile:
    """Stores a file; the same bytes of the same material are stored once. Problem: file.too-many."""
    digest = sm3(content)
    known = db.scalars(
        select(CaseFile).where(
            CaseFile.case_number == case.number, CaseFile.material == wanted.material, CaseFile.digest == digest
        )
    ).first()
    if known is not None:
        return view(known)
    if (db.scalar(select(func.count()).where(CaseFile.case_number == case.number)) or 0) >= MOST_OF_CASE:
        raise Problem("file.too-many")
    row = CaseFile(
        id=str(uuid.uuid4()),
        case_number=case.number,
        material=wanted.material,
        name=wanted.name,
        media_type=kind,
        content=content,
        digest=digest,
        at=clock(),
    )
    db.add(row)
    return view(row)


def view(row: CaseFile) -> StoredFile:
    """A file without its bytes."""
    return StoredFile(
        id=row.id,
        material=row.material,
        name=row.name,
        media_type=row.media_type,
        size=len(row.content),
        digest=row.digest,
    )
