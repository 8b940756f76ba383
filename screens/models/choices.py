"""Page models of pages that offer a choice."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement

from kiosk.rules.proofs import Availability, Proof
from kiosk.rules.queueing import Business
from kiosk.rules.services import Service
from kiosk.steps.choices import (
    AskQuestion,
    ChooseBusiness,
    ChooseProgressWay,
    ChooseProof,
    ChooseService,
    HowMany,
    MachineInstead,
)
from screens.models.base import PageModel, Showing

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Choice(QObject):
    """One tile: what is answered and what is read. `note` is a second line that must not be missed."""

    def __init__(
        self,
        parent: QObject,
        key: str,
        title: str,
        hint: str = "",
        *,
        trailing: str = "",
        note: str = "",
        resting: str = "",
        state: str = "",
        chosen: bool = False,
    ) -> None:
        super().__init__(parent)
        self._key, self._title, self._hint, self._trailing = key, title, hint, trailing
        self._note, self._resting, self._state, self._chosen = note, resting, state, chosen

    @Property(str, constant=True)
    def key(self) -> str:
        """What is answered."""
        return self._key

    @Property(str, constant=True)
    def title(self) -> str:
        """The large words."""
        return self._title

    @Property(str, constant=True)
    def hint(self) -> str:
        """What it is about."""
        return self._hint

    @Property(str, constant=True)
    def trailing(self) -> str:
        """What stands at the end of the line."""
        return self._trailing

    @Property(str, constant=True)
    def note(self) -> str:
        """A line of its own, such as why it can't be had now."""
        return self._note

    @Property(str, constant=True)
    def resting(self) -> str:
        """Why it can't be chosen, or ""."""
        return self._resting

    @Property(str, constant=True)
    def state(self) -> str:
        """A state with a look of its own; its words are in `note`."""
        return self._state

    @Property(bool, constant=True)
    def chosen(self) -> bool:
        """Whether it was the answer before."""
        return self._chosen


@QmlElement
class ChoiceGroup(QObject):
    """Tiles under one heading."""

    def __init__(self, parent: QObject, title: str) -> None:
        super().__init__(parent)
        self._title = title
        self.members: list[QObject] = []

    @Property(str, constant=True)
    def title(self) -> str:
        """The heading."""
        return self._title

    @Property(list, constant=True)
    def choices(self) -> list[QObject]:
        """Choice, in order."""
        return self.members


@QmlElement
class ChooseProofModel(PageModel):
    """Which proof to print."""

    def __init__(self, step: ChooseProof, showing: Showing) -> None:
        super().__init__(showing)
        self._proofs: list[QObject] = [self._tile(proof) for proof in step.proofs]
        self._any = step.any_available

    @Property(list, constant=True)
    def proofs(self) -> list[QObject]:
        """Choice; `state` is available, no-record or unavailable."""
        return self._proofs

    @Property(bool, constant=True)
    def anyAvailable(self) -> bool:  # noqa: N802 - a QML name
        """Whether one can be issued now."""
        return self._any

    def _tile(self, proof: Proof) -> Choice:
        say, text = self.showing.say, self.showing.text
        notes = {
            Availability.AVAILABLE: "",
            Availability.NO_RECORD: say("没有您的记录", "There is no record of you"),
            Availability.UNAVAILABLE: say("暂时查不到，请稍后再试", "Can't be looked up just now, please try later"),
        }
        hint = text(proof.department) + (f" · {text(proof.about)}" if proof.about.zh else "")
        return Choice(
            self,
            proof.kind,
            text(proof.title),
            hint,
            note=notes[proof.availability],
            state=proof.availability.value,
            chosen=self.showing.before == proof,
        )


@QmlElement
class AskQuestionModel(PageModel):
    """One question with a few options."""

    def __init__(self, step: AskQuestion, showing: Showing) -> None:
        super().__init__(showing)
        text = showing.text
        self._title, self._about = text(step.question.title), text(step.about)
        self._hint = text(step.question.hint)
        self._options: list[QObject] = [
            Choice(self, o.key, text(o.title), text(o.hint), chosen=showing.before == o.key)
            for o in step.question.options
        ]

    @Property(str, constant=True)
    def title(self) -> str:
        """The question."""
        return self._title

    @Property(str, constant=True)
    def about(self) -> str:
        """What it is asked for."""
        return self._about

    @Property(str, constant=True)
    def hint(self) -> str:
        """How it is meant, or ""."""
        return self._hint

    @Property(list, constant=True)
    def options(self) -> list[QObject]:
        """Choice, in order."""
        return self._options


