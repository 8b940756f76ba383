"""What a device has printed is known after a restart, whatever happened to the file."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.counters import Count, Counters

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.time = MONDAY

    def __call__(self) -> dt.datetime:
        return self.time


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "counters.json"


def test_counts_and_since_when_survive_a_restart(file: Path) -> None:
    clock = Clock()
    first = Counters(file, clock)
    first.add("a4", "pages", 3)
    clock.time = TUESDAY
    first.add("a4", "pages")
    first.add("ticket", "cuts")
    first.close()
    again = Counters(file, clock)
    again.add("a4", "pages", 2)
    assert again.all() == (Count("a4", "pages", 6, MONDAY), Count("ticket", "cuts", 1, TUESDAY))
    again.close()


def test_a_new_roll_is_counted_from_nought(file: Path) -> None:
    clock = Clock()
    counters = Counters(file, clock)
    counters.add("ticket", "tickets", 400)
    clock.time = TUESDAY
    counters.reset("ticket", "tickets")
    counters.add("ticket", "tickets")
    counters.close()
    kept = Counters(file, clock)
    assert kept.all() == (Count("ticket", "tickets", 1, TUESDAY),)
    kept.close()


def test_nothing_is_lost_between_threads(file: Path) -> None:
    counters = Counters(file, Clock())

    def print_much() -> None:
        for _ in range(500):
            counters.add("a4", "pages")

    threads = [threading.Thread(target=print_much) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counters.close()
    counters.close()
    kept = Counters(file, Clock())
    assert [count.n for count in kept.all()] == [2000]
    kept.close()


@given(
    st.one_of(st.binary(max_size=60), st.sampled_from([b"[[1]]", b"{}", b'[["a","b",-1,"2026-11-23"]]', b"[" * 9999]))
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_broken_file_is_put_aside_and_counting_goes_on(file: Path, broken: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(broken)
    counters = Counters(file, Clock())
    before = counters.all()
    counters.add("ticket", "cuts")
    counters.close()
    assert before == ()
    kept = Counters(file, Clock())
    assert Count("ticket", "cuts", 1, MONDAY) in kept.all()
    kept.close()


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    counters = Counters(tmp_path / "file" / "counters.json", Clock())
    counters.add("a4", "pages")
    counters.close()
    assert [count.n for count in counters.all()] == [1]


@pytest.mark.parametrize(
    ("device", "what", "n"), [("", "pages", 1), ("a4", "", 1), ("a4", "pages", -1), ("a" * 61, "x", 1)]
)
def test_what_can_not_be_counted_is_refused(file: Path, device: str, what: str, n: int) -> None:
    counters = Counters(file, Clock())
    with pytest.raises(ValueError, match="counted"):
        counters.add(device, what, n)
    counters.close()
