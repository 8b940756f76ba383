"""What a terminal is offered, and what it is told of it."""

from __future__ import annotations

from server_stub.documents.proofs import load_proofs
from server_stub.halls.loader import load_site
from server_stub.people.registers import SOURCES
from tests.server_stub.terminal import Terminal, problem
from tests.server_stub.test_catalogue_data import SERVICES, texts


def test_proofs_are_complete() -> None:
    proofs = load_proofs()
    assert set(proofs) == {"social-insurance", "property-search"}
    for proof in proofs.values():
        for text in (proof.title, proof.about, proof.department, *texts(proof.questions)):
            assert bool(text.zh) == bool(text.en)
        assert proof.sources <= set(SOURCES)


def test_halls_and_terminals_name_what_there_is() -> None:
    site, codes = load_site(), {service.code for service in SERVICES}
    for hall in site.halls.values():
        assert hall.region in site.districts
        for business in hall.businesses.values():
            assert business.title.zh
            assert business.title.en
            assert not business.service or business.service in codes
    for menu in site.menus.values():
        assert set(menu.hot) | set(menu.hidden) <= codes
    for terminal in site.terminals.values():
        hall = site.halls[terminal.hall]
        assert terminal.menu in site.menus
        assert (terminal.kind == "window") == (terminal.window in {w.id for w in hall.windows})


def test_a_service_rests_while_its_register_is_out_of_reach(terminal: Terminal) -> None:
    assert not any(s["resting"]["zh"] for s in terminal.get("/v1/services"))
    terminal.fault(source="housing-fund")
    resting = {s["code"] for s in terminal.get("/v1/services") if s["resting"]["zh"]}
    assert resting == {"GJ-ZFTQ-0005"}
    assert terminal.get("/v1/services/GJ-ZFTQ-0005/guide")["service"]["resting"]["en"]


def test_an_unknown_service_is_not_found(terminal: Terminal) -> None:
    assert problem(terminal.call("GET", "/v1/services/XX-0000-0000/guide")) == (404, "service.unknown")
    token = terminal.known("worker-gaps").token
    assert problem(terminal.call("GET", "/v1/me/prefill?service=x", token=token)) == (404, "service.unknown")
    answer = terminal.call("POST", "/v1/case-numbers", {"service": "x"}, token=token)
    assert problem(answer) == (404, "service.unknown")
