"""Filling a service's form, section by section, and looking it over."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.rules import answers as rules
from kiosk.rules.forms import Answers, FieldError, Section, Source
from kiosk.rules.nations import nation_name
from kiosk.rules.people import Holder
from kiosk.rules.services import Guide, Handling, Material
from kiosk.rules.texts import Text
from kiosk.steps.filing import FillSection, Review, ReviewLine, ReviewSection
from kiosk.steps.hall import Doing
from kiosk.visit import Journal


@dataclass(frozen=True)
class Refused:
    """What the platform refused of a form filled before; empty at the first time."""

    errors: tuple[FieldError, ...]
    form: Answers = field(repr=False)


@dataclass(frozen=True)
class Filled:
    """A form exactly as it is filed (field key → value), and the materials that go with it."""

    form: dict[str, str] = field(repr=False)
    materials: tuple[Material, ...]


async def fill_form(
    visit: CitizenVisit,
    guide: Guide,
    situation: Answers,
    holder: Holder,
    refused: Refused,
    journal: Journal,
) -> Filled:
    """Asks section by section; after a refusal only those with an error. Raises Back, Failure filing.needs-paper."""

    async def questions(visit: CitizenVisit) -> Filled:
        prefill = await visit.wait_for(
            Doing.LOOKING_UP, visit.platforms.people.prefill, holder.session, guide.service.code
        )
        known = dict(situation) | {p.field: p.value for p in prefill}
        known |= rules.from_card(holder.document, nation_name(holder.document.nation))
        _refuse_elsewhere(guide, known, refused)
        number = 0
        for section in guide.form.sections:
            fields = rules.asked_fields(section, known)
            number += bool(fields)
            errors = tuple(e for e in refused.errors if e.field in {f.key for f in fields})
            if refused.errors and not errors:
                known |= {f.key: refused.form[f.key] for f in fields if f.key in refused.form}
            elif fields:
                of = sum(rules.may_be_asked(s, known) for s in guide.form.sections)
                given = await visit.ask(_page(visit, guide, section, (number, of), known, errors))
                known |= given
        filed = rules.filed_answers(guide.form, known)
        materials = await materials_of(visit, guide, holder, dict(situation) | filed)
        refuse_papers(visit, materials)
        await visit.ask(_review(guide, filed, materials))
        return Filled(filed, materials)

    return await visit.walk(questions, journal)


async def materials_of(visit: CitizenVisit, guide: Guide, holder: Holder, answers: Answers) -> tuple[Material, ...]:
    """The materials for these answers, as they are for this person: an e-licence is as good as its paper."""
    licences, service = visit.platforms.licences, guide.service.code
    return await visit.wait_for(Doing.LOOKING_UP, licences.materials, holder.session, service, dict(answers))


def refuse_papers(visit: CitizenVisit, materials: tuple[Material, ...]) -> None:
    """A paper that must be given now can't be given to a machine without a camera: better said before the form."""
    if not visit.desk.camera.available:
        bring_to_window(materials)


def bring_to_window(materials: tuple[Material, ...]) -> None:
    """Failure filing.needs-paper where any of these must be given now."""
    papers = [m.name for m in materials if m.handling is Handling.REQUIRED]
    if papers:
        zh, en = "、".join(p.zh for p in papers), ", ".join(p.en or p.zh for p in papers)
        raise Failure("filing.needs-paper", also=Text(f"需要：{zh}", f"Needed: {en}"))


def _refuse_elsewhere(guide: Guide, known: Answers, refused: Refused) -> None:
    """Errors at fields that this person can't change (a card's, a situation's) are no reason to ask again."""
    errors, known = refused.errors, dict(known) | dict(refused.form)
    asked = {f.key for s in guide.form.sections for f in rules.asked_fields(s, known) if f.source is Source.PERSON}
    if errors and not any(e.field in asked for e in errors):
        zh, en = "；".join(e.text.zh for e in errors), "; ".join(e.text.en for e in errors)
        raise Failure("filing.not-eligible", also=Text(zh, en))


def _page(
    visit: CitizenVisit,
    guide: Guide,
    section: Section,
    place: tuple[int, int],
    known: Answers,
    errors: tuple[FieldError, ...],
) -> FillSection:
    fields = rules.asked_fields(section, known)
    keys = {f.key for f in fields}
    return FillSection(
        title=guide.service.title,
        section=section,
        number=place[0],
        of=place[1],
        fields=fields,
        earlier=tuple(sorted((k, v) for k, v in known.items() if k not in keys)),
        today=visit.desk.clock.now().date(),
        prefilled=rules.locked_values(section, known),
        errors=errors,
    )


def _review(guide: Guide, filed: Answers, materials: tuple[Material, ...]) -> Review:
    sections = []
    for section in guide.form.sections:
        lines = tuple(
            ReviewLine(f.label, rules.shown_value(f, filed[f.key]), rules.is_private(f))
            for f in section.fields
            if f.key in filed
        )
        if lines:
            sections.append(ReviewSection(section.key, section.title, lines))
    return Review(guide.service.title, tuple(sections), materials)
