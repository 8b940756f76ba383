"""The one set of materials: what several components need is given once, as strictly as any of them demands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from server_stub.catalogue.models import Handling, Material, ServiceFile
from server_stub.life_events.binding import Bound, Joint
from server_stub.life_events.conditions import as_conditions
from server_stub.life_events.models import LifeEvent
from server_stub.life_events.wire import Need, PlanMaterial
from server_stub.texts import Text

_STRICTEST = (Handling.REQUIRED, Handling.DEFERRABLE, Handling.COMMITMENT, Handling.GENERATED, Handling.EXEMPT)
_FORMS = ("original", "copy", "electronic")
_FORM = "form"  # the application form: the event has one
_FORM_NAME = Text(zh="联办申请表", en="Joint application form")


def one_list(event: LifeEvent, joint: Joint, bound: Bound) -> tuple[PlanMaterial, ...]:
    """The materials that may be needed, in the order of the components."""
    return _grouped(event, list(_needs(joint, bound)))


def what_to_bring(event: LifeEvent, joint: Joint) -> tuple[PlanMaterial, ...]:
    """A project's materials. What depends on questions that a terminal does not ask is marked."""
    needs = [(m, _need(file.code, m, m.handling, m.source)) for _, file in joint for m in file.guide.materials]
    depending = {m.name.zh for m, _ in needs if m.when} - {m.name.zh for m, _ in needs if not m.when}
    found = _grouped(event, needs)
    return tuple(m.model_copy(update={"depends": m.name.zh in depending}) for m in found)


def materials_for(materials: Sequence[PlanMaterial], answers: dict[str, str]) -> tuple[PlanMaterial, ...]:
    """What these answers ask for, each as strictly as the components that need it now demand."""
    return tuple(
        _resolved(material, [need for need in material.needs if need.is_there(answers)])
        for material in materials
        if material.is_there(answers)
    )


def _resolved(material: PlanMaterial, needs: list[Need]) -> PlanMaterial:
    strictest = min(needs, key=lambda need: (_STRICTEST.index(need.handling), need.defer_days))
    return material.model_copy(
        update={
            "handling": strictest.handling,
            "source": strictest.source,
            "defer_days": strictest.defer_days,
            "copies": max(need.copies for need in needs),
            "form": min((need.form for need in needs), key=_FORMS.index),
            "needs": tuple(needs),
        }
    )


def _needs(joint: Joint, bound: Bound) -> Iterator[tuple[Material, Need]]:
    issuers = {issued.kind: file for component, file in joint for issued in component.issues}
    for _, file in joint:
        for material in file.guide.materials:
            there = bound.holding(file.code, material.when)
            if there is None:
                continue
            issuer = issuers.get(material.licence)
            if issuer is None or issuer.code == file.code:
                need = _need(file.code, material, material.handling, material.source)
            else:
                need = _need(file.code, material, Handling.EXEMPT, _issued_here(issuer))
            yield material, need.model_copy(update={"when": as_conditions(there)})


def _need(service: str, material: Material, handling: Handling, source: Text) -> Need:
    return Need(
        service=service,
        key=material.key,
        handling=handling,
        copies=material.copies,
        form=material.form,
        defer_days=material.defer_days if handling is Handling.DEFERRABLE else 0,
        source=source,
        when=(),
    )


def _issued_here(issuer: ServiceFile) -> Text:
    title = issuer.guide.service.title
    return Text(zh=f"同时在办“{title.zh}”，免提交", en=f"Comes from “{title.en}”, applied for here; nothing to submit")


def _grouped(event: LifeEvent, needs: list[tuple[Material, Need]]) -> tuple[PlanMaterial, ...]:
    """What has one name is one material; the event may say so of other names."""
    groups: dict[str, list[tuple[Material, Need]]] = defaultdict(list)
    for material, need in needs:
        groups[_meaning(event, material)].append((material, need))
    found: dict[str, PlanMaterial] = {}
    for members in groups.values():
        first, need = members[0]
        key = event.same_materials.get(first.key, first.key)
        key = f"{key}-{need.service.lower()}" if key in found else key
        found[key] = _merged(key, members)
    return tuple(found.values())


def _meaning(event: LifeEvent, material: Material) -> str:
    key = event.same_materials.get(material.key, material.key)
    if key == _FORM or key in event.same_materials.values():
        return f"key {key}"
    return material.name.zh


def _merged(key: str, members: list[tuple[Material, Need]]) -> PlanMaterial:
    named = next((m for m, _ in members if m.key == key), members[0][0])
    bare = PlanMaterial(
        key=key,
        name=_FORM_NAME if key == _FORM and len(members) > 1 else named.name,
        handling=named.handling,
        source=named.source,
        licence=next((m.licence for m, _ in members if m.licence), ""),
        proof=next((m.proof for m, _ in members if m.proof), ""),
        needs=(),
    )
    return _resolved(bare, [need for _, need in members])
