"""Any bytes from a printer are read in the end, or told as broken."""

from __future__ import annotations

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyipp.parser import parse

from printing.printers.ipp_message import Attribute, BrokenMessage, Group, Kind, Message, Operation, decode, encode
from printing.printers.ipp_state import job_facts, printer_facts
from tests.printing.ipp_fake import job, printer

_REQUEST = encode(Operation.PRINT_JOB, 77, [])
SOUND = (printer(_REQUEST, 5, ("media-empty-error", "cover-open-warning")), job(_REQUEST, 5, "hall-1"))


def _reads(data: bytes) -> Message | None:
    try:
        message = decode(data)
    except BrokenMessage:
        return None
    printer_facts(message)
    job_facts(message)
    return message


def test_another_implementation_reads_our_requests() -> None:
    said = [
        Attribute(Kind.CHARSET, "attributes-charset", ("utf-8",)),
        Attribute(Kind.URI, "printer-uri", ("ipp://localhost/ipp/print",)),
        Attribute(Kind.KEYWORD, "requested-attributes", ("job-id", "job-state")),
        Attribute(Kind.INTEGER, "job-id", (12,)),
    ]
    wishes = [Attribute(Kind.INTEGER, "copies", (2,)), Attribute(Kind.KEYWORD, "media", ("iso_a4_210x297mm",))]
    read = parse(encode(Operation.GET_JOB_ATTRIBUTES, 9, [(Group.OPERATION, said), (Group.JOB, wishes)]))
    assert (read["status-code"], read["request-id"]) == (Operation.GET_JOB_ATTRIBUTES, 9)
    assert read["operation-attributes"]["requested-attributes"] == ["job-id", "job-state"]
    assert read["operation-attributes"]["job-id"] == 12
    assert read["jobs"] == [{"copies": 2, "media": "iso_a4_210x297mm"}]


def test_the_bytes_of_a_request_are_those_of_the_standard() -> None:
    """RFC 8010 appendix A.1, its first attributes."""
    made = encode(
        Operation.PRINT_JOB,
        1,
        [(Group.OPERATION, [Attribute(Kind.CHARSET, "attributes-charset", ("utf-8",))])],
    )
    assert made == b"\x02\x00\x00\x02\x00\x00\x00\x01\x01\x47\x00\x12attributes-charset\x00\x05utf-8\x03"


def test_a_sound_answer_is_read() -> None:
    facts = printer_facts(decode(SOUND[0]))
    assert facts.reasons == {"media-empty", "cover-open"}
    assert facts.most_copies == 99
    assert [one.name for one in job_facts(decode(SOUND[1]))] == ["hall-1"]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_broken(data: bytes) -> None:
    _reads(data)
    _reads(b"\x02\x00\x00\x00\x00\x00\x00\x4d" + data)


@given(st.sampled_from(SOUND), st.data())
def test_a_damaged_answer_is_read_or_broken(sound: bytes, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.tuples(st.integers(0, len(sound) - 1), st.integers(0, 255)), max_size=8))
    damaged = bytearray(sound)
    for place, value in places:
        damaged[place] = value
    _reads(bytes(damaged[: data.draw(st.integers(0, len(sound)))]))


def test_an_answer_cut_anywhere_is_told_as_broken() -> None:
    for sound in SOUND:
        assert all(_reads(sound[:end]) is None for end in range(len(sound)))


@given(
    st.dictionaries(
        st.text("abc-", min_size=1, max_size=8),
        st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=4),
        max_size=5,
    )
)
def test_what_is_written_is_read(values: dict[str, list[int]]) -> None:
    said = [Attribute(Kind.INTEGER, name, tuple(many)) for name, many in values.items()]
    read = decode(encode(Operation.PRINT_JOB, 5, [(Group.JOB, said)]))
    assert read.of(Group.JOB) == [{name: tuple(many) for name, many in values.items()}]


def test_two_hundred_thousand_values_do_not_hold_up_the_printer() -> None:
    start = time.perf_counter()
    value = struct.pack(">BHHI", Kind.INTEGER, 0, 4, 1)
    first = struct.pack(">BH", Kind.INTEGER, 1) + b"a" + struct.pack(">HI", 4, 1)
    message = decode(b"\x02\x00\x00\x00\x00\x00\x00\x01\x02" + first + value * 110_000 + b"\x03")
    assert len(message.of(Group.JOB)[0]["a"]) == 110_001
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("size", [0, 3, 5])
def test_a_number_of_the_wrong_size_is_told_as_broken(size: int) -> None:
    data = b"\x02\x00\x00\x00\x00\x00\x00\x01\x02" + struct.pack(">BH", Kind.ENUM, 1) + b"a"
    with pytest.raises(BrokenMessage):
        decode(data + struct.pack(">H", size) + bytes(size) + b"\x03")
