"""Today's consenting check-ins of this hall: opaque references and templates, found by face; gone when the day is over.

On the disk they are sealed (`devices.vision.faces.sealed`) under a key of the day kept elsewhere; in the clear they are
in this process's memory only. Nothing of a gallery that is not wholly to be trusted is used: it stays refused until it
is wiped, by staff or by the end of its day.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from devices.face_ports import GalleryState
from devices.vision.faces.day_key import KeyStore, NoKey, fresh_of
from devices.vision.faces.looks import Template
from devices.vision.faces.sealed import Record, SealedLog, day_of, new_log, open_log
from devices.vision.faces.sealing import Distrust, Identity
from devices.vision.faces.searching import Index, Nearest

_log = logging.getLogger(__name__)

FILING_DUTY = 100_000
"""Persons from which whoever keeps their faces files with the provincial authority within 30 working days
(人脸识别技术应用安全管理办法, in force since 2025-06-01; DOMAIN.md 3.7)."""

MOST_PERSONS = 150_000
"""One hall has no more in a day; all of them take 80 MB."""

MOST_TEMPLATES = 5
"""Of one person."""

MOST_REFERENCE = 200
"""Characters of a person's reference."""

LENGTHS = (0.05, 1000.0)
"""Of a template as a vector, least and most: models make unit-like ones, and noise is neither."""

MIDNIGHT = dt.time(0, 0)


class Refusal(StrEnum):
    """Why a trusted gallery did not do what was asked, or there was none."""

    EXPIRED = "expired"  # its day is over; it was wiped
    FULL = "full"
    OTHER_MODEL = "other-model"  # the template is of another face model
    WRONG_LENGTH = "wrong-length"
    NOT_FINITE = "not-finite"
    WRONG_SCALE = "wrong-scale"  # no model's template is that long or short
    NOT_KEPT = "not-kept"  # the disk would not take it


Trouble = Refusal | Distrust


@dataclass(frozen=True)
class _Enrolled:
    """What is sealed of a person: templates row by row, float32."""

    person: str = field(repr=False)
    model: str
    rows: bytes = field(repr=False)


