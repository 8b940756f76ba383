"""办事: guide, form, review, signature, filed with unified intake, slip."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass, field

from kiosk.failures import NO_ANSWER, Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.flows.form import Filled, Refused, bring_to_window, fill_form, materials_of, refuse_papers
from kiosk.flows.identify import ask_for_code, identify
from kiosk.flows.paper import print_paper, slip_of, take_it
from kiosk.flows.scan import give
from kiosk.platforms.cases import GivenMaterial
from kiosk.platforms.client import encode_strokes
from kiosk.platforms.people import SentCode
from kiosk.rules.answers import digest
from kiosk.rules.cases import SlipData
from kiosk.rules.forms import FieldError
from kiosk.rules.people import Assurance, Holder
from kiosk.rules.services import Guide, Handling, Material
from kiosk.rules.texts import Text
from kiosk.steps.choices import AskQuestion, ChooseService
from kiosk.steps.filing import GuideAnswer, ShowGuide, Sign
from kiosk.steps.hall import Doing, Trouble
from kiosk.steps.paper import Paper, TakeYourPaper
from kiosk.visit import Back, Journal

_FOR_WHOM = "handled_by"
_CONTACT = Text("确认手机号是您的", "to confirm that the phone is yours")


@dataclass(frozen=True)
class Chosen:
    """What was chosen before the form: the service's guide and its 情形."""

    guide: Guide
    situation: tuple[tuple[str, str], ...] = field(repr=False)
    then: GuideAnswer

    @property
    def answers(self) -> dict[str, str]:
        """The situation as answers."""
        return dict(self.situation)

    @property
    def for_another(self) -> bool:
        """Whether it is for somebody else, whose papers count; who that is, only the form says."""
        return self.answers.get(_FOR_WHOM, "self") != "self"

    @property
    def materials(self) -> tuple[Material, ...]:
        """What the situation asks of anybody."""
        return self.guide.materials_for(self.answers)


async def apply(visit: CitizenVisit, service: str = "") -> GuideAnswer:
    """From the list of services to the slip. With `service` that one is taken, and its guide comes first.

    TAKE_NUMBER where the person, having read the guide, would rather have a number for the window.
    """
    choosing: Journal = []
    while True:
        chosen = await visit.walk(lambda visit: _choose(visit, service), choosing)
        if chosen.then is GuideAnswer.TAKE_NUMBER:
            return chosen.then
        refuse_papers(visit, tuple(m for m in chosen.materials if not m.licence))  # no e-licence stands for these
        holder = await identify(visit, max(chosen.guide.level, Assurance.CARD))
        if any(m.licence for m in chosen.materials) and not chosen.for_another:
            refuse_papers(visit, await materials_of(visit, chosen.guide, holder, chosen.answers))
        try:
            await _file(visit, chosen, holder)
        except Back:  # on the form's first page: back to the guide
            continue
        return chosen.then


async def _choose(visit: CitizenVisit, service: str) -> Chosen:
    catalogue = visit.platforms.catalogue
    if not service:
        services = await visit.wait_for(Doing.LOOKING_UP, catalogue.services)
        service = (await visit.ask(ChooseService(services))).code
    guide = await visit.wait_for(Doing.LOOKING_UP, catalogue.guide, service)
    situation: list[tuple[str, str]] = []
    titles: list[Text] = []
    for question in guide.questions:
        key = await visit.ask(AskQuestion(question, guide.service.title))
        situation.append((question.key, key))
        titles += [o.title for o in question.options if o.key == key]
    then = await visit.ask(ShowGuide(guide, tuple(titles), guide.materials_for(dict(situation))))
    return Chosen(guide, tuple(situation), then)


async def _file(visit: CitizenVisit, chosen: Chosen, holder: Holder) -> None:
    """Fills, has the platform check, signs and files."""
    cases = visit.platforms.cases
    service = chosen.guide.service.code
    filling: Journal = []
    errors: tuple[FieldError, ...] = ()
    number, confirmed = "", ""
    given: set[str] = set()
    form: dict[str, str] = {}
    while True:
        filled = await fill_form(visit, chosen.guide, chosen.answers, holder, Refused(errors, form), filling)
        form = filled.form
        confirmed = await _confirm_phone(visit, holder, form.get("phone", ""), confirmed)
        try:
            if not number:
                number = (
                    await visit.commit(Doing.FILING, cases.new_number, holder.session, service, str(uuid.uuid4()))
                ).number
            await visit.commit(
                Doing.FILING, cases.put_case, holder.session, number, service, chosen.answers, form, str(uuid.uuid4())
            )
        except Failure as failure:
            if failure.code == "filing.invalid" and failure.errors:
                errors, filling = failure.errors, []
                continue
            raise _not_filed(failure) from failure
        await _photograph(visit, filled.materials, given, holder, number)
        try:
            await _sign(visit, chosen, holder, number, filled)
        except Back:  # from the signature to the review
            errors = ()
            continue
        return


async def _photograph(
    visit: CitizenVisit, materials: tuple[Material, ...], given: set[str], holder: Holder, number: str
) -> None:
    """Each paper that must be given now, once; `given` are those the case has. Failure filing.needs-paper."""
    for material in materials:
        if material.handling is not Handling.REQUIRED or material.key in given:
            continue
        try:
            taken = visit.desk.camera.available and await give(visit, material, holder.session, number)
        except Failure as failure:
            raise _not_filed(failure) from failure
        if not taken:
            bring_to_window(tuple(m for m in materials if m.key not in given))
        given.add(material.key)


def _not_filed(failure: Failure) -> Failure:
    """Whatever the line did: nothing was filed, and the page says so."""
    return Failure("filing.not-filed") if failure.code in NO_ANSWER else failure


async def _confirm_phone(visit: CitizenVisit, holder: Holder, phone: str, confirmed: str) -> str:
    """A code to the phone the person gave, once for each number."""
    if not phone or phone == confirmed:
        return confirmed

    async def send() -> SentCode:
        return await visit.platforms.people.send_code_to(phone, holder.session)

    await ask_for_code(visit, send, _CONTACT)
    return phone


async def _sign(visit: CitizenVisit, chosen: Chosen, holder: Holder, number: str, filled: Filled) -> None:
    guide = chosen.guide
    fingerprint = digest(guide.service.code, chosen.answers, filled.form)
    signature = await visit.ask(Sign(guide.service.title, guide.commitment, fingerprint), back=True)
    given = tuple(GivenMaterial(m.key, 0 if m.handling is Handling.DEFERRABLE else m.copies) for m in filled.materials)
    slip = await visit.commit(
        Doing.FILING,
        visit.desk.filing.sign,
        holder.session,
        number,
        given,
        fingerprint,
        encode_strokes(signature.strokes),
    )
    await _hand_out(visit, slip)


async def _hand_out(visit: CitizenVisit, data: SlipData) -> None:
    """The slip; where it can't be printed the case is filed all the same, and its number stays on the screen."""
    page = TakeYourPaper(Paper.SLIP, number=data.case_number, query_code=data.query_code)
    try:
        await print_paper(visit, slip_of(data, visit.desk.terminal))
    except Failure:
        await visit.tell(
            Trouble("filing.slip-later", number=data.case_number, leads_home=False), linger=visit.patience.failure_page
        )
        page = dataclasses.replace(page, paper=Paper.NOTHING)
    await take_it(visit, page)
