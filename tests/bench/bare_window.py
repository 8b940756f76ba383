"""The least a Qt Quick program can be: one window, one Text. What the terminal's start is compared with.

Prints the milliseconds from the kernel's start of this process to the first frame, then waits for SIGTERM.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

_QML = b"""
import QtQuick
Text { text: "\xe6\x94\xbf\xe5\x8a\xa1\xe6\x9c\x8d\xe5\x8a\xa1"; anchors.centerIn: parent }
"""


def since_start() -> float:
    """Seconds since the kernel started this process."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Runs until SIGTERM."""
    app = QGuiApplication(sys.argv[:1])
    window = QQuickWindow()
    window.resize(1080, 1920)
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(_QML, QUrl())
    item = component.createWithInitialProperties({"parent": window.contentItem()})
    if not isinstance(item, QQuickItem):
        sys.stderr.write(component.errorString())
        return 1
    told: list[float] = []

    def swapped() -> None:
        if not told:
            told.append(since_start() * 1000)
            sys.stdout.write(f"{told[0]:.0f}\n")
            sys.stdout.flush()

    window.frameSwapped.connect(swapped)
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    awake = QTimer(interval=50)  # lets Python see the signal
    awake.timeout.connect(lambda: None)
    awake.start()
    window.show()
    code = app.exec()
    window.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
