"""Frames of the I/O board: the bytes of its description, and any bytes at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.board import messages
from devices.board.frames import LONGEST, START, BadBytes, Broken, Frame, Parser, Type, crc
from devices.board.messages import BoardId, Inputs, Result
from devices.ports import Colour, Glow, Key, Lamp, Light, PanelState

DESCRIPTION = Path(__file__).parents[3] / "docs" / "io-board.md"
GOLDEN = {
    "hello": (messages.hello(1), "A5 01 01 01 01 E6 54"),
    "hello is": (messages.hello_is(1, BoardId(1, "1.0", "00c0ffee")), "A5 07 81 01 01 01 00 00 C0 FF EE 2A A8"),
    "card light": (
        messages.set_light(2, Light.CARD, Lamp(Glow.BLINK, Colour.GREEN)),
        "A5 05 03 02 01 02 00 FF 00 6E 84",
    ),
    "acknowledged": (messages.acknowledge(2), "A5 01 7F 02 00 60 2F"),
    "state": (messages.ask_state(3), "A5 00 02 03 9A 9D"),
    "mains off": (
        messages.inputs_are(Type.CHANGED, 4, Inputs(PanelState(has_ups=True, on_battery=True, percent=80, minutes=36))),
        "A5 05 C0 04 0C 00 50 00 24 B8 37",
    ),
    "ok pressed": (messages.key_is(5, Key.OK, True), "A5 02 C1 05 03 01 3E 1D"),
    "two tones": (messages.buzz(6, 2), "A5 01 04 06 02 A4 50"),
}
frames = st.builds(Frame, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=LONGEST))
states = st.builds(
    PanelState,
    door_open=st.booleans(),
    near=st.booleans(),
    has_ups=st.booleans(),
    on_battery=st.booleans(),
    percent=st.none() | st.integers(0, 100),
    minutes=st.none() | st.integers(0, 0xFFFE),
)


def parsed(*chunks: bytes) -> list[Frame | BadBytes]:
    parser = Parser()
    return [found for chunk in chunks for found in parser.feed(chunk)]


@pytest.mark.parametrize(("frame", "golden"), GOLDEN.values(), ids=GOLDEN)
def test_every_example_of_the_description_is_made_and_understood(frame: Frame, golden: str) -> None:
    assert frame.encode() == bytes.fromhex(golden), frame.encode().hex(" ").upper()
    assert parsed(bytes.fromhex(golden)) == [frame]
    assert golden in DESCRIPTION.read_text(encoding="utf-8")


def test_the_description_shows_no_frame_that_is_wrong() -> None:
    shown = re.findall(r"A5(?: [0-9A-F]{2}){5,}", DESCRIPTION.read_text(encoding="utf-8"))
    assert len(shown) >= len(GOLDEN)
    for example in shown:
        assert isinstance(parsed(bytes.fromhex(example))[0], Frame), example


def test_the_crc_is_the_one_that_every_table_lists() -> None:
    assert crc(b"123456789") == 0x29B1


@given(st.lists(frames, max_size=5), st.data())
def test_frames_come_out_however_the_line_cuts_them(sent: list[Frame], data: st.DataObject) -> None:
    raw = b"".join(frame.encode() for frame in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    pieces = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    assert parsed(*pieces) == sent


@given(frames, st.integers(0, 400), st.integers(1, 255))
def test_a_changed_byte_never_passes_for_a_frame(frame: Frame, place: int, change: int) -> None:
    raw = bytearray(frame.encode())
    raw[place % len(raw)] ^= change
    assert frame not in parsed(bytes(raw))


@given(st.binary(max_size=300))
def test_any_bytes_are_survived_and_nothing_piles_up(raw: bytes) -> None:
    parser = Parser()
    found = list(parser.feed(raw))
    taken = sum(len(f.encode()) if isinstance(f, Frame) else f.count for f in found)
    assert 0 <= len(raw) - taken <= LONGEST + 6


@given(st.binary(max_size=40).filter(lambda raw: START not in raw), frames)
def test_noise_before_a_frame_costs_nothing(noise: bytes, frame: Frame) -> None:
    found = parsed(noise + frame.encode())
    assert found[-1] == frame
    assert all(isinstance(bad, BadBytes) and bad.why is Broken.GARBAGE for bad in found[:-1])


@given(states, st.frozensets(st.sampled_from(Key)))
def test_inputs_are_read_as_they_were_sent(state: PanelState, held: frozenset[Key]) -> None:
    inputs = Inputs(state, held)
    assert messages.read_inputs(messages.inputs_are(Type.STATE_IS, 1, inputs).payload) == inputs


@given(st.sampled_from(Light), st.sampled_from(Glow), st.sampled_from(Colour))
def test_lamps_are_read_as_they_were_sent(light: Light, glow: Glow, colour: Colour) -> None:
    lamp = Lamp(glow, colour) if glow is not Glow.OFF else Lamp()
    assert messages.read_light(messages.set_light(1, light, lamp).payload) == (light, lamp)


@given(st.binary(max_size=LONGEST))
def test_any_payload_is_something_or_nothing_and_never_an_error(payload: bytes) -> None:
    messages.read_hello_is(payload)
    messages.read_inputs(payload)
    messages.read_key(payload)
    messages.read_light(payload)
    assert messages.read_ack(payload) in (*Result, None)


def test_what_does_not_fit_a_frame_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ValueError, match="33 bytes"):
        Frame(Type.STATE, 1, bytes(LONGEST + 1)).encode()
    with pytest.raises(ValueError, match="sequence 256"):
        Frame(Type.STATE, 256).encode()
