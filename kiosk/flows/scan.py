"""A paper that must be given now, photographed page by page with the document camera."""

from __future__ import annotations

import dataclasses
import uuid

from devices.ports import Advice, CaptureTrouble, PageNotTaken, PageResult, PageTaken
from kiosk.failures import texts
from kiosk.flows.desk import CitizenVisit, ScannedPage
from kiosk.rules.people import Session
from kiosk.rules.services import Material
from kiosk.rules.texts import Text
from kiosk.steps.hall import Doing
from kiosk.steps.scanning import ScanAnswer, ScanPages

ADVICE: dict[Advice, Text] = {
    Advice.FINE: Text("看清楚了，可以拍照", "The page is clear; you can take the picture"),
    Advice.NO_PAGE: Text("请把整页放进框里", "Please lay the whole page inside the frame"),
    Advice.DARK: Text("光线太暗，请打开补光灯或换个角度", "It is too dark; switch the lamp on, or turn the page"),
    Advice.GLARE: Text("请避开反光，把纸稍微转一下", "Please avoid the reflection; turn the page a little"),
    Advice.BLUR: Text("请放平、别动", "Please lay it flat and keep it still"),
}
"""What a person can do for a better picture; the page shows it while they lay the paper."""

_TROUBLES: dict[CaptureTrouble, str] = {
    CaptureTrouble.NO_PAGE: "camera.no-page",
    CaptureTrouble.TOO_DARK: "camera.too-dark",
    CaptureTrouble.FROZEN: "camera.frozen",
    CaptureTrouble.NO_PICTURE: "camera.gone",
    CaptureTrouble.TIMED_OUT: "camera.slow",
    CaptureTrouble.GONE: "camera.gone",
}


async def give(visit: CitizenVisit, material: Material, session: Session, number: str) -> bool:
    """Photographs a material and gives it to the case; False where the person will bring it to a window."""
    pdf = await scan(visit, material.name)
    if pdf is None:
        return False
    name = f"{material.name.zh}.pdf"
    key = str(uuid.uuid4())
    await visit.commit(Doing.FILING, visit.platforms.cases.add_file, session, number, material.key, name, pdf, key)
    return True


async def scan(visit: CitizenVisit, title: Text) -> bytes | None:
    """All pages of a paper as one PDF; None for "later, or at the window"."""
    try:
        return await _pages(visit, title)
    finally:
        visit.desk.camera.view.look(None)


async def _pages(visit: CitizenVisit, title: Text) -> bytes | None:
    camera = visit.desk.camera
    pages: list[ScannedPage] = []
    shot: ScannedPage | None = None
    live = page = ScanPages(title, camera.view, most=camera.most_pages)
    while True:
        match await visit.ask(page):
            case ScanAnswer.TAKE:
                result = await _take(visit, dataclasses.replace(live, kept=len(pages), busy=True))
                if result is None:
                    return None
                shot = ScannedPage(result) if isinstance(result, PageTaken) else None
                page = _after(dataclasses.replace(live, kept=len(pages)), result)
                continue
            case ScanAnswer.TURN if shot:
                shot = dataclasses.replace(shot, quarters=(shot.quarters + 1) % 4)
                page = dataclasses.replace(page, quarters=shot.quarters)
                continue
            case ScanAnswer.NEXT if shot:
                pages.append(shot)
            case ScanAnswer.DONE:
                return camera.document([*pages, shot] if shot else pages)
            case ScanAnswer.LATER:
                return None
        shot, page = None, dataclasses.replace(live, kept=len(pages))


async def _take(visit: CitizenVisit, page: ScanPages) -> PageResult | None:
    """The page under the camera; None where the person would not wait."""
    results: list[PageResult] = []

    async def take() -> ScanAnswer:
        results.append(await visit.desk.camera.take())
        return ScanAnswer.TAKEN

    await visit.ask(page, until=take())
    return results[0] if results else None


def _after(page: ScanPages, result: PageResult) -> ScanPages:
    """The page that shows what came of it."""
    if isinstance(result, PageNotTaken):
        return dataclasses.replace(page, trouble=texts(_TROUBLES[result.trouble]).happened)
    trouble = Text("") if result.advice is Advice.FINE else ADVICE[result.advice]
    return dataclasses.replace(page, shot=result.jpeg, trouble=trouble)
