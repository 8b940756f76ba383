"""The table of commands is whole: every fault has its button, every text both languages."""

from __future__ import annotations

from devices.emulators import camera, face_camera, pcsc, scan, sdt
from devices.emulators.face_attacks import SPECIES
from devices.emulators.face_motion import ACTIONS
from screens.dock.commands import EMULATORS, PLATFORM, READERS, Lit, Press
from screens.dock.people import KINDS

_KNOWN = {
    "sdt": {"tap", "lift", "second", "lift_during_read", "fault", "unplug", "plug"},
    "pcsc": {"insert", "remove", "remove_during_read", "swap_during_read", "hold", "release", "fault", "restart_pcscd"},
    "scan": {"scan", "fault", "unplug", "plug"},
    "ticket": {"paper", "paper_out_after", "cover", "unplug", "plug", "fault"},
    "a4": {"paper", "media", "jam", "cover", "toner", "off", "on", "stale", "clear", "fault"},
    "board": {"door", "mains", "battery", "near", "key", "hold", "unplug", "plug", "restart", "fault"},
    "camera": {"lay", "lift", "next", "tilt", "desk", "glare", "blur", "dark", "fault"},
    "face-camera": {
        *("stand", "leave", "do", "obey", "mask", "glasses", "second", "crowd", "distance", "place", "light"),
        *("attack", "fault"),
    },
}
_FAULTS = {
    "sdt": {*sdt.FAULTS, "none"},
    "pcsc": {*pcsc.FAULTS, "none"},
    "scan": {*scan.FAULTS, "none"},
    "ticket": {"silent", "slow", "noise", "reset", "cutter", "hot", "jam", "broken", "none"},
    "a4": {"out-mid-job", "slow", "die", "hang", "none"},
    "board": {"silent", "bad-crc", "garbage", "split", "version", "none"},
    "camera": {*camera.FAULTS, "none"},
    "face-camera": {*face_camera.FAULTS, "none"},
}


def _presses(key: str) -> list[Press]:
    return [press for sheet in EMULATORS if sheet.key == key for row in sheet.rows for press in row.presses]


def test_every_command_of_every_emulator_has_its_place() -> None:
    for sheet in EMULATORS:
        assert sheet.commands >= _KNOWN[sheet.key]


def test_every_fault_has_a_button() -> None:
    for key, kinds in _FAULTS.items():
        assert {press.arguments["kind"] for press in _presses(key) if press.command == "fault"} == kinds


def test_every_text_is_there_in_both_languages() -> None:
    for sheet in (*EMULATORS, PLATFORM):
        words = [sheet.words]
        for row in sheet.rows:
            words += [row.words, *(press.words for press in row.presses), *(field.words for field in row.inputs)]
        assert all(each.zh and each.en for each in words), sheet.key


def test_what_a_button_takes_stands_in_its_row() -> None:
    for sheet in (*EMULATORS, PLATFORM):
        for row in sheet.rows:
            taken = {name for press in row.presses for name in press.takes}
            assert taken == {field.name for field in row.inputs}


def test_every_kind_of_card_has_a_reader() -> None:
    assert READERS.keys() == KINDS.keys()


def test_a_button_is_lit_while_its_effect_holds() -> None:
    assert Lit("paper", "out").holds({"paper": "out"})
    assert not Lit("paper", "out").holds({"paper": "ok"})
    assert Lit("faults", "jam").holds({"faults": ["jam", "paper"]})
    assert not Lit("faults", "jam").holds({"faults": []})
    assert Lit("faults", "paper", unless=True).holds({"faults": ["jam"]})
    assert not Lit("faults", "paper", unless=True).holds({})


def test_every_attack_and_every_action_before_the_face_camera_has_a_button() -> None:
    presses = _presses("face-camera")
    assert {press.arguments["species"] for press in presses if press.command == "attack"} == set(SPECIES)
    assert {press.arguments["action"] for press in presses if press.command == "do"} == set(ACTIONS)
