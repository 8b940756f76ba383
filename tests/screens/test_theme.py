"""What everybody must be able to read and hit: contrast of the palette, sizes of letters and targets, on every page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from screens.theme import Theme
from tests.screens.finger import Person, controls
from tests.screens.samples import SAMPLES, Sample

MM = Theme().pixels_per_mm
LOOKS = [(Theme(), "zh_CN"), (Theme(elder=True), "zh_CN"), (Theme(elder=True), "en")]

ON_GROUND = ("ink", "quietInk", "accent", "good", "warn", "danger")
PAIRS = (
    *((ink, ground) for ground in ("ground", "surface") for ink in ON_GROUND),
    *((ink, "accentSoft") for ink in ("ink", "quietInk", "accent")),
    ("inkOnAccent", "accent"),
    ("inkOnAccent", "pressed"),
    ("inkOnBanner", "banner"),
    ("inkOnDanger", "danger"),
    ("good", "goodSoft"),
    ("warn", "warnSoft"),
    ("danger", "dangerSoft"),
)


def _luminance(color: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    return 0.2126 * _linear(color.redF()) + 0.7152 * _linear(color.greenF()) + 0.0722 * _linear(color.blueF())


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("high_contrast", [False, True])
def test_all_words_have_a_contrast_of_seven_to_one(person: Person, high_contrast: bool) -> None:
    if high_contrast:
        person.host.switch("contrast")
    look = person.host._look
    low = {
        (ink, ground): round(_contrast(look.property(ink), look.property(ground)), 2)
        for ink, ground in PAIRS
        if _contrast(look.property(ink), look.property(ground)) < 7
    }
    assert low == {}


@pytest.mark.parametrize("high_contrast", [False, True])
def test_the_outlines_of_controls_stand_out_from_the_ground(person: Person, high_contrast: bool) -> None:
    if high_contrast:
        person.host.switch("contrast")
    look = person.host._look
    for ground in ("ground", "surface"):
        assert _contrast(look.property("edge"), look.property(ground)) >= 3
        assert _contrast(look.property("accent"), look.property(ground)) >= 3


def test_large_print_is_one_and_a_half_times_as_large(person: Person) -> None:
    before = {name: person.host._look.property(name) for name in ("small", "body", "lead")}
    assert all(size >= 6 * MM for size in before.values())
    person.host.switch("elder")
    assert all(person.host._look.property(name) == pytest.approx(size * 1.5, abs=2) for name, size in before.items())


def test_a_seated_person_finds_all_controls_below_1200_mm(qtbot: QtBot) -> None:
    person = Person(qtbot, Theme(panel_bottom_mm=760))
    for sample in (each for each in SAMPLES if not each.step.for_staff):  # a clerk's screen stands on a desk
        person.sees(sample.step, sample.before, sample.can_go_back)
        if not person.host.theme.seated:
            person.touch("坐姿")
            person.settles()
        page = person.host.shown_page
        assert page and page.mapToScene(page.boundingRect().topLeft()).y() >= person.host.theme.above_reach_mm * MM
        top = page.mapToScene(page.boundingRect().topLeft()).y()
        shown = [c for c in controls(person.host) if c.is_button and c.rect.top() >= top]  # the rest is scrolled away
        assert all(760 + (1920 - c.rect.top()) / MM <= 1201 for c in shown)
    person.go_away()


def test_no_seated_mode_is_offered_where_the_panel_hangs_unknown(person: Person) -> None:
    person.sees(SAMPLES[0].step)
    assert not person.finds("坐姿")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_control_is_large_enough_and_every_word_is_readable_and_whole(qtbot: QtBot, sample: Sample) -> None:
    for theme, language in LOOKS:
        person = Person(qtbot, theme, language)
        person.sees(sample.step, sample.before, sample.can_go_back)
        person.settles()
        page = person.host.shown_page
        assert page
        wrong = [
            f"{c.name} is {c.rect.width() / MM:.0f} × {c.rect.height() / MM:.0f} mm"
            for c in controls(person.host)
            if c.is_button and min(c.rect.width(), c.rect.height()) < 16 * MM - 1 and _is_whole(c.rect.bottom(), page)
        ]
        wrong += [trouble for item in _texts(page) if (trouble := _unreadable(item))]
        person.go_away()
        assert wrong == [], (theme, language)


def _is_whole(bottom: int, page: QQuickItem) -> bool:
    """A control at the edge of a scrolled part is cut there; it is whole after scrolling."""
    return bottom < page.height()


def _texts(item: QQuickItem) -> list[QQuickItem]:
    found = [item] if item.inherits("QQuickText") and item.isVisible() and item.property("text") else []
    for child in item.childItems():
        found += _texts(child)
    return found


def _unreadable(text: QQuickItem) -> str:
    said = text.property("text")
    size = text.property("font").pixelSize()
    if text.property("minimumPixelSize") != 12:  # not the default: made smaller to fit: by how much its line is lower
        size = min(
            size, text.property("contentHeight") / text.property("lineCount") / text.property("lineHeight") / 1.44
        )
    if size < 6 * MM - 1:
        return f"{said!r} is {size / MM:.1f} mm high"
    if text.property("truncated"):
        return f"{said!r} is cut"
    if text.property("paintedWidth") > max(text.width(), 1) + 1 and text.width() > 0:
        return f"{said!r} is wider than its place"
    left = text.boundingRect().topLeft()
    right = left + QPointF(text.property("paintedWidth"), 0)  # mapped as a whole: the row may be made smaller to fit
    if text.mapToScene(left).x() < 0 or text.mapToScene(right).x() > text.window().width() + 1:
        return f"{said!r} leaves the screen"
    return ""
