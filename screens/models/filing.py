"""Page models on which a case is put together: guide, form, review, signature."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.rules.forms import FieldError, Source
from kiosk.rules.services import Handling, Material
from kiosk.steps.filing import FillSection, Review, ReviewLine, ReviewSection, ShowGuide, Sign
from screens.models.base import PageModel, Showing
from screens.models.form import FormField
from screens.models.ink import InkPad
from screens.models.privacy import mask_value

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

__all__ = ["FillSectionModel", "InkPad", "ReviewModel", "ShowGuideModel", "SignModel"]


@QmlElement
class MaterialLine(QObject):
    """A material and how it reaches the case. `handling`: required, deferrable, exempt, generated or commitment."""

    def __init__(self, parent: QObject, material: Material, showing: Showing) -> None:
        super().__init__(parent)
        self._name, self._source = showing.text(material.name), showing.text(material.source)
        self._handling, self._days = material.handling, material.defer_days
        self._copies, self._showing = material.copies, showing

    @Property(str, constant=True)
    def name(self) -> str:
        """What it is."""
        return self._name

    @Property(str, constant=True)
    def source(self) -> str:
        """How it is met."""
        return self._source

    @Property(str, constant=True)
    def handling(self) -> str:
        """See the class."""
        return self._handling.value

    @Property(str, constant=True)
    def handlingWords(self) -> str:  # noqa: N802 - a QML name
        """The handling in words, with the days a deferred material may take."""
        say = self._showing.say
        if self._handling is Handling.DEFERRABLE and self._days > 0:
            return say(f"可后补，{self._days} 个工作日内", f"may follow within {self._days} working days")
        return {
            Handling.REQUIRED: say("现在要交", "needed now"),
            Handling.DEFERRABLE: say("可后补", "may follow later"),
            Handling.EXEMPT: say("免提交", "not needed from you"),
            Handling.GENERATED: say("本机生成", "made here"),
            Handling.COMMITMENT: say("承诺代替", "a promise instead"),
        }[self._handling]

    @Property(int, constant=True)
    def copies(self) -> int:
        """How many copies."""
        return self._copies


@QmlElement
class ShowGuideModel(PageModel):
    """The guide of a service."""

    asks_before_leaving = False

    def __init__(self, step: ShowGuide, showing: Showing) -> None:
        super().__init__(showing)
        self._guide = step.guide
        self._situation = [showing.text(words) for words in step.situation]
        self._materials: list[QObject] = [MaterialLine(self, m, showing) for m in step.materials]

    @Property(str, constant=True)
    def title(self) -> str:
        """The service."""
        return self.showing.text(self._guide.service.title)

    @Property(str, constant=True)
    def department(self) -> str:
        """Who handles it."""
        return self.showing.text(self._guide.service.department)

    @Property(str, constant=True)
    def situation(self) -> str:
        """The chosen 情形, one line, or ""."""
        return " · ".join(self._situation)

    @Property(list, constant=True)
    def conditions(self) -> list[str]:
        """Who may apply."""
        return [self.showing.text(c) for c in self._guide.conditions]

    @Property(list, constant=True)
    def materials(self) -> list[QObject]:
        """MaterialLine of this situation."""
        return self._materials

    @Property(int, constant=True)
    def minutes(self) -> int:
        """How long it takes here; 0: not known."""
        return self._guide.service.minutes

    @Property(str, constant=True)
    def promisedLimit(self) -> str:  # noqa: N802 - a QML name
        """How soon it is decided, as promised."""
        return self.showing.text(self._guide.promised_limit)

    @Property(str, constant=True)
    def statutoryLimit(self) -> str:  # noqa: N802 - a QML name
        """How soon by law."""
        return self.showing.text(self._guide.statutory_limit)

    @Property(str, constant=True)
    def fee(self) -> str:
        """What it costs."""
        return self.showing.text(self._guide.fee)

    @Property(str, constant=True)
    def where(self) -> str:
        """Where else it is done."""
        return self.showing.text(self._guide.where)

    @Property(str, constant=True)
    def result(self) -> str:
        """What comes of it."""
        return self.showing.text(self._guide.result)

    @Property(int, constant=True)
    def level(self) -> int:
        """How sure it must be who applies, 0 to 4."""
        return int(self._guide.level)

    @Property(str, constant=True)
    def telephone(self) -> str:
        """For questions."""
        return self._guide.telephone

    @Property(str, constant=True)
    def supervision(self) -> str:
        """For complaints."""
        return self._guide.supervision


@QmlElement
class FillSectionModel(PageModel):
    """One section of a form. What is typed is the page's draft from the first key on."""

    wrong_at = Signal(int, name="wrongAt", arguments=["index"])  # the first field that must be put right

    def __init__(self, step: FillSection, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step
        known = dict(step.earlier) | {p.field: p.value for p in step.prefilled}
        drafted = showing.before if isinstance(showing.before, Mapping) else {}
        prefills = {p.field: p for p in step.prefilled}
        self.fields: list[FormField] = []
        for field in step.fields:
            value = known.get(field.key, "")
            if field.source is Source.PERSON:
                value = str(drafted.get(field.key, value))
            entry = FormField(field, showing.language, value, prefills.get(field.key), self)
            entry.filled.connect(self._filled)
            self.fields.append(entry)
        self._show_what_is_asked()
        self._complain(step.errors)
        if drafted:
            self.keep(self._given())

    @Property(str, constant=True)
    def title(self) -> str:
        """The service."""
        return self.showing.text(self._step.title)

    @Property(str, constant=True)
    def section(self) -> str:
        """What this part asks."""
        return self.showing.text(self._step.section.title)

    @Property(int, constant=True)
    def number(self) -> int:
        """Which part it is, from 1."""
        return self._step.number

    @Property(int, constant=True)
    def parts(self) -> int:
        """How many parts there are."""
        return self._step.of

    @Property(list, constant=True)
    def entries(self) -> list[FormField]:
        """FormField, in order; those that are not asked now are there too, and say so."""
        return self.fields

    @Property(bool, constant=True)
    def hasLocked(self) -> bool:  # noqa: N802 - a QML name
        """Whether there are values that are masked until held."""
        return any(f.field.source is not Source.PERSON for f in self.fields)

    @Property(int, constant=True)
    def firstWrong(self) -> int:  # noqa: N802 - a QML name
        """Where the platform refused something when the page was made, or -1."""
        return self._first_wrong()

    @Slot()
    def send(self) -> None:
        """The main action: what stands in the fields that are asked."""
        self.answer(self._given())

    def put_right(self, errors: tuple[FieldError, ...]) -> None:
        """Says what is wrong at each field and leads to the first one."""
        self._complain(errors)
        if (first := self._first_wrong()) >= 0:
            self.wrong_at.emit(first)

    def _given(self) -> dict[str, str]:
        """Answers of fields that are asked, without empty ones."""
        return {f.field.key: f.typed for f in self.fields if f.asked and f.typed}

    @Slot()
    def _filled(self) -> None:
        self._show_what_is_asked()
        self.keep({f.field.key: f.typed for f in self.fields if f.field.source is Source.PERSON and f.typed})

    def _show_what_is_asked(self) -> None:
        known = dict(self._step.earlier) | {p.field: p.value for p in self._step.prefilled}
        known |= {f.field.key: f.typed for f in self.fields if f.typed}
        for field in self.fields:
            field.stand(all(condition.holds(known) for condition in field.field.when))

    def _complain(self, errors: tuple[FieldError, ...]) -> None:
        by_field = {e.field: e for e in reversed(errors)}  # the first one of a field stands
        for field in self.fields:
            field.complain(by_field.get(field.field.key))

    def _first_wrong(self) -> int:
        return next((at for at, f in enumerate(self.fields) if f.stops), -1)


@QmlElement
class CheckLine(QObject):
    """A label and a value as filed; masked where private."""

    def __init__(self, parent: QObject, line: ReviewLine, showing: Showing) -> None:
        super().__init__(parent)
        self._label, self._value, self._private = showing.text(line.label), showing.text(line.value), line.private

    @Property(str, constant=True)
    def label(self) -> str:
        """What it is."""
        return self._label

    @Property(str, constant=True)
    def full(self) -> str:
        """The value, to be shown while held only if it is private."""
        return self._value

    @Property(str, constant=True)
    def shown(self) -> str:
        """The value as it may stand there."""
        return mask_value(self._value) if self._private else self._value


@QmlElement
class CheckSection(QObject):
    """A part of the review."""

    def __init__(self, parent: QObject, section: ReviewSection, showing: Showing) -> None:
        super().__init__(parent)
        self._title = showing.text(section.title)
        self._lines: list[QObject] = [CheckLine(self, line, showing) for line in section.lines]

    @Property(str, constant=True)
    def title(self) -> str:
        """Its heading."""
        return self._title

    @Property(list, constant=True)
    def lines(self) -> list[QObject]:
        """CheckLine, in order."""
        return self._lines


@QmlElement
class ReviewModel(PageModel):
    """核对."""

    def __init__(self, step: Review, showing: Showing) -> None:
        super().__init__(showing)
        self._title = showing.text(step.title)
        self._sections: list[QObject] = [CheckSection(self, s, showing) for s in step.sections]
        self._materials: list[QObject] = [MaterialLine(self, m, showing) for m in step.materials]
        self._private = any(line.private for section in step.sections for line in section.lines)

    @property
    def dirty(self) -> bool:
        """Leaving now would lose everything that was filled in."""
        return True

    @Property(str, constant=True)
    def title(self) -> str:
        """The service."""
        return self._title

    @Property(list, constant=True)
    def sections(self) -> list[QObject]:
        """CheckSection, in order."""
        return self._sections

    @Property(list, constant=True)
    def materials(self) -> list[QObject]:
        """MaterialLine, in order."""
        return self._materials

    @Property(bool, constant=True)
    def hasPrivate(self) -> bool:  # noqa: N802 - a QML name
        """Whether anything is masked."""
        return self._private


@QmlElement
class SignModel(PageModel):
    """手写签名确认."""

    too_short = Signal(name="tooShort")

    def __init__(self, step: Sign, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step
        before = showing.before
        self._pad = InkPad()
        self._pad.setParent(self)
        if isinstance(before, list):  # half written before the language changed; a finished one is never offered again
            self._pad.restore(before)
            self.keep(before)
        self._pad.changed.connect(self._written)

    @property
    def dirty(self) -> bool:
        """Leaving now would lose everything that was filled in."""
        return True

    @Property(str, constant=True)
    def title(self) -> str:
        """The service."""
        return self.showing.text(self._step.title)

    @Property(str, constant=True)
    def commitment(self) -> str:
        """What is signed."""
        return self.showing.text(self._step.commitment)

    @Property(str, constant=True)
    def fingerprint(self) -> str:
        """The digest of what is filed, short: its ends can be compared with the slip."""
        digest = self._step.digest.upper()
        return digest if len(digest) <= 12 else f"{digest[:4]} … {digest[-4:]}"

    @Property(float, constant=True)
    def shortest(self) -> float:
        """The least way of the finger in millimetres."""
        return self._step.shortest_mm

    @Property(InkPad, constant=True)
    def pad(self) -> InkPad:
        """The glass, for the page to lay where it belongs.

        It is made here and not in QML: PySide 6.11 never frees the Python half of an item that QML made.
        """
        return self._pad

    @Slot()
    def sign(self) -> None:
        """The main action: the strokes on the glass, or "too short"."""
        if self._pad.length_mm < self._step.shortest_mm:
            self.too_short.emit()
        else:
            self.answer(self._pad.strokes())

    @Slot()
    def _written(self) -> None:
        self.keep(self._pad.strokes())
