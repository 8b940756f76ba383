"""The photo decoder, with libraries of C as a vendor's would be: good, failing, crashing, hanging, talkative."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from devices.cards.photo import NoDecoder, VendorDecoder
from devices.ports import PhotoState

LIBRARY = r"""
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

int unpack(unsigned char *wlt, unsigned char *picture, int mode) {
    printf("vendors like to talk\n"); fflush(stdout);
    FILE *left = fopen("zp.bmp", "w"); if (left) { fputs("a face", left); fclose(left); }
    switch (wlt[0]) {
    case 'c': abort();
    case 'h': for (;;) pause();
    case 'l': return -5;
    case 'x': return 7;
    }
    for (int i = 0; i < 102 * 126; i++) { picture[3*i] = 200; picture[3*i+1] = i < 102 ? 10 : 20; picture[3*i+2] = 30; }
    return 1;
}

int to_bmp(unsigned char *wlt, unsigned char *picture, int mode) {
    unsigned char head[54] = {'B','M', 0xCE,0x97,0,0, 0,0,0,0, 54,0,0,0, 40,0,0,0, 102,0,0,0, 126,0,0,0, 1,0, 24,0};
    memcpy(picture, head, 54); memset(picture + 54, 0x40, 308 * 126); picture[54] = 0xFF;
    return mode;
}
"""
Make = Callable[..., VendorDecoder]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wlt")
    source, built = folder / "wlt.c", folder / "libwlt.so"
    source.write_text(LIBRARY)
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", built, source], check=True)
    return built


@pytest.fixture
def decoder(library: Path) -> Iterator[Make]:
    made: list[VendorDecoder] = []

    def make(*arguments: object, **options: object) -> VendorDecoder:
        made.append(VendorDecoder(*(arguments or (library,)), **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


def pixel(png: bytes, x: int, y: int) -> object:
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (102, 126)
        return picture.getpixel((x, y))


def wlt(kind: str) -> bytes:
    return kind.encode().ljust(1024, b"\0")


def test_a_photo_becomes_a_png_with_its_colours(decoder: Make) -> None:
    photo = decoder().decode(wlt("g"))
    assert photo.state is PhotoState.DECODED
    assert (pixel(photo.png, 0, 0), pixel(photo.png, 5, 5)) == ((30, 10, 200), (30, 20, 200))


def test_order_of_colours_and_rows_can_be_set(decoder: Make) -> None:
    photo = decoder(colours="rgb", bottom_up=True).decode(wlt("g"))
    assert (pixel(photo.png, 0, 125), pixel(photo.png, 5, 5)) == ((200, 10, 30), (200, 20, 30))


def test_a_bmp_is_understood_and_the_entry_may_have_another_name(decoder: Make, library: Path) -> None:
    photo = decoder(library, "to_bmp", mode=1).decode(wlt("g"))
    assert pixel(photo.png, 0, 125) == (0x40, 0x40, 0xFF)


@pytest.mark.parametrize("kind", ["l", "x"])
def test_a_library_that_refuses_costs_the_photo_only(decoder: Make, kind: str) -> None:
    one = decoder()
    assert one.decode(wlt(kind)).state is PhotoState.FAILED
    assert one.decode(wlt("g")).state is PhotoState.DECODED


def test_a_crash_and_a_hang_cost_one_photo_each(decoder: Make) -> None:
    one = decoder(seconds=0.3)
    assert one.decode(wlt("g")).state is PhotoState.DECODED
    for kind in ("c", "h"):
        assert one.decode(wlt(kind)).state is PhotoState.FAILED
        assert one.decode(wlt("g")).state is PhotoState.DECODED


def test_a_missing_library_or_entry_is_a_failed_photo(decoder: Make, library: Path, tmp_path: Path) -> None:
    assert decoder(tmp_path / "none.so").decode(wlt("g")).state is PhotoState.FAILED
    assert decoder(library, "no_such").decode(wlt("g")).state is PhotoState.FAILED


def test_nothing_of_a_face_stays_on_disk(decoder: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    hasty, one = decoder(seconds=0.3), decoder()
    for which, kind in ((one, "c"), (hasty, "h")):  # the library dies, or is killed
        assert which.decode(wlt(kind)).state is PhotoState.FAILED
        assert [found for found in tmp_path.rglob("*") if found.is_file()] == []
    assert one.decode(wlt("g")).state is PhotoState.DECODED
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []
    for which in (one, hasty):
        which.close()
    assert list(tmp_path.iterdir()) == []


def test_no_decoder_and_no_photo_are_told_apart(decoder: Make) -> None:
    assert NoDecoder().decode(wlt("g")).state is PhotoState.NO_DECODER
    assert NoDecoder().decode(b"").state is PhotoState.NONE
    assert decoder().decode(b"").state is PhotoState.NONE


def test_a_closed_decoder_decodes_nothing(decoder: Make) -> None:
    one = decoder()
    one.close()
    one.close()
    assert one.decode(wlt("g")).state is PhotoState.FAILED
