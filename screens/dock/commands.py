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
class Lit:
    """When a button's effect holds: the state's `field` is `value` or a list that has it; with `unless`, it isn't."""

    field: str
    value: object
    unless: bool = False

    def holds(self, state: Mapping[str, object]) -> bool:
        """Whether it holds in this state; False where the state says nothing of it."""
        told = state.get(self.field)
        if told is None:
            return False
        return (self.value in told if isinstance(told, list) else told == self.value) != self.unless


@dataclass(frozen=True)
class Press:
    """A button: sends `command` with `arguments` and the row's inputs named in `takes`.

    It is lit while `lit` holds; pressed then, it sends `undo`, if it has one.
    """

    command: str
    words: Words
    arguments: Mapping[str, object] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    lit: Lit | None = None
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
    """One panel. `elsewhere`: commands that have their own place in the window (a card is laid on from the tray).

    `also`: further commands known beforehand, for plain buttons; `example`: arguments as they may be typed.
    """

    key: str
    words: Words
    rows: tuple[Row, ...]
    elsewhere: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    example: str = '{"event": "read", "seconds": 5}'

    @property
    def commands(self) -> frozenset[str]:
        """The commands that have a place of their own."""
        return self.elsewhere | {press.command for row in self.rows for press in row.presses}


_MILLISECONDS = Amount("ms", Words("慢多少", "How slow"), 1500, 60_000, 250, Words("毫秒", "ms"))
_AFTER_BYTES = Amount(
    "after_bytes",
    Words("从一张票的第几个字节起", "From which byte of a ticket on"),
    *(0, 20_000, 100, Words("字节起", "bytes"), Words("立刻", "at once")),
)
_TIMES = Amount("times", Words("几次", "How many times"), 0, 99, 1, Words("次", "times"), Words("一直", "always"))
_FAULTS = Words("故障", "Faults")
_NO_FAULT = Words("正常", "None")


def _fault(kind: str, zh: str, en: str, *takes: str, field: str = "fault") -> Press:
    tone = Tone.GOOD if kind == "none" else Tone.BAD
    return Press("fault", Words(zh, en), {"kind": kind}, takes, Lit(field, kind), tone)


def _paper(state: str, zh: str, en: str, tone: Tone) -> Press:
    return Press("paper", Words(zh, en), {"state": state}, (), Lit("paper", state), tone)


def _on(command: str, zh: str, en: str) -> Press:
    return Press(command, Words(zh, en), {"on": True}, (), Lit(command, True), Tone.WORRY, {"on": False})


SDT = Sheet(
    "sdt",
    Words("身份证阅读机具", "ID-card reader"),
    (
        Row(
            Words("机具", "Reader"),
            (
                Press("lift_during_read", Words("读到一半拿开", "Lift mid-read"), takes=("after",)),
                Press(
                    "second",
                    Words("两张卡", "Two cards"),
                    {"there": True},
                    lit=Lit("second", True),
                    tone=Tone.BAD,
                    undo={"there": False},
                ),
                Press("unplug", Words("拔掉", "Unplug"), lit=Lit("plugged", False), tone=Tone.BAD),
                Press("plug", Words("插上", "Plug in"), lit=Lit("plugged", True), tone=Tone.GOOD),
            ),
            (Amount("after", Words("读了多少字节以后", "After how many bytes"), 600, 2400, 100, Words("字节", "B")),),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("checksum", "校验错", "Bad checksum", "times"),
                _fault("silent", "不应答", "Silent", "times"),
                _fault("short", "半截", "Cut short", "times"),
                _fault("long", "过长", "Too long", "times"),
                _fault("split", "碎片", "In pieces", "ms", "times"),
                _fault("garbage", "乱码", "Garbage", "times"),
                _fault("stuck", "卡住", "Stuck", "times"),
                _fault("read-failed", "读卡失败", "Read failed", "times"),
                _fault("wrong-card", "非证件", "Wrong card", "times"),
                _fault("rejected", "卡拒绝", "Card rejects", "times"),
                _fault("sam-not-authorised", "模块未授权", "Unauthorised", "times"),
                _fault("sam-self-test", "模块自检败", "Self-test", "times"),
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
        Row(
            Words("机具", "Reader"),
            (
                Press("remove_during_read", Words("读一半拔卡", "Remove mid-read"), takes=("after",)),
                Press("swap_during_read", Words("读一半换卡", "Swap mid-read"), takes=("after",)),
                Press("hold", Words("被占用", "Held"), lit=Lit("held", True), tone=Tone.BAD),
                Press("release", Words("不占用", "Released"), lit=Lit("held", False), tone=Tone.GOOD),
                Press("stop_pcscd", Words("停服务", "Stop"), tone=Tone.BAD),
                Press("start_pcscd", Words("启服务", "Start"), tone=Tone.GOOD),
                Press("restart_pcscd", Words("重启", "Restart")),
            ),
            (Amount("after", Words("几条命令以后", "After how many APDUs"), 2, 20, 1, Words("条", "APDU")),),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("silent", "卡死", "Hangs", "times"),
                _fault("wrong-aid", "非社保卡", "Wrong card", "times"),
                _fault("short", "半截", "Cut short", "times"),
                _fault("slow", "很慢", "Slow", "ms", "times"),
            ),
            (_MILLISECONDS, _TIMES),
        ),
    ),
    frozenset({"insert", "remove", "help", "state"}),
)

