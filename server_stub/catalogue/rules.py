"""What must hold for every service, whoever wrote it: in the files, and before anything is published.

Each rule yields what is wrong, in words for the one who wrote it. `of_service` and `of_catalogue` say all at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from server_stub.cases.checks import KINDS
from server_stub.cases.checks import RULES as FIELD_RULES
from server_stub.cases.eligibility import CHECKS
from server_stub.catalogue.acting_rules import agents_are_checked, deaths_are_the_relatives, guardians_age_is_said
from server_stub.catalogue.files import Shared
from server_stub.catalogue.models import Condition, Depth, Field, Handling, ServiceFile, Tag
from server_stub.identity_numbers import credit_code_check
from server_stub.people.prefill import COMPUTED
from server_stub.texts import Text

Rule = Callable[[ServiceFile, Shared], Iterator[str]]

CARD_FIELDS = frozenset(
    {
        "name",
        "sex",
        "nation",
        "birth",
        "document_kind",
        "document_number",
        "valid_until",
        "registered_address",
    }
)
_ALIASES = 3
_ON_A_PAGE = 6
_CATCH_ALL = re.compile("其他材料|其它材料|有关材料|相关材料|备注|其他$|其它$|等材料|其他证明|相关证明|有关证明")
_POLICE_NETWORK = re.compile("护照|通行证|签证|居民身份证")
_SENSITIVE_OWNERS = {"registry", "fund-center", "tax"}  # HALL.md 1: an ID card alone would be a data leak


def texts(model: object) -> Iterator[Text]:
    """All texts inside."""
    if isinstance(model, Text):
        yield model
    elif isinstance(model, BaseModel):
        for name in type(model).model_fields:
            yield from texts(getattr(model, name))
    elif isinstance(model, tuple):
        for part in model:
            yield from texts(part)


def _asked(service: ServiceFile) -> list[Field]:
    return [f for f in service.fields if f.source == "person"]


def _has_form(service: ServiceFile) -> bool:
    return service.guide.service.depth in (Depth.INTAKE, Depth.DONE)


def both_languages(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Every text is there in Chinese and in plain English."""
    for text in texts(service.guide):
        if bool(text.zh) != bool(text.en):
            yield f"one language is missing: {text.zh or text.en}"
        elif re.search("[一-鿿]", text.en):
            yield f"Chinese in English: {text.en}"
        elif text.zh and not re.search("[一-鿿0-9]", text.zh):
            yield f"no Chinese: {text.zh}"
    guide = service.guide
    needed = (guide.commitment, guide.fee, guide.where, guide.result, guide.statutory_limit, guide.promised_limit)
    if not all(text.zh for text in needed):
        yield "an empty text"


