"""`python -m screens.dock --folder DIR --platform http://127.0.0.1:8000`."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QPoint, QSocketNotifier
from PySide6.QtWidgets import QApplication

from screens.dock import theme
from screens.dock.window import DockWindow
from screens.garbage import Collector


def main(argv: list[str] | None = None) -> int:
    """Runs the dock until its window is closed or the process is asked to end."""
    arguments = _arguments(argv)
    app = QApplication(["hall-dock"])
    theme.dress(app)
    window = DockWindow(arguments.folder, arguments.platform, arguments.terminal, english=arguments.english)
    window.move(arguments.at or _right_edge(app, window))
    ending = _end_on_signals(window)
    collector = Collector(window)
    window.start()
    collector.start()
    window.show()
    code = app.exec()
    ending.setEnabled(False)
    return code


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m screens.dock", description="The demonstration dock.")
    parser.add_argument("--folder", type=Path, required=True, help="holds the control sockets and the paper folders")
    parser.add_argument("--platform", default="http://127.0.0.1:8000", help="the platform's address")
    parser.add_argument("--terminal", default="JA-ZZ-03", help="a terminal of the hall, for its queue businesses")
    parser.add_argument("--english", action="store_true", help="begin in English")
    parser.add_argument("--at", type=_place, metavar="X,Y", help="where on the desktop the window opens")
    return parser.parse_args(argv)


def _place(text: str) -> QPoint:
    x, _, y = text.partition(",")
    return QPoint(int(x), int(y))


def _right_edge(app: QApplication, window: DockWindow) -> QPoint:
    """Where it leaves room for the terminal on the left."""
    room = app.primaryScreen().availableGeometry()
    return QPoint(max(room.left(), room.right() - window.width()), room.top())


def _end_on_signals(window: DockWindow) -> QSocketNotifier:
    """Closes the window on SIGINT and SIGTERM: a byte wakes Qt, which Python's handlers alone would not."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    signal.set_wakeup_fd(theirs.fileno())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _noted)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: (ours.recv(64), theirs.fileno(), window.close()))
    return notifier


def _noted(_number: int, _frame: FrameType | None) -> None:
    """The wake-up byte does the work."""


if __name__ == "__main__":
    sys.exit(main())
