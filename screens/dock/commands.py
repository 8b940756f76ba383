"""What can be done to each emulator and to the platform, as data: one table, from which the panels are built.

The commands are those of `devices/emulators`; one not named here gets a plain button with a field for its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from screens.dock.words import NOTHING, Words


class Tone(Enum):
    """How a button looks once its effect holds."""

    PLAIN = "plain"
    GOOD = "good"
    WORRY = "worry"
    BAD = "bad"


@dataclass(frozen=True)
class Amount:
    """A number that goes into a command under `name`."""

    name: str
    words: Words
    value: int
    most: int
    step: int = 1
    unit: Words = NOTHING
    at_zero: Words = NOTHING  # what nought means, if something of its own


@dataclass(frozen=True)
class Pick:
    """A text that goes into a command under `name`: one of those the platform lists, or typed."""

    name: str
    words: Words


@dataclass(frozen=True)
class Press:
    """A button: sends `command` with `arguments` and the row's inputs named in `takes`.

    It is lit while the state's field `lit[0]` has the value `lit[1]`; pressed then, it sends `undo`, if it has one.
    """

    command: str
    words: Words
    arguments: Mapping[str, object] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    lit: tuple[str, object] | None = None
    tone: Tone = Tone.PLAIN
    undo: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Row:
    """Buttons that belong together, with the inputs some of them take."""

    words: Words
    presses: tuple[Press, ...]
    inputs: tuple[Amount | Pick, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One panel. `elsewhere`: commands that have their own place in the window (a card is laid on from the tray)."""

    key: str
    words: Words
    rows: tuple[Row, ...]
    elsewhere: frozenset[str] = frozenset()

    @property
    def commands(self) -> frozenset[str]:
        """The commands that have a place of their own."""
        return self.elsewhere | {press.command for row in self.rows for press in row.presses}


_MILLISECONDS = Amount("ms", Words("慢多少", "How slow"), 1500, 60_000, 250, Words("毫秒", "ms"))
_TIMES = Amount("times", Words("几次", "How many times"), 0, 99, 1, Words("次", "times"), Words("一直", "always"))
_FAULTS = Words("故障", "Faults")
_NO_FAULT = Words("正常", "None")


def _fault(kind: str, zh: str, en: str, *takes: str) -> Press:
    tone = Tone.GOOD if kind == "none" else Tone.BAD
    return Press("fault", Words(zh, en), {"kind": kind}, takes, ("fault", kind), tone)


def _paper(state: str, zh: str, en: str, tone: Tone) -> Press:
    return Press("paper", Words(zh, en), {"state": state}, (), ("paper", state), tone)


SDT = Sheet(
    "sdt",
    Words("身份证阅读机具", "ID-card reader"),
    (
        Row(
            Words("机具", "Reader"),
            (
                Press("lift_during_read", Words("读到一半拿开", "Lift during read")),
                Press("unplug", Words("拔掉", "Unplug"), lit=("plugged", False), tone=Tone.BAD),
                Press("plug", Words("插上", "Plug in"), lit=("plugged", True), tone=Tone.GOOD),
            ),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("checksum", "校验错", "Bad checksum", "times"),
                _fault("silent", "不应答", "Silent", "times"),
                _fault("short", "半截", "Cut short", "times"),
                _fault("garbage", "乱码", "Garbage", "times"),
                _fault("read-failed", "读卡失败", "Read failed", "times"),
                _fault("sam-not-authorised", "模块未授权", "Module not authorised", "times"),
                _fault("slow", "很慢", "Slow", "ms", "times"),
            ),
            (_MILLISECONDS, _TIMES),
        ),
    ),
    frozenset({"tap", "lift", "help", "state"}),
)

PCSC = Sheet(
    "pcsc",
    Words("社保卡读卡器", "Social-security card reader"),
    (
        Row(Words("机具", "Reader"), (Press("restart_pcscd", Words("重启读卡服务", "Restart pcscd")),)),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("silent", "卡死", "Hangs", "times"),
                _fault("wrong-aid", "非社保卡", "Not this kind of card", "times"),
                _fault("short", "半截", "Cut short", "times"),
                _fault("slow", "很慢", "Slow", "ms", "times"),
            ),
            (_MILLISECONDS, _TIMES),
        ),
    ),
    frozenset({"insert", "remove", "help", "state"}),
)

