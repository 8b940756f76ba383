"""`python -m devices.vision calibrate|verify|watch`: faces compared and watched by hand, in a process of its own.

Exit code 0 where there is a result, 1 where a picture, list or model can't be used (it says why), 2 for wrong use.
Nothing is kept of what is seen; a report holds distances and the pictures' names.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")  # its complaints name addresses
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

from devices.vision.client import SCHEMES
from devices.vision.faces.calibration import calibrate
from devices.vision.faces.comparing import Comparison
from devices.vision.faces.deciding import Thresholds, thresholds_for
from devices.vision.faces.models import EmbedderKind, FaceModel, ModelError, ModelSettings, load_model
from devices.vision.faces.pairs import NoList, read_pairs
from devices.vision.faces.report import write_report
from devices.vision.faces.watching import Event, Limits, watch

_EACH = 25  # pictures between two words of progress


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; its exit code."""
    given = _parser().parse_args(arguments)
    commands = {"calibrate": _calibrate, "verify": _verify, "watch": _watch}
    try:
        model = load_model(ModelSettings(given.detector, given.embedder, given.kind, given.landmarks))
        with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
            return commands[given.command](model, given)
    except ModelError as wrong:
        return _refused(f"模型文件不能用 · the model can't be used: {wrong}")
    except OSError as wrong:
        return _refused(f"不能写入 · can't be written: {wrong}")
    return 0


def _calibrate(model: FaceModel, given: argparse.Namespace) -> int:
    pairs = read_pairs(given.pairs)
    if isinstance(pairs, NoList):
        where = f" ({given.pairs}:{pairs.line})" if pairs.line else f" ({given.pairs})"
        return _refused(f"不是图片对列表 · no list of pairs: {pairs.trouble.value}{where}")
    done = calibrate(model, pairs, _progress)
    found = write_report(done, _threshold(model, given), given.far, given.out)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _verify(model: FaceModel, given: argparse.Namespace) -> int:
    limits = thresholds_for(model.name)
    accept = _threshold(model, given)
    thresholds = Thresholds(accept, max(accept, limits.clerk), limits.many_accept, limits.many_clerk, limits.margin)
    found = Comparison(model, thresholds).verify(given.a, given.b)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0 if found["verdict"] else 1


def _watch(model: FaceModel, given: argparse.Namespace) -> int:
    for event in watch(given.uri, model, Limits(given.frames, given.seconds)):
        print(json.dumps(event, ensure_ascii=False) if given.json else _words(event), flush=True)
    return 0


def _words(event: Event) -> str:
    rest = "  ".join(f"{name} {value}" for name, value in event.items() if name not in ("event", "at"))
    return f"{event['at']:>9}  {event['event']:<6}  {rest}"


def _threshold(model: FaceModel, given: argparse.Namespace) -> float:
    return thresholds_for(model.name).accept if given.threshold is None else float(given.threshold)


def _progress(done: int, of: int) -> None:
    if done % _EACH == 0 or done == of:
        print(f"{done}/{of}", file=sys.stderr, flush=True)


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m devices.vision", description="人脸：标定、比对、观察 · faces by hand")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("calibrate", help="阈值标定 · measure thresholds on pairs of pictures")
    one.add_argument("pairs", type=Path, help="CSV: file_a,file_b,same (1/0)")
    one.add_argument("--out", type=Path, default=Path("report"), help="folder of the report")
    one.add_argument("--far", type=_share, default=0.001, help="wished false accept rate (0.001)")
    two = commands.add_parser("verify", help="比对两张图片 · compare two pictures")
    two.add_argument("a", type=Path)
    two.add_argument("b", type=Path)
    three = commands.add_parser("watch", help="观察摄像头 · what is seen through a camera")
    three.add_argument("uri", type=_uri, help="v4l2:0, rtsp://…, http://…, file:clip.mp4")
    three.add_argument("--json", action="store_true", help="one event a line")
    three.add_argument("--frames", type=_number, help="stop after so many")
    three.add_argument("--seconds", type=_seconds, help="stop after so many")
    for command in (one, two):
        command.add_argument("--threshold", type=_seconds, help="instead of the model's default")
    for command in (one, two, three):
        command.add_argument("--detector", type=Path, help="YuNet as ONNX")
        command.add_argument("--embedder", type=Path, help="SFace or ArcFace as ONNX")
        command.add_argument("--kind", type=EmbedderKind, choices=list(EmbedderKind))
        command.add_argument("--landmarks", type=Path, help="68 points: .dat of dlib, or ONNX")
    return parser


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError("between 0 and 1")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError("above 0")
    return value


def _number(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("above 0")
    return value


def _uri(text: str) -> str:
    if text.partition(":")[0] not in SCHEMES:
        raise argparse.ArgumentTypeError(f"one of {', '.join(f'{scheme}:' for scheme in SCHEMES)}")
    return text


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # a call into OpenCV that hangs would keep the interpreter from ending
