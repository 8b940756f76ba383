"""The sealed file's parser: any bytes are a log to be trusted, or are refused by name."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from devices.vision.faces.day_key import KeyStore
from devices.vision.faces.sealed import Record, SealedLog, new_log, open_log
from devices.vision.faces.sealing import Count, Distrust, Identity, Seal, Torn, bodies, header_of, read_header

WHO = Identity("JA-ZZ-03", dt.date(2026, 11, 26), "dlib-1", 128)
SECRET = bytes(range(32))


def log_of(folder: Path, payloads: list[bytes]) -> bytes:
    """The bytes of a log with these records, appended one by one."""
    log = new_log(folder / "log", WHO, SECRET, KeyStore(folder / "keys"))
    assert isinstance(log, SealedLog)
    for payload in payloads:
        log.append([payload])
    log.close()
    return (folder / "log").read_bytes()


def opened(folder: Path, secret: bytes = SECRET) -> list[Record] | Distrust:
    found = open_log(folder / "log", WHO, secret, KeyStore(folder / "keys"))
    if isinstance(found, Distrust):
        return found
    found[0].close()
    return found[1]


@given(some.lists(some.binary(max_size=60), max_size=6))
@settings(deadline=None, max_examples=40)
def test_what_was_sealed_is_read_back_in_order(payloads: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        log_of(Path(name), payloads)
        records = opened(Path(name))
        assert not isinstance(records, Distrust)
        assert [record.payload for record in records] == payloads


@given(some.lists(some.tuples(some.integers(0, 10_000), some.binary(min_size=1, max_size=4)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=150)
def test_a_log_written_over_anywhere_is_refused_or_is_the_same(changes: list[tuple[int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        whole = log_of(Path(name), [b"one", b"two", b"three"])
        spoiled = bytearray(whole)
        for at, data in changes:
            at %= len(whole)
            spoiled[at : at + len(data)] = data[: len(whole) - at]
        (Path(name) / "log").write_bytes(spoiled)
        found = opened(Path(name))
        assert isinstance(found, Distrust) is (bytes(spoiled) != whole)


@given(some.binary(max_size=200))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        whole = log_of(Path(name), [b"one"])
        for spoiled in (data, whole[: len(header_of(WHO))] + data):
            (Path(name) / "log").write_bytes(spoiled)
            assert isinstance(opened(Path(name)), Distrust)


@given(some.binary(max_size=300))
def test_what_follows_the_last_record_is_cut_off_and_never_read(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        whole = log_of(Path(name), [b"one", b"two"])
        (Path(name) / "log").write_bytes(whole + data)
        records = opened(Path(name))
        assert not isinstance(records, Distrust)
        assert [record.payload for record in records] == [b"one", b"two"]
        assert (Path(name) / "log").read_bytes() == whole


test_what_follows_the_last_record_is_cut_off_and_never_read = settings(deadline=None, max_examples=60)(
    test_what_follows_the_last_record_is_cut_off_and_never_read
)


@given(some.binary(max_size=400))
def test_the_parser_itself_takes_any_bytes(data: bytes) -> None:
    read_header(io.BytesIO(data))
    found = list(bodies(io.BytesIO(data)))
    assert sum(len(body) for body in found if not isinstance(body, Torn)) <= len(data)
    assert not any(isinstance(body, Torn) for body in found[:-1])


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    log_of(tmp_path, [b"one"])
    assert opened(tmp_path, bytes(32)) is Distrust.TAMPERED


def test_the_count_is_no_record_and_a_record_no_count() -> None:
    seal = Seal(SECRET, header_of(WHO))
    sealed = seal.count_sealed(Count(3, bytes(16)))
    assert seal.count_opened(sealed) == Count(3, bytes(16))
    assert seal.opened(sealed, 0, bytes(16)) is None
    assert seal.count_opened(seal.sealed(b"x" * 24, 0, bytes(16))) is None


def test_misuse_raises(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too long"):
        header_of(Identity("x" * 5000, WHO.day, "m", 1))
    log = new_log(tmp_path / "log", WHO, SECRET, KeyStore(tmp_path / "keys"))
    assert isinstance(log, SealedLog)
    with pytest.raises(ValueError, match="too long"):
        log.append([bytes(1 << 18)])
    log.close()