TICKET = Sheet(
    "ticket",
    Words("小票打印机", "Ticket printer"),
    (
        Row(
            Words("纸", "Paper"),
            (
                _paper("ok", "有纸", "Loaded", Tone.GOOD),
                _paper("near-end", "快没了", "Near end", Tone.WORRY),
                _paper("out", "没纸", "Out", Tone.BAD),
                Press("paper_out_after", Words("打着没纸", "Out mid-job"), takes=("lines",)),
            ),
            (Amount("lines", Words("打多少行以后", "After how many lines"), 8, 200, 1, Words("行后", "lines")),),
        ),
        Row(
            Words("上盖", "Cover"),
            (
                Press("cover", Words("合上", "Closed"), {"open": False}, (), ("cover_open", False), Tone.GOOD),
                Press("cover", Words("打开", "Open"), {"open": True}, (), ("cover_open", True), Tone.BAD),
            ),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("silent", "不应答", "Silent"),
                _fault("reset", "断线", "Connection reset"),
                _fault("cutter", "切刀", "Cutter"),
                _fault("slow", "很慢", "Slow", "ms"),
            ),
            (_MILLISECONDS,),
        ),
    ),
    frozenset({"help", "state"}),
)

A4 = Sheet(
    "a4",
    Words("A4 打印机", "A4 printer"),
    (
        Row(
            Words("纸", "Paper"),
            (_paper("ok", "有纸", "Loaded", Tone.GOOD), _paper("out", "没纸", "Out", Tone.BAD)),
        ),
        Row(
            Words("机器", "Machine"),
            (
                Press("jam", Words("卡纸", "Jam"), tone=Tone.BAD),
                Press("cover", Words("盖开", "Cover open"), tone=Tone.BAD),
                Press("toner", Words("没墨粉", "Toner empty"), tone=Tone.BAD),
                Press("clear", Words("都修好", "All repaired"), tone=Tone.GOOD),
            ),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("out-mid-job", "打到一半没纸", "Out of paper mid-job"),
                _fault("die", "死机", "Dies"),
                _fault("hang", "卡住", "Hangs"),
                _fault("slow", "很慢", "Slow", "ms"),
            ),
            (_MILLISECONDS,),
        ),
    ),
    frozenset({"help", "state"}),
)

EMULATORS = (SDT, PCSC, TICKET, A4)
"""The emulators; each one's control socket is `<key>.sock`."""

READERS: Mapping[str, tuple[str, str]] = {
    "resident": ("sdt", "tap"),
    "hmt-residence": ("sdt", "tap"),
    "foreigner-2017": ("sdt", "tap"),
    "social-security": ("pcsc", "insert"),
}
"""Kind of card → the emulator that takes it, and its command."""

_FAULT_PATH = "/demo/faults"


def _toggle(zh: str, en: str, field: str, on: object, off: object, *takes: str) -> Press:
    words, lit = Words(zh, en), (field, True)
    return Press(_FAULT_PATH, words, {} if takes else {field: on}, takes, lit, Tone.BAD, {field: off})


def _source(key: str, zh: str, en: str) -> Press:
    on, off = {"source": key, "down": True}, {"source": key, "down": False}
    return Press(_FAULT_PATH, Words(zh, en), on, (), (f"source:{key}", True), Tone.BAD, off)


PLATFORM = Sheet(
    "platform",
    Words("两个平台", "The platforms"),
    (
        Row(
            Words("断开", "Down"),
            (_source("social-insurance", "社保库", "Insurance"), _source("property", "不动产库", "Property")),
        ),
        Row(
            Words("平台", "Platform"),
            (
                _toggle("连不上", "Unreachable", "unreachable", True, False),
                _toggle("回答乱了", "Broken answers", "broken_json", True, False),
            ),
        ),
        Row(
            Words("变慢", "Slow"),
            (_toggle("每次都慢", "Every answer", "delay_ms", 0, 0, "delay_ms"),),
            (Amount("delay_ms", Words("每次慢多少", "Delay of each answer"), 3000, 60_000, 500, Words("毫秒", "ms")),),
        ),
        Row(
            Words("取号", "Queue"),
            (Press(_FAULT_PATH, Words("今天满了", "Full today"), {}, ("queue_full",), tone=Tone.BAD),),
            (Pick("queue_full", Words("哪项业务", "Which business")),),
        ),
        Row(Words("数据", "Data"), (Press("/demo/reset", Words("全部复原", "Reset everything"), tone=Tone.GOOD),)),
    ),
)


def faults_held(before: Mapping[str, object], path: str, body: Mapping[str, object]) -> Mapping[str, object]:
    """Which of the platform's faults hold after a request it accepted, as fields for the buttons' `lit`."""
    if path == "/demo/reset":
        return {}
    if "source" in body:
        return {**before, f"source:{body['source']}": bool(body.get("down"))}
    return {**before, **{field: bool(value) for field, value in body.items()}}
