"""Instructions that are said aloud, by a program of its own."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.rules.face_words import ADVICE, CHALLENGES
from screens.speech import VOICES, Speech, find_speaker

_SPEAKER = """#!{python}
import pathlib, sys, time
said = sys.stdin.read()
with open({heard!r}, "a") as heard:
    heard.write(sys.argv[-1] + ":" + said + "\\n")
if "long" in said:
    time.sleep(60)
"""


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return tmp_path / "heard"


@pytest.fixture
def speech(tmp_path: Path, heard: Path) -> Speech:
    """A speaker that writes down what it says, and goes on for long with a "long" sentence."""
    program = tmp_path / "speaker"
    program.write_text(_SPEAKER.format(python=sys.executable, heard=str(heard)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Speech((str(program), "-v"))


def _lines(heard: Path) -> list[str]:
    return heard.read_text().splitlines() if heard.exists() else []


def test_an_instruction_is_said_in_the_persons_language(qtbot: QtBot, speech: Speech, heard: Path) -> None:
    speech.say("请眨眨眼", "zh_CN")
    qtbot.waitUntil(lambda: _lines(heard) == ["cmn-latn-pinyin:请眨眨眼"])
    qtbot.waitUntil(lambda: not speech.saying)
    speech.say("Please blink", "en")
    qtbot.waitUntil(lambda: _lines(heard)[1:] == ["en:Please blink"])
    speech.close()


def test_the_newest_instruction_ends_the_one_before(qtbot: QtBot, speech: Speech, heard: Path) -> None:
    speech.say("long one", "en")
    qtbot.waitUntil(lambda: len(_lines(heard)) == 1)
    speech.say("no longer right", "en")
    speech.say("newest", "en")
    qtbot.waitUntil(lambda: len(_lines(heard)) == 2)
    assert _lines(heard) == ["en:long one", "en:newest"]
    speech.close()


def test_it_is_quiet_when_the_page_is_gone(qtbot: QtBot, speech: Speech, heard: Path) -> None:
    speech.say("long one", "en")
    qtbot.waitUntil(lambda: len(_lines(heard)) == 1)
    speech.stop()
    qtbot.waitUntil(lambda: not speech.saying)
    assert len(_lines(heard)) == 1


def test_a_speaker_that_does_not_start_is_told_once_and_stops_nothing(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    speech = Speech((str(tmp_path / "nothing"), "-v"))
    for _ in range(3):
        speech.say("请看着屏幕", "zh_CN")
        qtbot.waitUntil(lambda: not speech.saying)
    assert len([r for r in caplog.records if "does not start" in r.message]) == 1
    assert "请看着屏幕" not in caplog.text


def _phonemes(voice: str, text: str) -> str:
    asked = (*find_speaker(), voice, "-q", "-x")
    return subprocess.run(asked, input=text, capture_output=True, text=True, check=True).stdout


def test_every_instruction_is_said_in_mandarin_and_in_english_alone() -> None:
    for text in (*ADVICE.values(), *CHALLENGES.values()):
        mandarin = _phonemes(VOICES["zh_CN"], text.zh)
        assert "(" not in mandarin, f"another language in {text.zh}: {mandarin}"
        tones = re.findall(r"[1-5]+", mandarin)
        assert len(tones) == sum(character not in "，" for character in text.zh), (text.zh, mandarin)
        assert "(" not in _phonemes(VOICES["en"], text.en)


def test_a_machine_without_a_speaker_says_so_and_is_quiet(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_speaker() == ()
    speech = Speech()
    speech.say("请看着屏幕", "zh_CN")
    assert not speech.saying and "no espeak-ng" in caplog.text
    speech.close()
