"""Whatever comes from a line or a child: drivers neither break nor hang."""

from __future__ import annotations

import json
import os
import tty
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.cards import sdt_link
from devices.cards.child import NoMessage, Pipe
from devices.cards.sdt_frames import (
    FIND,
    READ,
    READ_NEWEST_ADDRESS,
    REQUEST,
    SAM_ID,
    SELECT,
    Command,
    Parser,
    Status,
    response,
)
from devices.cards.sdt_link import Answer, NoAnswer, SdtLink, Trouble
from devices.cards.sdt_transport import SerialTransport
from devices.emulators.sdt_sam import Sam
from devices.ports import ReaderDetail


class Answered(SerialTransport):
    """A serial line on which each request is answered at once with the bytes set before."""

    def __init__(self, path: str, master: int) -> None:
        super().__init__(path, 115200)
        self._master, self.raw = master, b""

    def write(self, data: bytes) -> None:
        super().write(data)
        os.read(self._master, 100)
        os.write(self._master, self.raw)


class Line:
    """Both ends of a serial line."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.port = Answered(os.ttyname(self.slave), self.master)
        self.link = SdtLink(self.port)
        assert self.link.open() is ReaderDetail.NONE

    def answer(self, command: Command, raw: bytes) -> Answer | NoAnswer:
        """What the driver makes of these bytes as an answer."""
        self.port.raw = raw
        return self.link.exchange(command)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.setattr(sdt_link, "DEADLINES", {**dict.fromkeys(sdt_link.DEADLINES, 0.005), "gap": 0.01})
    made = Line()
    yield made
    made.link.close()
    os.close(made.master)
    os.close(made.slave)


commands = st.sampled_from([FIND, SELECT, READ, SAM_ID, READ_NEWEST_ADDRESS])
replies = st.builds(response, st.sampled_from(Status), st.binary(max_size=20))
raw_answers = st.lists(st.one_of(st.binary(max_size=30), replies), max_size=4).map(b"".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(command=commands, raw=raw_answers)
def test_any_answer_of_a_reader_is_typed_and_in_time(line: Line, command: Command, raw: bytes) -> None:
    answer = line.answer(command, raw)
    if isinstance(answer, Answer):
        assert answer.status in command.answers
    else:
        assert answer.trouble is not Trouble.GONE


def test_a_late_answer_to_an_earlier_request_is_not_taken_for_this_ones(line: Line) -> None:
    late, right = response(Status.FOUND, bytes(4)), response(Status.OK, bytes(8))
    assert line.answer(SELECT, late + right) == Answer(Status.OK, bytes(8))
    assert line.answer(READ, right) == NoAnswer(Trouble.SILENT)


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_any_request_to_the_emulated_reader_is_answered(chunks: list[bytes]) -> None:
    parser, sam = Parser(REQUEST), Sam()
    for found in parser.feed(b"".join(chunks)):
        assert sam.answer(found) is None or sam.answer(found)


messages = st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3)


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


@settings(deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=20), messages.map(lambda m: framed(json.dumps(m).encode()))), max_size=5))
def test_any_bytes_from_a_child_are_messages_or_its_end(chunks: list[bytes]) -> None:
    source, target = os.pipe()
    os.write(target, b"".join(chunks))
    os.close(target)
    try:
        pipe = Pipe(source, -1)
        for _ in range(len(chunks) * 6 + 1):
            message = pipe.receive(1.0)
            if isinstance(message, NoMessage):
                break
            assert isinstance(message, dict)
        assert message is NoMessage.ENDED
    finally:
        os.close(source)


@given(st.lists(messages, max_size=4))
def test_messages_arrive_as_they_were_sent(sent: list[dict[str, object]]) -> None:
    source, target = os.pipe()
    try:
        pipe = Pipe(source, target)
        assert all(pipe.send(message) for message in sent)
        assert [pipe.receive(1.0) for _ in sent] == sent
        assert pipe.receive(0.0) is NoMessage.LATE
        pipe.stop_sending()
        assert not pipe.send({})
    finally:
        os.close(source)
        os.close(target)
