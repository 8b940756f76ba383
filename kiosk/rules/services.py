"""Services (事项) as the platform describes them: guide, situations, materials, form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.rules.forms import Answers, Condition, Form
from kiosk.rules.people import Assurance
from kiosk.rules.proofs import Question
from kiosk.rules.texts import Text


class Handling(Enum):
    """How a material reaches the case."""

    REQUIRED = "required"  # must be given now
    DEFERRABLE = "deferrable"  # 容缺: may come later
    EXEMPT = "exempt"  # 免提交: taken from card, licence or data
    GENERATED = "generated"  # made and signed here
    COMMITMENT = "commitment"  # 告知承诺: the signed promise stands for it


@dataclass(frozen=True)
class Material:
    """One material of a service; it is asked for when all of `when` hold."""

    key: str
    name: Text
    handling: Handling
    source: Text  # how it is met: 读卡免提交, 社保卡账户免提交, 本机填写并签名 …
    copies: int = 1
    defer_days: int = 0  # working days, for DEFERRABLE
    licence: str = ""  # the kind of e-licence that stands for it, if its holder has one
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Service:
    """A line of the list of services."""

    code: str
    title: Text
    department: Text
    field: Text  # 人社, 公安, 民政, 公积金 …
    minutes: int  # how long it takes at a terminal, as measured by the platform
    resting: Text = Text("")  # why it can't be done here now; empty: it can


@dataclass(frozen=True)
class Guide:
    """All that a person is told before they start, and what the flow needs to carry them through."""

    service: Service
    conditions: tuple[Text, ...]
    questions: tuple[Question, ...]  # 情形, at most three
    materials: tuple[Material, ...]
    statutory_limit: Text
    promised_limit: Text
    fee: Text
    where: Text
    result: Text
    form: Form
    level: Assurance
    telephone: str
    supervision: str
    commitment: Text  # the text that is signed

    def materials_for(self, answers: Answers) -> tuple[Material, ...]:
        """The materials that these situations and answers ask for, in order."""
        return tuple(m for m in self.materials if all(c.holds(answers) for c in m.when))
