"""The platform's sample citizens and the cards in their pockets: both sides must agree on what a card is."""

from __future__ import annotations

import datetime as dt

import pytest

from devices.cards import id_text, social_security
from devices.emulators.cards import id_card
from devices.emulators.ssc_card import Card
from devices.ports import CardText
from server_stub.demo.citizens import load_citizens
from server_stub.demo.models import DemoCard

CARDS = [card for citizen in load_citizens(dt.date(2026, 3, 2)) for card in citizen.cards]

_SAME = ("name", "number", "english_name", "sex", "birth", "address", "valid_from", "valid_until", "pass_number")


@pytest.mark.parametrize("card", CARDS, ids=lambda card: f"{card.kind}-{card.number}")
def test_every_sample_citizens_card_can_be_laid_on_and_says_the_same(card: DemoCard) -> None:
    content = card.model_dump()
    text: object
    if card.kind == "social-security":
        text = social_security.read_card(Card(content).answer)
        if card.ssc_version.startswith("3"):
            assert isinstance(text, social_security.Refused)
            return
    else:
        text = id_text.decode(id_card(content).blocks.text)
    assert isinstance(text, CardText)
    for name in (
        "name",
        "number",
        "english_name",
        "sex",
        "birth",
        "address",
        "valid_from",
        "valid_until",
        "pass_number",
    ):
        assert getattr(text, name) == content[name], name