SCAN = Sheet(
    "scan",
    Words("扫码器", "Code scanner"),
    (
        Row(
            Words("扫一个码", "Scan"),
            (
                Press("scan", Words("办件编号", "Case number"), {"text": "420102202611210004127"}),
                Press("scan", Words("别的码", "Another code"), {"text": "https://example.com/hello"}),
                Press("scan", Words("控制字符", "Control characters"), {"hex": "31321b5b324a07"}, tone=Tone.WORRY),
            ),
        ),
        Row(
            Words("机具", "Scanner"),
            (
                Press("unplug", Words("拔掉", "Unplug"), lit=Lit("plugged", False), tone=Tone.BAD),
                Press("plug", Words("插上", "Plug in"), lit=Lit("plugged", True), tone=Tone.GOOD),
            ),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("silent", "不出声", "Silent", "times"),
                _fault("split", "碎片", "In pieces", "ms", "times"),
                _fault("garbage", "乱码", "Garbage", "times"),
                _fault("endless", "没完没了", "Endless", "times"),
            ),
            (_MILLISECONDS, _TIMES),
        ),
    ),
    frozenset({"help", "state"}),
    example='{"text": "420102202611210004127", "suffix": "cr"}',
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
                Press("paper_out_after", Words("打着没纸", "Mid-job"), takes=("lines",)),
            ),
            (Amount("lines", Words("打多少行以后", "After how many lines"), 8, 200, 1, Words("行后", "lines")),),
        ),
        Row(
            Words("上盖", "Cover"),
            (
                Press("cover", Words("合上", "Closed"), {"open": False}, (), Lit("cover_open", False), Tone.GOOD),
                Press("cover", Words("打开", "Open"), {"open": True}, (), Lit("cover_open", True), Tone.BAD),
                Press("unplug", Words("拔线", "Unplug"), lit=Lit("plugged", False), tone=Tone.BAD),
                Press("plug", Words("插线", "Plug in"), lit=Lit("plugged", True), tone=Tone.GOOD),
            ),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("silent", "不应答", "Silent", "after_bytes"),
                _fault("reset", "断线", "Reset", "after_bytes"),
                _fault("noise", "乱码", "Noise", "after_bytes"),
                _fault("cutter", "切刀", "Cutter", "after_bytes"),
                _fault("hot", "打印头过热", "Head hot", "after_bytes"),
                _fault("jam", "卡纸", "Jam", "after_bytes"),
                _fault("broken", "坏了", "Broken", "after_bytes"),
                _fault("slow", "很慢", "Slow", "ms", "after_bytes"),
            ),
            (_MILLISECONDS, _AFTER_BYTES),
        ),
    ),
    frozenset({"help", "state"}),
    frozenset({"feed_button", "drawer"}),
)

_A4_SIZE = "iso_a4_210x297mm"
_STALE_JAM = Press(
    "stale", Words("假报卡纸", "False jam"), {"kind": "jam"}, (), Lit("stale", "jam"), Tone.WORRY, {"kind": "none"}
)

