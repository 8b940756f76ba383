"""The commands that people type: calibrate, verify, watch."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from devices.emulators.face_person import Person
from devices.emulators.face_scene import Scene
from devices.vision import __main__ as by_hand
from devices.vision.faces.models import FaceModel, load_model
from devices.vision.faces.watching import Limits, watch

PORTRAITS = Path("devices/emulators/portraits").absolute()


@pytest.fixture(scope="module")
def model() -> FaceModel:
    return load_model()


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch: pytest.MonkeyPatch, model: FaceModel) -> None:
    monkeypatch.setattr(by_hand, "load_model", lambda settings: model)


def listed(folder: Path, *rows: str) -> str:
    file = folder / "pairs.csv"
    file.write_text("\n".join(("file_a,file_b,same", *rows)), encoding="utf-8")
    return str(file)


def p(name: str) -> str:
    return str(PORTRAITS / f"{name}.jpg")


ROWS = (
    f"{p('obama-1')},{p('obama-2')},1",
    f"{p('biden-1')},{p('biden-2')},1",
    f"{p('obama-1')},{p('biden-1')},0",
    f"{p('astronaut')},{p('biden-1')},0",
)


# ---- calibrate


def test_a_hall_gets_its_figures_thresholds_and_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wall <b>.png").write_bytes(_wall())
    pairs = listed(tmp_path, *ROWS, f"{p('obama-1')},wall <b>.png,1")
    assert by_hand.main(["calibrate", pairs, "--out", str(tmp_path / "report"), "--far", "0.01"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads((tmp_path / "report" / "summary.json").read_text(encoding="utf-8"))
    for at in (told, told["default"], told["chosen"]):
        assert (at["pairs"], at["faces_found"]) == (5, 4)
        assert (at["far"], at["frr"], at["accuracy"]) == (0, pytest.approx(1 / 3, abs=1e-6), 0.8)
    assert told["threshold"] == told["default"]["threshold"] == 0.55
    assert 0.4 < told["chosen"]["threshold"] < 0.85
    assert told["far_bounds"][1] == pytest.approx(1 - 0.025**0.5, abs=1e-5)  # two pairs prove little
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "数据不足以证实" in page
    assert "wall &lt;b&gt;.png" in page
    assert "<b>.png" not in page
    for name in ("roc", "det", "distances"):
        with Image.open(tmp_path / "report" / f"{name}.png") as image:
            assert image.size == (760, 600)


def test_the_worst_pairs_stand_first_and_a_report_holds_no_face(tmp_path: Path) -> None:
    pairs = listed(tmp_path, *ROWS, f"{p('obama-1')},{p('biden-2')},1")
    assert by_hand.main(["calibrate", pairs, "--out", str(tmp_path / "report")]) == 0
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    rows = page[page.index("最差的图片对") :].split("<tr")
    wrong = next(row for row in rows if 'class="wrong"' in row)
    assert "同一人" in wrong
    assert "obama-1.jpg" in wrong
    assert rows.index(wrong) == 2
    assert sorted(file.suffix for file in (tmp_path / "report").iterdir()) == [".html", ".json", *[".png"] * 3]


@pytest.mark.parametrize(
    ("rows", "words"),
    [(("a,b,perhaps",), "bad-row"), (("a.jpg,b.jpg",), ":2")],
)
def test_a_list_that_is_wrong_is_told_with_its_line(
    tmp_path: Path, rows: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert by_hand.main(["calibrate", listed(tmp_path, *rows), "--out", str(tmp_path / "report")]) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


def test_pictures_that_are_missing_are_counted_and_no_pairs_at_all_make_a_report_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert by_hand.main(["calibrate", listed(tmp_path, "none.jpg,no.jpg,0"), "--out", str(tmp_path / "one")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pairs"], told["faces_found"], told["far"], told["frr"]) == (1, 0, 0, None)
    assert by_hand.main(["calibrate", listed(tmp_path), "--out", str(tmp_path / "two")]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] is None


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report").write_text("a file")
    assert by_hand.main(["calibrate", listed(tmp_path), "--out", str(tmp_path / "report")]) == 1
    assert "can't be written" in capsys.readouterr().err


# ---- verify


def test_two_photos_of_one_person_and_of_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert by_hand.main(["verify", p("obama-1"), p("obama-2")]) == 0
    one = json.loads(capsys.readouterr().out)
    assert by_hand.main(["verify", p("obama-1"), p("biden-1")]) == 0
    two = json.loads(capsys.readouterr().out)
    assert (one["verdict"], two["verdict"]) == ("accepted", "no-match")
    assert one["distance"] < 0.5 < two["distance"]
    assert one["advice"]["a"] == "fine"
    assert {"read_a", "find_a", "embed_a", "read_b", "find_b", "embed_b"} <= one["times_ms"].keys()


def test_a_photo_without_a_face_has_no_verdict_but_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wall.png").write_bytes(_wall())
    (tmp_path / "cut.jpg").write_bytes((PORTRAITS / "biden-1.jpg").read_bytes()[:5000])
    assert by_hand.main(["verify", str(tmp_path / "wall.png"), str(tmp_path / "cut.jpg")]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["distance"], told["verdict"]) == (None, None)
    assert told["troubles"] == {"a": "no-face", "b": "broken"}
    assert told["advice"] == {"a": "nobody", "b": "nobody"}


def test_a_threshold_of_ones_own_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert by_hand.main(["verify", p("obama-1"), p("obama-2"), "--threshold", "0.2"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "unsure"


# ---- watch


def clip(folder: Path, frames: int = 12) -> Path:
    """A person who stands before a camera."""
    scene = Scene((960, 540), seed=2)
    scene.stand(Person("astronaut"), seed=3)
    file = folder / "clip.avi"
    out = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 25, scene.size)
    for number in range(frames):
        out.write(scene.picture(number / 25))
    out.release()
    return file


def test_each_line_is_an_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    uri = f"file:{clip(tmp_path)}"
    assert by_hand.main(["watch", uri, "--json", "--frames", "6"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    looks = [event for event in events if event["event"] == "look"]
    assert len(looks) == 6
    assert looks[-1]["box"] is not None
    assert {"at", "frame", "advice", "others", "quality", "yaw", "pitch", "ms"} <= looks[-1].keys()
    assert {"event": "camera", "detail": "fine"}.items() <= next(e for e in events if e["event"] == "camera").items()
    assert by_hand.main(["watch", uri, "--frames", "1"]) == 0
    assert "look" in capsys.readouterr().out


def test_a_camera_that_is_not_there_is_an_event_and_no_end(model: FaceModel) -> None:
    clock = iter(np.arange(0, 100, 0.25))
    events = list(watch("http://127.0.0.1:9/video", model, Limits(seconds=2.0), clock=lambda: float(next(clock))))
    assert [event["event"] for event in events] == ["camera"]
    assert events[0]["detail"] == "unreachable"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["watch", "gopher://x"],
        ["watch", "v4l2:0", "--frames", "0"],
        ["calibrate", "pairs.csv", "--far", "2"],
        ["verify", "a.jpg", "b.jpg", "--threshold", "nan"],
    ],
)
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        by_hand.main(arguments)
    assert ended.value.code == 2


def test_the_program_itself_runs_and_refuses_a_model_that_is_none(tmp_path: Path) -> None:
    shutil.copy(PORTRAITS / "obama-1.jpg", tmp_path / "a.jpg")
    program = [sys.executable, "-m", "devices.vision", "verify", str(tmp_path / "a.jpg"), str(tmp_path / "a.jpg")]
    ended = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (ended.returncode, json.loads(ended.stdout)["distance"]) == (0, 0)
    ended = subprocess.run(
        [*program, "--embedder", str(tmp_path / "a.jpg")], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "the model can't be used" in ended.stderr


def _wall() -> bytes:
    _, data = cv2.imencode(".png", np.full((300, 300, 3), 180, np.uint8))
    return bytes(data)
