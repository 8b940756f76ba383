"""Today's gallery: who is found, and when nothing of it is used."""

from __future__ import annotations

import datetime as dt
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from devices.face_ports import GalleryState
from devices.vision.faces import gallery as module
from devices.vision.faces.day_key import KeyStore
from devices.vision.faces.gallery import Gallery, Refusal
from devices.vision.faces.sealing import Distrust
from devices.vision.faces.searching import Nearest
from tests.devices.vision.faces.galleries import LENGTH, MORNING, OPENED, Clock, gallery, near, template

SEALED, KEY, COUNT = "gallery/faces.sealed", "keys/faces.key", "keys/faces.count"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


def filled(folder: Path, persons: int = 5, now: Clock | None = None, length: int = LENGTH) -> Gallery:
    made = gallery(folder, now, length=length)
    for seed in range(persons):
        made.enrol(f"visit-{seed}", [template(seed, length), near(template(seed, length), 0.2)])
    return made


def found(of: Gallery, seed: int) -> str:
    result = of.search(near(template(seed), 0.1, seed=99))
    assert isinstance(result, Nearest)
    return result.person


def test_who_checked_in_this_morning_is_found_after_a_restart(tmp_path: Path) -> None:
    filled(tmp_path).close()
    again = gallery(tmp_path)
    assert [found(again, seed) for seed in range(5)] == [f"visit-{seed}" for seed in range(5)]
    assert again.state() == GalleryState(5, "dlib", dt.datetime(2026, 11, 27, tzinfo=MORNING.tzinfo))


def test_an_empty_gallery_finds_nobody_and_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    empty = gallery(tmp_path)
    assert empty.search(template(1)) is None
    assert list(tmp_path.rglob("*")) == []


def test_neither_templates_nor_references_stand_on_the_disk_in_the_clear(tmp_path: Path) -> None:
    filled(tmp_path)
    data = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"visit-" not in data
    for seed in range(5):
        row = template(seed).tobytes()
        assert not any(row[at : at + 8] in data for at in range(0, len(row), 8))


def test_nobody_else_on_the_machine_may_read_key_or_gallery(tmp_path: Path) -> None:
    filled(tmp_path)
    for file in tmp_path.rglob("*"):
        assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600)


# ---- its day


def test_all_is_gone_when_the_day_is_over_while_the_terminal_runs(tmp_path: Path) -> None:
    now = Clock()
    made = filled(tmp_path, now=now)
    now.now += dt.timedelta(hours=15)
    assert made.search(template(1)) is None
    assert made.state().persons == 0
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    made.enrol("visit-9", [template(9)])
    assert found(made, 9) == "visit-9"


def test_all_is_gone_when_the_terminal_starts_the_next_day(tmp_path: Path) -> None:
    filled(tmp_path).close()
    assert gallery(tmp_path, Clock(MORNING + dt.timedelta(days=1))).state().persons == 0
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_all_is_gone_at_closing_and_nobody_is_taken_until_tomorrow(tmp_path: Path) -> None:
    now = Clock()
    made = gallery(tmp_path, now, closing=dt.time(17, 30))
    made.enrol("visit-1", [template(1)])
    assert made.state().expires == MORNING.replace(hour=17)
    now.now = MORNING.replace(hour=17, minute=30)
    assert made.search(template(1)) is Refusal.EXPIRED
    assert made.enrol("visit-2", [template(2)]) is Refusal.EXPIRED
    assert made.wipe() is Refusal.EXPIRED
    assert made.state() == GalleryState(0, "dlib", None)
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    now.now += dt.timedelta(hours=15)
    assert made.search(template(1)) is None
    assert made.trouble is None


def test_yesterdays_key_is_destroyed_even_where_the_gallery_does_not_say_its_day(tmp_path: Path) -> None:
    filled(tmp_path).close()
    (tmp_path / SEALED).write_bytes(b"noise")
    gallery(tmp_path, Clock(MORNING + dt.timedelta(days=1)))
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_gallery_of_tomorrow_is_not_used_while_the_clock_is_wrong_and_is_when_it_is_right(tmp_path: Path) -> None:
    filled(tmp_path).close()
    now = Clock(MORNING - dt.timedelta(days=3))
    early = gallery(tmp_path, now)
    assert early.search(template(1)) is Distrust.OTHER_DAY
    now.now = MORNING
    assert found(early, 1) == "visit-1"