A4 = Sheet(
    "a4",
    Words("A4 打印机", "A4 printer"),
    (
        Row(
            Words("纸", "Paper"),
            (
                Press("paper", Words("有纸", "Loaded"), {"state": "ok"}, (), Lit("faults", "paper", True), Tone.GOOD),
                Press("paper", Words("快没了", "Low"), {"state": "low"}, (), Lit("low", "paper"), Tone.WORRY),
                Press("paper", Words("没纸", "Out"), {"state": "out"}, (), Lit("faults", "paper"), Tone.BAD),
                Press("media", Words("装 A4", "A4"), {"size": "a4"}, (), Lit("size", _A4_SIZE), Tone.GOOD),
                Press(
                    "media", Words("装别的", "Letter"), {"size": "letter"}, (), Lit("size", _A4_SIZE, True), Tone.BAD
                ),
            ),
        ),
        Row(
            Words("机器", "Machine"),
            (
                Press("jam", Words("卡纸", "Jam"), lit=Lit("faults", "jam"), tone=Tone.BAD),
                Press("cover", Words("门盖开", "Door open"), lit=Lit("faults", "cover"), tone=Tone.BAD),
                Press("toner", Words("墨粉少", "Toner low"), {"state": "low"}, (), Lit("low", "toner"), Tone.WORRY),
                Press(
                    "toner", Words("没墨粉", "Toner empty"), {"state": "empty"}, (), Lit("faults", "toner"), Tone.BAD
                ),
                Press("off", Words("断电", "Off"), lit=Lit("on", False), tone=Tone.BAD),
                Press("on", Words("通电", "On"), lit=Lit("on", True), tone=Tone.GOOD),
                _STALE_JAM,
                Press("resume", Words("叫醒", "Wake up")),
                Press("clear", Words("都修好", "All repaired")),
            ),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None", field="order"),
                _fault("out-mid-job", "打到一半没纸", "Out of paper mid-job", field="order"),
                _fault("die", "死机", "Dies", field="order"),
                _fault("hang", "卡住", "Hangs", field="order"),
                _fault("slow", "很慢", "Slow", "ms", field="order"),
            ),
            (_MILLISECONDS,),
        ),
    ),
    frozenset({"help", "state"}),
)

_KEYS = (("up", "上", "Up"), ("down", "下", "Down"), ("ok", "确认", "OK"), ("help", "帮助", "Help"))


def _on_off(
    command: str, name: str, field: str, *words: tuple[bool, str, str, Tone], takes: str = ""
) -> tuple[Press, ...]:
    """Two buttons of one switch: what is sent under `name`, and the state's `field` that lights them."""
    return tuple(
        Press(command, Words(zh, en), {name: value}, (takes,) if takes else (), Lit(field, value), tone)
        for value, zh, en, tone in words
    )


BOARD = Sheet(
    "board",
    Words("灯、门、电源、四个键", "Lights, door, power, four keys"),
    (
        Row(
            Words("机器前", "In front"),
            (
                *_on_off(
                    *("near", "somebody", "near"),
                    (True, "有人", "Somebody", Tone.GOOD),
                    (False, "没人", "Nobody", Tone.PLAIN),
                ),
                *(Press("key", Words(zh, en), {"key": key}) for key, zh, en in _KEYS),
            ),
        ),
        Row(
            Words("门", "Door"),
            (
                *_on_off(
                    *("door", "open", "door_open"),
                    (False, "关门", "Closed", Tone.GOOD),
                    (True, "开门", "Open", Tone.WORRY),
                ),
                Press(
                    "hold",
                    Words("确认键卡住", "OK stuck"),
                    {"key": "ok", "down": True},
                    (),
                    Lit("held", "ok"),
                    Tone.BAD,
                    {"key": "ok", "down": False},
                ),
                Press("unplug", Words("拔掉", "Unplug"), lit=Lit("plugged", False), tone=Tone.BAD),
                Press("plug", Words("插上", "Plug in"), lit=Lit("plugged", True), tone=Tone.GOOD),
                Press("restart", Words("板子重启", "Restart")),
            ),
        ),
        Row(
            Words("电源", "Power"),
            (
                Press("mains", Words("市电", "Mains"), {"on": True}, (), Lit("on_battery", False), Tone.GOOD),
                Press("mains", Words("停电", "Fails"), {"on": False}, ("minutes",), Lit("on_battery", True), Tone.BAD),
                Press("battery", Words("电量", "Battery"), takes=("percent",)),
            ),
            (
                Amount("minutes", Words("还能撑多久", "How long it lasts"), 20, 240, 5, Words("分钟", "min")),
                Amount("percent", Words("电池还有多少", "How full the battery is"), 20, 100, 10, Words("%", "%")),
            ),
        ),
        Row(
            _FAULTS,
            (
                _fault("none", "正常", "None"),
                _fault("silent", "不应答", "Silent", "times"),
                _fault("bad-crc", "校验错", "Bad CRC", "times"),
                _fault("garbage", "乱码", "Garbage", "times"),
                _fault("split", "断续", "Split", "times"),
                _fault("version", "版本不同", "Other version", "times"),
            ),
            (_TIMES,),
        ),
    ),
    frozenset({"help", "state"}),
    example='{"event": "light", "seconds": 5}',
)

