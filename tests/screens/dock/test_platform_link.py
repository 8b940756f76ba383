"""The platform's citizens, messages and faults, through bad weather."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from screens.dock.messages import Message
from screens.dock.outcomes import Answered, Gone, Refused
from screens.dock.platform_link import PlatformLink, Reach
from tests.screens.dock.conftest import Platform


def _sms(number: int) -> dict[str, object]:
    return {"id": number, "phone": "13800000001", "text": f"code {number}", "code": str(number), "at": "2026-11-21"}


class Heard:
    """What a link told."""

    def __init__(self, link: PlatformLink) -> None:
        self.messages: list[int] = []
        self.forgotten = 0
        link.arrived.connect(self._arrived)
        link.forgotten.connect(self._forgotten)

    def _arrived(self, messages: tuple[Message, ...]) -> None:
        self.messages += [message.id for message in messages]

    def _forgotten(self) -> None:
        self.forgotten += 1
        self.messages.clear()


@pytest.fixture
def link(qtbot: QtBot, platform: Platform) -> Iterator[PlatformLink]:
    link = PlatformLink(platform.address + "/", "JA-ZZ-03")
    yield link
    link.close()


def test_citizens_and_businesses_are_listed_once_the_platform_is_there(
    qtbot: QtBot, link: PlatformLink, platform: Platform
) -> None:
    link.poll()
    qtbot.waitUntil(lambda: len(link.citizens) == 2 and len(link.businesses) == 1)
    assert link.reach is Reach.READY
    assert "JA-ZZ-03" in platform.terminals


def test_each_message_arrives_once(qtbot: QtBot, link: PlatformLink, platform: Platform) -> None:
    heard = Heard(link)
    platform.messages = [_sms(1), _sms(2)]
    for upto in (2, 3):
        with qtbot.waitSignal(link.arrived):
            link.poll()
        assert heard.messages == list(range(1, upto + 1))
        platform.messages.append(_sms(3))


def test_a_platform_that_started_anew_shows_its_messages_from_the_first(
    qtbot: QtBot, link: PlatformLink, platform: Platform
) -> None:
    heard = Heard(link)
    platform.messages = [_sms(1), _sms(2)]
    with qtbot.waitSignal(link.arrived):
        link.poll()
    platform.broken = True
    with qtbot.waitSignal(link.changed):
        link.poll()
    platform.broken, platform.messages = False, [_sms(1)]
    with qtbot.waitSignal(link.forgotten):
        link.poll()
    with qtbot.waitSignal(link.arrived):
        link.poll()
    assert heard.messages == [1]


def test_a_broken_answer_is_no_platform_and_keeps_the_citizens(
    qtbot: QtBot, link: PlatformLink, platform: Platform
) -> None:
    link.poll()
    qtbot.waitUntil(lambda: bool(link.citizens))
    platform.broken = True
    with qtbot.waitSignal(link.changed):
        link.poll()
    assert link.reach is Reach.ABSENT
    assert len(link.citizens) == 2


def test_a_platform_without_its_demonstration_says_so(qtbot: QtBot, link: PlatformLink, platform: Platform) -> None:
    platform.demo = False
    with qtbot.waitSignal(link.changed):
        link.poll()
    assert link.reach is Reach.NO_DEMO


def test_an_absent_platform_is_absent_and_comes_back(qtbot: QtBot, platform: Platform) -> None:
    link = PlatformLink("http://127.0.0.1:1")
    with qtbot.waitSignal(link.answered) as waited:
        link.send("/demo/reset", {})
    assert waited.args is not None
    assert isinstance(waited.args[0], Gone)
    assert link.reach is Reach.ABSENT
    link.close()


def test_faults_are_sent_and_remembered(qtbot: QtBot, link: PlatformLink, platform: Platform) -> None:
    with qtbot.waitSignal(link.answered) as waited:
        link.send("/demo/faults", {"source": "property", "down": True})
    assert waited.args is not None
    assert isinstance(waited.args[0], Answered)
    assert platform.posted == [("/demo/faults", {"source": "property", "down": True})]
    assert link.faults["sources_down"] == ["property"]
    with qtbot.waitSignal(link.forgotten):
        link.send("/demo/reset", {})
    assert link.faults["sources_down"] == []


def test_a_fault_ordered_by_somebody_else_is_seen(qtbot: QtBot, link: PlatformLink, platform: Platform) -> None:
    platform.faults["unreachable"] = True
    link.poll()
    qtbot.waitUntil(lambda: link.faults.get("unreachable") is True)


def test_a_refused_fault_says_why(qtbot: QtBot, link: PlatformLink) -> None:
    with qtbot.waitSignal(link.answered) as waited:
        link.send("/demo/faults", {"source": "nowhere", "down": True})
    assert waited.args == [Refused("/demo/faults", "no source nowhere")]
    assert link.faults == {}
