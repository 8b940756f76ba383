"""What paper costs: a document issued by the platform over HTTP, receipts as bytes, previews as pictures."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

from devices.emulators.hall import Hall
from kiosk.parts import PREVIEW_WIDTH
from printing.documents.slip import slip_receipt
from printing.documents.ticket import ticket_receipt
from printing.printers.escpos_job import job, warm_up
from printing.worker import RenderWorker
from tests.bench.figures import Figure, median, percentile, spread
from tests.printing.papers import SLIP, TICKET
from tests.signed import session_at

_GOAL = 200.0
_ROUNDS = 15
_WANTED: dict[str, dict[str, Any]] = {
    "社保参保缴费证明": {"kind": "social-insurance", "answers": {"insurance": "pension", "period": "24-months"}},
    "不动产查询结果": {"kind": "property-search", "answers": {"purpose": "school", "scope": "self"}},
}


def issuing(folder: Path) -> tuple[list[Figure], bytes]:
    """The rows of issuing, and the document issued last."""
    rows, pdf = [], b""
    with Hall(folder, ("platform",)) as hall, session_at(hall.url) as http:
        citizen = _Citizen(http, hall.url)
        for title, wanted in _WANTED.items():
            samples = []
            for number in range(_ROUNDS + 1):
                began = time.perf_counter()
                issued = citizen.call("/v1/me/documents", wanted)
                if number:  # the first one loads fonts
                    samples.append((time.perf_counter() - began) * 1000)
            pdf = pdf or citizen.pdf(issued["id"])
            rows.append(_row(f"平台出证 · platform issues: {title}", samples, "POST /v1/me/documents with its PDF"))
    return rows, pdf


def our_own(pdf: bytes) -> list[Figure]:
    """The rows of receipts and previews."""
    warm_up()
    worker = RenderWorker()
    try:
        worker.warm_up().result(20)
        pages = len(worker.pages(pdf, PREVIEW_WIDTH).result(20))
        return [
            _row("小票渲染 · ticket → ESC/POS", _timed(lambda: job(ticket_receipt(TICKET)).data), ""),
            _row("回执渲染 · slip → ESC/POS", _timed(lambda: job(slip_receipt(SLIP)).data), ""),
            _row(
                f"预览渲染 · preview, {pages} page(s) → PNG",
                _timed(lambda: worker.pages(pdf, PREVIEW_WIDTH).result(20)),
                f"{PREVIEW_WIDTH} px wide, in the rendering process",
            ),
        ]
    finally:
        worker.close()


def _timed(work: Callable[[], object]) -> list[float]:
    samples = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work()
        samples.append((time.perf_counter() - began) * 1000)
    return samples


def _row(name: str, samples: list[float], note: str) -> Figure:
    words = [f"median, {spread(samples)}, p95 {percentile(samples, 0.95):g}", note]
    return Figure(name, median(samples), "ms", _GOAL, note="; ".join(filter(None, words)))


class _Citizen:
    """A citizen at level 3, as a terminal calls for them."""

    def __init__(self, http: requests.Session, url: str) -> None:
        self._http, self._url = http, url
        card = next(c for c in self._get("/demo/citizens").json() if c["key"] == "home-owner")["cards"][0]
        until = card["valid_until"]
        day = None if until == "长期" else f"{until[:4]}-{until[4:6]}-{until[6:]}"
        document = {"kind": "resident-card", "number": card["number"], "name": card["name"], "valid_until": day}
        self._identified(self.call("/v1/identifications", document))
        sent = self.call("/v1/phone-codes", {"purpose": "second-proof"})
        code = self._get("/demo/messages").json()[-1]["code"]
        self._identified(self.call(f"/v1/phone-codes/{sent['id']}/verification", {"code": code})["session"])

    def call(self, path: str, body: Mapping[str, Any]) -> Any:
        """Writes; what comes back."""
        answer = self._http.post(self._url + path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
        answer.raise_for_status()
        return answer.json()

    def pdf(self, document: str) -> bytes:
        """The bytes of an issued document."""
        return self._get(f"/v1/me/documents/{document}/pdf").content

    def _get(self, path: str) -> requests.Response:
        answer = self._http.get(self._url + path)
        answer.raise_for_status()
        return answer

    def _identified(self, session: Mapping[str, Any]) -> None:
        self._http.headers["Authorization"] = f"Bearer {session['token']}"
