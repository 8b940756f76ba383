"""Page models of 查进度."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement

from kiosk.rules.cases import CaseState, CaseStep, CaseView
from kiosk.rules.texts import Text
from kiosk.steps.progress import ChooseCase, ShowCase
from screens.models.base import PageModel, Showing
from screens.models.paper import in_groups

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

STATES = {
    CaseState.RECEIVED: Text("已收件", "Received"),
    CaseState.ACCEPTED: Text("已受理", "Accepted"),
    CaseState.CORRECTION: Text("待补正", "Correction needed"),
    CaseState.REFUSED: Text("不予受理", "Not accepted"),
    CaseState.IN_PROGRESS: Text("办理中", "In progress"),
    CaseState.CLOSED: Text("已办结", "Closed"),
    CaseState.RETURNED: Text("已退件", "Returned"),
    CaseState.PRE_REVIEW: Text("预审中", "Being looked through"),
    CaseState.SUSPENDED: Text("特别程序中", "Special procedure"),
    CaseState.ISSUED: Text("已出件", "Ready to collect"),
    CaseState.DELIVERED: Text("已送达", "Delivered"),
}
_STAGES = (
    (CaseState.RECEIVED, Text("收件", "Received")),
    (CaseState.ACCEPTED, Text("受理", "Accepted")),
    (CaseState.IN_PROGRESS, Text("办理", "In progress")),
    (CaseState.CLOSED, Text("办结", "Closed")),
)
_BRANCHES = {
    CaseState.CORRECTION: Text("补正", "Correction"),
    CaseState.REFUSED: Text("不予受理", "Not accepted"),
    CaseState.RETURNED: Text("退件", "Returned"),
}
# How many stages are behind a case that took a branch; the stage it stands at comes after them.
_REACHED = {
    CaseState.RECEIVED: 0,
    CaseState.PRE_REVIEW: 0,
    CaseState.ACCEPTED: 1,
    CaseState.IN_PROGRESS: 2,
    CaseState.SUSPENDED: 2,
    CaseState.CLOSED: 3,
    CaseState.ISSUED: 3,
    CaseState.DELIVERED: 3,
}
# What comes after the way of every case: the result in somebody's hands.
_AFTER = {CaseState.ISSUED: Text("出件", "Ready"), CaseState.DELIVERED: Text("送达", "Delivered")}


@QmlElement
class CaseLine(QObject):
    """A case in a list."""

    def __init__(self, parent: QObject, case: CaseView, showing: Showing) -> None:
        super().__init__(parent)
        self._case, self._showing = case, showing

    @Property(str, constant=True)
    def number(self) -> str:
        """What is answered."""
        return self._case.number

    @Property(str, constant=True)
    def title(self) -> str:
        """The service."""
        return self._showing.text(self._case.title)

    @Property(str, constant=True)
    def about(self) -> str:
        """When it was filed, and with whom."""
        return f"{self._case.filed_at:%Y-%m-%d}  {self._showing.text(self._case.department)}"

    @Property(str, constant=True)
    def state(self) -> str:
        """Where it stands, as a key."""
        return self._case.state.value

    @Property(str, constant=True)
    def stateWords(self) -> str:  # noqa: N802 - a QML name
        """Where it stands, in words."""
        return self._showing.text(STATES[self._case.state])


@QmlElement
class CaseStage(QObject):
    """A stage of the way: `standing` is done, now, stopped or ahead."""

    def __init__(self, parent: QObject, title: str, standing: str, when: str) -> None:
        super().__init__(parent)
        self._title, self._standing, self._when = title, standing, when

    @Property(str, constant=True)
    def title(self) -> str:
        """收件, 受理, 补正 …."""
        return self._title

    @Property(str, constant=True)
    def standing(self) -> str:
        """See the class."""
        return self._standing

    @Property(str, constant=True)
    def when(self) -> str:
        """The day it was reached, or ""."""
        return self._when


@QmlElement
class Happening(QObject):
    """One thing that happened to a case."""

    def __init__(self, parent: QObject, step: CaseStep, showing: Showing) -> None:
        super().__init__(parent)
        self._step, self._showing = step, showing

    @Property(str, constant=True)
    def when(self) -> str:
        """Day and time."""
        return f"{self._step.at:%Y-%m-%d %H:%M}"

    @Property(str, constant=True)
    def what(self) -> str:
        """The state it brought, in words."""
        return self._showing.text(STATES[self._step.state])

    @Property(str, constant=True)
    def by(self) -> str:
        """Who did it."""
        return self._showing.text(self._step.by)

    @Property(str, constant=True)
    def note(self) -> str:
        """What was said, or ""."""
        return self._showing.text(self._step.note)


@QmlElement
class ChooseCaseModel(PageModel):
    """我的办件."""

    def __init__(self, step: ChooseCase, showing: Showing) -> None:
        super().__init__(showing)
        self._cases: list[QObject] = [CaseLine(self, case, showing) for case in step.cases]

    @Property(list, constant=True)
    def cases(self) -> list[QObject]:
        """CaseLine, newest first."""
        return self._cases


@QmlElement
class ShowCaseModel(PageModel):
    """One case with its states."""

    def __init__(self, step: ShowCase, showing: Showing) -> None:
        super().__init__(showing)
        self._case, self._masked, self._slip_printable = step.case, step.masked, step.slip_printable
        self._stages: list[QObject] = [
            CaseStage(self, showing.text(title), standing, when) for title, standing, when in stages(step.case)
        ]
        self._happened: list[QObject] = [Happening(self, s, showing) for s in reversed(step.case.steps)]

    @Property(str, constant=True)
    def title(self) -> str:
        """The service."""
        return self.showing.text(self._case.title)

    @Property(str, constant=True)
    def number(self) -> str:
        """The case number, in groups."""
        return in_groups(self._case.number)

    @Property(str, constant=True)
    def applicant(self) -> str:
        """The applicant as the platform masked it."""
        return self._case.applicant

    @Property(str, constant=True)
    def department(self) -> str:
        """Who handles it."""
        return self.showing.text(self._case.department)

    @Property(str, constant=True)
    def filedAt(self) -> str:  # noqa: N802 - a QML name
        """When it was filed."""
        return f"{self._case.filed_at:%Y-%m-%d %H:%M}"

    @Property(str, constant=True)
    def due(self) -> str:
        """When to expect what."""
        return self.showing.text(self._case.due)

    @Property(str, constant=True)
    def nextStep(self) -> str:  # noqa: N802 - a QML name
        """What the person should do next, or what comes by itself."""
        return self.showing.text(self._case.next_step)

    @Property(str, constant=True)
    def state(self) -> str:
        """Where it stands, as a key."""
        return self._case.state.value

    @Property(str, constant=True)
    def stateWords(self) -> str:  # noqa: N802 - a QML name
        """Where it stands, in words."""
        return self.showing.text(STATES[self._case.state])

    @Property(bool, constant=True)
    def masked(self) -> bool:
        """Whether it was found by number: then the platform sent it masked."""
        return self._masked

    @Property(bool, constant=True)
    def slipPrintable(self) -> bool:  # noqa: N802 - a QML name
        """Whether its slip can be printed once more here: answered by "slip"."""
        return self._slip_printable

    @Property(list, constant=True)
    def stages(self) -> list[QObject]:
        """CaseStage, in order; a branch stands after the stage it left."""
        return self._stages

    @Property(list, constant=True)
    def happened(self) -> list[QObject]:
        """Happening, newest first."""
        return self._happened


def stages(case: CaseView) -> list[tuple[Text, str, str]]:
    """The way of a case: (title, standing, day). A branch stands after the last stage that was reached.

    补正 waits for the person and the rest lies ahead; 不予受理 and 退件 end the way.
    """
    days = {step.state: f"{step.at:%m-%d}" for step in case.steps}
    branch = _BRANCHES.get(case.state)
    if not branch:
        now = _REACHED[case.state]
        closed = now == _REACHED[CaseState.CLOSED]
        way = [
            (title, "done" if at < now or closed else "now" if at == now else "ahead", days.get(state, ""))
            for at, (state, title) in enumerate(_STAGES)
        ]
        return way + [(title, "done", days[state]) for state, title in _AFTER.items() if state in days]
    reached = max([_REACHED[s.state] for s in case.steps if s.state in _REACHED], default=0)
    way = [(title, "done", days.get(state, "")) for state, title in _STAGES[: reached + 1]]
    way.append((branch, "now" if case.state is CaseState.CORRECTION else "stopped", days.get(case.state, "")))
    if case.state is CaseState.CORRECTION:
        way += [(title, "ahead", "") for _, title in _STAGES[reached + 1 :]]
    return way
