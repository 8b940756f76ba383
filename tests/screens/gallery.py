"""`python -m tests.screens.gallery OUTDIR [name-part …]`: every sample page as a PNG, in four looks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

from PySide6.QtCore import QEventLoop  # noqa: E402
from PySide6.QtGui import QGuiApplication  # noqa: E402

from screens.host import Host  # noqa: E402
from screens.theme import Theme  # noqa: E402
from tests.screens.samples import HALL, SAMPLES, Sample  # noqa: E402

LOOKS = {
    "plain": (Theme(), "zh_CN"),
    "elder": (Theme(elder=True), "zh_CN"),
    "contrast": (Theme(high_contrast=True), "zh_CN"),
    "english": (Theme(), "en"),
    "elder-english": (Theme(elder=True), "en"),
    "seated": (Theme(panel_bottom_mm=760, seated=True), "zh_CN"),
}


def draw(host: Host, sample: Sample, into: Path) -> None:
    """Shows one sample and writes its picture."""
    host.wipe()  # a page that can become the next one would draw no first frame
    loop = QEventLoop()
    host.listener.drawn = lambda drawn: loop.quit()
    host.window.resize(*sample.size)
    host.show(sample.step, sample.before, sample.can_go_back)
    loop.exec()
    host.grab().save(str(into))


def draw_overlays(host: Host, into: Path, look: str) -> None:
    """What may lie over a page: the idle warning, and the question before leaving."""
    page = next(s for s in SAMPLES if s.name == "enter-phone")
    draw(host, page, into / f"over-nothing.{look}.png")
    host.warn_idle(30)
    host.grab().save(str(into / f"over-idle.{look}.png"))
    host.warn_idle(None)
    host.ask_to_leave()
    host.grab().save(str(into / f"over-leave.{look}.png"))


def main(out: Path, only: list[str]) -> None:
    """All looks of all samples whose name contains one of `only`; all if there are none."""
    app = QGuiApplication([])
    out.mkdir(parents=True, exist_ok=True)
    looks = {look: LOOKS[look] for look in only if look in LOOKS} or LOOKS
    names = [part for part in only if part not in LOOKS]
    for look, (theme, language) in looks.items():
        host = Host(theme, language, hall=HALL, for_staff=True)
        host.window.show()
        for sample in SAMPLES:
            seated_clerk = theme.seated and sample.step.for_staff  # a clerk's screen stands on a desk
            if (not names or any(part in sample.name for part in names)) and not seated_clerk:
                draw(host, sample, out / f"{sample.name}.{look}.png")
        if not names or "over" in names:
            draw_overlays(host, out, look)
        host.wipe()
        host.close()
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
