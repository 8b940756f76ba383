"""What staff can do about a device: the suggested action for each status, in both languages."""

from __future__ import annotations

from devices.ports import BoardDetail, CameraDetail, DeviceKind, DeviceState, ReaderDetail, Watched
from kiosk.rules.texts import Text

NOTHING = Text("无需处理", "Nothing to do")
_BY_ITSELF = Text("插好后会自动恢复，不用重启", "it comes back by itself, no restart is needed")


def _then_by_itself(zh: str, en: str) -> Text:
    return Text(f"{zh}；{_BY_ITSELF.zh}", f"{en}; {_BY_ITSELF.en}")


_READERS: dict[str, Text] = {
    ReaderDetail.UNPLUGGED: _then_by_itself(
        "检查数据线和电源，核对 terminal.toml 里的端口", "Check its cable and power, and the port in terminal.toml"
    ),
    ReaderDetail.IN_USE: Text(
        "端口被另一个程序占用，请关闭那个程序", "Another program has the port; please close that program"
    ),
    ReaderDetail.NO_PERMISSION: Text(
        "终端的用户没有打开该端口的权限，请加入 dialout（串口）或 plugdev（USB）组",
        "The terminal's user may not open the port; add it to the group dialout (serial) or plugdev (USB)",
    ),
    ReaderDetail.NO_USB: Text("请安装 libusb-1.0", "Please install libusb-1.0"),
    ReaderDetail.WRONG_ENDPOINTS: Text(
        "这个 USB 设备不是身份证阅读器，请核对 terminal.toml 里的 VID:PID",
        "This USB device is no ID-card reader; check VID:PID in terminal.toml",
    ),
    ReaderDetail.SILENT: _then_by_itself(
        "设备没有应答：拔下数据线，等 5 秒再插上", "It does not answer: unplug it, wait 5 seconds, plug it in again"
    ),
    ReaderDetail.GARBLED: Text(
        "收到的数据有错：检查数据线，核对 terminal.toml 里的波特率",
        "What it sends is broken: check the cable, and the speed in terminal.toml",
    ),
    ReaderDetail.REFUSED: Text(
        "设备不懂终端的命令：核对型号", "It does not understand the terminal: check that it is the right model"
    ),
    ReaderDetail.STUCK: _then_by_itself(
        "设备卡住了，不再寻卡：断电 5 秒", "It is stuck and looks for no cards: switch it off for 5 seconds"
    ),
    ReaderDetail.SAM_NOT_AUTHORISED: Text(
        "安全模块未授权，请联系阅读器厂商", "Its security module is not authorised; call the reader's vendor"
    ),
    ReaderDetail.SAM_SELF_TEST: Text(
        "安全模块自检失败：断电再试，仍不行就更换阅读器",
        "Its security module failed its self-test: power it off and on; if that does not help replace the reader",
    ),
    ReaderDetail.NO_SERVICE: _then_by_itself(
        "读卡服务 pcscd 没有运行，请启动", "The card service pcscd does not run; please start it"
    ),
    ReaderDetail.HELD: Text(
        "读卡器被另一个程序独占，请关闭那个程序", "Another program keeps the reader for itself; please close it"
    ),
    ReaderDetail.DRIVER_STOPPED: Text(
        "驱动反复停止：查看日志，重启终端程序", "Its driver keeps stopping: see the log, restart the terminal"
    ),
}
_ADD_PAPER = _then_by_itself("请加纸", "Add paper")
_CLOSE = _then_by_itself("请合上盖子", "Close the cover")
_CLEAR = _then_by_itself("请清出卡住的纸", "Clear the paper path")
_COOL = _then_by_itself("打印头过热，等它冷却", "The head is too hot; let it cool")
_LINE = _then_by_itself("检查打印机电源、数据线和地址", "Check the printer's power, cable and address")
_PRINTERS: dict[str, Text] = {
    "paper-low": Text("纸快用完了，请尽快加纸", "Paper is low; please add some soon"),
    "paper-out": _ADD_PAPER,
    "cover-open": _CLOSE,
    "jam": _CLEAR,
    "cutter": _CLEAR,
    "overheated": _COOL,
    "toner-empty": Text("请更换墨粉", "Replace the toner"),
    "toner-low": Text("墨粉快用完了，请备好新的", "Toner is low; have a new cartridge ready"),
    "offline": _LINE,
}
_BOARD: dict[str, Text] = {
    BoardDetail.ON_BATTERY: _then_by_itself(
        "停电了，机器在用电池：检查插座和空气开关", "The power is off and it runs on battery: check socket and breaker"
    ),
    BoardDetail.DOOR_OPEN: Text("机器的门开着，维护完请锁好", "Its door is open; lock it when the work is done"),
    BoardDetail.KEY_STUCK: _then_by_itself("有一个键卡住了，请清理", "One of its keys is stuck; please clean it"),
    BoardDetail.UNPLUGGED: _READERS[ReaderDetail.UNPLUGGED],
    BoardDetail.IN_USE: _READERS[ReaderDetail.IN_USE],
    BoardDetail.NO_PERMISSION: _READERS[ReaderDetail.NO_PERMISSION],
    BoardDetail.SILENT: _READERS[ReaderDetail.SILENT],
    BoardDetail.GARBLED: _READERS[ReaderDetail.GARBLED],
    BoardDetail.OTHER_VERSION: Text(
        "板子的协议版本与终端不同，请更新板子的程序（见 docs/io-board.md）",
        "The board speaks another version than the terminal; update its firmware (docs/io-board.md)",
    ),
    BoardDetail.DRIVER_STOPPED: _READERS[ReaderDetail.DRIVER_STOPPED],
}
_CAMERAS: dict[str, Text] = {
    CameraDetail.UNREACHABLE: _then_by_itself(
        "打不开高拍仪：检查数据线和电源，核对 terminal.toml 里的地址",
        "The camera can't be opened: check its cable and power, and its address in terminal.toml",
    ),
    CameraDetail.LOST: _then_by_itself("高拍仪断开了：检查数据线和电源", "The camera went away: check cable and power"),
    CameraDetail.FROZEN: _then_by_itself(
        "高拍仪画面停住了：断电 5 秒", "Its picture stands still: switch it off for 5 seconds"
    ),
    CameraDetail.BLACK: Text(
        "画面全黑：看看镜头有没有被遮住，补光灯亮不亮", "Its picture is black: is the lens covered, is the lamp on?"
    ),
    CameraDetail.COVERED: _then_by_itself(
        "镜头被遮住了：擦干净，拿开遮挡物", "Its lens is covered: clean it, take away what is before it"
    ),
    CameraDetail.TOO_DARK: Text("光线太暗：请打开补光灯", "Too dark: please switch the lamp on"),
    CameraDetail.WRONG_SIZE: Text(
        "画面尺寸不对：请在高拍仪上选 1920×1080", "Its pictures have a wrong size: set the camera to 1920×1080"
    ),
    CameraDetail.RESTARTING: Text(
        "图像程序正在重新启动，反复出现就查看日志", "The vision process starts again; if that repeats, see the log"
    ),
    CameraDetail.MODEL: Text(
        "人脸模型或阈值用不了：核对 terminal.toml 里的 [faces]",
        "The face model's files or thresholds can't be used: check [faces] in terminal.toml",
    ),
    CameraDetail.DRIVER_STOPPED: Text(
        "驱动反复停止：查看日志，重启终端程序", "Its driver keeps stopping: see the log, restart the terminal"
    ),
}
_OTHER_CAMERAS: dict[str, Text] = {
    **_CAMERAS,
    CameraDetail.UNREACHABLE: _then_by_itself(
        "打不开摄像头：检查数据线和电源，核对 terminal.toml 里的地址",
        "The camera can't be opened: check its cable and power, and its address in terminal.toml",
    ),
    CameraDetail.LOST: _then_by_itself("摄像头断开了：检查数据线和电源", "The camera went away: check cable and power"),
    CameraDetail.BLACK: Text("画面全黑：看看镜头有没有被遮住", "Its picture is black: is the lens covered?"),
    CameraDetail.TOO_DARK: Text(
        "光线太暗：请改善终端前的照明", "Too dark: please improve the light before the terminal"
    ),
    CameraDetail.WRONG_SIZE: Text(
        "画面尺寸不对：请把摄像头设为 1920×1080", "Its pictures have a wrong size: set the camera to 1920×1080"
    ),
}
_BY_KIND: dict[DeviceKind, dict[str, Text]] = {
    DeviceKind.CARD_READER: _READERS,
    DeviceKind.CODE_SCANNER: _READERS,
    DeviceKind.DOCUMENT_CAMERA: _CAMERAS,
    DeviceKind.FACE_CAMERA: _OTHER_CAMERAS,
    DeviceKind.PRESENCE_CAMERA: _OTHER_CAMERAS,
    DeviceKind.TICKET_PRINTER: _PRINTERS,
    DeviceKind.A4_PRINTER: _PRINTERS,
    DeviceKind.IO_BOARD: _BOARD,
}
_BY_STATE = {
    DeviceState.READY: NOTHING,
    DeviceState.BUSY: NOTHING,
    DeviceState.ATTENTION: Text("请看一下这台设备", "Please have a look at this device"),
    DeviceState.FAULT: Text("请看设备自己的显示或指示灯", "See the device's own display or lamps"),
    DeviceState.ABSENT: _then_by_itself("检查数据线和电源", "Check its cable and power"),
}


def action(watched: Watched) -> Text:
    """What staff should do now; `NOTHING` where all is well."""
    status = watched.status
    by_detail = _BY_KIND.get(watched.kind, {})
    return by_detail.get(status.detail) or _BY_STATE[status.state]
