"""A wrong terminal.toml names file, key, value and what is allowed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kiosk import settings

RIGHT = '[terminal]\nid = "JA-ZZ-03"\n[platform]\nurl = "http://127.0.0.1:8000"\n'
SCHEMES = ("sdt", "pcsc", "ipp")


def load(tmp_path: Path, text: str) -> settings.Settings:
    file = tmp_path / "terminal.toml"
    file.write_text(text, encoding="utf-8")
    return settings.load(file, SCHEMES)


def test_the_shortest_file_that_works(tmp_path: Path) -> None:
    known = load(tmp_path, RIGHT + '[devices]\nid-card = "sdt:/dev/ttyUSB0"\n')
    assert known.devices == {"id-card": "sdt:/dev/ttyUSB0"}
    assert known.patience.idle + known.patience.warning == 120


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("[screen]\ndpi = 9\n", "screen.dpi = 9: allowed: a number from 40 to 400"),
        ('[screen]\nlanguage = "fr"\n', "screen.language = 'fr': allowed: 'zh_CN', 'en'"),
        ("[screen]\ndpl = 9\n", "screen.dpl: unknown key; allowed: dpi, panel_bottom_mm"),
        ('[devices]\nx = "usb:1"\n', "devices.x = 'usb:1': not a device; allowed: a URI with ipp:, pcsc:, sdt:"),
        (
            '[devices]\na = "sdt:/dev/x"\nb = "pcsc:*"\nc = "sdt:/dev/x"\n',
            "devices.a and devices.c are on one port: /dev/x; each needs its own",
        ),
        ("[devices]\nx = 1\n", "devices.x = 1: allowed: a text"),
        ("[patience]\nidle = true\n", "patience.idle = True: allowed: a number from 1 to 3600"),
        ('[card-photo]\ndecode = ""\n', "card-photo.decode: unknown key; allowed: decoder, symbol"),
        ('[devices-log]\ndevices = ["x"]\n', "devices-log.devices = ['x']: no such device; allowed: none"),
        ("[faces]\nchallenges = 9\n", "faces.challenges = 9: allowed: a whole number from 0 to 3"),
        ('[faces]\nclosing = "25:00"\n', "faces.closing = '25:00': allowed: a text like"),
        ('[faces]\nkind = "deep"\n', "faces.kind = 'deep': allowed: '', 'sface', 'arcface'"),
        ("[faces]\nacept = 0.5\n", "faces.acept: unknown key; allowed: challenges, gallery"),
        ("[board]\nminutes_for_a_visit = 0\n", "board.minutes_for_a_visit = 0: allowed: a whole number from 1 to 240"),
        (
            '[[maintenance.staff]]\nname = "x"\nsecret = "135790"\n',
            "maintenance.staff[0].secret = …: allowed: a text like ^\\$argon2id\\$",
        ),
        ('[[maintenance.staff]]\nname = "x"\n', "maintenance.staff[0].secret: is missing; allowed: a text like"),
        ('[maintenance]\nstaff = "x"\n', "maintenance.staff = 'x': allowed: a list of tables"),
        ("[screen\n", "is not TOML"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(settings.SettingsError, match=re.escape(says)) as wrong:
        load(tmp_path, RIGHT + more)
    assert "terminal.toml" in str(wrong.value)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(settings.SettingsError, match=r"terminal\.id: is missing"):
        load(tmp_path, '[terminal]\n[platform]\nurl = "http://x"\n')


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(settings.SettingsError, match=r"gone\.toml: can't be read"):
        settings.load(tmp_path / "gone.toml", SCHEMES)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_text_is_settings_or_a_message(tmp_path: Path, text: str) -> None:
    try:
        load(tmp_path, text.replace("\r", ""))
    except settings.SettingsError as wrong:
        assert "terminal.toml" in str(wrong)


def test_the_program_exits_2_with_the_message(tmp_path: Path) -> None:
    file = tmp_path / "terminal.toml"
    file.write_text(RIGHT + "[screen]\ndpi = 9\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "kiosk", "--config", file], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "screen.dpi = 9" in done.stderr
    assert "Traceback" not in done.stderr
