"""Photographs from anywhere: read upright and in colours, or refused by name, in little memory and time."""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageFile

from devices.vision.faces.reading import LONGEST, MOST_BYTES, SMALL, PhotoTrouble, usable_file, usable_photo

_LEFT, _RIGHT = (200, 40, 30), (20, 60, 210)


def halves(width: int = 500, height: int = 400) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), _LEFT)
    image.paste(_RIGHT, (width // 2, 0, width, height))
    return image


def saved(image: Image.Image, form: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def picture(data: bytes) -> np.ndarray:
    read = usable_photo(data)
    assert not isinstance(read, PhotoTrouble), read
    assert read.ndim == 3
    assert read.dtype == np.uint8
    assert read.flags.c_contiguous
    return read


def is_about(pixel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel[::-1].astype(int) - colour).max() < 25)


@pytest.mark.parametrize(
    "data",
    [
        saved(halves()),
        saved(halves(), "JPEG", quality=95),
        saved(halves(), "JPEG", quality=95, progressive=True),
        saved(halves(), "BMP"),
        saved(halves(), "WEBP", quality=95),
        saved(halves().quantize(8)),
        saved(halves().convert("RGBA")),
        saved(halves().convert("CMYK"), "JPEG", quality=95),
    ],
    ids=["png", "jpeg", "progressive", "bmp", "webp", "palette", "alpha", "cmyk"],
)
def test_usual_pictures_are_read_in_their_colours(data: bytes) -> None:
    read = picture(data)
    assert read.shape == (400, 500, 3)
    assert is_about(read[200, 100], _LEFT)
    assert is_about(read[200, 400], _RIGHT)


def test_what_a_camera_says_of_its_own_turn_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    read = picture(saved(halves(), "JPEG", quality=95, exif=exif))
    assert read.shape == (500, 400, 3)
    assert is_about(read[100, 200], _LEFT)
    assert is_about(read[400, 200], _RIGHT)


def test_grey_pictures_of_8_and_16_bits_are_as_bright_as_they_were() -> None:
    grey = np.tile(np.linspace(0, 255, 500).astype(np.uint8), (420, 1))
    for data in (saved(Image.fromarray(grey)), saved(Image.fromarray(grey.astype(np.uint16) * 257))):
        assert np.abs(picture(data)[0, :, 1].astype(int) - grey[0]).max() <= 1


def test_holes_are_white_and_hide_nothing() -> None:
    image = halves().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert picture(saved(image)).min() == 255


def test_a_small_photo_of_a_card_is_enlarged_before_a_face_is_looked_for() -> None:
    assert picture(saved(halves(102, 126))).shape == (SMALL, 324, 3)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", PhotoTrouble.EMPTY),
        (b"no picture at all", PhotoTrouble.NO_PICTURE),
        (b"%PDF-1.7", PhotoTrouble.NO_PICTURE),
        (saved(halves(), "TIFF"), PhotoTrouble.NO_PICTURE),
        (saved(halves())[:400], PhotoTrouble.BROKEN),
        (saved(halves(), "JPEG")[:900], PhotoTrouble.BROKEN),
        (saved(halves(1, 1)), PhotoTrouble.TOO_SMALL),
        (saved(halves(3000, 40)), PhotoTrouble.TOO_SMALL),
        (saved(halves(15_000, 60)), PhotoTrouble.TOO_SMALL),
        (bytes(MOST_BYTES + 1), PhotoTrouble.TOO_LARGE),
        (
            saved(halves(), "PNG", save_all=True, append_images=[halves(500, 400).rotate(180)]),
            PhotoTrouble.MOVING,
        ),
        (saved(halves(), "WEBP", save_all=True, append_images=[halves().rotate(180)]), PhotoTrouble.MOVING),
        (saved(halves(), "GIF"), PhotoTrouble.NO_PICTURE),
    ],
)
def test_what_is_no_photograph_is_told_by_name(data: bytes, why: PhotoTrouble) -> None:
    assert usable_photo(data) is why


def test_a_cut_picture_is_broken_whatever_another_library_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert usable_photo(saved(halves(), "JPEG")[:900]) is PhotoTrouble.BROKEN


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that claims, and unpacks to, so many pixels."""
    rows = zlib.compress(bytes(min(height * (1 + 3 * width), 64 << 20)), 9)
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (2_000_000_000, 60), (20_000, 4_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    data, began = bomb(*size), time.monotonic()
    assert usable_photo(data) is PhotoTrouble.TOO_LARGE
    assert time.monotonic() - began < 1.0


def test_a_progressive_jpeg_with_thousands_of_passes_is_refused() -> None:
    data = saved(halves(), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    assert usable_photo(data[:-2] + data[scan:-2] * 3000 + data[-2:]) is PhotoTrouble.TOO_LARGE


_PEAK = """
import sys
from pathlib import Path
from devices.vision.faces.reading import PhotoTrouble, usable_file
def peak():
    return next(int(line.split()[1]) for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
before = peak()
read = usable_file(Path(sys.argv[1]))
print((peak() - before) // 1024, read.value if isinstance(read, PhotoTrouble) else max(read.shape))
"""


@pytest.mark.parametrize(
    ("size", "form", "told"),
    [
        ((7680, 4320), "JPEG", LONGEST),
        ((7680, 4320), "PNG", "too-large"),
        ((4032, 3024), "PNG", LONGEST),
        ((4032, 3024), "WEBP", LONGEST),
    ],
)
def test_a_picture_of_8k_takes_little_memory(tmp_path: Path, size: tuple[int, int], form: str, told: object) -> None:
    file = tmp_path / "large"
    file.write_bytes(saved(halves(*size).convert("RGBA" if form != "JPEG" else "RGB"), form))
    ended = subprocess.run([sys.executable, "-c", _PEAK, str(file)], stdout=subprocess.PIPE, text=True, check=True)
    megabytes, result = ended.stdout.split()
    assert result == str(told)
    assert int(megabytes) < 230


def test_a_file_that_is_none_is_missing_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    assert usable_file(tmp_path / "none.jpg") is PhotoTrouble.MISSING
    assert usable_file(tmp_path) is PhotoTrouble.MISSING
    assert usable_file(Path("/dev/zero")) is PhotoTrouble.MISSING
    assert usable_file(Path("nul\0byte")) is PhotoTrouble.MISSING


_GOLDEN = tuple(
    saved(halves(64, 60), form, **how)
    for form, how in (("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("BMP", {}), ("WEBP", {}))
)


@given(some.sampled_from(_GOLDEN), some.lists(some.tuples(some.integers(0, 5000), some.integers(0, 255)), max_size=8))
@settings(deadline=None, max_examples=400)
def test_garbled_pictures_are_pictures_or_troubles_and_nothing_else(
    data: bytes, changes: list[tuple[int, int]]
) -> None:
    spoiled = bytearray(data)
    for at, value in changes:
        spoiled[at % len(spoiled)] = value
    read = usable_photo(bytes(spoiled))
    assert isinstance(read, PhotoTrouble) or (read.ndim == 3 and read.shape[2] == 3)


def test_reading_leaves_no_file_open() -> None:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert limit[0] > 0
    opened = len(list(Path("/proc/self/fd").iterdir()))
    for data in _GOLDEN:
        usable_photo(data)
        usable_photo(data[:100])
    assert len(list(Path("/proc/self/fd").iterdir())) == opened
