from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import serial
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from devices.emulators.control import ControlError
from devices.emulators.ticket_commands import Command, Commands
from devices.emulators.ticket_lines import Lines, Link
from devices.emulators.ticket_paper import DOTS, MARGIN, Rom, box, find_font
from devices.emulators.ticket_printer import Strip, TicketPrinter
from tests.devices.ticket_rig import TicketRig, ink, qr_texts, ticket_printer

CUT = b"\x1dV\x00"
JOB = (
    b"\x1b@\x1c&\x1ba\x01\x1d!\x11\x1c!\x0c"
    + "武汉".encode("gb18030")
    + b" A1\n\x1b@\x1dv0\x00\x02\x00\x03\x00\x10\x04\x01\x1b@\x1d"
    + b"\x1d(k\x06\x001P0abc\x1d(k\x03\x001Q0"
    + b"\x1bd\x02"
    + CUT
)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TicketRig]:
    with ticket_printer(tmp_path_factory.mktemp("ticket")) as running:
        yield running


@pytest.fixture(scope="module")
def rom() -> Rom:
    return Rom(find_font())


@contextmanager
def line(rig: TicketRig) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", rig.port), timeout=5) as link:
        yield link


def printed(rig: TicketRig, data: bytes) -> Image.Image:
    before = rig.count()
    with line(rig) as link:
        link.sendall(data)
        return rig.printed(after=before)[-1]


def head(rom: Rom) -> tuple[TicketPrinter, list[Strip], threading.Condition]:
    strips: list[Strip] = []
    changed = threading.Condition()
    return TicketPrinter(rom, strips.append, changed), strips, changed


# ---- reading commands


def joined(commands: list[Command]) -> list[tuple[bytes, bytes]]:
    """Commands with neighbouring pieces of text as one."""
    found: list[tuple[bytes, bytes]] = []
    for one in commands:
        if found and one.name == b"text" == found[-1][0]:
            found[-1] = (b"text", found[-1][1] + one.arguments)
        else:
            found.append((one.name, one.arguments))
    return found


@given(st.lists(st.integers(1, len(JOB) - 1), max_size=20).map(sorted))
def test_a_job_reads_the_same_however_it_was_cut_into_packets(cuts: list[int]) -> None:
    whole, pieces = Commands(), Commands()
    found = [
        one for start, end in zip([0, *cuts], [*cuts, len(JOB)], strict=True) for one in pieces.feed(JOB[start:end])
    ]
    assert joined(found) == joined(list(whole.feed(JOB)))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_and_none_is_read_twice(data: bytes) -> None:
    commands = Commands()
    found = list(commands.feed(data))
    assert sum(one.size for one in found) <= len(data)
    assert all(one.size > 0 for one in found)


def test_a_size_that_cannot_be_does_not_stop_the_line() -> None:
    found = list(Commands().feed(b"\x1dv0\x00\xff\xff\xff\xffA\n"))
    assert [one.name for one in found] == [b"\x1dv", b"text", b"\n"]


# ---- printing


@settings(max_examples=30)
@given(data=st.binary(max_size=400))
def test_no_bytes_stop_the_printer(rom: Rom, data: bytes) -> None:
    printer, strips, changed = head(rom)
    with changed:
        for one in Commands().feed(data):
            if one.name[:1] != b"\x10":
                printer.accept(one, lambda answer: None)
        for one in Commands().feed(b"\x1b@A\n" + CUT):
            printer.accept(one, lambda answer: None)
    done = threading.Event()
    printer.accept(Command(b"\x1dr", b"\x01", 3), lambda answer: done.set())
    assert done.wait(10)
    assert strips[-1].whole
    printer.close()


def test_a_ticket_is_as_wide_as_the_head_and_its_code_can_be_scanned(rig: TicketRig) -> None:
    picture = printed(rig, b"\x1b@\x1ba\x01\x1d(k\x03\x001C\x06\x1d(k\x0b\x001P0t:Zx81kq\x1d(k\x03\x001Q0" + CUT)
    assert picture.width == DOTS
    assert qr_texts(picture) == ["t:Zx81kq"]


