"""The one set of materials, and what each component gets of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from server_stub.catalogue.models import Handling, Material
from server_stub.joint.covering import Covers
from server_stub.licences.covering import source_of
from server_stub.licences.tables import LicenceRow
from server_stub.life_events.materials import materials_for
from server_stub.life_events.plans import Plan
from server_stub.life_events.splitting import Share
from server_stub.life_events.wire import Need, PlanMaterial
from server_stub.problems import FieldError, Problem
from server_stub.texts import Text

_UNKNOWN = Text(zh="这件事没有这份材料", en="This matter has no such material")
_NOW = Text(zh="这份材料现在就要交", en="This material has to be given now")


class OneSet:
    """The materials that a form asks for, with the copies given so far and the e-licences that stand for some."""

    def __init__(
        self, plan: Plan, form: Mapping[str, str], given: Mapping[str, int], covers: Covers | None = None
    ) -> None:
        self.covers: Covers = covers or {}
        listed = tuple(self._covered(material) for material in plan.materials)
        self.materials: tuple[PlanMaterial, ...] = materials_for(listed, dict(form))
        self.given = dict(given)
        self._needs = {(n.service, n.key): (m, n) for m in self.materials for n in m.needs}

    def _covered(self, material: PlanMaterial) -> PlanMaterial:
        needs = tuple(self._met(need) for need in material.needs)
        return material.model_copy(update={"needs": needs})

    def _met(self, need: Need) -> Need:
        licence = self.covers.get((need.service, need.key))
        if licence is None:
            return need
        return need.model_copy(update={"handling": Handling.EXEMPT, "source": source_of(licence), "defer_days": 0})

    def licence_of(self, material: PlanMaterial) -> LicenceRow | None:
        """What stands for it, if that is so for every component that needs it."""
        found = [self.covers.get((need.service, need.key)) for need in material.needs]
        return found[0] if all(found) else None

    def there(self, material: PlanMaterial) -> int:
        """How many copies there are; what a licence covers is there."""
        return material.copies if self.licence_of(material) else self.given.get(material.key, 0)

    def refuse_missing(self, services: Collection[str] | None = None) -> None:
        """What one of these components (None: any) demands now. Problem: filing.invalid."""
        late = [m.key for m in self.materials if self.given.get(m.key, 0) < _demanded(m, services)]
        if late:
            raise Problem("filing.invalid", errors=[FieldError(field=key, text=_NOW) for key in late])

    def of(self, share: Share) -> tuple[Material, ...]:
        """A component's own materials, as it takes them here."""
        own = share.file.materials_for({**share.form, **share.situation})
        return tuple(self._taken(share.file.code, material) for material in own)

    def _taken(self, service: str, material: Material) -> Material:
        found = self._needs.get((service, material.key))
        if found is None:
            return material
        one, need = found
        days = one.defer_days if need.handling is Handling.DEFERRABLE else 0
        return material.model_copy(update={"handling": need.handling, "source": need.source, "defer_days": days})

    def copies_for(self, share: Share, own: Sequence[Material]) -> dict[str, int]:
        """How many copies of its own materials a component has by that."""
        needed = {m.key: self._needs.get((share.file.code, m.key)) for m in own}
        return {m.key: min(self.given.get(found[0].key, 0), m.copies) if (found := needed[m.key]) else 0 for m in own}

    def there_for(self, share: Share, own: Sequence[Material]) -> dict[str, int]:
        """The same for a component's own materials; what a licence covers is there."""
        code = share.file.code
        return self.copies_for(share, own) | {m.key: m.copies for m in own if (code, m.key) in self.covers}

    def shared(self, application: str, share: Share) -> dict[str, str]:
        """Own material → what a promise of it is called for all components."""
        code = share.file.code
        return {key: f"{application}/{one.key}" for (service, key), (one, _) in self._needs.items() if service == code}

    def keys_in(self, material: str) -> dict[str, str]:
        """Component → its own key of a material of the one set."""
        return {n.service: n.key for m in self.materials if m.key == material for n in m.needs}


def refuse_unknown(plan: Plan, given: Collection[str]) -> None:
    """Problem: filing.invalid."""
    known = {m.key for m in plan.materials}
    if unknown := [key for key in given if key not in known]:
        raise Problem("filing.invalid", errors=[FieldError(field=key[:60], text=_UNKNOWN) for key in unknown])


def _demanded(material: PlanMaterial, services: Collection[str] | None) -> int:
    needs = [n for n in material.needs if services is None or n.service in services]
    if all(n.handling is not Handling.REQUIRED for n in needs):
        return 0
    return max(n.copies for n in needs)
