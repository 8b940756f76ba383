"""Pages that offer a choice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.rules.proofs import Availability, Proof, Question
from kiosk.rules.queueing import Business
from kiosk.rules.services import Service
from kiosk.rules.texts import Text
from kiosk.steps.step import Step, one_of


@dataclass(frozen=True)
class ChooseProof(Step[Proof]):
    """Which proof to print. One without a record or out of reach may be chosen too: the flow says why not."""

    proofs: tuple[Proof, ...]

    def read(self, given: object) -> Proof:
        """The proof of that kind."""
        key = one_of(given, tuple(p.kind for p in self.proofs))
        return next(p for p in self.proofs if p.kind == key)

    @property
    def any_available(self) -> bool:
        """Whether there is one that can be issued now."""
        return any(p.availability is Availability.AVAILABLE for p in self.proofs)


@dataclass(frozen=True)
class AskQuestion(Step[str]):
    """One question with a few options (period, purpose, scope, 情形 …). Answers the option's key."""

    question: Question
    about: Text  # what it is for: the proof's or the service's title

    def read(self, given: object) -> str:
        """The key of one of the options."""
        return one_of(given, tuple(o.key for o in self.question.options))


@dataclass(frozen=True)
class HowMany(Step[int]):
    """How many copies, 1 to `at_most`."""

    at_most: int
    about: Text

    def read(self, given: object) -> int:
        """A number of copies."""
        if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= self.at_most:
            return given
        raise ValueError("not a number of copies")


@dataclass(frozen=True)
class ChooseService(Step[Service]):
    """Which service (事项). Resting ones are shown with why and can't be chosen."""

    services: tuple[Service, ...]

    def read(self, given: object) -> Service:
        """The service of that code."""
        key = one_of(given, tuple(s.code for s in self.services if not s.resting.zh))
        return next(s for s in self.services if s.code == key)


@dataclass(frozen=True)
class ChooseBusiness(Step[Business]):
    """What a queue number is wanted for. Closed ones can be chosen: the flow says why not and where else."""

    hall: Text
    businesses: tuple[Business, ...]

    def read(self, given: object) -> Business:
        """The business of that key."""
        key = one_of(given, tuple(b.key for b in self.businesses))
        return next(b for b in self.businesses if b.key == key)


class Way(Enum):
    """Machine or window."""

    MACHINE = "machine"
    WINDOW = "window"


@dataclass(frozen=True)
class MachineInstead(Step[Way]):
    """自助机约 6 分钟可办完，去吗?"""

    business: Business
    service: Service

    def read(self, given: object) -> Way:
        """Which of the two."""
        return Way(given)


class ProgressWay(Enum):
    """How to look up a case."""

    CARD = "card"
    NUMBER = "number"


@dataclass(frozen=True)
class ChooseProgressWay(Step[ProgressWay]):
    """By card, or by case number with query code and phone code."""

    card_resting: Text = Text("")

    def read(self, given: object) -> ProgressWay:
        """Which of the two."""
        way = ProgressWay(given)
        if way is ProgressWay.CARD and self.card_resting.zh:
            raise ValueError("the card reader rests")
        return way