def test_characters_outside_of_its_font_are_blank_boxes(rig: TicketRig) -> None:
    for rare in "䶮㛃𬱖喆":
        picture = printed(rig, b"\x1b@\x1c&" + rare.encode("gb18030") + b"\n" + CUT)
        assert ink(picture).size == ink(_black(box(24))).size
        assert ImageChops.difference(ink(picture), ink(_black(box(24)))).getbbox() is None
    assert ink(printed(rig, b"\x1b@\x1c&" + "中".encode("gb18030") + b"\n" + CUT)).size != ink(_black(box(24))).size


def _black(dots: Image.Image) -> Image.Image:
    return dots.point(lambda burnt: 255 - burnt)


def test_without_chinese_mode_a_two_byte_code_is_two_characters(rig: TicketRig) -> None:
    code = "中".encode("gb18030")
    assert ink(printed(rig, b"\x1b@\x1c." + code + b"\n" + CUT)).width == 2 * 12 - 4


def test_lines_stand_where_they_are_told_and_wrap_at_the_edge(rig: TicketRig) -> None:
    centred = printed(rig, b"\x1b@\x1ba\x01HHHH\n" + CUT)
    box_of = ImageChops.invert(centred.point(lambda grey: 255 if grey > 128 else 0)).getbbox()
    assert box_of is not None
    assert abs((box_of[0] + box_of[2]) / 2 - DOTS / 2) <= 2
    assert printed(rig, b"\x1b@" + b"H" * 49 + b"\n" + CUT).height == 2 * MARGIN + 2 * 30


def test_enlarged_characters_take_their_room(rig: TicketRig) -> None:
    code = "中".encode("gb18030")
    for command, scale in ((b"\x1c!\x0c", 2), (b"\x1d!\x33", 4), (b"\x1cW\x01", 2)):
        assert printed(rig, b"\x1b@\x1c&" + command + code + b"\n" + CUT).height == 2 * MARGIN + max(30, 24 * scale)


# ---- status


def test_status_is_answered_at_once_but_not_within_a_picture(rig: TicketRig) -> None:
    with line(rig) as link:
        link.sendall(b"\x10\x04\x04")
        assert link.recv(10) == b"\x12"
        link.sendall(b"\x1dv0\x00\x01\x00\x03\x00\x10\x04\x01" + b"\x10\x04\x02")
        assert link.recv(10) == b"\x12"
        link.settimeout(0.05)
        with pytest.raises(TimeoutError):
            link.recv(1)
        link.sendall(b"\x10\x05\x02")


@pytest.mark.parametrize(
    "command, arguments, undo, expected",
    [
        ("paper", {"state": "near-end"}, {"state": "ok"}, b"\x12\x12\x12\x1e"),
        ("paper", {"state": "out"}, {"state": "ok"}, b"\x1a\x32\x12\x7e"),
        ("cover", {"open": True}, {"open": False}, b"\x1a\x16\x12\x12"),
        ("fault", {"kind": "hot"}, {"kind": "none"}, b"\x1a\x52\x52\x12"),
        ("fault", {"kind": "broken"}, {"kind": "none"}, b"\x1a\x52\x32\x12"),
        ("feed_button", {"pressed": True}, {"pressed": False}, b"\x5a\x1a\x12\x12"),
        ("drawer", {"open": True}, {"open": False}, b"\x16\x12\x12\x12"),
    ],
)
def test_sensors_answer_as_in_the_manuals(
    rig: TicketRig, command: str, arguments: dict[str, object], undo: dict[str, object], expected: bytes
) -> None:
    rig.control.send(command, **arguments)
    with line(rig) as link:
        answers = b""
        for number in range(1, 5):
            link.sendall(bytes((0x10, 0x04, number)))
            answers += link.recv(1)
    assert answers == expected
    rig.control.send(command, **undo)


