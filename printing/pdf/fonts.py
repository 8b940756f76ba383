"""Which font has which character, and fonts by their names for reportlab.

Noto Sans SC sets the text; characters it lacks (rare names above U+FFFF) come from a fallback font with more of them,
run by run. A character that no font has is printed as 〓, so that a gap is seen and not overlooked.
"""

from __future__ import annotations

import functools
import shutil
import struct
import subprocess
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from printing.pdf.build_fonts import fonts_folder

MISSING = "〓"
_FALLBACK = Path("/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf")  # Debian: fonts-babelstone-han
_FALLBACK_FAMILY = "BabelStone Han"


@dataclass(frozen=True)
class FontFiles:
    """The files texts are set from: two weights, and what is asked for characters they lack, in order."""

    regular: Path
    bold: Path
    fallbacks: tuple[Path, ...]


class _Coverage:
    """The characters of one font: sorted ranges, in 2 ms where a dictionary of all of them takes 100."""

    def __init__(self, file: Path) -> None:
        ranges = sorted(_character_ranges(_table(file, b"cmap")))
        self._starts = [first for first, _ in ranges]
        self._ends = [last for _, last in ranges]

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        place = bisect_right(self._starts, code) - 1
        return place >= 0 and code <= self._ends[place]


def _table(file: Path, tag: bytes) -> bytes:
    """A table of a font file (OpenType 1.9, table directory); fontTools would take 3 MB of the terminal's memory."""
    with file.open("rb") as font:
        _version, count = struct.unpack(">4sH6x", font.read(12))
        for _ in range(count):
            name, _checksum, offset, length = struct.unpack(">4sLLL", font.read(16))
            if name == tag:
                font.seek(offset)
                return font.read(length)
    raise ValueError(f"{file.name}: no table {tag.decode()}")


def _character_ranges(table: bytes) -> Iterator[tuple[int, int]]:
    """(first, last) code points of a `cmap` table's format 12 subtable (OpenType 1.9, cmap)."""
    (count,) = struct.unpack_from(">H", table, 2)
    for index in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * index)
        kind, _, _length, _language, groups = struct.unpack_from(">HHLLL", table, offset)
        if kind == 12:
            for first, last, _glyph in struct.iter_unpack(">LLL", table[offset + 16 : offset + 16 + 12 * groups]):
                yield first, last
            return
    raise ValueError("the font has no characters above U+FFFF (no cmap of format 12)")


@functools.cache
def default_files() -> FontFiles:
    """The built weights and this machine's fallback; FileNotFoundError names the command that builds them."""
    folder = fonts_folder()
    regular, bold = folder / "NotoSansSC-Regular.ttf", folder / "NotoSansSC-Bold.ttf"
    for file in (regular, bold):
        if not file.is_file():
            raise FileNotFoundError(f"{file.name} is not built yet: python -m printing.pdf.build_fonts")
    return FontFiles(regular, bold, _installed_fallbacks())


def _installed_fallbacks() -> tuple[Path, ...]:
    if _FALLBACK.is_file():
        return (_FALLBACK,)
    asked = shutil.which("fc-list")
    if asked is None:
        return ()
    found = subprocess.run([asked, f":family={_FALLBACK_FAMILY}", "file"], capture_output=True, text=True, check=False)
    files = (Path(line.strip().removesuffix(":")) for line in found.stdout.splitlines())
    return tuple(file for file in files if file.is_file())[:1]


class Fonts:
    """Fonts of one set of files; loaded when first needed, shared by all threads of the process."""

    def __init__(self, files: FontFiles) -> None:
        self.files = files
        self._coverage: dict[Path, _Coverage] = {}
        self._registered: dict[Path, str] = {}
        self._lock = threading.Lock()

    def file_for(self, text: str, *, bold: bool = False) -> Path:
        """The first font that has all characters; the regular weight if none has."""
        wanted = set(clean(text))
        for file in self._order(bold):
            if all(self._has(file, character) for character in wanted):
                return file
        return self.files.regular

    def runs(self, text: str, *, bold: bool = False) -> list[tuple[Path, str]]:
        """The text in pieces of one font file each; characters without a glyph anywhere are replaced by 〓."""
        pieces: list[tuple[Path, str]] = []
        for character in clean(text):
            file, shown = self._choose(character, bold)
            if pieces and pieces[-1][0] == file:
                pieces[-1] = (file, pieces[-1][1] + shown)
            elif shown:
                pieces.append((file, shown))
        return pieces

    @functools.lru_cache(maxsize=8192)  # noqa: B019  (one instance lives as long as the process; single characters)
    def _choose(self, character: str, bold: bool) -> tuple[Path, str]:
        order = self._order(bold)
        for file in order:
            if self._has(file, character):
                return file, character
        # A mark or variation selector that no font has chooses a shape only: its character stays.
        return order[0], "" if unicodedata.category(character) == "Mn" else MISSING

    def registered(self, file: Path) -> str:
        """The font's name in reportlab; loads it (50 ms; 150 ms for the large fallback) the first time."""
        with self._lock:
            if file not in self._registered:
                self._registered[file] = _register(file)
            return self._registered[file]

    def _order(self, bold: bool) -> tuple[Path, ...]:
        return (self.files.bold if bold else self.files.regular, *self.files.fallbacks)

    def _has(self, file: Path, character: str) -> bool:
        with self._lock:
            if file not in self._coverage:
                self._coverage[file] = _Coverage(file)
            return character in self._coverage[file]


def _register(file: Path) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from printing.pdf.reportlab_fix import apply

    apply()
    name = f"paper-{file.stem}"
    pdfmetrics.registerFont(TTFont(name, str(file)))
    return name


def clean(text: str) -> str:
    """The text without controls and direction overrides; half of a surrogate pair becomes 〓. Line feeds stay.

    Never normalised: a compatibility ideograph in a name is that name's own character.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = text.replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(_settable(one) for one in plain)


def _settable(character: str) -> str:
    if character == "\n":
        return character
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""  # a variation selector: asks for a shape that is not set here, the character stays
    kind = unicodedata.category(character)
    return MISSING if kind == "Cs" else "" if kind in ("Cc", "Cf") else character


@functools.cache
def fonts() -> Fonts:
    """The fonts of this process."""
    return Fonts(default_files())


def font_file_for(text: str, *, bold: bool = False) -> Path:
    """The first font that has all characters of the text (Noto Sans SC first); the regular weight if none has."""
    return fonts().file_for(text, bold=bold)


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """(reportlab's font name, text) pieces of one font each; the fonts are registered."""
    return [(fonts().registered(file), piece) for file, piece in fonts().runs(text, bold=bold)]
