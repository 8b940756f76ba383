"""A person who can be stopped on any page, and who notices words about a failure wherever they come up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kiosk.failures import TEXTS
from kiosk.steps.hall import Attract, Menu, Trouble, Waiting
from kiosk.steps.identity import Ask, CardTrouble, EnterNumber, PlaceCard, Scan
from kiosk.steps.paper import DidItComeOut, NoPaper
from kiosk.steps.step import Step
from kiosk.terminal import Terminal
from tests.e2e.person import Person

ASKED = "asked"  # the code under which 出纸了吗 counts as words
_STOPS = ("Trouble", "DidItComeOut", "NoPaper")
_PATIENCE = 40.0  # longer than any driver takes to give up


class Told(Exception):
    """Another page came than the visit's: one about a failure."""


class Watcher(Person):
    """`at_page` is called on each page a visit looks at; while `alert`, pages about a failure raise Told there."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal)
        self.at_page: Callable[[str], Awaitable[None]] | None = None
        self.alert = False

    async def sees_one_of(self, *pages: str, seconds: float = 20.0) -> str:
        """As a person does; see the class."""
        if self.alert:
            pages_and_stops, seconds = (*pages, *_STOPS), max(seconds, _PATIENCE)
        else:
            pages_and_stops = pages
        found = await super().sees_one_of(*pages_and_stops, seconds=seconds)
        if self.alert and found not in pages:
            raise Told
        if self.at_page:
            await self.at_page(found)
        return found

    async def looks_for(self, *pages: str, seconds: float = 5.0) -> str:
        """As `sees_one_of`, without being stopped."""
        return await super().sees_one_of(*pages, seconds=seconds)

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self.seen[-1].name if self.seen else ""


def failure_codes(step: Step[object]) -> frozenset[str]:
    """The codes of the failures that a page speaks of; for cards the trouble's name."""
    match step:
        case Trouble(code=code):
            return frozenset({code})
        case PlaceCard() if step.trouble is not CardTrouble.NONE:
            return frozenset({step.trouble.value})
        case EnterNumber() if step.ask is Ask.CASE_NUMBER and step.scan is not Scan.OFFERED:
            return frozenset({f"scan-{step.scan.value or 'none'}"})
        case DidItComeOut() | NoPaper():
            return frozenset({ASKED})
        case Waiting() if step.trouble:
            return frozenset({step.trouble})
    return frozenset()


def notices(step: Step[object]) -> frozenset[str]:
    """What a page of the hall says of things that rest, in Chinese."""
    match step:
        case Attract(notice=notice):
            return frozenset({notice.zh} - {""})
        case Menu(entries=entries):
            return frozenset({entry.resting.zh for entry in entries} - {""})
    return frozenset()


def words_missing(person: Person, step: Step[object]) -> bool:
    """Whether a page speaks of a failure in the table, and its words do not stand on the screen."""
    places = [code for name in failure_codes(step) for code in (name, f"card.{name}") if code in TEXTS]
    text = person.text()
    return bool(places) and not any(TEXTS[code].happened.zh in text for code in places)
