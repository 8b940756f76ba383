"""Filling a service's form, section by section, and looking it over."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.failures import Failure
from kiosk.flows.desk import CitizenVisit
from kiosk.rules import answers as rules
from kiosk.rules.forms import Answers, FieldError, Section, Source
from kiosk.rules.nations import nation_name
from kiosk.rules.people import Holder
from kiosk.rules.services import Guide
from kiosk.rules.texts import Text
from kiosk.steps.filing import FillSection, Review, ReviewLine, ReviewSection
from kiosk.steps.hall import Doing
from kiosk.visit import Journal


@dataclass(frozen=True)
class Refused:
    """What the platform refused of a form filled before; empty at the first time."""

    errors: tuple[FieldError, ...]
    form: Answers = field(repr=False)


async def fill_form(
    visit: CitizenVisit,
    guide: Guide,
    situation: Answers,
    holder: Holder,
    refused: Refused,
    journal: Journal,
) -> dict[str, str]:
    """Field key → value, exactly as it is filed. After a refusal only sections with an error are asked. Raises Back."""

    async def questions(visit: CitizenVisit) -> dict[str, str]:
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
        await visit.ask(_review(guide, situation, filed))
        return filed

    return await visit.walk(questions, journal)


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


def _review(guide: Guide, situation: Answers, filed: Answers) -> Review:
    sections = []
    for section in guide.form.sections:
        lines = tuple(
            ReviewLine(f.label, rules.shown_value(f, filed[f.key]), rules.is_private(f))
            for f in section.fields
            if f.key in filed
        )
        if lines:
            sections.append(ReviewSection(section.key, section.title, lines))
    return Review(guide.service.title, tuple(sections), guide.materials_for(dict(situation) | dict(filed)))
