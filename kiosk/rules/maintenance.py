"""What maintenance knows of devices: how they are, what self-tests found, what they have done. Plain records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiosk.rules.texts import Text

STATES = {
    "ready": Text("正常", "Ready"),
    "busy": Text("正在工作", "Busy"),
    "attention": Text("请看一下", "Attention"),
    "fault": Text("有故障", "Fault"),
    "absent": Text("连不上", "Not reached"),
}
KINDS = {
    "card-reader": Text("读卡器", "Card reader"),
    "code-scanner": Text("扫码器", "Code scanner"),
    "ticket-printer": Text("小票打印机", "Ticket printer"),
    "a4-printer": Text("A4 打印机", "A4 printer"),
    "document-camera": Text("高拍仪", "Document camera"),
    "face-camera": Text("人脸摄像头", "Face camera"),
    "presence-camera": Text("客流摄像头", "Presence camera"),
    "io-board": Text("灯、门、电源和按键", "Lights, door, power, keys"),
    "other": Text("其他设备", "Other device"),
}
COUNTS = {
    "tickets": Text("小票（张）", "Tickets"),
    "cuts": Text("切纸（次）", "Cuts"),
    "pages": Text("A4 纸（页）", "A4 pages"),
    "jobs": Text("打印任务", "Jobs"),
    "reprints": Text("重打", "Reprints"),
    "failed": Text("没打成", "Failed"),
    "unknown": Text("结果不明", "Outcome unknown"),
}


@dataclass(frozen=True)
class DeviceView:
    """One device. `state` and `kind` are keys of `STATES` and `KINDS`; `detail` a keyword; seconds as in `Watched`."""

    name: str
    kind: str
    state: str
    detail: str
    since: float
    contact: float | None
    action: Text

    @property
    def well(self) -> bool:
        """Whether nobody needs to do anything."""
        return self.state in ("ready", "busy")


@dataclass(frozen=True)
class TestResult:
    """What a self-test found, and when (aware)."""

    __test__ = False  # no test of pytest's

    device: str
    at: dt.datetime
    passed: bool
    found: Text


@dataclass(frozen=True)
class Counter:
    """So many of something, since when (aware)."""

    device: str
    what: str
    n: int
    since: dt.datetime


@dataclass(frozen=True)
class Happening:
    """Something in the log that staff should know of."""

    at: dt.datetime
    what: Text


def ago(seconds: float | None) -> Text:
    """How long ago, in words."""
    if seconds is None:
        return Text("还没有应答过", "never answered")
    if seconds < 60:
        return Text(f"{seconds:.0f} 秒前", f"{seconds:.0f} s ago")
    if seconds < 3600:
        return Text(f"{seconds / 60:.0f} 分钟前", f"{seconds / 60:.0f} min ago")
    return Text(f"{seconds / 3600:.0f} 小时前", f"{seconds / 3600:.0f} h ago")


def about(device: DeviceView) -> Text:
    """A device's state in a line: what to do, how long it has been so, when it last answered."""
    heard = ago(device.contact)
    what = f"[{device.detail}] " if device.detail else ""
    return Text(
        f"{what}{device.action.zh} · 最近应答 {heard.zh}",
        f"{what}{device.action.en} · last answer {heard.en}",
    )
