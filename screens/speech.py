"""Short instructions said aloud, by `espeak-ng` as a child process.

Never anything about a person: names, numbers and results are only shown. Without a speaker or a loudspeaker the same
words stand on the screen; a sentence that is not heard never stops anything.
"""

from __future__ import annotations

import logging
import shutil

from PySide6.QtCore import QObject, QProcess, Slot

VOICES = {"zh_CN": "cmn-latn-pinyin", "en": "en"}
"""espeak-ng's voices by language tag. Its `cmn` (1.51) reads the pinyin it finds for a character as English."""

WORDS_A_MINUTE = 150
_log = logging.getLogger(__name__)


def find_speaker() -> tuple[str, ...]:
    """The command that says what stands on its standard input, in the voice added last; () if there is none."""
    return (found, "-s", str(WORDS_A_MINUTE), "--stdin", "-v") if (found := shutil.which("espeak-ng")) else ()


class Speech(QObject):
    """The voice of one screen. Only the newest sentence counts: it ends the one before."""

    def __init__(self, speaker: tuple[str, ...] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speaker = find_speaker() if speaker is None else speaker
        self._saying: QProcess | None = None
        self._next: tuple[str, str] | None = None
        if not self._speaker:
            _log.warning("no espeak-ng on this machine: instructions are seen, not heard")

    @property
    def saying(self) -> bool:
        """Whether a sentence is being said."""
        return self._saying is not None

    def say(self, text: str, language: str) -> None:
        """Says it now."""
        if not self._speaker or not text:
            return
        self._next = text, VOICES.get(language, VOICES["zh_CN"])
        if self._saying:
            self._saying.kill()
        else:
            self._start()

    def stop(self) -> None:
        """Quiet: the page is gone."""
        self._next = None
        if self._saying:
            self._saying.kill()

    def close(self) -> None:
        """Quiet at once: the end of the program waits for no sentence."""
        process, self._saying, self._next = self._saying, None, None
        if process:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1000)

    def _start(self) -> None:
        if self._next is None:
            return
        (text, voice), self._next = self._next, None
        process = self._saying = QProcess(self)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed)
        process.start(self._speaker[0], [*self._speaker[1:], voice])
        process.write(text.encode())
        process.closeWriteChannel()

    @Slot()
    def _ended(self) -> None:
        process, self._saying = self._saying, None
        if process:
            process.deleteLater()
        self._start()

    @Slot(QProcess.ProcessError)
    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # no end comes after this one
            _log.warning("the speaker does not start: instructions are seen, not heard")
            self._speaker = ()
            self._ended()
