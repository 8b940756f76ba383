"""A proof is whole, readable, the same each time, and survives whatever stands in it."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printing.documents.proofs import ProofData, render_proof, warm_up
from printing.worker import render_pages
from tests.printing.proof_data import AT, HEAD, proof, rows


def _reader(data: ProofData) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_proof(data)))


def _texts(data: ProofData) -> list[str]:
    return [page.extract_text() for page in _reader(data).pages]


def test_everything_that_was_given_stands_on_the_paper() -> None:
    data = proof(3)
    text = "".join(_texts(data)).replace("\n", "")
    wanted = [data.title, data.number, data.verification_code, data.issuer, "张𬱖䶮", "420102199003070014"]
    wanted += ["2001-03", "4,496.00", "3 个月", "涂改、拼接无效。", "三个月内有效", "2026 年 11 月 21 日", "样章"]
    assert [one for one in wanted if one not in text] == []


def test_each_page_repeats_the_head_and_says_which_page_of_how_many() -> None:
    texts = _texts(proof(60))
    assert len(texts) >= 3
    for number, text in enumerate(texts, 1):
        assert f"第 {number} 页 共 {len(texts)} 页" in text
        assert "420102-SB-20261121-0004127" in text
    with_rows = [text for text in texts if "359.52" in text]
    assert all(all(name in text for name in HEAD) for text in with_rows)


def test_no_row_is_lost_or_printed_twice_over_several_pages() -> None:
    text = "".join(_texts(proof(130)))
    periods = [row[0] for row in rows(130)]
    assert [text.count(period) for period in periods] == [1] * 130


def test_the_signature_stays_with_its_seal_on_one_page() -> None:
    for count in range(6, 24):
        page = next(text for text in _texts(proof(count)) if "扫码核验真伪" in text)
        assert "2026 年 11 月 21 日" in page


def test_the_same_data_gives_the_same_bytes() -> None:
    assert render_proof(proof()) == render_proof(proof())


def test_several_proofs_at_once_do_not_disturb_each_other() -> None:
    alone = render_proof(proof(20))
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(render_proof, [proof(20)] * 8)) == {alone}


def test_the_file_names_its_title_language_and_date_and_holds_its_fonts() -> None:
    reader = _reader(proof())
    assert reader.metadata is not None
    assert reader.metadata.title == "个人参保缴费证明"
    assert reader.metadata.creation_date == AT
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    for page in reader.pages:
        box = page.mediabox
        assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (210, 297)
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_a_phone_reads_the_code_from_the_printed_page() -> None:
    data = proof(2)
    page = Image.open(io.BytesIO(render_pages(render_proof(data), 1240)[0]))
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [data.qr_text]


def test_no_record_is_said_and_not_left_blank() -> None:
    assert "无记录" in _texts(proof(0, totals=()))[0]


def test_a_proof_without_table_has_none() -> None:
    assert "无记录" not in _texts(proof(0, table_head=(), totals=()))[0]


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    data = proof(0, table_head=("项目", "内容"), table_rows=(("经营范围", "技术开发" * 1500 + "完"),), totals=())
    text = "".join(_texts(data))
    assert text.count("技") == 1500
    assert "完" in text


def test_wrong_use_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        proof(issued_at=AT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="cells"):
        proof(0, table_rows=(("一",),))


def test_a_log_line_with_a_proof_shows_no_person() -> None:
    assert "420102199003070014" not in repr(proof())
    assert "张" not in repr(proof())


def test_a_page_is_ready_before_anyone_waits() -> None:
    warm_up()
    data = proof(10)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        render_proof(data)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.2


_TEXTS = st.text(max_size=60)


@given(_TEXTS, _TEXTS, _TEXTS, st.lists(st.tuples(_TEXTS, _TEXTS), max_size=4), st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_whatever_a_platform_writes_gives_a_document(
    title: str, number: str, intro: str, fields: list[tuple[str, str]], columns: int
) -> None:
    data = proof(
        0,
        title=title,
        number=number,
        issuer=title,
        intro=intro,
        holder=tuple(fields),
        table_head=(title,) * columns,
        table_rows=((intro,) * columns,) * 3,
        totals=tuple(fields),
        notes=(intro, number),
    )
    assert len(_reader(data).pages) >= 1
