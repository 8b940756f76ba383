"""Today's gallery as the process uses it: one thread at a time, and without a folder nobody is kept."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from devices.face_ports import GalleryState
from devices.vision.faces.day_key import KeyStore
from devices.vision.faces.gallery import Gallery
from devices.vision.faces.looks import Template
from devices.vision.faces.messages import Setup
from devices.vision.faces.models import FaceModel
from devices.vision.faces.searching import Nearest


class Today:
    """See the module."""

    def __init__(self, setup: Setup, model: FaceModel, now: Callable[[], dt.datetime] | None = None) -> None:
        zone = ZoneInfo(setup.zone)
        self._model = model.name
        self._lock = threading.Lock()
        self._told: GalleryState | None = None
        self._gallery: Gallery | None = None
        if setup.folder and setup.keys:
            self._gallery = Gallery(
                Path(setup.folder),
                KeyStore(Path(setup.keys)),
                terminal=setup.terminal,
                model=model.name,
                length=model.length,
                now=now or (lambda: dt.datetime.now(zone)),
                closing=setup.closing,
            )

    @property
    def usable(self) -> bool:
        """Whether anybody could be found or kept now."""
        with self._lock:
            return self._gallery is not None and self._gallery.trouble is None

    def search(self, templates: Sequence[Template]) -> list[Nearest | None] | None:
        """The nearest person for each template, None where nobody is enrolled; None where it can't be asked."""
        found: list[Nearest | None] = []
        with self._lock:
            if self._gallery is None:
                return None
            for template in templates:
                nearest = self._gallery.search(template, self._model)
                if nearest is not None and not isinstance(nearest, Nearest):
                    return None
                found.append(nearest)
        return found

    def enrol(self, person: str, templates: Sequence[Template]) -> GalleryState | None:
        """Keeps a person; None where the gallery does not."""
        with self._lock:
            kept = self._gallery.enrol(person, templates, self._model) if self._gallery and person else None
        return kept if isinstance(kept, GalleryState) else None

    def forget(self, person: str) -> None:
        """One of them has withdrawn."""
        with self._lock:
            if self._gallery:
                self._gallery.forget(person)

    def wipe(self) -> None:
        """All of them."""
        with self._lock:
            if self._gallery:
                self._gallery.wipe()

    def state(self) -> tuple[GalleryState, bool]:
        """How it is, and whether that is news. Asking also wipes a gallery whose day is over."""
        with self._lock:
            state = self._gallery.state() if self._gallery else GalleryState(0, self._model, None)
            news, self._told = state != self._told, state
        return state, news

    def close(self) -> None:
        """Lets go of the files."""
        with self._lock:
            if self._gallery:
                self._gallery.close()
