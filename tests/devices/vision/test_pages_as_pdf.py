"""What is sent: pages that fit, in a PDF that other programs read."""

from __future__ import annotations

import io

import numpy as np
import pypdf
import pytest
from PIL import Image

from devices.emulators.paper_scene import specimen
from devices.vision.encoding import MOST_BYTES_OF_A_PAGE, encoded, is_text
from devices.vision.page import find_page
from devices.vision.pdf import MOST_PAGES, PdfPage, pdf_of
from devices.vision.straighten import straightened
from tests.devices.vision.scenes import bgr, scene

MOST_OF_A_PDF_PAGE = 300_000
_PLATFORM_TAKES = 5_000_000


def _pdf_page(seed: int, quarters: int = 0) -> PdfPage:
    picture, _ = scene(seed)
    corners = find_page(picture)
    assert corners is not None
    made = encoded(straightened(picture, corners))
    return PdfPage(made.jpeg, made.width, made.height, made.grey, quarters)


def test_a_page_of_a_pdf_is_at_most_300_kb_in_any_light() -> None:
    for seed in range(10):
        assert len(pdf_of([_pdf_page(seed)])) <= MOST_OF_A_PDF_PAGE


def test_a_page_of_nothing_but_noise_fits_too() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (2339, 1654, 3), np.uint8)
    made = encoded(noise)
    assert len(made.jpeg) <= MOST_BYTES_OF_A_PAGE
    assert Image.open(io.BytesIO(made.jpeg)).size == (made.width, made.height)


def test_text_becomes_grey_and_a_seal_stays_red() -> None:
    assert is_text(bgr(specimen(1)))
    assert not is_text(bgr(specimen(1, seal=True)))


def test_other_programs_read_the_pdf_page_by_page() -> None:
    pages = [_pdf_page(0), _pdf_page(1, quarters=1), _pdf_page(2, quarters=3)]
    read = pypdf.PdfReader(io.BytesIO(pdf_of(pages)), strict=True)
    assert [page.rotation for page in read.pages] == [0, 90, 270]
    for made, page in zip(pages, read.pages, strict=True):
        [picture] = page.images
        assert picture.image is not None
        assert picture.image.size == (made.width, made.height)
        assert max(float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(841.89, abs=0.1)


def test_as_many_pages_as_allowed_fit_what_the_platform_takes() -> None:
    page = PdfPage(b"\xff\xd8" + bytes(MOST_BYTES_OF_A_PAGE - 2), 1240, 1754, True)
    assert len(pdf_of([page] * MOST_PAGES)) <= _PLATFORM_TAKES
    for wrong in (0, MOST_PAGES + 1):
        with pytest.raises(ValueError, match="pages"):
            pdf_of([page] * wrong)
