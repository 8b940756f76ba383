"""The preview shows the real pages, and a bad file harms nothing."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printing.documents.proofs import render_proof
from printing.frames import BrokenFrame, pack, read
from printing.worker import NotRenderable, RenderWorker, Why
from tests.printing.proof_data import proof

PDF = render_proof(proof(30))


@pytest.fixture(scope="module")
def worker() -> Iterator[RenderWorker]:
    made = RenderWorker(seconds=10)
    yield made
    made.close()


def _why(answer: Future[tuple[bytes, ...]]) -> Why:
    with pytest.raises(NotRenderable) as refused:
        answer.result(30)
    return refused.value.why


def _child(worker: RenderWorker) -> int:
    worker.warm_up().result(30)
    assert worker._child is not None
    return worker._child.pid


def test_each_page_comes_as_a_picture_of_the_wanted_width(worker: RenderWorker) -> None:
    pages = worker.pages(PDF, 400).result(30)
    assert len(pages) == 3
    for page in pages:
        picture = Image.open(io.BytesIO(page))
        assert picture.size[0] == 400
        assert picture.size[1] == pytest.approx(400 * 297 / 210, abs=2)
        assert len(picture.convert("L").getcolors() or []) > 2  # not blank


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7", PDF[:3000], PDF[3000:], b"\x00" * 5000])
def test_a_file_that_is_none_is_told(worker: RenderWorker, broken: bytes) -> None:
    assert _why(worker.pages(broken, 400)) is Why.CORRUPT


@given(st.lists(st.tuples(st.integers(0, len(PDF) - 1), st.integers(0, 255)), min_size=1, max_size=60))
@settings(max_examples=15, deadline=None)
def test_a_damaged_file_gives_pages_or_a_reason(worker: RenderWorker, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(PDF)
    for place, value in changes:
        damaged[place] = value
    try:
        assert worker.pages(bytes(damaged), 60).result(30)
    except NotRenderable as refused:
        assert refused.why in (Why.CORRUPT, Why.TOO_LARGE)


def test_a_file_beyond_all_measure_is_refused(worker: RenderWorker) -> None:
    assert _why(worker.pages(b"%PDF" + bytes(33 << 20), 400)) is Why.TOO_LARGE
    tall = PDF.replace(b"/MediaBox [ 0 0 595.2756 841.8898 ]", b"/MediaBox [ 0 0 10.2756 14000.89 ]")
    assert tall != PDF
    assert _why(worker.pages(tall, 2000)) is Why.TOO_LARGE


def test_a_child_that_hangs_is_ended_and_the_next_preview_works() -> None:
    worker = RenderWorker(seconds=0.4)
    try:
        os.kill(_child(worker), signal.SIGSTOP)
        assert _why(worker.pages(PDF, 400)) is Why.TIMED_OUT
        worker.warm_up().result(30)
        assert worker.pages(PDF, 60).result(30)
    finally:
        worker.close()


def test_a_child_that_crashed_is_started_again(worker: RenderWorker) -> None:
    child = _child(worker)
    os.kill(child, signal.SIGSTOP)
    answer = worker.pages(PDF, 400)
    os.kill(child, signal.SIGKILL)
    assert answer.exception(30) is None or _why(answer) is Why.CRASHED
    assert worker.pages(PDF, 60).result(30)
    assert _child(worker) != child


def test_closing_answers_everybody_and_leaves_no_process() -> None:
    worker = RenderWorker()
    child = _child(worker)
    os.kill(child, signal.SIGSTOP)
    answers = [worker.pages(PDF, 400) for _ in range(3)]
    worker.close()
    assert {_why(answer) for answer in answers} == {Why.CLOSED}
    assert not Path(f"/proc/{child}").exists()
    assert _why(worker.pages(PDF, 400)) is Why.CLOSED


def test_a_preview_nobody_waits_for_is_not_made(worker: RenderWorker) -> None:
    first, second = worker.pages(PDF, 400), worker.pages(PDF, 400)
    cancelled = second.cancel()
    assert first.result(30)
    assert second.cancelled() == cancelled


def test_the_child_ends_with_its_stdin() -> None:
    with subprocess.Popen([sys.executable, "-m", "printing.worker"], stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(20) == 0


def test_wrong_use_is_refused(worker: RenderWorker) -> None:
    with pytest.raises(ValueError, match="width_px"):
        worker.pages(PDF, 10_000)


@given(st.binary(max_size=200))
def test_any_bytes_on_the_pipe_are_a_message_or_told_as_none(data: bytes) -> None:
    try:
        message = read(io.BytesIO(data))
    except BrokenFrame:
        return
    assert message is None or isinstance(message[0], dict)


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9), max_size=4), st.binary(max_size=99))
def test_a_message_arrives_as_it_was_sent(header: dict[str, int | str], body: bytes) -> None:
    assert read(io.BytesIO(pack(header, body))) == ({**header, "size": len(body)}, body)
