"""The hub, and several readers as one."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest

from devices.addresses import Address, AddressError
from devices.cards.futures import Waiters
from devices.cards.readers import Readers
from devices.hub import Hub, Opener
from devices.ports import (
    CardFailed,
    CardKind,
    CardRead,
    CardResult,
    CardText,
    DeviceKind,
    DeviceState,
    DeviceStatus,
    ReadTrouble,
    Watched,
)


class Recorder:
    """A card reader whose cards come from the test."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiters = Waiters()
        self.closed = 0
        self.occupied = False

    def read_next(self) -> Future[CardResult]:
        return self.waiters.for_card(CardFailed(self.name, ReadTrouble.READER_GONE))

    def lifted(self) -> Future[None]:
        return self.waiters.for_lift()

    def usable(self) -> Future[None]:
        return self.waiters.for_return()

    def close(self) -> None:
        self.closed += 1

    def give(self) -> CardRead:
        card = CardRead(self.name, CardText(CardKind.RESIDENT, "张三", "1"))
        self.waiters.card(card)
        return card

    def vanish(self) -> None:
        self.waiters.gone(CardFailed(self.name, ReadTrouble.READER_GONE))


@pytest.fixture
def two() -> tuple[Recorder, Recorder]:
    return Recorder("id"), Recorder("ssc")


def test_the_first_card_on_any_reader_counts_and_the_others_rest(two: tuple[Recorder, Recorder]) -> None:
    ids, social = two
    wanted = Readers(two).read_next()
    card = social.give()
    assert wanted.result(0) == card
    assert not ids.waiters.card_wanted


def test_giving_up_gives_all_readers_their_rest(two: tuple[Recorder, Recorder]) -> None:
    wanted = Readers(two).read_next()
    assert all(reader.waiters.card_wanted for reader in two)
    assert wanted.cancel()
    assert not any(reader.waiters.card_wanted for reader in two)


def test_one_reader_gone_is_no_reason_to_stop_and_it_may_come_back(two: tuple[Recorder, Recorder]) -> None:
    ids, social = two
    wanted = Readers(two).read_next()
    ids.vanish()
    assert not wanted.done()
    ids.waiters.back()
    assert ids.waiters.card_wanted
    assert wanted.result(0) == ids.give() if wanted.done() else ids.give() == wanted.result(0)
    assert not social.waiters.card_wanted


def test_all_readers_gone_is_told(two: tuple[Recorder, Recorder]) -> None:
    ids, social = two
    wanted = Readers(two).read_next()
    ids.vanish()
    social.vanish()
    assert wanted.result(0) == CardFailed("ssc", ReadTrouble.READER_GONE)
    assert Readers(two).read_next().result(0) == CardFailed("ssc", ReadTrouble.READER_GONE)
    assert Readers([]).read_next().result(0) == CardFailed("", ReadTrouble.READER_GONE)


def test_another_trouble_ends_the_wait(two: tuple[Recorder, Recorder]) -> None:
    wanted = Readers(two).read_next()
    failed = CardFailed("id", ReadTrouble.UNREADABLE)
    two[0].waiters.card(failed)
    assert wanted.result(0) == failed


def test_lifted_means_no_card_anywhere(two: tuple[Recorder, Recorder]) -> None:
    lifted = Readers(two).lifted()
    two[0].waiters.lift()
    assert not lifted.done()
    two[1].waiters.lift()
    lifted.result(0)
    Readers([]).lifted().result(0)


def test_a_lift_nobody_waits_for_any_more_is_let_go(two: tuple[Recorder, Recorder]) -> None:
    assert Readers(two).lifted().cancel()
    assert not any(reader.waiters.waiting for reader in two)


def test_a_card_anywhere_occupies(two: tuple[Recorder, Recorder]) -> None:
    assert not Readers(two).occupied
    two[1].occupied = True
    assert Readers(two).occupied


def test_a_card_given_while_the_wait_is_cancelled_is_nobodys() -> None:
    for _ in range(200):
        reader = Recorder("id")
        wanted = Readers([reader]).read_next()
        thread = threading.Thread(target=wanted.cancel)
        thread.start()
        reader.give()
        thread.join()
        assert wanted.cancelled() or isinstance(wanted.result(0), CardRead)