def guide_is_complete(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """No guide is empty: everyday names, conditions, materials, telephone, basis, a way without a face, a form."""
    guide = service.guide
    if len(set(guide.aliases)) < _ALIASES:
        yield "fewer than three everyday names"
    if guide.service.title.zh in guide.aliases:
        yield "an alias is the title"
    if not guide.conditions or not guide.materials or not guide.telephone or not guide.facts.basis:
        yield "conditions, materials, telephone or basis are missing"
    if not guide.facts.no_face:
        yield "no way without a face"
    if _has_form(service) and not [f for f in _asked(service) if f.kind != "consent"]:
        yield "an application that asks nothing"


def does_what_its_depth_says(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """L1 shows a register, L2 prints one, L3 and L4 have a form that ends with the commitment."""
    depth, facts, form = service.guide.service.depth, service.guide.facts, service.guide.form
    if (depth is Depth.QUERY) != bool(facts.query) or (depth is Depth.PRINT) != bool(facts.prints):
        yield f"{depth.value} and query or prints do not fit"
    if _has_form(service) != bool(form.sections):
        yield f"{depth.value} and its form do not fit"
    if form.sections and form.sections[-1].fields[-1].key != "commitment":
        yield "the form does not end with the commitment"
    if form.sections and form.sections[0].key not in ("holder", "company"):
        yield "the form does not begin with who it is"
    if facts.instant and depth is not Depth.DONE:
        yield "decided at once, but not L4"
    if _POLICE_NETWORK.search(service.guide.service.title.zh) and depth is Depth.DONE:
        yield "runs on the police network, at most L3"


def conditions_can_hold(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Every condition can hold, and looks back: at a question, or a field of an earlier or the same section."""
    values: dict[str, set[str]] = {q.key: {o.key for o in q.options} for q in service.guide.questions}

    def can_hold(condition: Condition) -> bool:
        return set(condition.values) <= values.get(condition.field, set())

    for section in service.guide.form.sections:
        for field in section.fields:
            values[field.key] = {"yes", ""} if field.kind == "consent" else {o.key for o in field.options}
        for field in section.fields:
            yield from (f"{field.key} can never be there: {c}" for c in field.when if not can_hold(c))
    for material in service.guide.materials:
        yield from (f"material {material.key} is never asked for: {c}" for c in material.when if not can_hold(c))


def pages_are_short(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """A page asks no more than six things; a question has two answers at least."""
    for section in service.guide.form.sections:
        if len([f for f in section.fields if f.source == "person"]) > _ON_A_PAGE:
            yield f"more than six things in {section.key}"
    for question in service.guide.questions:
        if len(question.options) < 2:
            yield f"{question.key} is no question"


def keys_are_unique(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """No field, question or option stands twice."""
    keys = Counter(f.key for f in service.fields)
    yield from (f"{key} twice" for key, times in keys.items() if times > 1)
    yield from (f"{key} is a question and a field" for key in {q.key for q in service.guide.questions} & set(keys))
    asked = [(q.key, q.options) for q in service.guide.questions] + [(f.key, f.options) for f in service.fields]
    yield from (f"an option twice in {key}" for key, options in asked if len({o.key for o in options}) < len(options))


def fields_are_known(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Kinds, rules and sources of fields are ones that there are."""
    for field in service.fields:
        if field.kind not in KINDS or field.rule not in FIELD_RULES:
            yield f"kind or rule of {field.key}: {field.kind} {field.rule}"
        if bool(field.options) != (field.kind in ("choice", "choices")):
            yield f"options of {field.key}"
        if field.shortest > field.longest:
            yield f"{field.key} is at least {field.shortest} and at most {field.longest} long"
        if field.source == "card" and field.key not in CARD_FIELDS:
            yield f"no card holds {field.key}"
        if field.source in ("platform", "licence") and not (field.origin or field.key in COMPUTED):
            yield f"from where does {field.key} come? (from: register.item)"
        if field.source != "person" and not field.source_name.zh:
            yield f"whose data is {field.key}?"


def materials_are_lawful(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """No catch-all, no proof outside the list of kept proofs; each says how it is met."""
    keys = Counter(m.key for m in service.guide.materials)
    yield from (f"material {key} twice" for key, times in keys.items() if times > 1)
    names = [m.name.zh for m in service.guide.materials] + [f.label.zh for f in service.fields]
    yield from (f"a catch-all: {name}" for name in names if _CATCH_ALL.search(name))
    for material in service.guide.materials:
        if "证明" in material.name.zh and material.proof not in shared.kept_proofs:
            yield f"{material.name.zh} is not on the list of kept proofs (proof: …)"
        if (material.defer_days > 0) != (material.handling is Handling.DEFERRABLE):
            yield f"{material.key}: defer_days and handling do not fit"
    if _has_form(service) and not [m for m in service.guide.materials if m.handling is Handling.GENERATED]:
        yield "nothing is made and signed"
    if not {"id-card", "legal-person-id"} & set(keys):
        yield "whose card is read?"


def level_fits(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Proofs, property, housing fund, tax and what is printed need level 3: a card found in the street opens none."""
    facts = service.guide.facts
    shown = facts.query or facts.prints
    owner = shared.registers[shown]["owner"] if shown else facts.department
    if (facts.prints or owner in _SENSITIVE_OWNERS) and service.guide.level < 3:
        yield "needs level 3"
    if service.guide.level == 3 and "card" in facts.no_face:
        yield "a card alone is level 2"


def limits_agree(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Limits and the four tags fit each other."""
    facts, tags = service.guide.facts, service.guide.service.tags
    if not tags:
        yield "none of the four tags"
    if facts.statutory_days and facts.promised_days > facts.statutory_days:
        yield "promises more days than the law gives"
    if Tag.NOW in tags and not (facts.immediate or facts.promised_days <= 1):
        yield f"马上办 and {facts.promised_days} days"
    if not facts.immediate and not facts.promised_days:
        yield "承诺件 without a number of days"


def names_exist(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """Checks, registers and the question on the slip are ones that there are; the slip has all its texts."""
    yield from (f"no check {name}" for name in sorted(set(service.checks) - set(CHECKS)))
    questions = {q.key for q in service.guide.questions}
    if service.situation_question not in questions and service.situation_question:
        yield f"no question {service.situation_question}"
    if not all(service.on_paper.model_dump().values()):
        yield "a slip text is empty"


def codes_are_right(service: ServiceFile, shared: Shared) -> Iterator[str]:
    """The implementation code has 31 places and begins with a credit code that is right (GB 32100)."""
    code = service.guide.facts.implementation_code
    if len(code) != 31:
        yield f"the implementation code {code} has not 31 places"
    elif credit_code_check(code[:17]) != code[17]:
        yield f"the credit code {code[:18]} is wrong"


OF_ONE: tuple[Rule, ...] = (
    both_languages,
    guide_is_complete,
    does_what_its_depth_says,
    conditions_can_hold,
    pages_are_short,
    keys_are_unique,
    fields_are_known,
    materials_are_lawful,
    level_fits,
    limits_agree,
    names_exist,
    codes_are_right,
    guardians_age_is_said,
    agents_are_checked,
    deaths_are_the_relatives,
)


def of_service(service: ServiceFile, shared: Shared) -> list[str]:
    """Everything that is wrong with a service by itself."""
    return [mistake for rule in OF_ONE for mistake in rule(service, shared)]


@dataclass(frozen=True)
class Known:
    """What other services of the catalogue have already: codes, and what each field's key means."""

    codes: Mapping[str, str]  # code, basic code, implementation code → the service that has it
    meanings: Mapping[str, tuple[str, str, str]]  # field → label, kind, a service that has it


def of_others(services: Iterable[ServiceFile]) -> Known:
    """What these have."""
    codes: dict[str, str] = {}
    meanings: dict[str, tuple[str, str, str]] = {}
    for service in services:
        codes |= dict.fromkeys(_codes(service), service.code)
        for field in service.fields:
            meanings.setdefault(field.key, (field.label.zh, field.kind, service.code))
    return Known(codes, meanings)


def beside(service: ServiceFile, known: Known) -> Iterator[str]:
    """What of a service contradicts the others: a code that another one has, a key that means something else there."""
    for code in _codes(service):
        if known.codes.get(code, service.code) != service.code:
            yield f"{known.codes[code]} has the code {code} too"
    for field in service.fields:
        label, kind, where = known.meanings.get(field.key, (field.label.zh, field.kind, ""))
        if (label, kind) != (field.label.zh, field.kind):
            yield f"{field.key} is {label} ({kind}) in {where}, {field.label.zh} ({field.kind}) here"


def _codes(service: ServiceFile) -> tuple[str, ...]:
    return service.code, service.guide.facts.basic_code, service.guide.facts.implementation_code


def of_catalogue(services: Iterable[ServiceFile], shared: Shared) -> list[str]:
    """Everything that is wrong in a catalogue: each service by itself, and beside those before it."""
    wrong: list[str] = []
    codes: dict[str, str] = {}
    meanings: dict[str, tuple[str, str, str]] = {}
    for service in services:
        if service.code in codes:
            wrong.append(f"{service.code}: there are two")
        mistakes = (*of_service(service, shared), *beside(service, Known(codes, meanings)))
        wrong += [f"{service.code}: {mistake}" for mistake in mistakes]
        own = of_others([service])
        codes |= own.codes
        meanings = {**own.meanings, **meanings}
    return wrong
