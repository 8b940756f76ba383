"""The search is exact: its answers are those of a full search in float64."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from devices.vision.faces import searching
from devices.vision.faces.looks import Template
from devices.vision.faces.searching import FURTHEST, Index, Nearest

People = dict[str, npt.NDArray[np.float32]]


def full_search(people: People, wanted: Template) -> Nearest | None:
    """As anybody would write it: no norms, no blocks, float64."""
    far = [
        (min(float(np.linalg.norm(row.astype(np.float64) - wanted)) for row in rows), number, name)
        for number, (name, rows) in enumerate(people.items())
    ]
    far.sort()
    if not far:
        return None
    return Nearest(far[0][2], far[0][0], far[1][0] if len(far) > 1 else FURTHEST)


def same(one: Nearest | None, other: Nearest | None) -> bool:
    if one is None or other is None:
        return one is other
    near = abs(one.distance - other.distance) < 1e-9 and abs(one.second - other.second) < 1e-9
    return one.person == other.person and near


def index_of(people: People, length: int) -> Index:
    index = Index(length)
    for name, rows in people.items():
        index.add(name, rows)
    return index


def crowd(persons: int, length: int, seed: int) -> People:
    chance = np.random.default_rng(seed)
    middle = chance.normal(size=length) / np.sqrt(length)
    return {
        f"p{number}": (middle + 0.6 * chance.normal(size=(chance.integers(1, 4), length)) / np.sqrt(length)).astype(
            np.float32
        )
        for number in range(persons)
    }


@pytest.mark.parametrize("seed", range(4))
def test_everybody_in_a_crowd_is_found_as_by_a_full_search(seed: int) -> None:
    people = crowd(400, 128, seed)
    index = index_of(people, 128)
    chance = np.random.default_rng(seed + 100)
    for name in list(people)[::9]:
        wanted = (people[name][0] + 0.05 * chance.normal(size=128)).astype(np.float32)
        assert same(index.search(wanted), full_search(people, wanted))


@given(
    some.lists(some.tuples(some.integers(0, 8), some.lists(some.integers(-3, 3), min_size=3, max_size=3)), max_size=30),
    some.lists(some.integers(-3, 3), min_size=3, max_size=3),
    some.sets(some.integers(0, 8)),
)
@settings(deadline=None)
def test_with_ties_twins_and_withdrawals_it_is_still_the_full_search(
    rows: list[tuple[int, list[int]]], wanted: list[int], gone: set[int]
) -> None:
    gathered: dict[str, list[list[int]]] = {}
    for person, row in rows:
        gathered.setdefault(f"p{person}", []).append(row)
    people = {name: np.array(all_of, np.float32) for name, all_of in gathered.items()}
    index = index_of(people, 3)
    for name in {f"p{number}" for number in gone} & people.keys():
        index.remove(name)
        del people[name]
    template = np.array(wanted, np.float32)
    assert same(index.search(template), full_search(people, template))
    assert len(index) == len(people)


@pytest.mark.parametrize("seed", range(30))
def test_two_persons_nearer_to_each_other_than_float32_can_tell_are_not_exchanged(seed: int) -> None:
    chance = np.random.default_rng(seed)
    wanted = chance.normal(size=128).astype(np.float32)
    row = (wanted + 0.01 * chance.normal(size=128)).astype(np.float32)
    people = {f"p{n}": np.nextafter(row, np.float32(n % 3))[None].copy() for n in range(6)}
    people["p6"] = row[None]
    assert same(index_of(people, 128).search(wanted), full_search(people, wanted))


def test_at_the_very_same_distance_the_earlier_person_is_named_with_no_margin() -> None:
    row = np.ones((1, 4), np.float32)
    found = index_of({"first": row, "second": row}, 4).search(row[0])
    assert found == Nearest("first", 0.0, 0.0)
    assert found.margin == 0


def test_the_second_best_is_another_person_not_another_picture_of_the_same() -> None:
    one = np.array([[1, 0], [1, 0.1], [1, 0.2]], np.float32)
    found = index_of({"a": one, "b": np.array([[0, 1]], np.float32)}, 2).search(one[0])
    assert found is not None
    assert found.margin == pytest.approx(2**0.5)


def test_alone_in_the_gallery_nobody_is_near() -> None:
    found = index_of({"a": np.eye(1, 4, dtype=np.float32)}, 4).search(np.eye(1, 4, dtype=np.float32)[0])
    assert found == Nearest("a", 0.0, FURTHEST)


def test_growing_moves_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "BLOCK", 8)
    people = crowd(60, 16, 1)
    index = Index(16)
    places = []
    for name, rows in people.items():
        index.add(name, rows)
        places.append(index._blocks[0].ctypes.data)
    assert len(index._blocks) > 5
    assert len(set(places)) == 1
    for rows in list(people.values())[::5]:
        assert same(index.search(rows[0]), full_search(people, rows[0]))


def test_who_is_removed_leaves_no_number_in_memory_and_the_place_is_used_again() -> None:
    people = crowd(20, 16, 2)
    index = index_of(people, 16)
    rows = index._rows["p3"][:]
    index.remove("p3")
    assert not any(index._blocks[0][row].any() for row in rows)
    used = index._used
    index.add("p3", people["p3"])
    assert index._used == used
    assert same(index.search(people["p3"][0]), full_search(people, people["p3"][0]))


def test_clearing_overwrites_all_rows() -> None:
    index = index_of(crowd(20, 16, 3), 16)
    block, used = index._blocks[0], index._used
    index.clear()
    assert not block[:used].any()
    assert index.search(np.ones(16, np.float32)) is None


def test_misuse_raises() -> None:
    index = index_of({"a": np.ones((1, 4), np.float32)}, 4)
    for person, rows in (("a", np.ones((1, 4))), ("b", np.ones((1, 5))), ("b", np.ones(4)), ("b", np.ones((0, 4)))):
        with pytest.raises(ValueError, match="new person"):
            index.add(person, rows.astype(np.float32))
