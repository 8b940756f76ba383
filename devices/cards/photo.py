"""The photo on an ID card: 1024 bytes of WLT, a closed format. Without a vendor's library there is no picture."""

from __future__ import annotations

import base64
import binascii
import logging
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from devices.cards.child import Child, NoMessage
from devices.ports import PhotoState

_log = logging.getLogger(__name__)

SPECIMEN = "specimen"
"""Instead of a library's path: `specimen_decoder`."""

_STARTING = 10.0
CODES = {
    1: "ok",
    0: "decode-error",
    -1: "decode-error",
    -2: "wrong-suffix",
    -3: "cannot-open",
    -4: "wrong-format",
    -5: "not-licensed",
    -6: "device",
}
"""What the libraries return."""


@dataclass(frozen=True)
class Photo:
    """`png` is 102 × 126 pixels where `state` is DECODED, else empty."""

    state: PhotoState
    png: bytes = field(default=b"", repr=False)


class PhotoDecoder(Protocol):
    """Makes a picture of WLT bytes; any bytes give a result."""

    def decode(self, wlt: bytes) -> Photo:
        """Blocks until the decoder's own deadline at most."""

    def close(self) -> None:
        """Ends what the decoder runs."""


class NoDecoder:
    """Where no vendor library is installed."""

    def decode(self, wlt: bytes) -> Photo:
        """NO_DECODER, or NONE where the card carries no photo."""
        return Photo(PhotoState.NO_DECODER if wlt else PhotoState.NONE)

    def close(self) -> None:
        """Nothing runs."""


class VendorDecoder:
    """Runs a vendor's library in a child process, where it may crash (FAILED) or hang (killed after `seconds`, FAILED).

    The library is taken to have the entry `int unpack(unsigned char *wlt, unsigned char *picture, int mode)`: it gets
    1024 bytes and room for 64 KiB, returns 1 when done, and leaves either a BMP file or 102 × 126 × 3 bytes, whose
    order of colours and of rows the vendor must tell.
    """

    def __init__(
        self,
        library: Path,
        symbol: str = "unpack",
        *,
        mode: int = 0,
        colours: Literal["bgr", "rgb"] = "bgr",
        bottom_up: bool = False,
        seconds: float = 2.0,
    ) -> None:
        rows = "bottom-up" if bottom_up else "top-down"
        self._arguments = [str(library), symbol, str(mode), colours, rows]
        self._seconds = seconds
        self._one_at_a_time, self._closed = threading.Lock(), False
        self._child, self._folder, self._ready = *self._start(), False

    def decode(self, wlt: bytes) -> Photo:
        """See `PhotoDecoder`."""
        if not wlt:
            return Photo(PhotoState.NONE)
        with self._one_at_a_time:
            if self._closed:
                return Photo(PhotoState.FAILED)
            answer = self._ask(self._child, wlt)
            if isinstance(answer, NoMessage):
                _log.warning("photo decoder: %s", "hung" if answer is NoMessage.LATE else "crashed")
                self._child.end(patience=0.0)
                self._folder.cleanup()
                self._child, self._folder, self._ready = *self._start(), False
                return Photo(PhotoState.FAILED)
        return _photo(answer)

    def close(self) -> None:
        """Ends the child."""
        with self._one_at_a_time:
            if not self._closed:
                self._closed = True
                self._child.end()
                self._folder.cleanup()

    def _start(self) -> tuple[Child, tempfile.TemporaryDirectory[str]]:
        # Some libraries leave the picture as a file where they stand. The folder is ours, not the child's, so that
        # nothing of a face stays when the child is killed.
        folder = tempfile.TemporaryDirectory(prefix="wlt-")
        return Child("devices.cards.photo_service", [folder.name, *self._arguments]), folder

    def _ask(self, child: Child, wlt: bytes) -> dict[str, object] | NoMessage:
        if not self._ready:
            if isinstance(hello := child.receive(_STARTING), NoMessage):
                return hello
            self._ready = True
        child.send({"wlt": base64.b64encode(wlt).decode()})
        return child.receive(self._seconds)


def specimen_decoder() -> VendorDecoder:
    """For made-up cards only: takes our own specimens (`specimen_photo`), anything else is FAILED."""
    return VendorDecoder(Path(SPECIMEN), SPECIMEN)


def _photo(answer: dict[str, object]) -> Photo:
    code, png = answer.get("code"), answer.get("png")
    if code != 1 or not isinstance(png, str):
        _log.warning("photo decoder: %s", CODES.get(code, "unknown") if isinstance(code, int) else answer.get("why"))
        return Photo(PhotoState.FAILED)
    try:
        return Photo(PhotoState.DECODED, base64.b64decode(png, validate=True))
    except binascii.Error:
        return Photo(PhotoState.FAILED)
