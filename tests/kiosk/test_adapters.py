"""Drivers' futures as what flows await."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from devices.cards.readers import Readers
from devices.ports import (
    Advice,
    CameraDetail,
    CaptureTrouble,
    CardFailed,
    CardKind,
    CardRead,
    DeviceState,
    DeviceStatus,
    PageNotTaken,
    PageResult,
    PageTaken,
    Preview,
    ReadTrouble,
)
from kiosk import log
from kiosk.adapters import DeskCamera, DeskCards, DeskPapers, Statuses
from kiosk.failures import texts
from kiosk.flows.desk import CardsFor
from kiosk.flows.identify import resting_readers
from kiosk.flows.paper import failure_code, see_card_off
from kiosk.flows.scan import ADVICE
from kiosk.log import CardNotRead, CardWasRead
from kiosk.steps.paper import TakeYourPaper
from kiosk.steps.scanning import Seen
from printing.ports import A4Detail, FinishedPdf, Outcome, Paper, Reason
from tests.devices.test_hub import Recorder
from tests.kiosk.recorders import WANG, Silence, rig
from tests.kiosk.virtual_time import run


async def turns() -> None:
    """Lets everything that is ready run."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_forgotten_card_that_nobody_could_read_is_reminded_of_until_it_is_lifted() -> None:
    async def main() -> None:
        reader = Recorder("id")
        visit, person, *_ = rig([(TakeYourPaper, Silence())], {})
        cards = DeskCards(Readers([reader]), ["id"], Statuses())
        reading = asyncio.create_task(cards.read())
        await turns()
        reader.waiters.card(CardFailed("id", ReadTrouble.UNREADABLE))
        reader.occupied = True
        assert isinstance(await reading, CardFailed)
        assert cards.occupied

        visit.desk = dataclasses.replace(visit.desk, cards=cards)
        seeing_off = asyncio.create_task(visit.run(see_card_off))
        await turns()
        [page] = person.shown
        assert isinstance(page, TakeYourPaper)
        assert page.card_there
        assert page.alarm
        reader.waiters.lift()
        await seeing_off
        assert asyncio.get_running_loop().time() < 1

    run(main())


def test_the_log_says_which_security_module_vouched_for_a_read_and_not_whose_card_it_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def main() -> None:
        reader = Recorder("id")
        cards = DeskCards(Readers([reader]), ["id"], Statuses())
        for result in (CardRead("id", WANG, sam_id="05.03-1"), CardFailed("id", ReadTrouble.TWO_CARDS)):
            reading = asyncio.create_task(cards.read())
            await turns()
            reader.waiters.card(result)
            await reading

    with caplog.at_level(logging.INFO, "kiosk.event"):
        run(main())
    events = [record.__dict__["event"] for record in caplog.records]
    assert events == [
        CardWasRead("id", CardKind.RESIDENT, "05.03-1"),
        CardNotRead("id", ReadTrouble.TWO_CARDS),
    ]
    assert WANG.name not in repr(events)


def test_id_cards_are_sent_only_to_a_reader_that_is_there() -> None:
    statuses = Statuses()
    cards = DeskCards(Readers([]), ["id", "ssc"], statuses, ["id"])
    assert cards.reads_id_cards
    statuses.take(DeviceStatus("id", DeviceState.ABSENT, "unplugged"))
    assert not cards.reads_id_cards
    assert cards.available


def test_a_reader_that_is_away_is_named_while_another_can_be_used() -> None:
    statuses = Statuses()
    cards = DeskCards(Readers([]), ["id", "ssc"], statuses, ["id"])
    assert cards.gone == frozenset()
    statuses.take(DeviceStatus("id", DeviceState.ABSENT, "unplugged"))
    assert cards.gone == {CardsFor.IDENTITY}
    assert resting_readers(cards).zh == "身份证阅读器暂时用不了"
    statuses.take(DeviceStatus("ssc", DeviceState.FAULT, "no-service"))
    assert cards.gone == {CardsFor.IDENTITY, CardsFor.SOCIAL_SECURITY}
    assert resting_readers(cards).zh == texts("reader.gone").happened.zh


def test_a_reader_that_was_never_listed_is_not_missed() -> None:
    cards = DeskCards(Readers([]), ["id"], Statuses(), ["id"])
    assert CardsFor.SOCIAL_SECURITY not in cards.gone
    assert resting_readers(cards).zh == ""


def test_every_listener_hears_of_the_next_change() -> None:
    async def main() -> None:
        statuses = Statuses()
        listeners = [asyncio.create_task(statuses.news()) for _ in range(3)]
        await turns()
        assert not any(listener.done() for listener in listeners)
        statuses.take(DeviceStatus("id", DeviceState.READY))
        await asyncio.gather(*listeners)

    run(main())


def test_a_reader_that_dies_with_a_card_in_it_keeps_nobody_waiting() -> None:
    async def main() -> None:
        reader = Recorder("id")
        cards = DeskCards(Readers([reader]), ["id"], Statuses())
        reader.occupied = True
        lifted = asyncio.create_task(cards.lifted())
        await turns()
        reader.vanish()
        await lifted

    run(main())


def test_giving_up_while_a_card_is_read_leaves_the_readers_at_rest_and_the_card_to_the_next_reading() -> None:
    async def main() -> None:
        reader = Recorder("id")
        cards = DeskCards(Readers([reader]), ["id"], Statuses())
        reading = asyncio.create_task(cards.read())
        await turns()
        assert reader.waiters.card_wanted
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await turns()
        assert not reader.waiters.card_wanted
        assert not reader.waiters.card(CardFailed("id", ReadTrouble.UNREADABLE)), "nobody took it: it counts as new"

    run(main())


