"""From the card in a `tap` or `insert` command to what lies on it. The commands know no citizens: all is in them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devices.cards import id_text
from devices.cards.codes import nation_code, sex_code
from devices.cards.sdt_frames import PHOTO_BYTES, CardBlocks
from devices.ports import CardKind

_DATES = ("birth", "valid_from", "valid_until")


def words(card: Mapping[str, Any]) -> dict[str, str]:
    """A command's card as texts: dates as YYYYMMDD, sex and nation as codes, no end of validity as 长期."""
    texts = {key: "" if value is None else str(value).strip() for key, value in card.items()}
    for date in _DATES:
        texts[date] = texts.get(date, "").replace("-", "").replace(".", "")
    texts["valid_until"] = texts["valid_until"] or "长期"
    texts["sex"], texts["nation"] = sex_code(texts.get("sex", "")), nation_code(texts.get("nation", ""))
    return texts


@dataclass(frozen=True)
class IdCard:
    """A card on the reader: what it says, its 8 serial bytes, and an address that was added later, or none."""

    kind: CardKind
    blocks: CardBlocks
    serial: bytes = bytes(8)
    newest_address: bytes = b""


def id_card(card: Mapping[str, Any]) -> IdCard:
    """ValueError where the card can't say that: unknown kind, a text that is too long, a photo of another size.

    `text` (base64 of 256 bytes) instead of the items lays on a card with those very bytes.
    """
    kind = CardKind(card.get("kind", "resident"))
    if kind is CardKind.SOCIAL_SECURITY:
        raise ValueError("a social-security card goes into the other reader")
    photo = base64.b64decode(card.get("photo") or "") or bytes(PHOTO_BYTES)
    if len(photo) != PHOTO_BYTES:
        raise ValueError(f"photo of {len(photo)} bytes, {PHOTO_BYTES} are there")
    if "text" in card:
        return IdCard(kind, CardBlocks(base64.b64decode(card["text"]), photo))
    texts, places = words(card), id_text.fields_of(kind)
    block = id_text.encode(kind, {name: text for name, text in texts.items() if name in places})
    newest = texts.get("newest_address", "")
    return IdCard(
        kind, CardBlocks(block, photo), newest_address=id_text.encode_newest_address(newest) if newest else b""
    )
