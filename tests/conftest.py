"""For all tests: nothing of the machine's own session leaks in."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# Qt's keyboard warns of itself from QML's loading thread; pytest-qt's message handler would wait there for the GIL that
# the main thread, waiting for that thread, holds.
os.environ["QT_LOGGING_RULES"] = "qt.qml.propertyCache.append.warning=false"
os.environ["LC_ALL"] = "C.UTF-8"


import pytest  # noqa: E402 - after the environment
from hypothesis import HealthCheck, settings  # noqa: E402

from screens.garbage import collect_due  # noqa: E402

# Deadlines are off: the two cores are shared with emulators, and a slow example is no wrong one.
settings.register_profile("suite", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", settings.get_profile("suite"), max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

gc.disable()  # as in the programs with a screen: see screens/garbage.py


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Between tests is between events."""
    collect_due()
