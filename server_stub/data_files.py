"""Data files of the platform, read with libyaml (the pure Python parser would cost half a second at start)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


def load_yaml(name: str | Path) -> Any:
    """The content of a data file; `name` is relative to the data folder."""
    with (DATA / name).open("rb") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