# ---- what is not trusted


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"terminal": "JA-ZZ-04"}, Distrust.OTHER_TERMINAL),
        ({"model": "sface"}, Distrust.OTHER_MODEL),
        ({"length": 64}, Distrust.OTHER_LENGTH),
    ],
)
def test_a_gallery_of_another_terminal_or_model_is_refused(
    tmp_path: Path, changed: dict[str, str], why: Distrust
) -> None:
    filled(tmp_path).close()
    other = gallery(tmp_path, **changed)  # type: ignore[arg-type]
    assert other.trouble is why
    assert other.search(template(1)) is why
    assert other.enrol("visit-9", [template(9)]) is why
    assert other.forget("visit-1") is why
    assert other.state() == GalleryState(0, changed.get("model", "dlib"), None)


def test_what_was_refused_can_be_wiped_and_used_anew(tmp_path: Path) -> None:
    filled(tmp_path).close()
    other = gallery(tmp_path, terminal="JA-ZZ-04")
    assert isinstance(other.wipe(), GalleryState)
    other.enrol("visit-9", [template(9)])
    assert found(other, 9) == "visit-9"


def test_every_place_where_a_gallery_can_be_cut_is_refused(tmp_path: Path) -> None:
    filled(tmp_path, 2, length=8).close()
    whole = (tmp_path / SEALED).read_bytes()
    for length in range(len(whole)):
        (tmp_path / SEALED).write_bytes(whole[:length])
        cut = gallery(tmp_path, length=8)
        assert cut.trouble in (Distrust.CUT_SHORT, Distrust.NOT_ONE), length
        assert cut.state().persons == 0
        cut.close()


def test_every_byte_that_is_changed_makes_the_gallery_refused(tmp_path: Path) -> None:
    filled(tmp_path, 2, length=8).close()
    whole = (tmp_path / SEALED).read_bytes()
    for at in range(len(whole)):
        spoiled = bytearray(whole)
        spoiled[at] ^= 1 << at % 8
        (tmp_path / SEALED).write_bytes(spoiled)
        broken = gallery(tmp_path, length=8)
        if not (tmp_path / SEALED).exists():  # the day now reads as an earlier one: wiped
            assert broken.state().persons == 0
            broken.close()
            filled(tmp_path, 2, length=8).close()
            whole = (tmp_path / SEALED).read_bytes()
        else:
            assert broken.trouble is not None, at
            broken.close()


def test_records_can_be_neither_exchanged_nor_doubled_nor_brought_from_another_gallery(tmp_path: Path) -> None:
    made = gallery(tmp_path / "a")
    sizes = []
    for seed in range(3):
        made.enrol(f"visit-{seed}", [template(seed)])
        sizes.append((tmp_path / "a" / SEALED).stat().st_size)
    made.close()
    filled(tmp_path / "b").close()
    file = tmp_path / "a" / SEALED
    whole = file.read_bytes()
    head, one, two, three = (
        whole[: 2 * sizes[0] - sizes[1]],
        *(whole[end - (sizes[1] - sizes[0]) : end] for end in sizes),
    )
    others = (tmp_path / "b" / SEALED).read_bytes()
    for spoiled in (head + two + one + three, head + one + one + three, head + one + three, others):
        file.write_bytes(spoiled)
        refused = gallery(tmp_path / "a")
        assert refused.trouble in (Distrust.TAMPERED, Distrust.CUT_SHORT)
        refused.close()


def test_an_older_gallery_put_back_is_refused(tmp_path: Path) -> None:
    made = filled(tmp_path, 2)
    earlier = (tmp_path / SEALED).read_bytes()
    made.enrol("visit-8", [template(8)])
    made.close()
    (tmp_path / SEALED).write_bytes(earlier)
    assert gallery(tmp_path).trouble is Distrust.CUT_SHORT


def test_a_count_that_was_taken_away_or_changed_makes_the_gallery_refused(tmp_path: Path) -> None:
    filled(tmp_path, 2).close()
    count = (tmp_path / COUNT).read_bytes()
    for spoiled in (count[:-1], bytes(len(count)), b""):
        (tmp_path / COUNT).write_bytes(spoiled)
        refused = gallery(tmp_path)
        assert refused.trouble is Distrust.TAMPERED
        refused.close()
    (tmp_path / COUNT).unlink()
    assert gallery(tmp_path).trouble is Distrust.TAMPERED


