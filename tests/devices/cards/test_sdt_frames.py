"""Frames of ID-card readers: the bytes of the standard's tables, and any bytes at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.cards import sdt_frames as sdt
from devices.cards.sdt_frames import BadBytes, Broken, Frame, Parser, Status

REQUESTS = {
    "reset-sam": "00 03 10 FF EC",
    "sam-status": "00 03 11 FF ED",
    "sam-id": "00 03 12 FF EE",
    "find": "00 03 20 01 22",
    "select": "00 03 20 02 21",
    "read": "00 03 30 01 32",
    "read-fp": "00 03 30 10 23",
    "read-address": "00 03 30 03 30",
    "set-speed-115200": "00 03 60 00 63",
    "set-speed-9600": "00 03 60 04 67",
    "set-rf-frame": "00 04 61 FF 50 CA",
}
RESPONSES = [
    ("00 08 00 00 9F 00 00 00 00 97", Status.FOUND, 4),
    ("00 04 00 00 80 84", Status.FIND_FAILED, 0),
    ("00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", Status.OK, 8),
    ("00 04 00 00 81 85", Status.SELECT_FAILED, 0),
    ("00 04 00 00 41 45", Status.READ_FAILED, 0),
    ("00 04 00 00 91 95", Status.NOT_ON_CARD, 0),
]
frames = st.builds(Frame, st.binary(min_size=3, max_size=3), st.binary(max_size=300))
noise = st.binary(max_size=40).filter(lambda raw: 0xAA not in raw)


def encoded(frame: Frame) -> bytes:
    return sdt.RESPONSE.encode(frame.head, frame.data)


def parsed(chunks: list[bytes]) -> list[Frame | BadBytes]:
    parser = Parser(sdt.RESPONSE)
    return [found for chunk in chunks for found in parser.feed(chunk)]


@pytest.mark.parametrize(("name", "golden"), REQUESTS.items())
def test_every_request_is_what_the_readers_manual_says(name: str, golden: str) -> None:
    command = next(command for command in sdt.COMMANDS if command.name == name)
    assert command.frame() == sdt.PREAMBLE + bytes.fromhex(golden)


@pytest.mark.parametrize(("golden", "status", "size"), RESPONSES)
def test_every_response_of_the_manual_is_understood_and_made(golden: str, status: Status, size: int) -> None:
    raw = sdt.PREAMBLE + bytes.fromhex(golden)
    (found,) = parsed([raw])
    assert isinstance(found, Frame)
    assert sdt.status_of(found) is status
    assert len(found.data) == size
    assert sdt.response(status, bytes(size)) == raw


def test_a_read_answer_is_1295_bytes_and_comes_apart() -> None:
    blocks = sdt.CardBlocks(b"t" * 256, b"p" * 1024)
    raw = sdt.response(Status.OK, blocks.encode())
    assert len(raw) == 1295
    assert raw[5:].startswith(bytes.fromhex("05 08 00 00 90 01 00 04 00"))
    (found,) = parsed([raw])
    assert isinstance(found, Frame)
    assert sdt.card_blocks(found.data) == blocks


@pytest.mark.parametrize(("finger", "whole"), [(1024, 2321), (512, 1809), (0, 1297)])
def test_a_read_with_fingerprint_loses_the_fingerprint(finger: int, whole: int) -> None:
    lengths = b"\x01\x00\x04\x00" + finger.to_bytes(2, "big")
    data = lengths + b"t" * 256 + b"p" * 1024 + b"f" * finger
    assert len(sdt.response(Status.OK, data)) == whole
    assert sdt.card_blocks(data, sizes=3) == sdt.CardBlocks(b"t" * 256, b"p" * 1024)


def test_the_sam_number_reads_as_vendors_print_it() -> None:
    assert (
        sdt.sam_number(bytes.fromhex("0500 0300 C3F51901 E7030000 15CD5B07")) == "05.03-18478531-0000000999-0123456789"
    )
    assert sdt.sam_number(b"short") is None


def test_a_wrong_checksum_costs_one_frame_and_not_the_next() -> None:
    good = sdt.response(Status.FOUND, bytes(4))
    bad = good[:-1] + bytes([good[-1] ^ 1])
    found = parsed([bad + good])
    assert found[0] == BadBytes(Broken.CHECKSUM, 5)
    assert isinstance(found[-1], Frame)


def test_an_impossible_length_is_told_and_does_not_hold_up_the_line() -> None:
    good = sdt.response(Status.FIND_FAILED)
    for length in (b"\x00\x00", b"\x00\x03", b"\xff\xff"):
        found = parsed([sdt.PREAMBLE + length + good])
        assert found[0] == BadBytes(Broken.LENGTH, 5)
        assert isinstance(found[-1], Frame)


def test_a_head_that_does_not_fit_is_misuse() -> None:
    with pytest.raises(ValueError, match="head of 2"):
        sdt.RESPONSE.encode(b"\x00\x90")


@given(st.lists(st.tuples(noise, frames), max_size=5), st.data())
def test_frames_between_noise_are_found_however_the_bytes_arrive(
    parts: list[tuple[bytes, Frame]], data: st.DataObject
) -> None:
    raw = b"".join(before + encoded(frame) for before, frame in parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    chunks = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    assert [found for found in parsed(chunks) if isinstance(found, Frame)] == [frame for _, frame in parts]


@given(st.lists(st.one_of(st.binary(max_size=60), frames.map(encoded), st.just(sdt.PREAMBLE)), max_size=12))
def test_any_bytes_give_frames_or_named_faults_and_keep_little(chunks: list[bytes]) -> None:
    parser = Parser(sdt.RESPONSE)
    for chunk in chunks:
        for found in parser.feed(chunk):
            assert isinstance(found, Frame | BadBytes)
            if isinstance(found, BadBytes):
                assert found.count > 0
    assert len(parser._waiting) <= sdt.LONGEST + 7


@given(st.binary(max_size=3000), st.sampled_from([2, 3]))
def test_any_read_answer_comes_apart_or_is_refused(data: bytes, sizes: int) -> None:
    blocks = sdt.card_blocks(data, sizes)
    assert blocks is None or len(blocks.text) == 256