@QmlElement
class HowManyModel(PageModel):
    """How many copies."""

    asks_before_leaving = False

    def __init__(self, step: HowMany, showing: Showing) -> None:
        super().__init__(showing)
        self._at_most, self._about = step.at_most, showing.text(step.about)
        before = showing.before
        known = isinstance(before, int) and 1 <= before <= step.at_most
        self._before = before if isinstance(before, int) and known else 1

    @Property(int, constant=True)
    def atMost(self) -> int:  # noqa: N802 - a QML name
        """The most that may be printed."""
        return self._at_most

    @Property(int, constant=True)
    def before(self) -> int:
        """How many stand there first."""
        return self._before

    @Property(str, constant=True)
    def about(self) -> str:
        """What is printed."""
        return self._about


@QmlElement
class ChooseServiceModel(PageModel):
    """Which service, by field."""

    def __init__(self, step: ChooseService, showing: Showing) -> None:
        super().__init__(showing)
        groups: dict[str, ChoiceGroup] = {}
        for service in step.services:
            field = showing.text(service.field)
            groups.setdefault(field, ChoiceGroup(self, field)).members.append(self._tile(service))
        self._groups: list[QObject] = list(groups.values())

    @Property(list, constant=True)
    def groups(self) -> list[QObject]:
        """ChoiceGroup, in the order in which fields first appear."""
        return self._groups

    def _tile(self, service: Service) -> Choice:
        text, minutes = self.showing.text, service.minutes
        about = self.showing.say(f"约 {minutes} 分钟", f"about {minutes} min") if minutes > 0 else ""
        return Choice(
            self,
            service.code,
            text(service.title),
            text(service.department),
            trailing=about,
            resting=text(service.resting),
            chosen=self.showing.before == service,
        )


@QmlElement
class ChooseBusinessModel(PageModel):
    """What a queue number is wanted for."""

    def __init__(self, step: ChooseBusiness, showing: Showing) -> None:
        super().__init__(showing)
        self._hall = showing.text(step.hall)
        self._businesses: list[QObject] = [self._tile(business) for business in step.businesses]

    @Property(str, constant=True)
    def hall(self) -> str:
        """The hall's name."""
        return self._hall

    @Property(list, constant=True)
    def businesses(self) -> list[QObject]:
        """Choice; `state` is open or closed."""
        return self._businesses

    def _tile(self, business: Business) -> Choice:
        say, text = self.showing.say, self.showing.text
        place = " · ".join(part for part in (text(business.zone), business.windows) if part)
        note = say("现在不取号", "No numbers now")
        if business.closed_because.zh:
            note = text(business.closed_because)
        return Choice(
            self,
            business.key,
            text(business.title),
            place,
            trailing=waiting_words(business, self.showing) if business.open else "",
            note="" if business.open else note,
            state="open" if business.open else "closed",
            chosen=self.showing.before == business,
        )


@QmlElement
class MachineInsteadModel(PageModel):
    """Machine or window, two equal ways."""

    def __init__(self, step: MachineInstead, showing: Showing) -> None:
        super().__init__(showing)
        self._service = showing.text(step.service.title)
        self._minutes = step.business.machine_minutes or step.service.minutes
        self._wait = range_words(step.business, showing)
        self._waiting = step.business.waiting
        self._place = " · ".join(part for part in (showing.text(step.business.zone), step.business.windows) if part)

    @Property(str, constant=True)
    def service(self) -> str:
        """What the machine can do."""
        return self._service

    @Property(int, constant=True)
    def minutes(self) -> int:
        """How long it takes at a machine."""
        return self._minutes

    @Property(str, constant=True)
    def wait(self) -> str:
        """How long the window's queue is expected to take, as a range."""
        return self._wait

    @Property(int, constant=True)
    def waiting(self) -> int:
        """People waiting for the window."""
        return self._waiting

    @Property(str, constant=True)
    def place(self) -> str:
        """Where the window is."""
        return self._place


@QmlElement
class ChooseProgressWayModel(PageModel):
    """By card or by number."""

    def __init__(self, step: ChooseProgressWay, showing: Showing) -> None:
        super().__init__(showing)
        self._card_resting = showing.text(step.card_resting)

    @Property(str, constant=True)
    def cardResting(self) -> str:  # noqa: N802 - a QML name
        """Why cards can't be read now, or ""."""
        return self._card_resting


def range_words(business: Business, showing: Showing) -> str:
    """The expected wait as a range: a time promised to the minute would be wrong."""
    if business.wait_to <= 0:
        return showing.say("现在不用等", "no waiting now")
    if business.wait_to <= business.wait_from:
        return showing.say(f"约 {business.wait_to} 分钟", f"about {business.wait_to} min")
    between = f"{business.wait_from}–{business.wait_to}"
    return showing.say(f"约 {between} 分钟", f"about {between} min")


def waiting_words(business: Business, showing: Showing) -> str:
    """People waiting and how long it may take, on two lines."""
    people = showing.say(f"前面 {business.waiting} 人", f"{business.waiting} ahead")
    return f"{people}\n{range_words(business, showing)}"
