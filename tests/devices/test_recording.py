"""Exchanges are recorded without anybody's data, and replayed as the device."""

from __future__ import annotations

import base64
import queue
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.backoff import BackOff, BackOffPolicy
from devices.cards.sdt import Pace, SdtReader
from devices.cards.sdt_frames import PREAMBLE, RESPONSE, Frame, Parser, Status, response
from devices.cards.sdt_transport import SerialTransport
from devices.cards.social_security import read_card
from devices.emulators.cards import id_card
from devices.masking import MASKS, SPECIMEN_NAME, SPECIMEN_NUMBER, apdu_answers, escpos_orders, sdt_answers
from devices.ports import CardRead, CardText, DeviceState, DeviceStatus
from devices.recording import Entry, Tape, Way, new_file
from devices.replaying import NeverAsked, NoRecording, Replay, ReplayedTransport, load, replayed_card
from printing.documents.slip import slip_receipt
from printing.ports import Failed, Reason
from printing.printers.escpos import TicketPrinter, warm_up
from printing.printers.escpos_job import job
from tests.devices.cards.people import FOREIGNER, FOREIGNER_2023, HMT, RESIDENT
from tests.devices.cards.test_sdt import SOON
from tests.devices.make_recordings import FOLDER, RECORDINGS
from tests.devices.replayed_link import ReplayedLink
from tests.devices.running import emulator
from tests.printing.papers import SLIP, TICKET

# ---- replaying


def test_a_recorded_read_of_an_id_card_is_read_again_by_the_driver_through_its_bad_checksum() -> None:
    replay, told = Replay(FOLDER / "sdt-read.jsonl"), queue.Queue[DeviceStatus]()
    reader = SdtReader("id", ReplayedTransport(replay), deliver=told.put, pace=Pace(0.001, 0.001, 0.001))
    wanted = reader.read_next()
    try:
        assert told.get(timeout=SOON) == DeviceStatus("id", DeviceState.READY)
        result = wanted.result(SOON)
        reader.lifted().result(SOON)
    finally:
        reader.close()
    assert isinstance(result, CardRead)
    assert (result.text.name, result.text.number) == (SPECIMEN_NAME, SPECIMEN_NUMBER)
    assert (result.text.newest_address, result.sam_id) == (SPECIMEN_NAME, "05.03-18478531-0000000999-0123456789")


def test_a_recorded_social_security_card_is_read_again() -> None:
    replay = Replay(FOLDER / "pcsc-read.jsonl")
    text = read_card(replayed_card(replay))
    assert isinstance(text, CardText)
    assert (text.name, text.number) == (SPECIMEN_NAME, SPECIMEN_NUMBER)
    assert replay.at_end
    assert replay.repeated == 0


def test_a_recorded_ticket_that_ran_out_of_paper_fails_again_whoever_prints_it() -> None:
    warm_up()
    told = queue.Queue[DeviceStatus]()
    printer = TicketPrinter("ticket", ReplayedLink(Replay(FOLDER / "ticket-paper-out.jsonl")), told.put)
    try:
        assert printer.print(TICKET).result(SOON) == Failed(Reason.PAPER_OUT)
    finally:
        printer.close()


def test_what_was_never_asked_has_no_answer() -> None:
    replay = Replay(FOLDER / "pcsc-read.jsonl")
    with pytest.raises(NeverAsked):
        replay.send(b"\x00\x84\x00\x00\x08")
    reader = SdtReader(
        "id",
        ReplayedTransport(replay),
        deliver=(told := queue.Queue[DeviceStatus]()).put,
        back_off=BackOff(BackOffPolicy(first=0.01)),
    )
    try:
        assert told.get(timeout=SOON) == DeviceStatus("id", DeviceState.ABSENT, "unplugged")
    finally:
        reader.close()


@pytest.mark.parametrize(
    "text",
    ["", "{}", "no json", '{"recorded": "sdt", "version": 9}', '{"recorded": "fax", "version": 1}', '{"version": 1}']
    + [f'{{"recorded": "sdt", "version": 1}}\n{line}' for line in ("{}", "[]", '{"at": 0, "way": "up", "hex": ""}')],
)
def test_a_file_that_is_no_recording_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(NoRecording, match=r"x\.jsonl"):
        load(tmp_path / "x.jsonl")


# ---- recording


