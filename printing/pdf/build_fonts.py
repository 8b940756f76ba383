"""Cuts the variable Noto Sans SC to the two static weights that papers are set in.

`python -m printing.pdf.build_fonts` is part of the set-up and is done again only when the source or this cut changed.
Reportlab sets TrueType outlines of static fonts only; the variable font comes from PyPI (justmytype-intl-cjk, OFL-1.1).
"""

from __future__ import annotations

import argparse
import glob
import importlib.resources
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_CUT = "1"  # raise it when the cut below changes: fonts of an older cut are then made again
_PACKAGE = "justmytype_intl_cjk"
_SOURCE = "NotoSansSC[wght].ttf"


@dataclass(frozen=True)
class Weight:
    """A static weight to be cut, and the file it goes to."""

    file: str
    weight: int


WEIGHTS = (Weight("NotoSansSC-Regular.ttf", 400), Weight("NotoSansSC-Bold.ttf", 700))


def fonts_folder() -> Path:
    """Where the built fonts lie: `printing/fonts/` of the installed package."""
    return Path(str(importlib.resources.files("printing.fonts")))


def source_font() -> Path:
    """The variable font of the installed PyPI package; FileNotFoundError says what to install."""
    try:
        root = Path(str(importlib.resources.files(_PACKAGE)))
    except ModuleNotFoundError:
        raise FileNotFoundError("the font source is missing: pip install justmytype-intl-cjk") from None
    for found in root.rglob(glob.escape(_SOURCE)):
        return found
    raise FileNotFoundError(f"{_PACKAGE} is installed but holds no {_SOURCE}")


def cut(source: Path, weight: int, target: Path) -> None:
    """Writes one static weight; the target appears whole or not at all."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    static = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
    # Hinting, vertical metrics and layout rules are of no use on paper and only cost loading time.
    for table in ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG"):
        if table in static:
            del static[table]
    static["name"].setName(f"hall-terminal cut {_CUT} of {source.stat().st_size}", 10, 3, 1, 0x409)
    unfinished = target.with_suffix(".new")
    static.save(unfinished)
    unfinished.replace(target)


def up_to_date(source: Path, target: Path) -> bool:
    """Whether the target is this cut of this source (asked of the font's own description)."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with target.open("rb") as file, TTFont(file, lazy=True) as font:
            return bool(font["name"].getDebugName(10) == f"hall-terminal cut {_CUT} of {source.stat().st_size}")
    except (OSError, TTLibError, KeyError):
        return False


def build(folder: Path | None = None) -> tuple[Path, ...]:
    """Makes what is missing, each weight in a process of its own; returns the files that were made."""
    folder = folder or fonts_folder()
    folder.mkdir(parents=True, exist_ok=True)
    source = source_font()
    wanted = [(one.weight, folder / one.file) for one in WEIGHTS if not up_to_date(source, folder / one.file)]
    workers = [
        subprocess.Popen([sys.executable, "-m", __spec__.name, "--weight", str(weight), "--to", str(target)])
        for weight, target in wanted
    ]
    # All are waited for before any is judged: none may outlive this one.
    failed = [worker.args for worker in workers if worker.wait() != 0]
    if failed:
        raise RuntimeError(f"fonts could not be cut: {failed}")
    return tuple(target for _, target in wanted)


def main(argv: list[str]) -> int:
    """The command line: without arguments it builds what is missing."""
    parser = argparse.ArgumentParser(prog="python -m printing.pdf.build_fonts", description=__doc__)
    parser.add_argument("--weight", type=int, help="cut one weight only, into --to")
    parser.add_argument("--to", type=Path)
    given = parser.parse_args(argv)
    if given.weight is not None:
        if given.to is None:
            parser.error("--weight needs --to")
        cut(source_font(), given.weight, given.to)
        return 0
    for made in build():
        print(f"made {made.name}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
