"""Short tones made here, played by ALSA's `aplay` as a child process.

QtMultimedia would do it too, but costs 13 MB of memory for two tones. Without a player or a loudspeaker the screen
says the same in words; a missing tone never stops anything.
"""

from __future__ import annotations

import io
import logging
import math
import shutil
import wave
from array import array
from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QObject, QProcess, QTimer, Slot

RATE = 22_050  # samples a second
ALARM_SECONDS = 60.0  # then staff is told and the machine is quiet
ALARM_EVERY_MS = 2_000
DEFAULT_VOLUME = 0.5
_FADE = 0.008  # seconds at both ends of a note, against clicks
_log = logging.getLogger(__name__)


class Tone(Enum):
    """What is heard: notes of (hertz, seconds); 0 Hz is a rest. 500 to 1000 Hz is still heard well at eighty."""

    HINT = ((660.0, 0.16), (0.0, 0.05), (880.0, 0.22))  # look here
    ALARM = ((880.0, 0.25), (0.0, 0.1), (660.0, 0.25), (0.0, 0.1), (880.0, 0.25))  # something is left behind


@lru_cache(maxsize=16)
def rendered(tone: Tone, volume: float) -> bytes:
    """A tone as a WAV file: 16 bit, mono. `volume` is the amplitude, 0 to 1 of full scale."""
    samples = array("h")
    for hertz, seconds in tone.value:
        samples.extend(_note(hertz, seconds, min(max(volume, 0.0), 1.0)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def _note(hertz: float, seconds: float, volume: float) -> list[int]:
    count, fade = round(seconds * RATE), _FADE * RATE
    turn = 2 * math.pi * hertz / RATE
    return [
        round(32_767 * volume * min(1.0, at / fade, (count - 1 - at) / fade) * math.sin(turn * at))
        for at in range(count)
    ]


def find_player() -> tuple[str, ...]:
    """The command that plays a WAV file from its standard input; () if the machine has none."""
    return (found, "-q", "-t", "wav", "-") if (found := shutil.which("aplay")) else ()


class Sound(QObject):
    """The loudspeaker of one screen. `play` plays a tone once, or an alarm again and again until `stop`."""

    def __init__(self, player: tuple[str, ...] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = find_player() if player is None else player
        self.volume = DEFAULT_VOLUME
        self._playing: set[QProcess] = set()
        self._again = QTimer(self, interval=ALARM_EVERY_MS)
        self._again.timeout.connect(self._alarm_again)
        self._alarms_left, self._failed = 0, False
        if not self._player:
            _log.warning("no aplay on this machine: alarms are seen, not heard")

    def play(self, tone: Tone) -> None:
        """Starts a tone; an alarm goes on for a minute unless it is stopped."""
        if tone is Tone.ALARM and not self._again.isActive():
            self._alarms_left = round(ALARM_SECONDS * 1000 / ALARM_EVERY_MS) - 1
            self._again.start()
        self._start(tone)

    def stop(self) -> None:
        """Ends a repeated alarm. What sounds now sounds out, half a second at most."""
        self._again.stop()

    def wipe(self) -> None:
        """Quiet, and as loud as at the start."""
        self.stop()
        self.volume = DEFAULT_VOLUME

    def close(self) -> None:
        """Quiet at once: the end of the program waits for no tone."""
        self.stop()
        for process in list(self._playing):
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1000)
        self._playing.clear()

    @Slot()
    def _alarm_again(self) -> None:
        self._alarms_left -= 1
        if self._alarms_left <= 0:
            self._again.stop()
        self._start(Tone.ALARM)

    def _start(self, tone: Tone) -> None:
        if not self._player or self._playing:  # one at a time
            return
        process = QProcess(self)
        ended = _once(lambda: self._ended(process))
        process.finished.connect(ended)
        # Only this error has no end after it. Others, as without a loudspeaker, come while it still runs.
        process.errorOccurred.connect(lambda error: error is QProcess.ProcessError.FailedToStart and ended())
        self._playing.add(process)
        process.start(self._player[0], list(self._player[1:]))
        process.write(rendered(tone, self.volume))
        process.closeWriteChannel()

    def _ended(self, process: QProcess) -> None:
        failed = process.error() is not QProcess.ProcessError.UnknownError or process.exitCode()
        if failed and not self._failed:  # said once, not with each tone
            _log.warning("a tone could not be played: %s, exit %d", process.error().name, process.exitCode())
        self._failed = bool(failed)
        self._playing.discard(process)
        process.deleteLater()


def _once(call: Callable[[], None]) -> Callable[..., None]:
    """`call` for the first of several signals; their arguments are dropped."""
    done: list[bool] = []

    def first(*_: object) -> None:
        if not done:
            done.append(True)
            call()

    return first