def test_a_tape_of_whole_visits_holds_nothing_of_the_people(tmp_path: Path) -> None:
    cards = [
        {**card, "photo": base64.b64encode(b"Wlt!" * 256).decode(), "newest_address": "湖北省武汉市江汉区新华路3号"}
        for card in (RESIDENT, HMT, FOREIGNER, FOREIGNER_2023)
    ]
    file = tmp_path / "tape.jsonl"
    with emulator("sdt", tmp_path / "control", ["--link", str(tmp_path / "tty")]) as control:
        tape = Tape(file, "sdt")
        line = SerialTransport(str(tmp_path / "tty"), 115200, tape)
        reader = SdtReader("id", line, deliver=lambda _: None, pace=Pace(0.005, 0.005, 0.01))
        for number, card in enumerate(cards):
            control.send("fault", kind="short" if number == 1 else "checksum", on="read")
            wanted = reader.read_next()
            control.send("tap", card=card)
            assert isinstance(wanted.result(SOON), CardRead)
            lifted = reader.lifted()
            control.send("lift")
            lifted.result(SOON)
        reader.close()
        tape.close()
    _, entries = load(file)
    kept = b"".join(entry.data for entry in entries if entry.way is Way.IN)
    for card in cards:
        said = [card["name"], card["number"], card.get("address", ""), card["newest_address"], card["birth"]]
        for text in filter(None, [*said, card.get("english_name", "")[:20]]):
            assert text.encode("utf-16-le") not in kept
            assert text[1:].encode("utf-16-le") not in kept
    assert b"Wlt!" not in kept
    assert SPECIMEN_NAME.encode("utf-16-le") in kept


def test_a_slip_on_tape_says_nothing_of_who_applied(tmp_path: Path) -> None:
    warm_up()
    sent = b"".join(job(slip_receipt(SLIP)).pieces)
    kept = escpos_orders(sent, b"")
    assert len(kept) == len(sent)
    for text in (SLIP.applicant, SLIP.service, SLIP.query_code, SLIP.case_number, SLIP.query_url):
        for encoding in ("gb18030", "ascii"):
            raw = text.encode(encoding, "ignore")
            assert len(raw) < 4 or raw not in kept


def test_a_recording_is_for_its_owner_only_and_named_after_device_and_time(tmp_path: Path) -> None:
    file = new_file(tmp_path / "new", "id-card")
    tape = Tape(file, "apdu", iter([0.0, 1.0, 1.5]).__next__)
    tape.sent(b"\x00\x36\x00\x00\x08")
    tape.came(bytes(range(1, 9)) + b"\x90\x00")
    tape.close()
    tape.close()
    tape.sent(b"after the end")
    assert file.name.startswith("id-card-2")
    assert file.stat().st_mode & 0o077 == 0
    assert load(file) == (
        "apdu",
        [Entry(1.0, Way.OUT, b"\x00\x36\x00\x00\x08"), Entry(1.5, Way.IN, bytes(8) + b"\x90\x00")],
    )


def test_a_protocol_without_masks_is_not_recorded(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="known: sdt, apdu, escpos"):
        Tape(tmp_path / "x", "fax")


# ---- masks


def test_a_masked_frame_has_the_right_checksum_and_a_wrong_one_stays_wrong() -> None:
    good = response(Status.OK, id_card(RESIDENT).blocks.encode())
    [frame] = Parser(RESPONSE).feed(sdt_answers(good, b""))
    assert isinstance(frame, Frame)
    assert len(frame.data) == len(id_card(RESIDENT).blocks.encode())
    bad = good[:-1] + bytes([good[-1] ^ 0x5A])
    assert sdt_answers(bad, b"")[-1] == sdt_answers(good, b"")[-1] ^ 0x5A


@pytest.mark.parametrize("size", [1024, 512, 0])
def test_fingerprints_are_blanked(size: int) -> None:
    blocks = id_card(RESIDENT).blocks
    lengths = b"\x01\x00\x04\x00" + size.to_bytes(2, "big")
    frame = response(Status.OK, lengths + blocks.text + blocks.photo + b"F" * size)
    assert b"FF" not in sdt_answers(frame, b"")
    assert RESIDENT["number"].encode("utf-16-le") not in sdt_answers(frame, b"")


def test_whatever_comes_by_get_response_is_masked_as_a_record_is() -> None:
    record = bytes((0x08, 18)) + RESIDENT["number"].encode() + b"\x90\x00"
    for command in ("00B2010414", "00C0000014", "0084000008"):
        assert RESIDENT["number"].encode() not in apdu_answers(record, bytes.fromhex(command))


masks = st.sampled_from([mask for pair in MASKS.values() for mask in pair])
pieces = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.just(PREAMBLE),
        st.builds(response, st.sampled_from(Status), st.binary(max_size=300)),
        st.sampled_from([b"\x1dv0\x00\x02\x00\x02\x00abcd", b"\x1d(k\x06\x001P0abc", b"\x1b@text 12\n"]),
    ),
    max_size=6,
).map(b"".join)


@given(pieces, st.binary(max_size=6))
def test_any_bytes_keep_their_length_and_a_mask_changes_nothing_twice(data: bytes, before: bytes) -> None:
    for pair in MASKS.values():
        for mask in pair:
            once = mask(data, before)
            assert len(once) == len(data)
            assert mask(once, before) == once


def test_each_recording_can_be_made_again() -> None:
    assert set(RECORDINGS) == {file.name for file in FOLDER.glob("*.jsonl")}
