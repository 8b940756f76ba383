"""打印证明: a proof of the platform, on paper."""

from __future__ import annotations

import uuid

from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.identify import identify
from kiosk.flows.paper import print_paper, take_it
from kiosk.rules.people import Assurance
from kiosk.rules.proofs import Availability, Proof
from kiosk.steps.choices import AskQuestion, ChooseProof, HowMany
from kiosk.steps.hall import Doing
from kiosk.steps.paper import Paper, Preview, TakeYourPaper
from printing.ports import FinishedPdf

_NOT_NOW = {Availability.NO_RECORD: "proof.no-record", Availability.UNAVAILABLE: "proof.unavailable"}


async def print_proof(visit: CitizenVisit) -> None:
    """From who you are to the paper in your hand."""
    holder = await identify(visit, Assurance.CARD_AND_SECOND_PROOF)
    licences = visit.platforms.licences

    async def questions(visit: CitizenVisit) -> tuple[Proof, dict[str, str], int]:
        proofs = await visit.wait_for(Doing.LOOKING_UP, licences.printable, holder.session)
        if not proofs:
            raise Failure("proof.none")
        proof = await visit.ask(ChooseProof(proofs))
        if code := _NOT_NOW.get(proof.availability):
            raise Failure(code)
        answers = {q.key: await visit.ask(AskQuestion(q, proof.title)) for q in proof.questions}
        copies = await visit.ask(HowMany(proof.copies_at_most, proof.title))
        return proof, answers, copies

    proof, answers, copies = await visit.walk(questions)
    key = str(uuid.uuid4())
    document = await visit.commit(Doing.ISSUING, licences.issue, holder.session, proof.kind, answers, key)
    pages = await visit.wait_for(Doing.PREPARING, visit.desk.papers.previews, document.pdf)
    await visit.ask(Preview(document.title, document.number, pages, copies))
    await print_paper(visit, FinishedPdf(document.pdf, copies, document.title.zh, document.pages, document.number))
    await take_it(visit, TakeYourPaper(Paper.PROOF, copies))