def test_what_changes_is_told_unasked_once_somebody_wants_it(rig: TicketRig) -> None:
    with line(rig) as link:
        link.sendall(b"\x1da\x0f")
        assert link.recv(4) == b"\x10\x00\x00\x0f"
        rig.control.send("cover", open=True)
        assert link.recv(4) == b"\x38\x00\x00\x0f"
        rig.control.send("cover", open=False)
        assert link.recv(4) == b"\x10\x00\x00\x0f"
        link.sendall(b"\x1b@\x1dr\x01")
        assert link.recv(4) == b"\x00"
        rig.control.send("paper", state="near-end")
        rig.control.send("paper", state="ok")
        link.settimeout(0.05)
        with pytest.raises(TimeoutError):
            link.recv(1)


def test_a_pulled_cable_breaks_the_lines_and_a_plugged_one_brings_them_back(tmp_path: Path) -> None:
    with ticket_printer(tmp_path) as rig:
        with serial.Serial(str(rig.serial), timeout=5) as port, line(rig) as link:
            rig.control.send("unplug")
            with pytest.raises((ConnectionError, serial.SerialException)):
                assert link.recv(1)  # a reset, seen from here as one or as the end
                raise ConnectionError
            with pytest.raises(serial.SerialException):
                port.read(1)
        assert not rig.serial.exists()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", rig.port), timeout=5)
        rig.control.send("plug")
        with line(rig) as link, serial.Serial(str(rig.serial), timeout=5) as port:
            link.sendall(b"\x10\x04\x01")
            port.write(b"\x10\x04\x01")
            assert (link.recv(1), port.read(1)) == (b"\x12", b"\x12")


def test_a_narrow_printer_without_a_blade_has_its_ticket_torn_off(tmp_path: Path) -> None:
    with ticket_printer(tmp_path, "--width", "58", "--no-cutter") as rig:
        with line(rig) as link:
            link.sendall(b"\x1b@" + b"H" * 33 + b"\n" + CUT + b"\x1bJ\x60")
        (picture,) = rig.printed()
    assert picture.size == (384, 2 * MARGIN + 2 * 30 + 0x60)


def test_it_prints_on_when_paper_is_refilled_unless_its_buffer_was_cleared(rig: TicketRig) -> None:
    before = rig.count()
    rig.control.send("paper_out_after", lines=1)
    with line(rig) as link:
        link.sendall(b"\x1b@one\ntwo\n" + CUT + b"\x10\x04\x04")
        assert link.recv(1) in (b"\x12", b"\x7e")  # before the first line is out, or after
        rig.control.send("paper", state="out")
        rig.control.send("paper", state="ok")
        assert len(rig.printed(after=before)) > before
        rig.control.send("paper", state="out")
        link.sendall(b"\x1b@three\n" + CUT + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
        assert link.recv(3) == b"\x37\x25\x00"
        assert rig.control.send("state")["pending"] == 0
        rig.control.send("paper", state="ok")


def test_it_prints_over_the_serial_line_too(rig: TicketRig) -> None:
    before = rig.count()
    with serial.Serial(str(rig.serial), timeout=5) as port:
        port.write(b"\x10\x04\x01")
        assert port.read(1) == b"\x12"
        port.write(JOB)
        assert rig.printed(after=before)


def test_a_wrong_command_is_refused_with_what_is_possible(rig: TicketRig) -> None:
    for command, arguments in (
        ("paper", {"state": "wet"}),
        ("fault", {"kind": "fire"}),
        ("wait", {"event": "eaten", "seconds": 0}),
        ("wait", {"after": 10**6, "seconds": 0}),
        ("unknown", {}),
    ):
        with pytest.raises(ControlError):
            rig.control.send(command, **arguments)


def test_nothing_is_left_when_it_ends(tmp_path: Path) -> None:
    with ticket_printer(tmp_path) as rig:
        printed(rig, b"\x1b@A\n" + CUT)
    assert [one.name for one in tmp_path.iterdir()] == ["tickets"]


def test_a_cable_that_is_pulled_just_as_somebody_connects_breaks_that_line_too() -> None:
    def attach(link: Link) -> None:
        while link.read():
            pass

    lines = Lines(attach)
    port = int(lines.begin(0, None).rpartition(":")[2])
    for _ in range(200):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
            lines.close()
            with suppress(ConnectionError):
                assert link.recv(1) == b""
        lines.open()
    lines.close()
