"""Driver of the I/O board: lights, buzzer, door contact, battery, proximity and four keys, on a thread of its own.

The board pushes what changes; the driver sleeps until something comes, and asks only each five seconds whether the
board is still there. Lamps are a state, not commands: a board that was away gets all of them again. A board that hears
nothing for 15 s puts out its lamps by itself, so that no light of a stopped program leads a hand astray.

A key that is held down for half a minute is stuck: staff is told, and it counts for nothing until it comes up.

Deadlines: `link.DEADLINES`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from devices.backoff import BackOff
from devices.board.frames import Frame, Type
from devices.board.link import DEADLINES, BoardLink, NoAnswer, Trouble, detail_of
from devices.board.messages import (
    VERSION,
    BoardId,
    ask_state,
    buzz,
    hello,
    read_hello_is,
    read_inputs,
    read_key,
    set_light,
)
from devices.cards.sdt_transport import Transport
from devices.fifo import Fifo, NotDone
from devices.ports import (
    BoardDetail,
    DeviceState,
    DeviceStatus,
    Key,
    KeyPressed,
    Lamp,
    Light,
    PanelChanged,
    PanelEvent,
    PanelState,
)

_log = logging.getLogger(__name__)

_TROUBLES = {
    Trouble.GONE: (DeviceState.ABSENT, BoardDetail.UNPLUGGED),
    Trouble.SILENT: (DeviceState.FAULT, BoardDetail.SILENT),
    Trouble.GARBLED: (DeviceState.FAULT, BoardDetail.GARBLED),
    Trouble.REFUSED: (DeviceState.FAULT, BoardDetail.OTHER_VERSION),
}


@dataclass(frozen=True)
class Pace:
    """Seconds: how often the board is asked whether it is there, and after how long a key that is down is stuck."""

    watch: float = DEADLINES["watch"]
    stuck: float = 30.0


class _Gone(Exception):
    def __init__(self, state: DeviceState, detail: BoardDetail) -> None:
        super().__init__(detail.value)
        self.state, self.detail = state, detail


class BoardDriver:
    """See the module. A `devices.ports.Panel`."""

    def __init__(
        self,
        name: str,
        transport: Transport,
        deliver: Callable[[DeviceStatus | PanelEvent], None],
        pace: Pace | None = None,
        back_off: BackOff | None = None,
    ) -> None:
        self.name = name
        self._deliver, self._pace, self._back_off = deliver, pace or Pace(), back_off or BackOff()
        self._link = BoardLink(transport, self._heard)
        self._commands = Fifo(self._wake)
        self._changed = threading.Condition()
        self._closed = False
        self._woken = threading.Event()
        self._wanted: dict[Light, Lamp] = {}
        self._lit: dict[Light, Lamp] = {}
        self._state: PanelState | None = None
        self._down: dict[Key, float] = {}
        self._board: BoardId | None = None
        self._status: DeviceStatus | None = None
        self._thread = threading.Thread(target=self._run, name=f"board-{name}", daemon=True)
        self._thread.start()

    # ---- Panel

    @property
    def state(self) -> PanelState | None:
        """What the board senses; None while it doesn't answer."""
        return self._state

    def light(self, lamps: Mapping[Light, Lamp]) -> None:
        """How all lamps are to be; see `Panel`."""
        wanted = dict(lamps)
        with self._changed:
            same, self._wanted = wanted == self._wanted, wanted
        if not same:
            self._wake()

    def beep(self, times: int) -> None:
        """Short tones; see `Panel`. ValueError for more than nine."""
        if not 0 <= times <= 9:
            raise ValueError(f"{times} tones; 0 to 9")
        self._commands.put(lambda: self._request(lambda sequence: buzz(sequence, times)), DEADLINES["command"])

    @property
    def last_contact(self) -> float | None:
        """When the board last sent anything; see `devices.hub.Heard`."""
        return self._link.last_contact

    def identify(self) -> Future[BoardId | NotDone]:
        """Staff's self-test: asks the board anew who it is."""
        return self._commands.put(self._hello, DEADLINES["command"])

    def close(self) -> None:
        """Puts out the lamps, stops the driver and waits for its thread."""
        with self._changed:
            self._closed, self._wanted = True, {}
            self._changed.notify_all()
        self._wake()
        self._thread.join(DEADLINES["closing"])

    # ---- the thread

    def _run(self) -> None:
        try:
            self._serve()
        except Exception:  # noqa: BLE001 - the thread's edge: staff must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._be_gone(_Gone(DeviceState.FAULT, BoardDetail.DRIVER_STOPPED))
        self._link.close()
        self._commands.close()

    def _serve(self) -> None:
        while not self._closed:
            try:
                self._connect()
                self._back_off.reset()
                self._attend()
            except _Gone as gone:
                self._link.close()
                self._be_gone(gone)
                self._rest(self._back_off.pause())

    def _connect(self) -> None:
        if why := self._link.open():
            raise _Gone(DeviceState.ABSENT, detail_of(why))
        self._greet()

    def _greet(self) -> None:
        """Hello, and all that is known of each other anew."""
        board = self._hello()
        if board.version != VERSION:
            raise _Gone(DeviceState.FAULT, BoardDetail.OTHER_VERSION)
        self._board, self._down = board, {}
        # The board is new to us: what its lamps show is not known.
        self._lit = dict.fromkeys(Light, Lamp())
        for light in Light:
            self._set(light, self._wanted.get(light, Lamp()))
        self._ask_inputs()

    def _attend(self) -> None:
        watch_at = time.monotonic() + self._pace.watch
        while not self._closed:
            self._woken.clear()
            self._commands.run()
            self._light_up()
            if self._woken.is_set():  # while a request was under way, which took the wake-up for itself
                continue
            if (left := watch_at - time.monotonic()) > 0:
                self._listen(left)
            else:
                self._ask_inputs()
                watch_at = time.monotonic() + self._pace.watch
        self._light_up()

    def _light_up(self) -> None:
        """Until the lamps are as they are wanted, also if that changes meanwhile."""
        while changes := [light for light in Light if self._wanted.get(light, Lamp()) != self._lit[light]]:
            for light in changes:
                self._set(light, self._wanted.get(light, Lamp()))

    def _set(self, light: Light, lamp: Lamp) -> None:
        self._request(lambda sequence: set_light(sequence, light, lamp))
        self._lit[light] = lamp

    def _ask_inputs(self) -> None:
        self._take_inputs(self._request(ask_state))

    def _hello(self) -> BoardId:
        answer = self._request(hello)
        board = read_hello_is(answer.payload) if answer.type == Type.HELLO_IS else None
        if board is None:
            raise _Gone(DeviceState.FAULT, BoardDetail.GARBLED)
        return board

    def _request(self, make: Callable[[int], Frame]) -> Frame:
        """The answer; a board that was switched on meanwhile is greeted anew and asked again."""
        try:
            return self._link.request(make)
        except NoAnswer as none:
            if none.trouble is not Trouble.RESTARTED:
                raise _Gone(*_TROUBLES[none.trouble]) from none
        self._greet()
        try:
            return self._link.request(make)
        except NoAnswer as none:
            raise _Gone(*_TROUBLES.get(none.trouble, _TROUBLES[Trouble.SILENT])) from none

    def _listen(self, seconds: float) -> None:
        try:
            self._link.listen(seconds)
        except NoAnswer as none:
            raise _Gone(*_TROUBLES[none.trouble]) from none

    # ---- what the board says

    def _heard(self, frame: Frame) -> None:
        if frame.type == Type.CHANGED:
            self._take_inputs(frame)
        elif key := read_key(frame.payload):
            self._take_key(*key)

    def _take_key(self, key: Key, down: bool) -> None:
        if not down:
            self._down.pop(key, None)
        else:  # the inputs may have said it already
            self._down.setdefault(key, time.monotonic())
            self._deliver(KeyPressed(self.name, key))

    def _take_inputs(self, frame: Frame) -> None:
        inputs = read_inputs(frame.payload)
        if inputs is None:
            _log.warning("%s: inputs that version %d doesn't know", self.name, VERSION)
            return
        now = time.monotonic()
        self._down = {key: self._down.get(key, now) for key in inputs.held}
        self._say(*self._standing(inputs.state, now))
        if inputs.state != self._state:
            self._state = inputs.state
            self._deliver(PanelChanged(self.name, inputs.state))

    def _standing(self, state: PanelState, now: float) -> tuple[DeviceState, BoardDetail]:
        if state.on_battery:
            return DeviceState.ATTENTION, BoardDetail.ON_BATTERY
        if state.door_open:
            return DeviceState.ATTENTION, BoardDetail.DOOR_OPEN
        if any(now - since > self._pace.stuck for since in self._down.values()):
            return DeviceState.ATTENTION, BoardDetail.KEY_STUCK
        return DeviceState.READY, BoardDetail.NONE

    # ---- parts

    def _be_gone(self, gone: _Gone) -> None:
        self._state, self._board = None, None
        if not self._closed:
            self._say(gone.state, gone.detail)

    def _say(self, state: DeviceState, detail: BoardDetail) -> None:
        status = DeviceStatus(self.name, state, detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, state.value, detail.value)
            self._deliver(status)

    def _wake(self) -> None:
        self._woken.set()
        self._link.wake()

    def _rest(self, seconds: float) -> None:
        """The back-off's pause; a tone that nobody could sound is forgotten."""
        end = time.monotonic() + seconds
        with self._changed:
            while not self._closed and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
        self._commands.expire()
