"""The rules of the data file: whom a policy is for, told from the registers and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from server_stub.catalogue.files import load_shared
from server_stub.data_files import load_yaml
from server_stub.texts import Text, text

Entries = Sequence[Mapping[str, str]]  # what a register knows, item → value


@dataclass(frozen=True)
class Condition:
    """What an item of a register must say: one of `values`, at least `least`, or anything at all."""

    register: str
    item: str
    values: frozenset[str] | None = None
    least: int | None = None

    def holds(self, entries: Entries) -> bool:
        """Whether any entry says so; an item may hold several values, joined with ","."""
        return any(self._is_met(entry.get(self.item, "")) for entry in entries)

    def _is_met(self, value: str) -> bool:
        if self.least is not None:
            return value.isascii() and value.isdigit() and int(value) >= self.least
        return bool(set(value.split(",")) & self.values) if self.values is not None else bool(value)


@dataclass(frozen=True)
class Rule:
    """One policy. `family` are conditions on who asks, where it is for their child."""

    key: str
    title: Text
    who: Text
    amount: Text
    basis: tuple[str, ...]
    note: Text
    department: str
    service: str
    of_child: bool
    age: tuple[int, int]
    when: tuple[Condition, ...]
    family: tuple[Condition, ...]
    drawn: tuple[Condition, ...]

    @property
    def registers(self) -> frozenset[str]:
        """The registers that have to be asked."""
        return frozenset(c.register for c in (*self.when, *self.family, *self.drawn))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules. A file that is not right raises."""
    known = load_shared().registers
    made = tuple(_rule(data) for data in load_yaml("entitlements.yaml"))
    for rule in made:
        for condition in (*rule.when, *rule.family, *rule.drawn):
            if condition.register not in known:
                raise ValueError(f"{rule.key}: no register {condition.register}")
    return made


def register_title(key: str) -> Text:
    """What a register is called."""
    return text(_titles()[key])


@cache
def _titles() -> Mapping[str, Any]:
    return {key: data["title"] for key, data in load_shared().registers.items()}


def _rule(data: Any) -> Rule:
    first, last = data.get("age", (0, 150))
    return Rule(
        key=data["key"],
        title=text(data["title"]),
        who=text(data["who"]),
        amount=text(data["amount"]),
        basis=tuple(data["basis"]),
        note=text(data.get("note", ("", ""))),
        department=data["department"],
        service=data["service"],
        of_child=data.get("of", "self") == "child",
        age=(first, last),
        when=_conditions(data.get("when", {})),
        family=_conditions(data.get("family", {})),
        drawn=_conditions(data.get("drawn", {})),
    )


def _conditions(data: Mapping[str, Any]) -> tuple[Condition, ...]:
    made = []
    for origin, wanted in data.items():
        register, _, item = origin.partition(".")
        if wanted == "present":
            made.append(Condition(register, item))
        elif isinstance(wanted, dict):
            made.append(Condition(register, item, least=int(wanted["least"])))
        else:
            made.append(Condition(register, item, values=frozenset(str(value) for value in wanted)))
    return tuple(made)
