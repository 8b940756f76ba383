"""The tones that tell a person to look, or that something is left behind."""

from __future__ import annotations

import array
import io
import math
import wave
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from screens.sound import RATE, Sound, Tone, rendered


def _samples(wav: bytes) -> list[float]:
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return [s / 32_767 for s in array.array("h", file.readframes(file.getnframes()))]


def _strength(samples: list[float], hertz: float) -> float:
    """How much of a frequency there is (Goertzel): 1 for a full-scale sine."""
    turn = 2 * math.pi * hertz / RATE
    real = sum(s * math.cos(turn * i) for i, s in enumerate(samples))
    imaginary = sum(s * math.sin(turn * i) for i, s in enumerate(samples))
    return 2 * math.hypot(real, imaginary) / len(samples)


def test_the_alarm_is_two_notes_that_old_ears_hear_at_the_level_that_was_set() -> None:
    samples = _samples(rendered(Tone.ALARM, 0.5))
    first = samples[: round(0.25 * RATE)]
    second = samples[round(0.35 * RATE) : round(0.6 * RATE)]
    assert _strength(first, 880) == pytest.approx(0.5, rel=0.05)
    assert _strength(second, 660) == pytest.approx(0.5, rel=0.05)
    assert _strength(first, 660) < 0.02
    level = 20 * math.log10(math.sqrt(sum(s * s for s in first) / len(first)))
    assert -10.5 < level < -8.5  # dBFS: loud, not clipped


def test_a_tone_begins_and_ends_without_a_click() -> None:
    for tone in Tone:
        samples = _samples(rendered(tone, 1.0))
        assert samples[0] == samples[-1] == 0
        assert max(abs(b - a) for a, b in zip(samples, samples[1:], strict=False)) < 0.3
        assert max(map(abs, samples)) <= 1


def test_the_alarm_sounds_less_often_than_twice_a_second() -> None:
    notes = [seconds for hertz, seconds in Tone.ALARM.value if hertz]
    assert all(seconds >= 0.25 for seconds in notes)


def test_a_tone_reaches_the_player_as_a_wav_file(qtbot: QtBot, tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    sound = Sound(("sh", "-c", f"cat > {heard}"))
    sound.play(Tone.HINT)
    qtbot.waitUntil(lambda: not sound._playing)
    assert heard.read_bytes() == rendered(Tone.HINT, sound.volume)


def test_an_alarm_goes_on_until_it_is_stopped(qtbot: QtBot) -> None:
    sound = Sound(("true",))
    sound.play(Tone.ALARM)
    assert sound._again.isActive()
    sound.wipe()
    assert not sound._again.isActive()
    qtbot.waitUntil(lambda: not sound._playing)


def test_an_alarm_ends_by_itself_after_a_minute(qtbot: QtBot) -> None:
    sound = Sound(("true",))
    sound.play(Tone.ALARM)
    for _ in range(29):
        sound._alarm_again()
    assert not sound._again.isActive()
    qtbot.waitUntil(lambda: not sound._playing)


def test_a_machine_without_a_player_stays_quiet_and_goes_on() -> None:
    Sound(()).play(Tone.HINT)


def test_a_player_that_is_not_there_stops_nothing(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    sound = Sound(("/nowhere/aplay",))
    sound.play(Tone.HINT)
    qtbot.waitUntil(lambda: not sound._playing)
    assert "could not be played" in caplog.text


def test_a_player_that_takes_nothing_is_said_once(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    sound = Sound(("sh", "-c", "exec <&-; sleep 0.2; exit 1"))
    sound.play(Tone.ALARM)
    qtbot.waitUntil(lambda: not sound._playing)
    assert len(caplog.records) == 1


def test_a_missing_player_leaves_the_next_tone_free(qtbot: QtBot) -> None:
    sound = Sound(("/nowhere/player",))
    sound.play(Tone.HINT)
    qtbot.waitUntil(lambda: not sound._playing)


def test_the_end_of_the_program_waits_for_no_tone(qtbot: QtBot) -> None:
    sound = Sound(("sleep", "60"))
    sound.play(Tone.ALARM)
    player = next(iter(sound._playing))
    sound.close()
    assert player.state() is QProcess.ProcessState.NotRunning
