"""From what a card says to a document we can believe: the judgement between device and flow."""

from __future__ import annotations

import datetime as dt
import re

from devices.ports import CardFailed, CardKind, CardRead, CardResult, CardText, ReadTrouble
from kiosk.rules import id_number
from kiosk.rules.masks import masked_name, masked_number
from kiosk.rules.people import Document, DocumentKind
from kiosk.steps.identity import CardTrouble

_KINDS = {
    CardKind.RESIDENT: DocumentKind.RESIDENT,
    CardKind.HMT_RESIDENCE: DocumentKind.HMT_RESIDENCE,
    CardKind.FOREIGNER_2017: DocumentKind.FOREIGNER,
    CardKind.FOREIGNER_2023: DocumentKind.FOREIGNER_2023,
    CardKind.SOCIAL_SECURITY: DocumentKind.SOCIAL_SECURITY,
}
_TROUBLES = {
    ReadTrouble.LIFTED: CardTrouble.LIFTED,
    ReadTrouble.UNREADABLE: CardTrouble.UNREADABLE,
    ReadTrouble.NO_ANSWER: CardTrouble.NO_ANSWER,
    ReadTrouble.TWO_CARDS: CardTrouble.TWO_CARDS,
    ReadTrouble.WRONG_READER: CardTrouble.WRONG_READER,
    ReadTrouble.HELD: CardTrouble.HELD,
    ReadTrouble.HOLDER_LOCKED: CardTrouble.USE_ID_CARD,
    ReadTrouble.NOT_A_DOCUMENT: CardTrouble.UNKNOWN_CARD,
    ReadTrouble.READER_GONE: CardTrouble.READER_GONE,
}
_FOREIGNER_NUMBER = re.compile(r"[A-Z]{3}[0-9]{12}")  # nationality 3, region 4, birth 6, serial 1, check 1


class CardNotRead(Exception):
    """No document came of a card; the page says why and asks again."""

    def __init__(self, trouble: CardTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def document_of(result: CardResult) -> Document:
    """The document, or CardNotRead."""
    match result:
        case CardFailed(trouble=trouble):
            raise CardNotRead(_TROUBLES[trouble])
        case CardRead(reader=reader, text=text, photo=photo):
            return _document(text, reader, photo)


def _document(text: CardText, reader: str, photo: bytes) -> Document:
    kind = _KINDS[text.kind]
    number = text.number.strip().upper()
    name = text.name.strip() or text.english_name.strip()
    address = text.newest_address.strip() or text.address.strip()
    right = _FOREIGNER_NUMBER.fullmatch(number) if kind is DocumentKind.FOREIGNER else id_number.is_valid(number)
    if not right or not name:
        raise CardNotRead(CardTrouble.WRONG_NUMBER)
    return Document(
        kind=kind,
        name=masked_name(name),
        number=masked_number(number),
        sex=text.sex,
        nation=text.nation,
        birth=_day(text.birth) or id_number.birth(number),
        address=masked_name(address) if address else None,
        issuer=text.issuer.strip(),
        valid_from=_day(text.valid_from),
        valid_until=_day(text.valid_until),
        reader=reader,
        photo=photo,
    )


def _day(text: str) -> dt.date | None:
    """YYYYMMDD; None for 长期, blanks and days that never were."""
    try:
        return dt.datetime.strptime(text.strip(), "%Y%m%d").date()
    except ValueError:
        return None