_PICTURES = (
    _fault("none", "正常", "None"),
    _fault("freeze", "画面停住", "Frozen"),
    _fault("black", "全黑", "Black"),
    _fault("drop", "断开", "Gone"),
    _fault("stall", "不再送图", "Stalls"),
    _fault("slow", "很慢", "Slow", "ms"),
    _fault("garbage", "坏图", "Broken pictures"),
    _fault("one-pixel", "一个像素", "One pixel"),
    _fault("huge", "8K", "8K"),
    _fault("grey", "黑白", "Grey"),
    _fault("not-video", "不是视频", "No video"),
    _fault("endless", "没完没了", "Endless"),
)
"""What can be wrong with the pictures of any camera."""

CAMERA = Sheet(
    "camera",
    Words("高拍仪", "Document camera"),
    (
        Row(
            Words("材料", "Paper"),
            (
                Press(
                    "lay", Words("放一页", "Lay a page"), {"page": 1}, lit=Lit("page", 0, unless=True), tone=Tone.GOOD
                ),
                Press("lay", Words("放盖章的", "With a seal"), {"page": 1, "seal": True}),
                Press("next", Words("下一页", "Next page")),
                Press("lift", Words("拿走", "Lift"), lit=Lit("page", 0), tone=Tone.WORRY),
                Press("tilt", Words("放歪", "Tilt"), takes=("degrees",)),
                Press("desk", Words("换桌面", "Other desk"), takes=("number",)),
            ),
            (
                Amount("degrees", Words("歪多少度", "By how many degrees"), 12, 30, 3, Words("度", "°")),
                Amount("number", Words("第几种桌面", "Which desk"), 3, 4),
            ),
        ),
        Row(
            Words("光线", "Light"),
            (
                _on("glare", "反光", "Glare"),
                _on("blur", "模糊", "Blurred"),
                _on("dark", "太暗", "Dark"),
            ),
        ),
        Row(
            _FAULTS,
            _PICTURES,
            (_MILLISECONDS,),
        ),
    ),
    frozenset({"help", "state"}),
    example='{"page": 2, "seal": true}',
)

_PERSON = Pick("person", Words("谁", "Who"))


def _does(action: str, zh: str, en: str) -> Press:
    return Press("do", Words(zh, en), {"action": action})


def _holds_up(species: str, zh: str, en: str) -> Press:
    lit = Lit("attack", species)
    return Press("attack", Words(zh, en), {"species": species}, ("person", "seed"), lit, Tone.BAD)


def _stands(zh: str, en: str, field: str, value: float, usual: float, command: str = "distance") -> Press:
    return Press(command, Words(zh, en), {field: value}, (), Lit(field, value), Tone.WORRY, {field: usual})


