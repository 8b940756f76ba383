"""The emulated ticket printer itself: buffer, head, sensors, blade. Commands come in, strips of paper come out."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import qrcode
from PIL import Image

from devices.emulators.ticket_commands import Command
from devices.emulators.ticket_paper import CELL, DOTS, Rom, Sheet

Reply = Callable[[bytes], None]

PAPER = ("ok", "near-end", "out")
ERRORS = ("cutter", "hot", "jam", "broken")  # of the machine itself, as DLE EOT 3 tells them
FAULTS = ("none", "silent", "slow", "noise", "reset", *ERRORS)
_TEAR_ROWS = 96  # so much blank paper at once, without a blade: somebody tears the ticket off
_LEVELS = {48: 1, 49: 0, 50: 3, 51: 2}  # GS ( k fn 69: L M Q H, as the qrcode package numbers them
_WIDEST_PICTURE = 4096


@dataclass
class _Style:
    """What ESC @ sets back."""

    align: int = 0
    bold: bool = False
    underline: bool = False
    chinese: bool = True
    narrow_scale: tuple[int, int] = (1, 1)
    wide_scale: tuple[int, int] = (1, 1)
    spacing: int = 30
    qr_module: int = 3
    qr_level: int = 48
    qr_data: bytes = b""
    half: bytearray = field(default_factory=bytearray)  # a character of which not all bytes are there


@dataclass(frozen=True)
class Machine:
    """How it is built."""

    dots: int = DOTS
    cuts: bool = True
    rows_per_second: float = 0.0  # 0: at once
    answers_in_order: bool = True  # knows GS r
    tells_by_itself: bool = True  # knows GS a


@dataclass(frozen=True)
class Strip:
    """Paper that came off the roll. `whole`: the blade cut it; otherwise the roll was changed under it."""

    picture: Image.Image
    whole: bool


class TicketPrinter:
    """Prints on a thread of its own, as fast as its head is.

    `changed` guards it; whoever owns the printer shares it, so that there is one lock. `taken` is called under it, and
    `cut_in_vain` where nothing was on the paper.
    """

    def __init__(
        self,
        rom: Rom,
        taken: Callable[[Strip], None],
        changed: threading.Condition,
        machine: Machine | None = None,
        cut_in_vain: Callable[[], None] = lambda: None,
    ) -> None:
        self._rom = rom
        self._taken = taken
        self._cut_in_vain = cut_in_vain
        self._machine = machine or Machine()
        self._sheet = Sheet(self._machine.dots)
        self._style = _Style()
        self._buffer: deque[tuple[Command, Reply]] = deque()
        self._changed = changed
        self._paper, self._cover_open, self._feed_button, self._drawer = "ok", False, False, False
        self._causes: set[str] = set()  # what is wrong with the machine
        self._errors: set[str] = set()  # what it has noticed
        self._watcher: Reply | None = None  # since GS a
        self._told = b""
        self._out_after: dict[str, int] = {}
        self._cleared = 0
        self._closing = False
        threading.Thread(target=self._run, name="head", daemon=True).start()

    # ---- what people do to it

    def set_paper(self, state: str) -> None:
        """A new roll, one that runs low, or none; what hung from an old one is torn off."""
        with self._changed:
            if self._paper == "out" and state != "out" and not self._sheet.blank:
                self._taken(Strip(self._sheet.cut_off(), whole=False))
            self._paper = state
            self._out_after.clear()
            self._say_changes()

    def paper_out_after(self, unit: str, count: int) -> None:
        """The roll ends when so many more "lines" or "bytes" are printed."""
        with self._changed:
            self._out_after[unit] = count

    def set_cover(self, is_open: bool) -> None:
        """Opens or closes the cover."""
        with self._changed:
            self._cover_open = is_open
            self._say_changes()

    def press_feed(self, pressed: bool) -> None:
        """Holds the feed button down, or lets it go."""
        with self._changed:
            self._feed_button = pressed
            self._say_changes()

    def open_drawer(self, is_open: bool) -> None:
        """The pin of the drawer connector."""
        with self._changed:
            self._drawer = is_open
            self._say_changes()

    def strike(self, error: str) -> None:
        """An error of the machine: the blade jams at the next cut, the others stop it at once."""
        with self._changed:
            self._causes.add(error)
            if error != "cutter":
                self._errors.add(error)
            self._say_changes()

    def mend(self) -> None:
        """The causes are gone. A jammed blade's error stays until DLE ENQ (or `power_off`)."""
        with self._changed:
            self._causes.clear()
            self._errors &= {"cutter"}
            self._say_changes()

    def power_off(self) -> None:
        """Forgets all that was not printed yet."""
        with self._changed:
            self._clear()
            self._errors.clear()
            self._style = _Style()
            self._watcher = None
            self._changed.notify_all()

    def close(self) -> None:
        """Ends the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    # ---- what it says

    @property
    def offline(self) -> bool:
        """Whether it has stopped: no paper, cover open or an error."""
        return self._paper == "out" or self._cover_open or self._feed_button or bool(self._errors)

    @property
    def watched(self) -> bool:
        """Whether GS a was obeyed since the last ESC @."""
        return self._watcher is not None

    def describe(self) -> dict[str, object]:
        """The state as the control socket tells it."""
        with self._changed:
            return {
                "paper": self._paper,
                "cover_open": self._cover_open,
                "errors": sorted(self._errors),
                "feed_button": self._feed_button,
                "drawer": self._drawer,
                "offline": self.offline,
                "pending": len(self._buffer),
            }

    def real_time_status(self, number: int) -> int | None:
        """The answer to DLE EOT n."""
        with self._changed:
            out, near, stuck = self._paper == "out", self._paper != "ok", bool(self._errors & {"cutter", "jam"})
            bits = {
                1: 0x04 * self._drawer | 0x08 * self.offline | 0x20 * stuck | 0x40 * self._feed_button,
                2: 0x04 * self._cover_open | 0x08 * self._feed_button | 0x20 * out | 0x40 * bool(self._errors),
                3: self._error_bits(),
                4: 0x0C * near | 0x60 * out,
            }
            return 0x12 | bits[number] if number in bits else None

    def _error_bits(self) -> int:
        """The same in DLE EOT 3 and in the second byte of a block."""
        bits = {"jam": 0x04, "cutter": 0x08, "broken": 0x20, "hot": 0x40}
        return sum(bits[error] for error in self._errors)

    def _block(self) -> bytes:
        """The automatic status."""
        out, near, stuck = self._paper == "out", self._paper != "ok", bool(self._errors & {"cutter", "jam"})
        first = 0x04 * self._drawer | 0x08 * self.offline | 0x20 * self._cover_open | 0x40 * self._feed_button
        second = 0x01 * stuck | 0x02 * self._feed_button | self._error_bits()
        return bytes((0x10 | first, second, 0x03 * near | 0x0C * out, 0x0F))

    def _say_changes(self) -> None:
        """Under the lock: tells whoever asked for it what has changed."""
        if self._watcher and (block := self._block()) != self._told:
            self._told = block
            self._watcher(block)
        self._changed.notify_all()

    # ---- what comes over the line

    def accept(self, command: Command, reply: Reply) -> None:
        """Takes a command into the buffer, where it waits its turn."""
        with self._changed:
            self._buffer.append((command, reply))
            self._changed.notify_all()

    def recover(self, how: int) -> None:
        """DLE ENQ 1 or 2: from an error whose cause is gone; 2 also forgets the buffer."""
        with self._changed:
            self._errors -= {"jam", "cutter"} - self._causes
            if how == 2 and not self._errors:
                self._clear()
            self._say_changes()

    def clear(self) -> None:
        """DLE DC4 8: forgets the buffer."""
        with self._changed:
            self._clear()

    def _clear(self) -> None:
        self._buffer.clear()
        self._sheet.drop_line()
        self._style.half.clear()
        self._cleared += 1

    # ---- the head

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._closing and (not self._buffer or self.offline):
                    self._changed.wait()
                if self._closing:
                    return
                command, reply = self._buffer.popleft()
                before, round_ = self._sheet.rows, self._cleared
                self._obey(command, reply)
                if command.name != b"\x1da":  # asks for status: no part of a job
                    self._consumed("bytes", command.size)
                burnt = max(0, self._sheet.rows - before)
                speed = self._machine.rows_per_second
                if speed and burnt and round_ == self._cleared:
                    until = time.monotonic() + burnt / speed
                    while not self._closing and (left := until - time.monotonic()) > 0:
                        self._changed.wait(left)

    def _consumed(self, unit: str, count: int) -> None:
        if unit in self._out_after:
            self._out_after[unit] -= count
            if self._out_after[unit] <= 0:
                del self._out_after[unit]
                self._paper = "out"
                self._say_changes()

    def _obey(self, command: Command, reply: Reply) -> None:
        name, arguments, style = command.name, command.arguments, self._style
        first = arguments[0] if arguments else 0
        match name:
            case b"text":
                self._type(arguments)
            case b"\n":
                self._end_line()
            case b"\x1b@":
                self._sheet.drop_line()
                self._style = _Style()
                self._watcher = None
            case b"\x1ba":
                style.align = first & 3
            case b"\x1bE" | b"\x1bG":
                style.bold = bool(first & 1)
            case b"\x1b!":
                style.bold, style.underline = bool(first & 8), bool(first & 0x80)
                style.narrow_scale = (1 + bool(first & 0x20), 1 + bool(first & 0x10))
            case b"\x1b-" | b"\x1c-":
                style.underline = first in (1, 2, 49, 50)
            case b"\x1d!":
                style.narrow_scale = style.wide_scale = ((first >> 4 & 7) + 1, (first & 7) + 1)
            case b"\x1c!":
                style.wide_scale = (1 + bool(first & 4), 1 + bool(first & 8))
                style.underline = bool(first & 0x80)
            case b"\x1cW":
                style.wide_scale = (2, 2) if first & 1 else (1, 1)
            case b"\x1c&":
                style.chinese = True
            case b"\x1c.":
                style.chinese = False
            case b"\x1b2":
                style.spacing = 30
            case b"\x1b3":
                style.spacing = first
            case _:
                self._obey_other(name, arguments, first, reply)

    def _obey_other(self, name: bytes, arguments: bytes, first: int, reply: Reply) -> None:
        match name:
            case b"\x1bd":
                self._feed(self._style.spacing * first)
            case b"\x1bJ":
                self._feed(first)
            case b"\x1dv":
                self._picture(arguments)
            case b"\x1d(":
                self._two_dimensional(arguments)
            case b"\x1dr" if self._machine.answers_in_order:
                near, out = 0x03 * (self._paper != "ok"), 0x0C * (self._paper == "out")
                reply(bytes((near | out,)) if first in (1, 49) else b"\x00")
            case b"\x1da" if self._machine.tells_by_itself:
                self._watcher, self._told = (reply if first & 0x0F else None), b""
                self._say_changes()
            case b"\x1dV" | b"\x1bi" | b"\x1bm" if self._machine.cuts:
                self._cut()
            case _:
                pass  # unknown, or of no effect on paper

    def _feed(self, rows: int) -> None:
        self._sheet.print_line(rows, self._style.align)
        if rows >= _TEAR_ROWS and not self._machine.cuts:
            self._off()

    def _type(self, text: bytes) -> None:
        half = self._style.half
        for byte in text:
            half.append(byte)
            if half[0] <= 0x80 or not self._style.chinese:
                self._put(bytes(half), self._style.narrow_scale)
            elif len(half) < 2 or (len(half) < 4 and 0x30 <= half[1] <= 0x39):
                continue
            else:
                self._put(bytes(half), self._style.wide_scale)
            half.clear()

    def _put(self, code: bytes, scale: tuple[int, int]) -> None:
        glyph = self._rom.glyph(code)
        if self._style.bold:
            wider = glyph.copy()
            wider.paste(255, (1, 0), glyph.crop((0, 0, glyph.width - 1, CELL)))
            glyph = wider
        if scale != (1, 1):
            glyph = glyph.resize((glyph.width * scale[0], CELL * scale[1]), Image.Resampling.NEAREST)
        if self._style.underline:
            glyph = glyph.copy()
            glyph.paste(255, (0, glyph.height - 2, glyph.width, glyph.height))
        if not self._sheet.put(glyph):
            self._end_line()
            self._sheet.put(glyph)

    def _end_line(self) -> None:
        self._style.half.clear()
        self._sheet.print_line(self._style.spacing, self._style.align)
        self._consumed("lines", 1)

    def _picture(self, arguments: bytes) -> None:
        """GS v 0: one bit a dot, the highest bit first."""
        if len(arguments) < 6:
            return
        row_bytes = arguments[2] | arguments[3] << 8
        rows = arguments[4] | arguments[5] << 8
        if not row_bytes or not rows or row_bytes * 8 > _WIDEST_PICTURE or len(arguments) < 6 + row_bytes * rows:
            return
        drawn = Image.frombytes("1", (row_bytes * 8, rows), arguments[6:]).convert("L")
        scale = (1 + (arguments[1] & 1), 1 + (arguments[1] >> 1 & 1))
        if scale != (1, 1):
            drawn = drawn.resize((drawn.width * scale[0], drawn.height * scale[1]), Image.Resampling.NEAREST)
        self._flush()
        self._sheet.picture(drawn, self._style.align)
        self._consumed("lines", max(1, rows // 30))

    def _two_dimensional(self, arguments: bytes) -> None:
        """GS ( k: QR codes (cn 49)."""
        if len(arguments) < 5 or arguments[0:1] != b"k" or arguments[3] != 49:
            return
        function, data, style = arguments[4], arguments[5:], self._style
        if function == 67 and data:
            style.qr_module = min(16, max(1, data[0]))
        elif function == 69 and data:
            style.qr_level = data[0]
        elif function == 80:
            style.qr_data = data[1:]
        elif function == 81 and style.qr_data:
            self._qr()

    def _qr(self) -> None:
        style = self._style
        code = qrcode.QRCode(error_correction=_LEVELS.get(style.qr_level, 1), border=0)
        code.add_data(style.qr_data)
        try:
            code.make(fit=True)
        except ValueError:  # too long for a code: printers print nothing
            return
        size = len(code.modules)
        dots = Image.new("L", (size, size))
        dots.putdata([255 if dark else 0 for row in code.modules for dark in row])
        dots = dots.resize((size * style.qr_module,) * 2, Image.Resampling.NEAREST)
        if dots.width <= self._sheet.dots:
            self._flush()
            self._sheet.picture(dots, style.align)

    def _flush(self) -> None:
        if self._sheet.line_width:
            self._end_line()

    def _cut(self) -> None:
        self._flush()
        if "cutter" in self._causes:
            self._errors.add("cutter")
            self._say_changes()
        else:
            self._off()

    def _off(self) -> None:
        """The strip comes off, cut or torn."""
        if not self._sheet.blank:
            self._taken(Strip(self._sheet.cut_off(), whole=True))
        else:
            self._sheet.cut_off()
            self._cut_in_vain()