def test_a_status_is_told_once_and_kept(two: tuple[Recorder, Recorder]) -> None:
    told: list[DeviceStatus] = []
    hub = Hub(told.append)
    ready, gone = DeviceStatus("id", DeviceState.READY), DeviceStatus("id", DeviceState.ABSENT, "unplugged")
    for status in (ready, ready, gone, gone, ready):
        hub.deliver(status)
    assert told == [ready, gone, ready]
    assert hub.statuses() == {"id": ready}
    hub.close()
    hub.deliver(gone)
    assert told == [ready, gone, ready]


def test_closing_closes_all_drivers_once(two: tuple[Recorder, Recorder]) -> None:
    hub = Hub(lambda _: None)
    assert hub.open(two[0]) is two[0]
    hub.open(two[1])
    hub.close()
    hub.close()
    assert [reader.closed for reader in two] == [1, 1]


def test_two_devices_of_one_name_are_misuse(two: tuple[Recorder, Recorder]) -> None:
    hub = Hub(lambda _: None)
    hub.open(two[0])
    twin = Recorder("id")
    with pytest.raises(ValueError, match="open already"):
        hub.open(twin)
    assert twin.closed == 1
    hub.close()


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Heard(Recorder):
    last_contact: float | None = None


def test_what_a_device_is_like_comes_with_its_age() -> None:
    clock = Clock()
    hub = Hub(lambda _: None, clock)
    driver = hub.open(Heard("id"), DeviceKind.CARD_READER)
    starting = DeviceStatus("id", DeviceState.ABSENT, "starting")
    assert hub.watched() == (Watched(starting, DeviceKind.CARD_READER, 0.0, None),)
    ready = DeviceStatus("id", DeviceState.READY)
    hub.deliver(ready)
    driver.last_contact = 103.0
    clock.now = 105.0
    hub.deliver(ready)
    assert hub.watched() == (Watched(ready, DeviceKind.CARD_READER, 5.0, 2.0),)
    hub.close()


def test_all_that_is_listed_is_opened_each_by_its_scheme() -> None:
    hub, opened = Hub(lambda _: None), list[Address]()

    def start(name: str, address: Address) -> Recorder:
        opened.append(address)
        return Recorder(name)

    openers = {"sdt": Opener(DeviceKind.CARD_READER, start), "scan+serial": Opener(DeviceKind.CODE_SCANNER, start)}
    hub.open_listed({"id": "sdt:/dev/a", "codes": "scan+serial:/dev/b?baud=9600"}, openers)
    assert [(watched.status.device, watched.kind) for watched in hub.watched()] == [
        ("id", DeviceKind.CARD_READER),
        ("codes", DeviceKind.CODE_SCANNER),
    ]
    assert [(address.rest, dict(address.options)) for address in opened] == [
        ("/dev/a", {}),
        ("/dev/b", {"baud": "9600"}),
    ]
    hub.close()


@pytest.mark.parametrize(
    ("devices", "words"),
    [
        ({"id": "sdt:/dev/a", "codes": "sdt:/dev/a"}, "devices.id and devices.codes are on one port: /dev/a"),
        ({"id": "sdt:/dev/a", "x": "usb:1"}, "devices.x = 'usb:1': not a device; allowed: a URI with sdt:"),
        ({"id": "sdt:/dev/nonsense"}, "devices.id = 'sdt:/dev/nonsense': no such sense"),
    ],
)
def test_what_can_not_be_opened_is_named_with_what_is_allowed(devices: dict[str, str], words: str) -> None:
    def start(name: str, address: Address) -> Recorder:
        if "nonsense" in address.rest:
            raise ValueError("no such sense")
        return Recorder(name)

    hub = Hub(lambda _: None)
    with pytest.raises(AddressError) as wrong:
        hub.open_listed(devices, {"sdt": Opener(DeviceKind.CARD_READER, start)})
    assert words in str(wrong.value)
    hub.close()