def test_a_gallery_whose_key_is_gone_or_broken_is_removed_since_nobody_can_read_it(tmp_path: Path) -> None:
    ways: tuple[Callable[[Path], object], ...] = (Path.unlink, lambda key: key.write_bytes(b"short"))
    for spoil in ways:
        filled(tmp_path, 2).close()
        spoil(tmp_path / KEY)
        again = gallery(tmp_path)
        assert again.trouble is None
        assert again.search(template(1)) is None
        assert not (tmp_path / SEALED).exists()
        again.close()


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    filled(tmp_path).close()
    (tmp_path / KEY).chmod(0o640)
    assert gallery(tmp_path).search(template(1)) is Distrust.KEY_EXPOSED


def test_two_processes_never_write_one_gallery_and_the_next_gets_it_when_the_first_has_ended(tmp_path: Path) -> None:
    first = filled(tmp_path)
    second = gallery(tmp_path)
    assert second.search(template(1)) is Distrust.IN_USE
    first.close()
    assert found(second, 1) == "visit-1"


# ---- templates


@pytest.mark.parametrize(
    ("spoiled", "why"),
    [
        (np.full(LENGTH, np.nan, np.float32), Refusal.NOT_FINITE),
        (np.array([np.inf, *np.zeros(LENGTH - 1)], np.float32), Refusal.NOT_FINITE),
        (template(1, 64), Refusal.WRONG_LENGTH),
        (np.ones((2, LENGTH), np.float32), Refusal.WRONG_LENGTH),
        (np.zeros(LENGTH, np.float32), Refusal.WRONG_SCALE),
        (np.full(LENGTH, 1e30, np.float32), Refusal.WRONG_SCALE),
    ],
)
def test_a_template_that_can_be_none_is_refused_and_changes_nothing(
    tmp_path: Path, spoiled: np.ndarray, why: Refusal
) -> None:
    made = filled(tmp_path, 2)
    before = (tmp_path / SEALED).read_bytes()
    assert made.enrol("visit-9", [template(9), spoiled]) is why
    assert made.search(spoiled) is why
    assert made.state().persons == 2
    assert (tmp_path / SEALED).read_bytes() == before


def test_templates_of_another_model_are_neither_kept_nor_compared(tmp_path: Path) -> None:
    made = filled(tmp_path, 2)
    assert made.enrol("visit-9", [template(9)], model="sface") is Refusal.OTHER_MODEL
    assert made.search(template(1), model="sface") is Refusal.OTHER_MODEL
    assert found(made, 1) == "visit-1"


def test_misuse_raises(tmp_path: Path) -> None:
    made = gallery(tmp_path)
    for person, templates in (("", [template(1)]), ("x" * 201, [template(1)]), ("x", []), ("x", [template(1)] * 6)):
        with pytest.raises(ValueError, match="reference"):
            made.enrol(person, templates)


# ---- forgetting


def test_who_withdraws_is_gone_from_memory_and_disk_and_all_others_stay(tmp_path: Path) -> None:
    made = filled(tmp_path)
    whole = (tmp_path / SEALED).read_bytes()
    made.forget("visit-2")
    assert found(made, 2) != "visit-2"
    now = (tmp_path / SEALED).read_bytes()
    changed = [at for at in range(len(whole)) if whole[at] != now[at]]
    assert len(changed) > 2 * 4 * LENGTH  # both templates are written over where they stood
    assert not any(now[changed[0] : changed[-1] + 1])
    made.close()
    again = gallery(tmp_path)
    assert again.state().persons == 4
    assert found(again, 2) != "visit-2"
    assert found(again, 3) == "visit-3"


def test_a_record_written_over_by_somebody_else_is_no_withdrawal(tmp_path: Path) -> None:
    made = filled(tmp_path)
    made.close()
    data = bytearray((tmp_path / SEALED).read_bytes())
    data[-700:-16] = bytes(684)
    (tmp_path / SEALED).write_bytes(data)
    assert gallery(tmp_path).trouble is not None


def test_who_checks_in_again_is_there_once_with_the_new_templates(tmp_path: Path) -> None:
    made = filled(tmp_path)
    made.enrol("visit-2", [template(77)])
    assert made.state().persons == 5
    assert found(made, 77) == "visit-2"
    made.close()
    again = gallery(tmp_path)
    assert again.state().persons == 5
    assert found(again, 77) == "visit-2"
    assert found(again, 2) != "visit-2"