FACE_CAMERA = Sheet(
    "face-camera",
    Words("站到摄像头前", "Before the face camera"),
    (
        Row(
            Words("谁", "Who"),
            (
                Press("stand", Words("站过来", "Stand there"), {}, ("person",)),
                Press("leave", Words("走开", "Leave"), lit=Lit("people", 0), tone=Tone.WORRY),
                Press(
                    "obey",
                    Words("照提示做", "Does as asked"),
                    {"on": True},
                    lit=Lit("obeys", True),
                    tone=Tone.GOOD,
                    undo={"on": False},
                ),
                Press("obey", Words("做错动作", "Does otherwise"), {"on": True, "wrong": True}),
                _on("second", "旁边还有人", "Somebody beside"),
                _on("crowd", "两百张脸", "200 faces"),
            ),
            (_PERSON,),
        ),
        Row(
            Words("动作", "Does"),
            (
                _does("blink", "眨眼", "Blink"),
                _does("turn-left", "向左转头", "Turn left"),
                _does("turn-right", "向右转头", "Turn right"),
                _does("open-mouth", "张嘴", "Open the mouth"),
            ),
        ),
        Row(
            Words("样子", "Looks"),
            (
                _on("mask", "戴口罩", "Mask"),
                _on("glasses", "戴墨镜", "Dark glasses"),
                _stands("站太远", "Too far", "near", 0.4, 1.0),
                _stands("站太近", "Too near", "near", 2.4, 1.0),
                _stands("站偏了", "Off the middle", "across", 0.3, 0.0, "place"),
                _stands("光太暗", "Too dark", "level", 0.2, 1.0, "light"),
                _stands("光太亮", "Too bright", "level", 1.8, 1.0, "light"),
            ),
        ),
        Row(
            Words("冒充", "Attacks"),
            (
                _holds_up("print", "照片", "Print"),
                _holds_up("bent-print", "弯的照片", "Bent print"),
                _holds_up("cut-eyes", "挖眼照片", "Cut-out eyes"),
                _holds_up("still", "剪影照", "Cut-out still"),
                _holds_up("phone", "手机回放", "Phone"),
                _holds_up("tablet", "平板回放", "Tablet"),
                _holds_up("loop", "循环录像", "Loop"),
            ),
            (_PERSON, Amount("seed", Words("第几次", "Which presentation"), 1, 9999)),
        ),
        Row(
            _FAULTS,
            (
                *_PICTURES,
                _fault("covered", "镜头挡住", "Covered"),
                _fault("wrong-size", "尺寸不对", "Wrong size"),
            ),
            (_MILLISECONDS,),
        ),
    ),
    frozenset({"help", "state"}),
    example='{"colour": "#ff0000"}',
)

EMULATORS = (SDT, PCSC, SCAN, TICKET, A4, BOARD, CAMERA, FACE_CAMERA)
"""The emulators; each one's control socket is `<key>.sock`."""

READERS: Mapping[str, tuple[str, str]] = {
    "resident": ("sdt", "tap"),
    "hmt-residence": ("sdt", "tap"),
    "foreigner-2017": ("sdt", "tap"),
    "foreigner-2023": ("sdt", "tap"),
    "social-security": ("pcsc", "insert"),
}
"""Kind of card → the emulator that takes it, and its command."""

_FAULT_PATH = "/demo/faults"


def _source(key: str, zh: str, en: str) -> Press:
    on, off = {"source": key, "down": True}, {"source": key, "down": False}
    return Press(_FAULT_PATH, Words(zh, en), on, (), Lit("sources_down", key), Tone.BAD, off)


def _switch(field: str, zh: str, en: str) -> Press:
    return Press(_FAULT_PATH, Words(zh, en), {field: True}, (), Lit(field, True), Tone.BAD, {field: False})


PLATFORM = Sheet(
    "platform",
    Words("两个平台", "The platforms"),
    (
        Row(
            Words("断开", "Down"),
            (
                _source("social-insurance", "社保", "Insurance"),
                _source("property", "不动产", "Property"),
                _source("housing-fund", "公积金", "Fund"),
                _source("residence-permit", "居住证", "Permits"),
                _source("senior-card", "老年证", "Seniors"),
                _source("social-card", "社保卡", "Cards"),
                _source("household", "户籍", "Hukou"),
                _source("business", "企业", "Companies"),
            ),
        ),
        Row(
            Words("平台", "Server"),
            (
                _switch("unreachable", "连不上", "Unreachable"),
                _switch("broken_json", "回答乱了", "Garbled"),
                Press("/demo/reset", Words("全部复原", "Reset all")),
            ),
        ),
        Row(
            Words("变慢", "Slow"),
            (
                Press(
                    _FAULT_PATH,
                    Words("每次都慢", "Every answer"),
                    takes=("delay_ms",),
                    lit=Lit("delay_ms", 0, unless=True),
                    tone=Tone.WORRY,
                    undo={"delay_ms": 0},
                ),
            ),
            (Amount("delay_ms", Words("每次慢多少", "Delay of each answer"), 3000, 60_000, 500, Words("毫秒", "ms")),),
        ),
        Row(
            Words("取号", "Queue"),
            (
                Press(_FAULT_PATH, Words("满", "Full"), {"full": True}, ("queue_full",)),
                Press(_FAULT_PATH, Words("不满", "Open"), {"full": False}, ("queue_full",)),
            ),
            (Pick("queue_full", Words("哪项业务", "Which business")),),
        ),
    ),
    also=frozenset({"/demo/queue/calls"}),
    example='{"queue": "social"}',
)
