"""The terminal's own A4 papers for staff: the readiness report and the test page. No seal, no number of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from printing.pdf.blocks import Fields, Notes, Paragraph
from printing.pdf.flow import Block
from printing.pdf.frame import Frame, render
from printing.pdf.table import Table

TEST_TITLE = "样张 测试页"


@dataclass(frozen=True)
class ReadinessData:
    """What stands on the report; texts are as printed. `made_at` is aware and printed in its own zone.

    `devices`: name, kind, state, what to do. `tests`: name, when, passed or not, what was found. `counters`: name,
    what, how many, since when.
    """

    terminal: str
    hall: str
    made_at: datetime
    made_by: str
    facts: tuple[tuple[str, str], ...]
    devices: tuple[tuple[str, str, str, str], ...]
    tests: tuple[tuple[str, str, str, str], ...]
    counters: tuple[tuple[str, str, str, str], ...]
    ready: bool


def render_readiness(data: ReadinessData) -> bytes:
    """The PDF; the same data gives the same bytes. May be called from any thread."""
    frame = Frame("终端就绪报告", data.terminal, "", data.made_at, watermark="")
    head = (("大厅", data.hall), ("时间", f"{data.made_at:%Y-%m-%d %H:%M:%S}"), ("检查人", data.made_by), *data.facts)
    verdict = "结论：全部设备正常，自检通过，可以对外服务。" if data.ready else "结论：有设备需要处理，见下表。"
    blocks: list[Block] = [
        Fields(head),
        Paragraph(verdict, indented=False),
        Paragraph("一、设备", indented=False),
        Table(("设备", "种类", "状态", "处理建议"), data.devices or (("无", "", "", ""),)),
        Paragraph("二、自检", indented=False),
        Table(("设备", "时间", "结果", "说明"), data.tests or (("无", "", "", ""),)),
        Paragraph("三、计数", indented=False),
        Table(("设备", "项目", "数量", "起始"), data.counters or (("无", "", "", ""),)),
        Notes(("本报告由终端自动生成，反映生成时刻的状态。",)),
    ]
    return render(frame, blocks)


def render_test_page(terminal: str, printed_at: datetime) -> bytes:
    """One A4 page that shows whether text, lines and a table come out whole."""
    frame = Frame(TEST_TITLE, terminal, "", printed_at)
    rows = tuple((str(n), "国家政务服务 ABCDEFG 0123456789 㛃䶮𬱖", "■□▲○●") for n in range(1, 13))
    blocks: list[Block] = [
        Fields((("终端", terminal), ("时间", f"{printed_at:%Y-%m-%d %H:%M:%S}"))),
        Paragraph("样张 测试页：只用于检查打印机，不能用于办事。", indented=False),
        Table(("行", "文字", "图形"), rows),
    ]
    return render(frame, blocks)
