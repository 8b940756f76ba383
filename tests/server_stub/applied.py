"""An application for a life event, and the departments that work on its components."""

from __future__ import annotations

import random
from typing import Any

import httpx

from server_stub.cases.tables import Case
from server_stub.catalogue.models import Handling
from server_stub.joint.signing import digest_of
from server_stub.life_events.materials import materials_for
from server_stub.life_events.plans import Plan, plan
from server_stub.platform import Platform
from tests.server_stub.life_event_answers import random_form
from tests.server_stub.terminal import Identified, Terminal, right
from tests.server_stub.test_life_events import EVENTS, FILES

SYSTEMS = {
    "hrss": "JA-XT-RS",
    "medical-security": "JA-XT-RS",
    "civil-affairs": "JA-XT-MZ",
    "disabled-federation": "JA-XT-MZ",
    "fund-center": "JA-XT-GJ",
    "police": "JA-XT-GA",
    "market": "JA-XT-SC",
    "health": "JA-XT-WJ",
    "fire": "JA-XT-XF",
    "registry": "JA-XT-ZR",
}
LICENCE, FIRE, FOOD, PACKED = "SC-GTSL-2800", "YJ-XFJC-3100", "SC-SPXB-2807", "SC-YBZB-2811"
CREDIT_CODE = "92420102MA00TAMP82"  # of nobody yet
CODE_GIVEN = {"business-licence.credit_code": CREDIT_CODE}
GREENGROCER = {"form": "individual", "crowd": "large", "food": "made"}


class Applied:
    """Somebody who goes through a life event; nothing is sent before `file`."""

    def __init__(
        self,
        terminal: Terminal,
        event: str,
        answers: dict[str, str],
        who: str = "worker-gaps",
        seed: int = 1,
        session: Identified | None = None,
    ) -> None:
        self.terminal, self.event, self.answers, self.who = terminal, event, answers, who
        self.plan: Plan = plan(EVENTS[event], FILES, answers)
        self.form = random_form(self.plan, random.Random(seed)) | self.card() | self.relation()
        self.session: Identified = session or terminal.known(who)
        self.number = ""
        self.slip: dict[str, Any] = {}
        self.sequences: dict[str, int] = {}

    def card(self) -> dict[str, str]:
        """What the form has of the card, and a phone."""
        document, keys = self.terminal.document(self.who), {f.key for f in self.plan.form.fields}
        card = {"name": document["name"], "document_number": document["number"], "phone": "13800000001"}
        return {key: value for key, value in card.items() if key in keys}

    def relation(self) -> dict[str, str]:
        """Who has died, where the form asks for it: her father, for the bereaved one of the demo."""
        keys = {f.key for f in self.plan.form.fields}
        if self.who != "bereaved" or "deceased_number" not in keys:
            return {}
        document = self.terminal.document("deceased")
        known = {"deceased_name": document["name"], "deceased_number": document["number"]}
        return {k: v for k, v in (known | {"relation_to_deceased": "child"}).items() if k in keys}

    # ---- filing

    @property
    def path(self) -> str:
        return f"/v1/joint-applications/{self.number}"

    @property
    def digest(self) -> str:
        return digest_of(self.event, self.answers, self.form)

    def call(self, method: str, path: str = "", body: object = None, key: str | None = None) -> httpx.Response:
        return self.terminal.call(method, f"{self.path}{path}", body, token=self.session.token, key=key)

    def take_number(self) -> str:
        answer = right(self.terminal.call("POST", "/v1/joint-numbers", {"event": self.event}, token=self.session.token))
        self.number = str(answer.json()["number"])
        return self.number

    def put(self, version: int = 1) -> httpx.Response:
        return self.call("PUT", "", {"version": version, "answers": self.answers, "form": self.form})

    def given(self, *later: str) -> list[dict[str, Any]]:
        """All materials, but those that follow later."""
        needed = materials_for(self.plan.materials, self.form)
        return [{"key": m.key, "given": 0 if m.key in later else m.copies} for m in needed]

    def put_materials(self, *later: str) -> httpx.Response:
        return self.call("PUT", "/materials", self.given(*later))

    def sign(self) -> httpx.Response:
        return self.call("PUT", "/signature", {"digest": self.digest, "strokes": "W10="})

    def file(self, *later: str) -> Applied:
        self.take_number()
        right(self.put())
        right(self.put_materials(*later))
        self.slip = right(self.sign()).json()
        return self

    def deferrable(self) -> list[str]:
        """What may follow later."""
        needed = materials_for(self.plan.materials, self.form)
        return [m.key for m in needed if m.handling is Handling.DEFERRABLE]

    # ---- what departments do

    def case_number(self, service: str) -> str:
        return str(self.component(service)["number"])

    def send(self, service: str, move: str, sequence: int | None = None, **order: Any) -> httpx.Response:
        """The component's department says what it did."""
        number = self.case_number(service)
        if sequence is None:
            sequence = self.sequences[number] = self.sequences.get(number, 0) + 1
        system = Terminal(self.terminal.app, self.terminal.clock, SYSTEMS[FILES[service].facts.department])
        body = {"sequence": sequence, "order": {"move": move, **order}}
        answer = system.call("POST", f"/v1/department/cases/{number}/messages", body)
        if answer.status_code != 200:
            self.sequences[number] = sequence - 1
        return answer

    def do(self, service: str, *moves: str, **order: Any) -> None:
        """Moves that must go through; what is ordered beside them goes with the last one."""
        *first, last = moves
        for move in first:
            right(self.send(service, move))
        right(self.send(service, last, **order))

    def grant(self, service: str, **result: str) -> None:
        levels = FILES[service].facts.decision_levels
        self.do(service, "accept", "begin", *["forward"] * (levels - 1), "grant", result=result)

    # ---- what the applicant sees

    def view(self) -> dict[str, Any]:
        token = self.terminal.identify(self.who).token
        found: dict[str, Any] = self.terminal.get(self.path, token)
        return found

    def pdf(self, notice: str) -> bytes:
        token = self.terminal.identify(self.who).token
        return right(self.terminal.call("GET", f"{self.path}/notices/{notice}/pdf", token=token)).content

    def component(self, service: str) -> dict[str, Any]:
        return next(c for c in self.view()["components"] if c["service"] == service)

    def case(self, service: str) -> Case:
        """As the platform has it."""
        with self.platform.database.read() as db:
            return db.get_one(Case, self.case_number(service))

    def case_form(self, service: str) -> dict[str, str]:
        """The component's own form."""
        return dict(self.case(service).form or {})

    def states(self) -> dict[str, str]:
        return {c["service"]: c["outcome"] or c["state"] for c in self.view()["components"]}

    @property
    def platform(self) -> Platform:
        platform: Platform = self.terminal.app.state.platform
        return platform