def test_a_card_left_behind_for_a_minute_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        visit, _, _, _, cards = rig([(TakeYourPaper, Silence())], {})
        cards.occupied = True
        await visit.run(see_card_off)
        assert asyncio.get_running_loop().time() == pytest.approx(60, abs=1)

    caplog.set_level("INFO")
    run(main())
    assert "CardLeft" in caplog.text


class _Camera:
    """A document camera whose pictures and pages the test gives."""

    name = "document"

    def __init__(self) -> None:
        self.seen: Callable[[Preview], None] | None = None
        self.results: list[PageResult] = []

    def watch(self, seen: Callable[[Preview], None] | None) -> None:
        self.seen = seen

    def take(self) -> Future[PageResult]:
        result: Future[PageResult] = Future()
        result.set_result(self.results.pop(0))
        return result

    def close(self) -> None:
        """Nothing runs."""


def _preview(advice: Advice) -> Preview:
    return Preview("document", 2, 1, b"abcdef", ((0.1, 0.1),), advice)


def test_of_pictures_that_wait_for_the_screen_only_the_newest_is_shown() -> None:
    camera, calls, shown = _Camera(), list[Callable[[], None]](), list[Seen]()
    desk = DeskCamera(camera, lambda _: b"", 12, Statuses(), calls.append)
    desk.look(shown.append)
    assert camera.seen
    for advice in (Advice.FINE, Advice.BLUR, Advice.GLARE):
        camera.seen(_preview(advice))
    assert len(calls) == 1
    calls[0]()
    assert [seen.advice for seen in shown] == [ADVICE[Advice.GLARE]]
    camera.seen(_preview(Advice.FINE))
    desk.look(None)
    calls[1]()
    assert len(shown) == 1, "shown after the visit"
    assert camera.seen is None


def test_a_camera_that_goes_away_is_told_to_who_looks_and_rests_until_it_is_back() -> None:
    camera, shown, statuses = _Camera(), list[Seen](), Statuses()
    desk = DeskCamera(camera, lambda _: b"", 12, statuses, lambda call: call())
    desk.look(shown.append)
    assert desk.available
    for state in (DeviceState.ABSENT, DeviceState.READY):
        status = DeviceStatus("document", state, CameraDetail.LOST)
        statuses.take(status)
        desk.changed(status)
        assert desk.available is (state is DeviceState.READY)
    assert [(seen.advice, seen.width) for seen in shown] == [(texts("camera.gone").happened, 0)]


def test_a_picture_that_stands_still_is_not_called_good() -> None:
    camera, shown, statuses = _Camera(), list[Seen](), Statuses()
    desk = DeskCamera(camera, lambda _: b"", 12, statuses, lambda call: call())
    desk.look(shown.append)
    assert camera.seen
    for detail, code in ((CameraDetail.FROZEN, "camera.frozen"), (CameraDetail.BLACK, "camera.too-dark")):
        statuses.take(DeviceStatus("document", DeviceState.FAULT, detail))
        camera.seen(_preview(Advice.FINE))
        assert (shown[-1].advice, shown[-1].good) == (texts(code).happened, False)


def test_the_log_says_how_good_a_page_was_and_not_what_stood_on_it(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        camera = _Camera()
        camera.results = [
            PageTaken("document", b"secret", 10, 20, True, Advice.GLARE),
            PageNotTaken("document", CaptureTrouble.FROZEN),
        ]
        desk = DeskCamera(camera, lambda _: b"", 12, Statuses(), lambda call: call())
        for expected in (PageTaken, PageNotTaken):
            assert isinstance(await desk.take(), expected)

    with caplog.at_level(logging.INFO, "kiosk.event"):
        run(main())
    events = [record.__dict__["event"] for record in caplog.records]
    assert events == [
        log.PageTaken("document", Advice.GLARE, 6),
        log.PageNotTaken("document", CaptureTrouble.FROZEN),
    ]
    assert "secret" not in caplog.text


@pytest.mark.parametrize("reason", list(Reason))
def test_a_printer_that_can_not_print_rests_its_service_with_a_reason_people_can_read(reason: Reason) -> None:
    async def main() -> None:
        statuses = Statuses()
        papers = DeskPapers([(_Printer(), (FinishedPdf,))], _no_pictures, ValueError, statuses)
        assert papers.resting(FinishedPdf) == ""
        statuses.take(DeviceStatus("a4", DeviceState.ATTENTION, "toner-low"))
        assert papers.resting(FinishedPdf) == ""
        statuses.take(DeviceStatus("a4", DeviceState.FAULT, reason.value))
        assert papers.resting(FinishedPdf) == reason.value
        assert texts(failure_code(reason)).happened.zh

    run(main())


class _Printer:
    """An A4 printer that is only looked at."""

    name = "a4"

    def takes(self, paper: Paper) -> bool:
        return isinstance(paper, FinishedPdf)

    def print(self, paper: Paper) -> Future[Outcome]:
        raise AssertionError("nothing is printed here")

    def cancel_all(self) -> None:
        """Nothing waits."""

    def status(self) -> DeviceStatus:
        return DeviceStatus(self.name, DeviceState.READY)

    def detail(self) -> A4Detail | None:
        return None

    def close(self) -> None:
        """Nothing to close."""


def _no_pictures(pdf: bytes) -> Future[tuple[bytes, ...]]:
    return Future()
