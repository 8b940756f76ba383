"""The steps of the visits at which faults are set, and what each of them does with a device.

A step is a service and a page of it, as the tour's visits show them (a test holds the two together). The moment in
which paper comes out is a step of its own, "Printing": no page waits to be looked at then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.catalogue import PRINTERS, READERS

_PAGES: dict[str, dict[str, str]] = {
    "print-proof": {
        "social-insurance-proof": "PlaceCard ConfirmHolder EnterCode ChooseProof AskQuestion HowMany Preview"
        " TakeYourPaper MoreToDo",
        "no-record": "Trouble",
    },
    "apply": {
        "residence-permit": "ChooseService ShowGuide PlaceCard ConfirmHolder FillSection Review EnterCode Sign"
        " TakeYourPaper MoreToDo",
        "social-card": "AskQuestion",
        "personnel-file": "ScanPages",
    },
    "take-number": {
        "queue-number": "ChooseBusiness MachineInstead EnterNumber TakeYourTicket MoreToDo",
        "no-numbers-left": "Trouble",
    },
    "progress": {
        "own-cases": "ChooseProgressWay PlaceCard ConfirmHolder ChooseCase ShowCase TakeYourPaper MoreToDo",
        "case-by-number": "EnterNumber EnterCode",
    },
}
"""Service → visit of the tour → the pages that are tried in it."""

_PRINTS = {
    ("print-proof", "Preview"): "a4",
    ("apply", "Sign"): "ticket",
    ("take-number", "EnterNumber"): "ticket",
    ("progress", "ShowCase"): "ticket",
}
"""The pages from which going on makes a printer print."""

ENTRIES = {"打印证明": "print-proof", "办事": "apply", "取号": "take-number", "查进度": "progress"}
NOTICES = ("Attract", "Menu")
"""Pages that say what rests, whoever stands before them or nobody."""


@dataclass(frozen=True)
class Step:
    """`visit`: who plays up to it; `page`: where it is interrupted; `prints`: the printer that prints when the person
    goes on from there; `during`: the fault comes while it does.
    """

    service: str
    page: str
    visit: str
    prints: str = ""
    during: bool = False

    @property
    def name(self) -> str:
        """As in faults.json."""
        page = "Printing" if self.during else self.page
        return f"{self.service}/{page}" if self.service else page

    def speaks_of(self, device: str) -> bool:
        """Whether it is a page of the hall that says what rests, and this device would be named there.

        The menu doesn't speak of readers: while one of them can be used, so can all of its entries.
        """
        return self.page in NOTICES and device in (*PRINTERS, *(READERS if self.page == "Attract" else ()))

    def uses(self, device: str) -> bool:
        """Whether somebody who stands there needs this device now or with the next touch."""
        if self.page == "PlaceCard":
            return device in READERS
        if self.page == "ScanPages":
            return device == "document"
        return device == self.prints or (device == "codes" and self.name == "progress/EnterNumber")


def all_steps() -> Iterator[Step]:
    """All of them, in the order of the visits."""
    yield from (Step("", page, "queue-number") for page in NOTICES)
    for service, visits in _PAGES.items():
        for visit, pages in visits.items():
            for page in pages.split():
                prints = _PRINTS.get((service, page), "")
                yield Step(service, page, visit, prints)
                if prints:
                    yield Step(service, page, visit, prints, during=True)