def test_wiping_overwrites_the_key_before_it_is_removed(tmp_path: Path) -> None:
    made = filled(tmp_path)
    with (tmp_path / KEY).open("rb") as still_open:
        state = made.wipe()
        assert not any(still_open.read())
    assert state == GalleryState(0, "dlib", dt.datetime(2026, 11, 27, tzinfo=MORNING.tzinfo))
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


# ---- a full disk, many persons


def test_a_full_disk_keeps_nobody_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(KeyStore, "keep_count", _full)
        assert made.enrol("visit-9", [template(9)]) is Refusal.NOT_KEPT
    assert made.state().persons == 5
    made.enrol("visit-10", [template(10)])
    made.close()
    again = gallery(tmp_path)
    assert again.state().persons == 6
    assert found(again, 10) == "visit-10"


def test_who_withdraws_while_the_disk_is_full_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = filled(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(KeyStore, "keep_count", _full)
        assert made.forget("visit-2") is Refusal.NOT_KEPT
    assert found(made, 2) != "visit-2"
    made.close()
    assert gallery(tmp_path).trouble is Distrust.TAMPERED


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_legal_filing_duty_shows_at_a_hundred_thousand_and_one_more_does_not_rewrite_them(tmp_path: Path) -> None:
    made = gallery(tmp_path, length=8)
    rows = np.random.default_rng(5).normal(size=(module.FILING_DUTY, 8)).astype(np.float32) + 1
    made.enrol_all((f"v{number}", [row]) for number, row in enumerate(rows[:-1]))
    assert not made.state().filing_due
    before = (tmp_path / SEALED).stat()
    state = made.enrol("last", [rows[-1]])
    after = (tmp_path / SEALED).stat()
    assert isinstance(state, GalleryState)
    assert state.filing_due
    assert after.st_ino == before.st_ino
    assert after.st_size - before.st_size < 200
    made.close()
    assert gallery(tmp_path, length=8).state() == state


def test_a_full_gallery_takes_nobody_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PERSONS", 5)
    made = filled(tmp_path)
    assert made.enrol("visit-9", [template(9)]) is Refusal.FULL
    assert isinstance(made.enrol("visit-2", [template(22)]), GalleryState)


# ---- killed at any moment

_PROGRAM = """
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tests.devices.vision.faces.galleries import gallery, template
made = gallery(Path(sys.argv[1]))
for number in range(10_000):
    made.enrol(f"visit-{number}", [template(number)])
    if number % 3 == 2:
        made.forget(f"visit-{number - 1}")
    print(number, flush=True)
"""


@pytest.mark.parametrize("told", [1, 2, 5, 9, 17])
def test_killed_at_any_moment_the_gallery_opens_with_everybody_who_was_told(tmp_path: Path, told: int) -> None:
    child = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    with child.stdout as lines:
        last = -1
        for line in lines:
            last = int(line)
            if last >= told:
                child.kill()
    child.wait()
    made = gallery(tmp_path)
    assert made.trouble is None
    left = {number for number in range(last + 1) if not (number % 3 == 1 and number < last)}
    assert {number for number in left if found(made, number) == f"visit-{number}"} == left


@pytest.mark.parametrize("call", range(1, 40))
def test_killed_between_any_two_of_its_writes_it_opens_with_everybody_who_was_told(tmp_path: Path, call: int) -> None:
    program = _STOPPED.format(call=call)
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True, check=False
    )
    told = [int(number) for number in ended.stdout.split()]
    made = gallery(tmp_path)
    assert made.trouble is None
    assert all(found(made, number) == f"visit-{number}" for number in told if number != 1)
    if -1 in told:
        assert found(made, 1) != "visit-1"
    assert isinstance(made.enrol("after", [template(50)]), GalleryState)


_STOPPED = """
import os, sys
from pathlib import Path
from tests.devices.vision.faces.galleries import gallery, template
left = {call}
def counted(function):
    def call(*arguments, **named):
        global left
        left -= 1
        if not left:
            os._exit(9)  # no handler, no buffer written: what a kill leaves
        return function(*arguments, **named)
    return call
os.fsync, Path.replace, Path.unlink = counted(os.fsync), counted(Path.replace), counted(Path.unlink)
made = gallery(Path(sys.argv[1]))
for number in range(3):
    made.enrol(f"visit-{{number}}", [template(number)])
    print(number, flush=True)
made.forget("visit-1")
made.enrol("visit-2", [template(2)])
"""
