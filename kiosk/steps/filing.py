"""Pages on which a case is put together: guide, form, review, signature."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from kiosk.rules.checks import check_field
from kiosk.rules.forms import Field, FieldError, Section, Source
from kiosk.rules.people import Prefill
from kiosk.rules.services import Guide, Material
from kiosk.rules.texts import Text
from kiosk.steps.step import NotRight, Step


class GuideAnswer(Enum):
    """What to do after the guide."""

    START = "start"
    TAKE_NUMBER = "take-number"


@dataclass(frozen=True)
class ShowGuide(Step[GuideAnswer]):
    """The guide of a service with the materials that the chosen 情形 ask for."""

    guide: Guide
    situation: tuple[Text, ...]  # the chosen options' titles
    materials: tuple[Material, ...]

    def read(self, given: object) -> GuideAnswer:
        """Start, or a number for the window instead."""
        return GuideAnswer(given)


@dataclass(frozen=True)
class FillSection(Step[dict[str, str]]):
    """One section of a form. Locked fields (card, platform) show their value and source; the rest is typed.

    `fields` are those that may be asked given the `earlier` answers; a field whose `when` names a field of this very
    section appears and disappears on the page. `errors` are what the platform refused; what is wrong already here is
    raised by `read` as NotRight, and the page stays and shows it at the fields.
    """

    title: Text
    section: Section
    number: int
    of: int
    fields: tuple[Field, ...]
    earlier: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    today: dt.date = dt.date(2000, 1, 1)
    prefilled: tuple[Prefill, ...] = ()
    errors: tuple[FieldError, ...] = ()

    def read(self, given: object) -> dict[str, str]:
        """Field key → value of the fields that the person fills and that are there with these answers.

        Raises NotRight with what is wrong at which field.
        """
        if not isinstance(given, Mapping):
            raise ValueError("not a form")
        if not all(isinstance(k, str) and isinstance(v, str) and len(v) <= 400 for k, v in given.items()):
            raise ValueError("not a form")
        known = dict(self.earlier) | {p.field: p.value for p in self.prefilled} | dict(given)
        asked = [f for f in self.fields if f.source is Source.PERSON and all(c.holds(known) for c in f.when)]
        errors = tuple(e for f in asked if (e := check_field(f, known.get(f.key, ""), known, self.today)))
        if any(not e.warning for e in errors):
            raise NotRight(errors)
        return {f.key: known[f.key] for f in asked if known.get(f.key)}

    @property
    def remembered_as(self) -> object:
        """A section keeps its draft even when the platform's errors make it another page."""
        return (self.title, self.section.key)


@dataclass(frozen=True)
class ReviewLine:
    """A label and a value as it is filed; `private` values are masked until touched."""

    label: Text
    value: Text = field(repr=False)
    private: bool = False


@dataclass(frozen=True)
class ReviewSection:
    """A part of the review, with the section it can be changed in ("" if it can't)."""

    key: str
    title: Text
    lines: tuple[ReviewLine, ...]


class ReviewAnswer(Enum):
    """What to do after the review; changing something is 上一步."""

    RIGHT = "right"


@dataclass(frozen=True)
class Review(Step[ReviewAnswer]):
    """核对: everything that will be filed."""

    title: Text
    sections: tuple[ReviewSection, ...]
    materials: tuple[Material, ...]

    def read(self, given: object) -> ReviewAnswer:
        """It is right."""
        return ReviewAnswer(given)


@dataclass(frozen=True)
class Signature:
    """A handwritten signature: strokes of (x, y, t) in millimetres and milliseconds from the first touch."""

    strokes: tuple[tuple[tuple[float, float, int], ...], ...] = field(repr=False)

    @property
    def length_mm(self) -> float:
        """The way the finger went, to tell a signature from a dot."""
        return sum(
            math.hypot(b[0] - a[0], b[1] - a[1]) for stroke in self.strokes for a, b in itertools.pairwise(stroke)
        )


@dataclass(frozen=True)
class Sign(Step[Signature]):
    """手写签名确认 on the glass, bound to what is signed by `digest` (SM3 of the form as it will be filed)."""

    title: Text
    commitment: Text
    digest: str
    shortest_mm: float = 30.0

    def read(self, given: object) -> Signature:
        """A signature of enough length. The page gives a list of strokes, each a list of (x, y, t)."""
        if not isinstance(given, list) or not 1 <= len(given) <= 60:
            raise ValueError("no strokes")
        try:
            strokes = tuple(tuple((float(x), float(y), int(t)) for x, y, t in stroke) for stroke in given)
        except (TypeError, ValueError) as wrong:
            raise ValueError("strokes of something else") from wrong
        signature = Signature(strokes)
        if sum(map(len, strokes)) > 20_000 or not signature.length_mm >= self.shortest_mm:
            raise ValueError("too short for a signature, or too long")
        return signature
