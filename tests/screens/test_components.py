"""Components that many pages are made of."""

from __future__ import annotations

import time

from pytestqt.qtbot import QtBot

from kiosk.failures import texts
from kiosk.steps.hall import Trouble
from kiosk.visit import Screen
from screens.host import Host
from screens.theme import Theme
from tests.screens.finger import Person
from tests.screens.samples import SAMPLES

LONG = Trouble("filing.kept", number="JA-ZZ-03-0007")
END = texts("filing.kept").otherwise.en
TARGET_MS = 33.0


def test_who_does_not_know_flicking_turns_a_long_page_with_buttons(qtbot: QtBot) -> None:
    person = Person(qtbot, Theme(elder=True), "en")
    person.sees(LONG)
    assert not person.find("Up").enabled
    below = person.find(END).rect.top()
    person.touch("More below")
    person.settles()
    assert person.find(END).rect.top() < below
    assert not person.find("End").enabled
    person.touch("Up")
    person.settles()
    assert person.find(END).rect.top() == below
    person.go_away()


def test_a_page_that_fits_shows_no_such_buttons(person: Person) -> None:
    person.sees(LONG)
    assert not person.finds("下面还有") and not person.finds("往上看")


def test_a_control_that_rests_says_so_to_assistive_technology(person: Person) -> None:
    person.sees(next(s.step for s in SAMPLES if s.name == "enter-code"))
    assert not person.find("60 秒后可重新发送").enabled


def test_the_host_is_a_screen_for_visits(person: Person) -> None:
    screen: Screen = person.host
    screen.warn_idle(None)


def test_every_page_is_on_the_glass_within_33_ms(qtbot: QtBot) -> None:
    host = Host(now=time.monotonic, for_staff=True)
    host.window.resize(1080, 1920)
    host.window.show()
    host.preload()
    qtbot.waitUntil(lambda: host.preloaded)
    best: dict[str, float] = {}
    for rounds in range(8):  # the best of a few: other programs on the machine are not what is measured
        if rounds > 2 and max(best.values()) <= TARGET_MS:
            break
        for sample in SAMPLES:
            took: list[float] = []
            host.listener.drawn = lambda drawn, took=took: took.append(drawn.since_show)  # type: ignore[misc]
            page = host.shown_page
            host.show(sample.step, sample.before, sample.can_go_back)
            if host.shown_page is not page:
                qtbot.waitUntil(lambda took=took: bool(took))  # type: ignore[misc]
                best[sample.name] = min(best.get(sample.name, 1e9), took[0])
    host.close()
    assert {name: round(ms) for name, ms in best.items() if ms > TARGET_MS} == {}
