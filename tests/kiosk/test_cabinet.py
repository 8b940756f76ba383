"""Lamps, door, battery and keys, as the terminal's visits see them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from devices.ports import Colour, Glow, Key, KeyPressed, Lamp, Light, PanelChanged, PanelState
from kiosk.cabinet import Cabinet, Guided, lamps_for
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.paper import take_it
from kiosk.steps.hall import Menu
from kiosk.steps.identity import Instead, PlaceCard
from kiosk.steps.paper import DidItComeOut, Paper, TakeYourPaper, TakeYourTicket
from tests.kiosk.recorders import Leave, Silence, rig
from tests.kiosk.virtual_time import run
from tests.screens.samples import SAMPLES

GREEN = Lamp(Glow.BLINK, Colour.GREEN)
AMBER = Lamp(Glow.BLINK, Colour.AMBER)


class Board:
    """A board that remembers what it was told."""

    name = "board"
    state = None

    def __init__(self) -> None:
        self.lamps: list[dict[Light, Lamp]] = []
        self.tones = 0

    def light(self, lamps: Mapping[Light, Lamp]) -> None:
        self.lamps.append(dict(lamps))

    def beep(self, times: int) -> None:
        self.tones += times

    def close(self) -> None:
        pass


def cabinet_with(state: PanelState | None = None) -> tuple[Cabinet, Board]:
    cabinet, board = Cabinet(minutes_for_a_visit=10), Board()
    cabinet.add(board)
    if state:
        cabinet.take(PanelChanged("board", state))
    return cabinet, board


def guided(script: list[tuple[type, object]]) -> tuple[CitizenVisit, Board]:
    cabinet, board = cabinet_with()
    visit, person, *_ = rig(script, {})
    visit._screen = Guided(person, cabinet)
    return visit, board


def test_the_lamp_shines_while_the_page_speaks_of_its_slot_and_is_out_when_the_visit_is_over() -> None:
    visit, board = guided([(PlaceCard, Instead.NO_CARD.value), (Menu, Leave())])

    async def flow(visit: CitizenVisit) -> None:
        await visit.ask(PlaceCard(()))
        await visit.ask(Menu(()))

    run(visit.run(flow))
    assert board.lamps == [{Light.CARD: GREEN}, {}, {}]


def test_a_visit_that_is_left_at_the_slot_leaves_no_lamp_on() -> None:
    visit, board = guided([(PlaceCard, Leave())])

    async def flow(visit: CitizenVisit) -> None:
        await visit.ask(PlaceCard(()))

    run(visit.run(flow))
    assert board.lamps == [{Light.CARD: GREEN}, {}]


def test_a_forgotten_card_is_shown_by_its_lamp_and_heard() -> None:
    visit, board = guided([(TakeYourPaper, Silence()), (TakeYourPaper, Silence()), (TakeYourPaper, None)])
    visit.desk.cards.occupied = True  # type: ignore[misc]

    async def flow(visit: CitizenVisit) -> None:
        await take_it(visit, TakeYourPaper(Paper.PROOF))

    run(visit.run(flow))
    assert board.lamps[:2] == [{Light.A4: GREEN, Light.CARD: GREEN}, {Light.A4: GREEN, Light.CARD: AMBER}]
    assert board.tones == 3


def test_each_paper_has_its_slot() -> None:
    assert lamps_for(TakeYourPaper(Paper.SLIP)) == {Light.TICKET: GREEN}
    assert lamps_for(TakeYourPaper(Paper.NOTHING, card_there=True)) == {Light.CARD: GREEN}
    assert lamps_for(DidItComeOut(Paper.PROOF)) == {Light.A4: GREEN}


def test_no_page_but_those_of_slots_lights_a_lamp() -> None:
    lit = {type(sample.step) for sample in SAMPLES if lamps_for(sample.step)}
    assert lit == {PlaceCard, TakeYourPaper, TakeYourTicket, DidItComeOut}
    unprinted = next(s.step for s in SAMPLES if isinstance(s.step, TakeYourTicket))
    assert lamps_for(TakeYourTicket(unprinted.number, printed=False)) == {}


def test_a_terminal_without_a_board_dims_nothing_refuses_nobody_and_lights_nothing() -> None:
    cabinet = Cabinet()
    assert not cabinet.nobody_near
    assert cabinet.takes_visits
    assert not cabinet.notice.zh
    cabinet.light({Light.CARD: GREEN})
    cabinet.alarm()


def test_the_page_sleeps_only_while_a_board_is_sure_that_nobody_is_there() -> None:
    cabinet, _ = cabinet_with(PanelState(near=False))
    assert cabinet.nobody_near
    cabinet.take(PanelChanged("board", PanelState(near=True)))
    assert not cabinet.nobody_near
    cabinet.take(PanelChanged("board", PanelState(near=False)))
    cabinet.changed.clear()
    cabinet.lost("board")
    assert not cabinet.nobody_near
    assert cabinet.changed.is_set()


@pytest.mark.parametrize(
    ("state", "takes"),
    [
        (PanelState(on_battery=False, minutes=1), True),
        (PanelState(on_battery=True, minutes=10), True),
        (PanelState(on_battery=True, minutes=9), False),
        (PanelState(on_battery=True, percent=21), True),
        (PanelState(on_battery=True, percent=20), False),
        (PanelState(on_battery=True), True),
    ],
)
def test_no_visit_begins_that_the_battery_would_not_see_to_its_end(state: PanelState, takes: bool) -> None:
    cabinet, _ = cabinet_with(state)
    assert cabinet.takes_visits is takes
    assert bool(cabinet.notice.zh and cabinet.notice.en) is not takes


def test_an_open_door_is_said_to_who_comes() -> None:
    cabinet, _ = cabinet_with(PanelState(door_open=True))
    assert "维护" in cabinet.notice.zh
    assert cabinet.takes_visits


def test_keys_go_to_the_screen() -> None:
    cabinet, _ = cabinet_with()
    pressed: list[Key] = []
    cabinet.on_key = pressed.append
    cabinet.take(KeyPressed("board", Key.DOWN))
    assert pressed == [Key.DOWN]
