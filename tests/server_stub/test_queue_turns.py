"""The turns of one queue by themselves: fairness as it is promised, whatever arrives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server_stub.halls.models import Turns
from server_stub.queue.tables import Kind
from server_stub.queue.turns import bound, calls_before, choose, in_order, slots, weight

WEIGHT = st.integers(1, 9)
TURNS = st.builds(Turns, priority=WEIGHT, appointment=WEIGHT, ordinary=WEIGHT)
ARRIVALS = st.lists(st.lists(st.sampled_from(Kind), max_size=4), min_size=1, max_size=120)
COUNTS = st.dictionaries(st.sampled_from(Kind), st.integers(0, 12), max_size=3)


@given(turns=TURNS)
def test_a_round_has_as_many_slots_of_each_class_as_was_set(turns: Turns) -> None:
    assert {kind: slots(turns).count(kind) for kind in Kind} == {kind: weight(turns, kind) for kind in Kind}


@given(turns=TURNS, start=st.integers(0, 500), arrivals=ARRIVALS)
def test_nobody_waits_longer_than_the_bound_whoever_else_comes(
    turns: Turns, start: int, arrivals: list[list[Kind]]
) -> None:
    """Between two calls some arrive; then all the others are called."""
    waiting: dict[Kind, list[int]] = {kind: [] for kind in Kind}  # the last call by which each must be called
    calls = start
    for arriving in [*arrivals, *([[]] * sum(map(len, arrivals)))]:
        for kind in arriving:
            waiting[kind].append(calls + bound(turns, kind, len(waiting[kind])))
        chosen = choose(turns, calls, {kind: row for kind, row in waiting.items() if row})
        if chosen is not None:
            calls += 1
            assert calls <= waiting[chosen].pop(0)
        assert all(calls < latest for row in waiting.values() for latest in row)
    assert not any(waiting.values())


@given(turns=TURNS, calls=st.integers(0, 99), counts=COUNTS, kind=st.sampled_from(Kind))
def test_what_a_ticket_says_is_what_happens_if_nobody_else_comes(
    turns: Turns, calls: int, counts: dict[Kind, int], kind: Kind
) -> None:
    rows = {k: [(k, n) for n in range(counts.get(k, 0) + (k is kind))] for k in Kind}
    order = list(in_order(turns, calls, rows))
    assert order.index((kind, counts.get(kind, 0))) == calls_before(turns, calls, counts, kind)
    assert len(order) == sum(counts.values()) + 1
    assert calls_before(turns, calls, counts, kind) < bound(turns, kind, counts.get(kind, 0))


@given(turns=TURNS, calls=st.integers(0, 99), count=st.integers(0, 30))
def test_where_only_one_class_waits_it_gets_every_call(turns: Turns, calls: int, count: int) -> None:
    for kind in Kind:
        assert calls_before(turns, calls, {kind: count}, kind) == count
