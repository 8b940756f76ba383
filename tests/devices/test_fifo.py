"""Commands to one device: in order, each ending in its own way."""

from __future__ import annotations

import functools

import pytest

from devices.fifo import Fifo, NotDone


class Rig:
    def __init__(self) -> None:
        self.now, self.woken = 0.0, 0
        self.fifo = Fifo(self._wake, lambda: self.now)

    def _wake(self) -> None:
        self.woken += 1


def test_commands_are_done_in_the_order_they_were_given() -> None:
    rig, done = Rig(), list[int]()

    def note(number: int) -> int:
        done.append(number)
        return number

    results = [rig.fifo.put(functools.partial(note, number), 5) for number in range(4)]
    assert rig.woken == 4
    rig.fifo.run()
    assert done == [0, 1, 2, 3]
    assert [result.result(0) for result in results] == done


def test_cancelled_and_timed_out_are_different_ends_and_neither_is_done() -> None:
    rig, done = Rig(), list[str]()
    late = rig.fifo.put(lambda: done.append("late"), 1)
    given_up = rig.fifo.put(lambda: done.append("given up"), 9)
    assert rig.fifo.left() == 1
    assert given_up.cancel()
    rig.now = 1.0
    rig.fifo.run()
    assert (late.result(0), given_up.cancelled(), done) == (NotDone.TIMED_OUT, True, [])
    assert rig.fifo.left() is None


def test_a_device_that_goes_away_ends_the_command_in_hand_and_leaves_the_others_their_time() -> None:
    rig = Rig()

    def lose() -> None:
        raise OSError("unplugged")

    in_hand, waiting = rig.fifo.put(lose, 5), rig.fifo.put(lambda: 1, 5)
    with pytest.raises(OSError, match="unplugged"):
        rig.fifo.run()
    assert in_hand.result(0) is NotDone.GONE
    assert not waiting.done()
    rig.fifo.run()
    assert waiting.result(0) == 1


def test_nobody_waits_for_a_driver_that_was_closed() -> None:
    rig = Rig()
    before = rig.fifo.put(lambda: 1, 5)
    rig.fifo.close()
    assert before.result(0) is rig.fifo.put(lambda: 1, 5).result(0) is NotDone.GONE
