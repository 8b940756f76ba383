"""The list of pairs, as people write and save it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from devices.vision.faces.pairs import ListTrouble, NoList, Pair, pairs_in, read_pairs

FOLDER = Path("/lists")
WANTED = [Pair(FOLDER / "甲.jpg", FOLDER / "b/2.jpg", True), Pair(FOLDER / "甲.jpg", Path("/c.jpg"), False)]


@pytest.mark.parametrize(
    "data",
    [
        "file_a,file_b,same\n甲.jpg,b/2.jpg,1\n甲.jpg,/c.jpg,0\n".encode(),
        "file_a,file_b,same\r\n甲.jpg,b/2.jpg,True\r\n甲.jpg,/c.jpg,no\r\n".encode("utf-8-sig"),
        "file_a,file_b,same\n甲.jpg,b/2.jpg,是\n甲.jpg,/c.jpg,否\n".encode("gb18030"),
        "file_a;file_b;same\n甲.jpg;b/2.jpg;1\n\n甲.jpg;/c.jpg;0".encode(),
        'Same, File_B ,file_a,note\n1,"b/2.jpg",甲.jpg,x\n0,/c.jpg,甲.jpg,"a, b"\n'.encode(),
    ],
    ids=["plain", "excel", "gbk", "semicolons", "other-order"],
)
def test_a_list_is_read_however_it_was_saved(data: bytes) -> None:
    assert pairs_in(data, FOLDER) == WANTED


@pytest.mark.parametrize(
    ("text", "trouble", "line"),
    [
        ("", ListTrouble.NO_COLUMNS, 1),
        ("a,b,same\n1,2,1\n", ListTrouble.NO_COLUMNS, 1),
        ("file_a,file_b,same\na,b,1\na,b\n", ListTrouble.BAD_ROW, 3),
        ("file_a,file_b,same\na,b,perhaps\n", ListTrouble.BAD_ROW, 2),
        ("file_a,file_b,same\n,b,1\n", ListTrouble.BAD_ROW, 2),
        ("file_a,file_b,same\na,\0,1\n", ListTrouble.NO_TEXT, 0),
    ],
)
def test_a_list_that_is_none_names_the_line(text: str, trouble: ListTrouble, line: int) -> None:
    assert pairs_in(text.encode(), FOLDER) == NoList(trouble, line)


def test_a_file_that_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(128, 256)))
    assert read_pairs(tmp_path / "none.csv") == NoList(ListTrouble.MISSING)
    assert read_pairs(tmp_path) == NoList(ListTrouble.MISSING)
    assert isinstance(read_pairs(tmp_path / "picture.jpg"), NoList)


names = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(some.binary(max_size=300))
def test_any_bytes_are_a_list_or_none(data: bytes) -> None:
    for text in (data, b"file_a,file_b,same\n" + data):
        found = pairs_in(text, FOLDER)
        assert isinstance(found, NoList) or all(isinstance(pair, Pair) for pair in found)


@given(some.lists(some.tuples(names, names, some.sampled_from(["1", "0", "x", ""])), max_size=6))
def test_rows_of_any_text_are_pairs_or_a_trouble_with_its_line(rows: list[tuple[str, str, str]]) -> None:
    text = "file_a,file_b,same\n" + "".join(",".join(row) + "\n" for row in rows)
    found = pairs_in(text.encode(), FOLDER)
    assert found.line >= 0 if isinstance(found, NoList) else len(found) <= text.count("\n")
