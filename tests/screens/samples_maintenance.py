"""Sample steps of staff's pages."""

from __future__ import annotations

from kiosk.flows.maintenance import _device_row, _tasks
from kiosk.rules.maintenance import DeviceView, TestResult
from kiosk.rules.texts import Text
from kiosk.steps.maintenance import LoginTrouble, StaffCard, StaffList, StaffNumber, StaffPin, StaffRow
from tests.kiosk.recorders import Noon
from tests.screens.sample import Sample

DEVICES = (
    DeviceView("id-card", "card-reader", "ready", "", 3600, 0.4, Text("无需处理", "Nothing to do")),
    DeviceView(
        "ticket",
        "ticket-printer",
        "fault",
        "paper-out",
        75,
        2,
        Text("请加纸；插好后会自动恢复，不用重启", "Add paper; it comes back by itself, no restart is needed"),
    ),
    DeviceView("a4", "a4-printer", "absent", "offline", 7300, None, Text("检查电源和数据线", "Check power and cable")),
    DeviceView("board", "io-board", "attention", "door-open", 30, 1, Text("门开着，维护完请锁好", "Its door is open")),
)
_RESULT = TestResult("id-card", Noon().now(), True, Text("安全模块正常", "Security module well"))

MAINTENANCE_SAMPLES = (
    Sample("staff-card", StaffCard()),
    Sample("staff-card-locked", StaffCard(LoginTrouble.WRONG, 40)),
    Sample("staff-card-no-reader", StaffCard(may_type=True)),
    Sample("staff-number", StaffNumber()),
    Sample("staff-pin", StaffPin()),
    Sample(
        "staff-home",
        StaffList(Text("维护", "Maintenance"), Text("李工，您好", "Hello, Li"), _tasks(3, 214), home=True),
    ),
    Sample(
        "staff-devices",
        StaffList(
            Text("设备与自检", "Devices and self-tests"),
            Text("点一台设备，只检这一台", "Touch a device to test that one alone"),
            tuple(_device_row(device, _RESULT if device.name == "id-card" else None) for device in DEVICES),
            Text("全部自检", "Test all"),
            Text("没有通过：ticket、a4", "Failed: ticket, a4"),
            note_good=False,
        ),
    ),
    Sample(
        "staff-counters",
        StaffList(
            Text("计数", "Counters"),
            Text(""),
            (
                StaffRow(
                    "",
                    Text("ticket · 小票（张）", "ticket · Tickets"),
                    Text("自 2026-11-02", "since 2 Nov"),
                    Text("812", "812"),
                ),
                StaffRow(
                    "",
                    Text("a4 · A4 纸（页）", "a4 · A4 pages"),
                    Text("自 2026-11-20", "since 20 Nov"),
                    Text("96", "96"),
                ),
            ),
        ),
    ),
    Sample(
        "staff-events",
        StaffList(
            Text("最近的重要事件", "Last critical events"),
            Text("最新的在上面", "Newest first"),
            (
                StaffRow(
                    "",
                    Text("ticket：有故障 paper-out", "ticket: Fault paper-out"),
                    Text("11-21 11:58:03", "11-21 11:58:03"),
                ),
                StaffRow(
                    "",
                    Text("有证件留在读卡器上", "A card was left on the reader"),
                    Text("11-21 10:12:44", "11-21 10:12:44"),
                ),
            ),
        ),
    ),
)
