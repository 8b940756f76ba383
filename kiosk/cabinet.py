"""The terminal's cabinet as the rest of the program sees it: lamps beside slots, door, battery, somebody near, keys.

A terminal without an I/O board has a cabinet too: nothing shines, the door is shut, somebody may always be near.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from devices.ports import Colour, Glow, Key, KeyPressed, Lamp, Light, Panel, PanelChanged, PanelEvent, PanelState
from kiosk.rules.forms import FieldError
from kiosk.rules.texts import Text
from kiosk.steps.identity import PlaceCard
from kiosk.steps.paper import DidItComeOut, Paper, TakeYourPaper, TakeYourTicket
from kiosk.steps.step import Step
from kiosk.visit import Screen

DOOR_OPEN = Text("机器的门开着，工作人员正在维护", "The machine is open: staff is working on it")
ON_BATTERY = Text(
    "停电了，这台机器暂不办理新的业务，请到窗口办理",
    "The power has failed: this machine takes nothing new; please go to a window",
)
_HERE = Lamp(Glow.BLINK, Colour.GREEN)
_FORGOTTEN = Lamp(Glow.BLINK, Colour.AMBER)
_ALARM_TONES = 3
_LOW_PERCENT = 20  # where a battery doesn't say how long it will last
_SLOTS = {Paper.PROOF: Light.A4, Paper.SLIP: Light.TICKET, Paper.TICKET: Light.TICKET}


class Cabinet:
    """All I/O boards together, on the loop's thread. `on_key` is called with each of the four keys that is pressed,
    `on_door` whenever the door is opened.
    """

    def __init__(self, minutes_for_a_visit: int = 10) -> None:
        self._minutes = minutes_for_a_visit
        self._panels: list[Panel] = []
        self._states: dict[str, PanelState] = {}
        self.changed = asyncio.Event()
        self.on_key: Callable[[Key], None] = lambda key: None
        self.on_door: Callable[[], None] = lambda: None

    def add(self, panel: Panel) -> None:
        """Another board; before the first visit."""
        self._panels.append(panel)

    def take(self, event: PanelEvent) -> None:
        """What a board told."""
        match event:
            case PanelChanged(device=device, state=state):
                before = self._states.get(device)
                self._states[device] = state
                self.changed.set()
                if before and state.door_open and not before.door_open:
                    self.on_door()
            case KeyPressed(key=key):
                self.on_key(key)

    def lost(self, device: str) -> None:
        """A board went away: what it sensed is no longer known, and nothing is made of it."""
        if self._states.pop(device, None):
            self.changed.set()

    @property
    def nobody_near(self) -> bool:
        """Whether a board is sure of it."""
        return bool(self._states) and not any(state.near for state in self._states.values())

    @property
    def door_open(self) -> bool:
        """Whether a board says so."""
        return any(state.door_open for state in self._states.values())

    @property
    def takes_visits(self) -> bool:
        """Whether there is power enough for another visit from beginning to end."""
        return not any(self._too_low(state) for state in self._states.values() if state.on_battery)

    @property
    def notice(self) -> Text:
        """What the attract page must say; empty: nothing."""
        if not self.takes_visits:
            return ON_BATTERY
        return DOOR_OPEN if self.door_open else Text("")

    def light(self, lamps: Mapping[Light, Lamp]) -> None:
        """How the lamps are to be."""
        for panel in self._panels:
            panel.light(lamps)

    def alarm(self) -> None:
        """Some tones."""
        for panel in self._panels:
            panel.beep(_ALARM_TONES)

    def _too_low(self, state: PanelState) -> bool:
        if state.minutes is not None:
            return state.minutes < self._minutes
        return state.percent is not None and state.percent <= _LOW_PERCENT


class Guided:
    """A screen beside whose pages the lamps shine: each guides the hand to the slot that the page speaks of."""

    def __init__(self, screen: Screen, cabinet: Cabinet) -> None:
        self._screen, self._cabinet = screen, cabinet

    def show(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        """Shows the page, and lights its slot."""
        self._screen.show(step, before, can_go_back)
        self._cabinet.light(lamps_for(step))
        if isinstance(step, TakeYourPaper) and step.alarm:
            self._cabinet.alarm()

    def put_right(self, step: Step[Any], errors: tuple[FieldError, ...]) -> None:
        """See `Screen`."""
        self._screen.put_right(step, errors)

    def warn_idle(self, seconds_left: float | None) -> None:
        """See `Screen`."""
        self._screen.warn_idle(seconds_left)

    def wipe(self) -> None:
        """Nothing shines for the next person."""
        self._cabinet.light({})
        self._screen.wipe()


def lamps_for(step: Step[Any]) -> dict[Light, Lamp]:
    """The lamps of the slots that a page speaks of."""
    match step:
        case PlaceCard():
            return {Light.CARD: _HERE}
        case TakeYourTicket(printed=True):
            return {Light.TICKET: _HERE}
        case TakeYourPaper(paper=paper, card_there=card_there, alarm=alarm):
            card = {Light.CARD: _FORGOTTEN if alarm else _HERE} if card_there else {}
            return _slot(paper) | card
        case DidItComeOut(paper=paper):
            return _slot(paper)
    return {}


def _slot(paper: Paper) -> dict[Light, Lamp]:
    return {_SLOTS[paper]: _HERE} if paper in _SLOTS else {}
