"""For all tests: nothing of the machine's own session leaks in."""

from __future__ import annotations

import gc
import os
import resource
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# Qt's keyboard warns of itself from QML's loading thread; pytest-qt's message handler would wait there for the GIL that
# the main thread, waiting for that thread, holds.
os.environ["QT_LOGGING_RULES"] = "qt.qml.propertyCache.append.warning=false"
os.environ["LC_ALL"] = "C.UTF-8"


import pytest  # noqa: E402 - after the environment
from hypothesis import HealthCheck, settings  # noqa: E402
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # noqa: E402

from screens.garbage import collect_due  # noqa: E402
from server_stub import examples  # noqa: E402
from tests.server_stub import recording  # noqa: E402

# Deadlines are off: the two cores are shared with emulators, and a slow example is no wrong one.
settings.register_profile("suite", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", settings.get_profile("suite"), max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

gc.disable()  # as in the programs with a screen: see screens/garbage.py


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of our own."""
    parser.addoption(
        "--record-examples", action="store_true", help="write the examples of the platforms' interface anew"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Listens to what tests call."""
    if config.getoption("--record-examples"):
        recording.active = recording.Recorder()


def pytest_sessionfinish() -> None:
    """Keeps what was heard."""
    if recording.active:
        recording.active.write(examples.FILE)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Between tests is between events. What one test leaves is large (a whole platform), and little in number: by
    Python's counts it would stay for a hundred tests.
    """
    collect_due()
    if resident() - _clean.megabytes > _GROWTH_MB:
        gc.collect()
        _clean.megabytes = resident()


_GROWTH_MB = 300.0


@dataclass
class _Clean:
    """What this process held after it was last cleaned."""

    megabytes: float = 0.0


_clean = _Clean()


def resident() -> float:
    """Megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


class Rows(LoadScopeScheduling):  # type: ignore[misc]
    """What runs one after the other where several processes test (`make test`: three; one of them mostly waits).

    Files each for themselves, but for two rows: all that uses pcscd, of which there is one on a machine, or runs a
    whole terminal, and all that prints (CUPS).
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith(_MACHINES):
            return "terminal"
        return "printing" if file.startswith("tests/printing/") or "a4" in file else file


_MACHINES = (
    "tests/e2e/",
    "tests/faults/",
    "tests/bench/",
    "tests/fuzz/",
    "tests/screens/dock/",
    "tests/devices/cards/",
    "tests/devices/test_card_emulators",
    "tests/devices/test_emulators_page",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Rows:
    """How tests are shared out."""
    return Rows(config, log)
