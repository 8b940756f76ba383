"""The port of flows over a camera for faces: futures and pictures of its driver's thread become those of the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from devices.face_ports import FaceAdvice, FaceCamera, FaceRequest, FaceResult, FaceSeen, GalleryState
from devices.ports import CameraDetail, DeviceState, DeviceStatus
from kiosk import log
from kiosk.adapters import Statuses
from kiosk.failures import texts
from kiosk.newest import Newest
from kiosk.rules.face_words import ADVICE, CHALLENGES
from kiosk.rules.faces import filing_due
from kiosk.rules.texts import Text
from kiosk.steps.faces import FaceChallenge, SeenFace

_FAULTS: dict[str, str] = {
    CameraDetail.BLACK: "face.covered",
    CameraDetail.COVERED: "face.covered",
    CameraDetail.FROZEN: "face.no-picture",
    CameraDetail.LOST: "face.no-picture",
    CameraDetail.UNREACHABLE: "face.no-picture",
    CameraDetail.WRONG_SIZE: "face.no-picture",
}
_AWAY = (DeviceState.ABSENT, DeviceState.FAULT)


def _fault(status: DeviceStatus) -> Text:
    """What a page says of a camera that is away."""
    return texts(_FAULTS.get(status.detail, "face.gone")).happened


class DeskFaces:
    """`kiosk.flows.desk.Faces` over the terminal's camera; its own `FaceView`.

    `deliver` runs a call on the loop's thread. Of several pictures that wait for the loop only the newest is shown.
    `keeps`: whether this terminal has a gallery of today's check-ins.
    """

    def __init__(
        self,
        camera: FaceCamera,
        statuses: Statuses,
        deliver: Callable[[Callable[[], None]], None],
        *,
        keeps: bool,
        challenges: int,
    ) -> None:
        self._camera, self._statuses = camera, statuses
        self._keeps, self.challenges = keeps, challenges
        self._show: Callable[[SeenFace], None] | None = None
        self._pictures = Newest[FaceSeen](deliver, self._show_picture)
        self.kept = GalleryState(0, "", None)

    @property
    def available(self) -> bool:
        """Whether it may be used."""
        return not self._statuses.away(self._camera.name)

    @property
    def resting(self) -> Text:
        """Why it may not be used now; empty: it may."""
        status = self._statuses.of(self._camera.name)
        if self.available or status is None:
            return Text("")
        return _fault(status)

    @property
    def keeps(self) -> bool:
        """Whether somebody may be kept now: there is a gallery, and its day is not over."""
        return self._keeps and self.kept.expires is not None

    @property
    def model(self) -> str:
        """Which face model it has; empty until its process is ready."""
        return self.kept.model

    @property
    def persons(self) -> int:
        """How many are kept."""
        return self.kept.persons

    @property
    def view(self) -> DeskFaces:
        """What it sees: itself."""
        return self

    def look(self, seen: Callable[[SeenFace], None] | None) -> None:
        """See `FaceView`."""
        self._show = seen
        if seen is None:
            self._pictures.forget()

    async def compare(self, request: FaceRequest) -> FaceResult:
        """Looks until there is a result; cancelling this has the camera see nobody any more."""
        try:
            return await asyncio.wrap_future(self._camera.compare(request, self._pictures.came))
        finally:
            self._pictures.forget()

    async def forget(self, person: str) -> None:
        """Somebody among today's check-ins has withdrawn."""
        self.count(await asyncio.wrap_future(self._camera.forget(person)))

    async def wipe(self) -> int:
        """Forgets all of today's check-ins."""
        self.count(await asyncio.wrap_future(self._camera.wipe()))
        return self.persons

    def count(self, state: GalleryState) -> None:
        """On the loop: how many are kept now."""
        changed, self.kept = state.persons != self.kept.persons, state
        if changed:
            log.write(log.FacesKept(state.persons, filing_due(state.persons)))
            self._statuses.tell()

    def changed(self, status: DeviceStatus) -> None:
        """The device's status changed: who looks is told that nothing is to be seen."""
        if self._show and status.device == self._camera.name and status.state in _AWAY:
            self._show(SeenFace(_fault(status)))

    def _show_picture(self, seen: FaceSeen) -> None:
        if not self._show:
            return
        challenge = None
        if seen.challenge:
            challenge = FaceChallenge(seen.challenge.value, CHALLENGES[seen.challenge.value])
        self._show(
            SeenFace(
                advice=ADVICE[seen.advice.value],
                good=seen.advice is FaceAdvice.FINE,
                width=seen.width,
                height=seen.height,
                rgb=seen.rgb,
                face=seen.face,
                challenge=challenge,
                left=seen.left,
                done=seen.done,
                of=seen.of,
                tint=seen.tint,
            )
        )
