"""The cameras for faces and for presence of a terminal, from its settings to what flows use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from devices.addresses import Address, AddressError
from devices.face_ports import GalleryState
from devices.hub import Driver, Opener
from devices.ports import DeviceKind, DeviceStatus, PanelChanged, PanelState
from devices.vision.faces.client import SCHEMES as FACE_SCHEMES
from devices.vision.faces.client import VisionFaces
from devices.vision.faces.messages import Setup
from devices.vision.presence.client import SCHEMES as PRESENCE_SCHEMES
from devices.vision.presence.client import PresenceCamera
from kiosk.adapters import Statuses
from kiosk.desk_faces import DeskFaces
from kiosk.settings import Settings

PRESENCE = "presence"
"""The value of the option `use` that makes a camera count and never identify."""


def setup_of(settings: Settings) -> Setup:
    """What the process for faces is told. The gallery and its key lie in folders apart."""
    faces, data = settings.faces, Path(settings.terminal.data).expanduser()
    return Setup(
        terminal=settings.terminal.id,
        folder=str(data / "faces") if faces.gallery else "",
        keys=str(data / "faces-key") if faces.gallery else "",
        closing=dt.time.fromisoformat(faces.closing),
        tinting=faces.tinting,
        accept=_set(faces.accept),
        clerk=_set(faces.clerk),
        many_accept=_set(faces.many_accept),
        many_clerk=_set(faces.many_clerk),
        margin=_set(faces.margin),
        detector=faces.detector,
        embedder=faces.embedder,
        kind=faces.kind,
        landmarks=faces.landmarks,
    )


def _set(threshold: float) -> float | None:
    return None if threshold < 0 else threshold


class FaceParts:
    """At most one camera looks at faces; any number count presence. `deliver` takes statuses, `sensed` what a camera
    for presence sees, `on_loop` runs a call on the loop's thread.
    """

    def __init__(
        self,
        settings: Settings,
        deliver: Callable[[DeviceStatus], None],
        sensed: Callable[[PanelChanged], None],
        on_loop: Callable[[Callable[[], None]], None],
    ) -> None:
        self._settings, self._deliver, self._sensed, self._on_loop = settings, deliver, sensed, on_loop
        self._camera: VisionFaces | None = None
        self.desk: DeskFaces | None = None

    def openers(self) -> dict[str, Opener]:
        """The table scheme → driver."""
        return {
            **dict.fromkeys(FACE_SCHEMES, Opener(DeviceKind.FACE_CAMERA, self._face)),
            **dict.fromkeys(PRESENCE_SCHEMES, Opener(DeviceKind.PRESENCE_CAMERA, self._presence)),
        }

    def desk_faces(self, statuses: Statuses) -> DeskFaces | None:
        """What flows use; None without such a camera."""
        if self._camera:
            faces = self._settings.faces
            self.desk = DeskFaces(
                self._camera, statuses, self._on_loop, keeps=faces.gallery, challenges=faces.challenges
            )
        return self.desk

    def changed(self, status: DeviceStatus) -> None:
        """A device's status changed."""
        if self.desk:
            self.desk.changed(status)

    def _face(self, name: str, address: Address) -> Driver:
        if address.options.get("use") == PRESENCE:
            return self._presence(name, address)
        if "use" in address.options:
            raise AddressError(f"use = {address.options['use']!r}; allowed: {PRESENCE}")
        if self._camera:
            raise AddressError(f"a terminal has one camera for faces; {self._camera.name} is one already")
        self._camera = VisionFaces(
            name, _uri(address), setup_of(self._settings), deliver=self._deliver, counted=self._counted
        )
        return self._camera

    def _presence(self, name: str, address: Address) -> Driver:
        def counted(people: int) -> None:
            self._sensed(PanelChanged(name, PanelState(near=people > 0)))

        return PresenceCamera(name, _uri(address), deliver=self._deliver, counted=counted)

    def _counted(self, state: GalleryState) -> None:
        """On the driver's thread."""

        def count() -> None:
            if self.desk:
                self.desk.count(state)

        self._on_loop(count)


def _uri(address: Address) -> str:
    """The camera as OpenCV has it: without what stands before the +, and without our own option."""
    if address.scheme.endswith("+v4l2") and not (address.rest.isdecimal() or address.rest.startswith("/dev/")):
        raise AddressError("allowed: v4l2: with a number, or a device's path")
    uri = address.uri.partition("+")[2]
    place, _, query = uri.partition("?")
    kept = "&".join(part for part in query.split("&") if part and part.partition("=")[0] != "use")
    return f"{place}?{kept}" if kept else place
