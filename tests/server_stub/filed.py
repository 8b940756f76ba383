"""A filed case, and the department that works on it."""

from __future__ import annotations

from typing import Any

import httpx

from tests.server_stub.terminal import GIVEN, Identified, Terminal, flexible, right


class Filed:
    """A case of 张望舒 for insurance as flexibly employed: one material may follow later (容缺) where she wishes."""

    def __init__(self, terminal: Terminal, *, deferred: bool = False) -> None:
        self.terminal = terminal
        self.session = terminal.identify("worker-gaps")
        self.put = flexible(consent_police="" if deferred else "yes")
        given = [g for g in GIVEN if deferred or g["key"] != "household-paper"]
        given += [] if deferred else [{"key": "household-data", "given": 1}]
        self.slip: dict[str, Any] = terminal.file(self.session, self.put, given)
        self.number: str = self.slip["case_number"]
        self.system = Terminal(terminal.app, terminal.clock, "JA-XT-RS")
        self.sequence = 0

    def send(self, move: str, sequence: int | None = None, **order: Any) -> httpx.Response:
        """The department's system says what it did."""
        if sequence is None:
            self.sequence += 1
            sequence = self.sequence
        body = {"sequence": sequence, "order": {"move": move, **order}}
        return self.system.call("POST", f"/v1/department/cases/{self.number}/messages", body)

    def do(self, *moves: str, **order: Any) -> dict[str, Any]:
        """Several moves that must go through; the last one's answer."""
        answer: dict[str, Any] = {}
        for move in moves:
            answer = right(self.send(move, **order)).json()
        return answer

    def detail(self) -> dict[str, Any]:
        """As the applicant sees it."""
        session = self.terminal.identify("worker-gaps")
        found: dict[str, Any] = self.terminal.get(f"/v1/cases/{self.number}", session.token)
        return found

    @property
    def state(self) -> str:
        return str(self.detail()["case"]["state"])

    def pdf(self, kind: str) -> bytes:
        """The paper of the case's notice of that kind."""
        notice = next(n for n in self.detail()["notices"] if n["kind"] == kind)
        session: Identified = self.terminal.identify("worker-gaps")
        path = f"/v1/cases/{self.number}/notices/{notice['id']}/pdf"
        return right(self.terminal.call("GET", path, token=session.token)).content