class Gallery:
    """See the module; for one thread at a time.

    `folder`: of the sealed gallery; `keys`: where its key is, a folder apart. `now`: the hall's own time, aware.
    `closing`: from when on the day is over; midnight: with its date. `model` and `length`: of all templates.
    """

    def __init__(
        self,
        folder: Path,
        keys: KeyStore,
        *,
        terminal: str,
        model: str,
        length: int,
        now: Callable[[], dt.datetime],
        closing: dt.time = MIDNIGHT,
    ) -> None:
        self._file, self._keys = folder / "faces.sealed", keys
        self._terminal, self._model, self._length = terminal, model, length
        self._now, self._closing = now, closing
        self._index = Index(length)
        self._numbers: dict[str, int] = {}  # each person's record
        self._log: SealedLog | None = None
        self._trouble: Trouble | None = None
        self._day: dt.date | None = None
        self._check()

    def enrol(self, person: str, templates: Iterable[Template], model: str | None = None) -> GalleryState | Trouble:
        """Keeps a person, in the place of what was kept of them. ValueError without a reference, or with no templates
        or more than `MOST_TEMPLATES`. `model`: of the templates, if known.
        """
        return self.enrol_all([(person, templates)], model)

    def enrol_all(
        self, persons: Iterable[tuple[str, Iterable[Template]]], model: str | None = None
    ) -> GalleryState | Trouble:
        """Several at once: all of them, or none where one can't be."""
        if trouble := self._check():
            return trouble
        rows: dict[str, npt.NDArray[np.float32]] = {}
        for person, templates in persons:
            made = self._rows(person, list(templates), model)
            if isinstance(made, Refusal):
                return made
            rows[person] = made
        if len(self._index) + sum(person not in self._index for person in rows) > MOST_PERSONS:
            return Refusal.FULL
        return self._kept(rows)

    def search(self, template: Template, model: str | None = None) -> Nearest | None | Trouble:
        """The nearest person; None where nobody is enrolled."""
        if trouble := self._check():
            return trouble
        unusable = self._unusable(template, model)
        return unusable or self._index.search(template)

    def forget(self, person: str) -> GalleryState | Trouble:
        """Somebody has withdrawn their consent: their templates are overwritten. Nothing to do where they are not here.

        NOT_KEPT: forgotten in memory, and the disk did not take it.
        """
        if trouble := self._check():
            return trouble
        if person not in self._index:
            return self.state()
        self._index.remove(person)
        number = self._numbers.pop(person)
        try:
            if self._log:
                self._log.erase([number])
        except OSError as wrong:
            return self._not_kept(wrong)
        return self.state()

    def wipe(self) -> GalleryState | Trouble:
        """Forgets everybody, on the disk too, key first. Then there is an empty gallery, as long as the day lasts."""
        try:
            self._destroy()
        except OSError as wrong:
            self._trouble = Distrust.UNREADABLE
            return self._not_kept(wrong)
        return self._check() or self.state()

    def state(self) -> GalleryState:
        """How many persons there are. `expires` None: there is no gallery now (`trouble` says why)."""
        trouble, now = self._check(), self._now()
        persons = 0 if trouble else len(self._index)
        expires = None if trouble else self._end(now)
        return GalleryState(persons, self._model, expires, filing_due=persons >= FILING_DUTY)

    @property
    def trouble(self) -> Trouble | None:
        """Why nobody can be found or enrolled; None where they can."""
        return self._check()

    def close(self) -> None:
        """Lets another process open it; overwrites what is in memory."""
        self._index.clear()
        self._numbers.clear()
        if self._log:
            self._log.close()
            self._log = None
        self._day = None

    # ---- its day

    def _check(self) -> Trouble | None:
        """Before every use: whether the gallery's day is still this one."""
        now = self._now()
        if self._day != now.date() or self._trouble is Distrust.IN_USE:
            self._day, self._trouble = now.date(), self._opened(now.date())
        if self._closing != MIDNIGHT and now.time() >= self._closing and self._trouble is not Refusal.EXPIRED:
            self._trouble = self._expired()
        return self._trouble

    def _end(self, now: dt.datetime) -> dt.datetime:
        last = now.date() + dt.timedelta(days=self._closing == MIDNIGHT)
        return dt.datetime.combine(last, self._closing, now.tzinfo)

    def _expired(self) -> Trouble:
        try:
            self._destroy()
        except OSError as wrong:
            self._not_kept(wrong)
            return Distrust.UNREADABLE
        self._day = self._now().date()
        return Refusal.EXPIRED

    def _opened(self, today: dt.date) -> Trouble | None:
        """What is on the disk is taken over, refused, or wiped for being of an earlier day."""
        self.close()
        self._day = today
        try:
            key, written = self._keys.read(), day_of(self._file)
            days = {day for day in (written, None if isinstance(key, NoKey) else key.day) if day}
            if any(day < today for day in days) or key in (NoKey.GONE, NoKey.BROKEN) or not self._file.exists():
                self._destroy()  # without a key nobody can read it
                self._day = today
                return None
            if isinstance(key, NoKey):
                return Distrust.KEY_EXPOSED
            return self._taken_over(open_log(self._file, self._identity(today), key.secret, self._keys))
        except OSError as wrong:
            self._not_kept(wrong)
            return Distrust.UNREADABLE

    def _taken_over(self, found: tuple[SealedLog, list[Record]] | Distrust) -> Trouble | None:
        if isinstance(found, Distrust):
            _log.warning("gallery refused: %s", found.value)
            return found
        self._log, records = found
        older = []
        for record in records:
            person = self._read(record)
            if isinstance(person, Distrust):
                self.close()
                self._day = self._now().date()
                return person
            if person.person in self._index:  # a kill came before the older one was erased
                self._index.remove(person.person)
                older.append(self._numbers[person.person])
            self._index.add(person.person, np.frombuffer(person.rows, np.float32).reshape(-1, self._length))
            self._numbers[person.person] = record.number
        if older:
            self._log.erase(older)
        return None

    def _read(self, record: Record) -> _Enrolled | Distrust:
        """A record was sealed by this gallery; yet a program of another version may have done it."""
        try:
            person = msgspec.msgpack.decode(record.payload, type=_Enrolled)
        except msgspec.MsgspecError:
            return Distrust.NOT_ONE
        if person.model != self._model:
            return Distrust.OTHER_MODEL
        if not person.rows or len(person.rows) % (4 * self._length):
            return Distrust.OTHER_LENGTH
        rows = np.frombuffer(person.rows, np.float32).reshape(-1, self._length)
        return Distrust.NOT_ONE if any(self._unusable(row, None) for row in rows) else person

    def _destroy(self) -> None:
        self.close()
        self._keys.destroy()
        for file in (self._file, fresh_of(self._file)):
            file.unlink(missing_ok=True)

    def _identity(self, day: dt.date) -> Identity:
        return Identity(self._terminal, day, self._model, self._length)

    # ---- templates

    def _rows(self, person: str, templates: list[Template], model: str | None) -> npt.NDArray[np.float32] | Refusal:
        if not 0 < len(person) <= MOST_REFERENCE or not 0 < len(templates) <= MOST_TEMPLATES:
            raise ValueError("a person needs a reference and some templates")
        for template in templates:
            if why := self._unusable(template, model):
                return why
        return np.array(templates, np.float32)

    def _unusable(self, template: Template, model: str | None) -> Refusal | None:
        if model is not None and model != self._model:
            return Refusal.OTHER_MODEL
        if np.shape(template) != (self._length,):
            return Refusal.WRONG_LENGTH
        if not np.isfinite(template).all():
            return Refusal.NOT_FINITE
        length = float(np.linalg.norm(np.asarray(template, np.float64)))
        return None if LENGTHS[0] <= length <= LENGTHS[1] else Refusal.WRONG_SCALE

    def _kept(self, persons: dict[str, npt.NDArray[np.float32]]) -> GalleryState | Trouble:
        payloads = [
            msgspec.msgpack.encode(_Enrolled(person, self._model, rows.tobytes())) for person, rows in persons.items()
        ]
        try:
            log = self._writable()
            if isinstance(log, Distrust):
                self._trouble = log
                return log
            numbers = dict(zip(persons, log.append(payloads), strict=True))
            older = [self._numbers[person] for person in persons if person in self._numbers]
            for person, rows in persons.items():
                if person in self._index:
                    self._index.remove(person)
                self._index.add(person, rows)
            self._numbers |= numbers
            if older:
                log.erase(older)
        except OSError as wrong:
            return self._not_kept(wrong)
        return self.state()

    def _writable(self) -> SealedLog | Distrust:
        """The log; made with the day's first person."""
        if self._log is None:
            today = self._now().date()
            key = self._keys.make(today)
            made = new_log(self._file, self._identity(today), key.secret, self._keys)
            if isinstance(made, Distrust):
                return made
            self._log = made
        return self._log

    def _not_kept(self, wrong: OSError) -> Refusal:
        _log.error("gallery: %s", wrong.strerror)
        return Refusal.NOT_KEPT
