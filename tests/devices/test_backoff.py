"""How long drivers wait before they try again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devices.backoff import BackOff, BackOffPolicy
from devices.cards import sdt_link

BACK_WITHIN = 5.0


def test_pauses_double_up_to_a_bound_and_begin_anew_after_an_answer() -> None:
    back_off = BackOff(BackOffPolicy(first=0.25, factor=2, most=2.5, jitter=0), lambda: 0.7)
    assert [back_off.pause() for _ in range(6)] == [0.25, 0.5, 1.0, 2.0, 2.5, 2.5]
    back_off.reset()
    assert back_off.pause() == 0.25


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_chance_stretches_a_pause_by_its_share_only(chances: list[float]) -> None:
    policy = BackOffPolicy()
    steady, shaken = BackOff(BackOffPolicy(jitter=0)), BackOff(policy, iter(chances).__next__)
    for _ in chances:
        exact, real = steady.pause(), shaken.pause()
        assert exact * (1 - policy.jitter) - 1e-9 <= real <= min(exact * (1 + policy.jitter), policy.longest) + 1e-9


def test_two_terminals_that_lost_the_same_server_do_not_knock_together() -> None:
    one, other = BackOff(chance=lambda: 0.1), BackOff(chance=lambda: 0.9)
    assert all(abs(one.pause() - other.pause()) > 0.05 for _ in range(5))


def test_a_device_whose_fault_is_gone_is_back_within_five_seconds() -> None:
    opening = max(sdt_link.DEADLINES["sam-status"], sdt_link.DEADLINES["reset-sam"])
    assert BackOffPolicy().longest + opening + sdt_link.DEADLINES["find"] < BACK_WITHIN
