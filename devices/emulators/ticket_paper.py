"""The paper of the emulated ticket printer: its font, its line, and the dots it has burnt so far."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from importlib import resources
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

DOTS = 576
MARGIN = 48  # blank dots at both ends of a ticket: the way from the head to the blade
CELL = 24

_LONGEST = 40_000  # rows; five metres without a cut are no ticket
_PAPER = (253, 252, 249)
_INK = (42, 40, 44)


class Rom:
    """The printer's own characters: ASCII in 12×24 dots and the two-byte codes of `charset` in 24×24.

    A code that isn't in it is a blank box, as on a real printer.
    """

    def __init__(self, file: Path, charset: str = "gb2312") -> None:
        self._file = file
        self._charset = charset
        self._fonts: dict[int, ImageFont.FreeTypeFont] = {}
        self._glyphs: dict[bytes, Image.Image] = {}

    def glyph(self, code: bytes) -> Image.Image:
        """The dots of a character: one byte gives a half-width one, more a full-width one."""
        if code not in self._glyphs:
            self._glyphs[code] = self._narrow(code[0]) if len(code) == 1 else self._wide(code)
        return self._glyphs[code]

    def _narrow(self, byte: int) -> Image.Image:
        return self._cell(chr(byte), CELL // 2) if 0x20 <= byte <= 0x7E else box(CELL // 2)

    def _wide(self, code: bytes) -> Image.Image:
        try:
            code.decode(self._charset)
            character = code.decode("gb18030")
        except UnicodeDecodeError:
            return box(CELL)
        if len(code) != 2 or len(character) != 1 or 0xE000 <= ord(character) <= 0xF8FF:
            return box(CELL)
        return self._cell(character, CELL)

    def _cell(self, character: str, width: int) -> Image.Image:
        font = self._font(CELL if width == CELL else CELL - 2)
        advance = max(1, round(font.getlength(character)))
        drawn = Image.new("L", (max(width, advance), CELL), 0)
        left = max(0.0, (width - advance) / 2)
        ImageDraw.Draw(drawn).text((left, CELL * 0.88), character, font=font, fill=255, anchor="ls")
        if drawn.width > width:
            drawn = drawn.resize((width, CELL), Image.Resampling.LANCZOS)
        return drawn.point(lambda grey: 255 if grey > 120 else 0)

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._fonts:
            font = ImageFont.truetype(str(self._file), size, layout_engine=ImageFont.Layout.BASIC)
            with contextlib.suppress(OSError):  # not a variable font
                font.set_variation_by_axes([460])
            self._fonts[size] = font
        return self._fonts[size]


def box(width: int) -> Image.Image:
    """What stands for a character the printer doesn't have."""
    drawn = Image.new("L", (width, CELL), 0)
    ImageDraw.Draw(drawn).rectangle((2, 2, width - 3, CELL - 3), outline=255)
    return drawn


def find_font() -> Path:
    """A font with the characters of GB 2312 on this machine; FileNotFoundError if there is none."""
    try:
        packaged = resources.files("justmytype_intl_cjk") / "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
        if isinstance(packaged, Path) and packaged.is_file():
            return packaged
    except ModuleNotFoundError:
        pass
    if asked := shutil.which("fc-match"):
        answer = subprocess.run([asked, "-f", "%{file}", ":lang=zh-cn"], capture_output=True, text=True, check=False)
        if answer.stdout and Path(answer.stdout).is_file():
            return Path(answer.stdout)
    raise FileNotFoundError("no Chinese font found: name one with --font")


class Sheet:
    """The strip of paper since the last cut, on a roll that prints `dots` side by side."""

    def __init__(self, dots: int = DOTS) -> None:
        self.dots = dots
        self._line: list[Image.Image] = []
        self._begin()

    def _begin(self) -> None:
        self._dots = Image.new("L", (self.dots, 2048), 0)
        self.rows = 0
        self._line.clear()

    @property
    def blank(self) -> bool:
        """Whether nothing was printed since the last cut."""
        return self._dots.getbbox() is None and not self._line

    @property
    def line_width(self) -> int:
        """Dots of the line being composed."""
        return sum(glyph.width for glyph in self._line)

    def put(self, glyph: Image.Image) -> bool:
        """Adds a character to the line; False if it no longer fits."""
        if self.line_width + glyph.width > self.dots:
            return False
        self._line.append(glyph)
        return True

    def drop_line(self) -> None:
        """Forgets the line being composed."""
        self._line.clear()

    def print_line(self, spacing: int, align: int) -> None:
        """Burns the line and feeds: by the line spacing, or the highest character where that is more."""
        if self._line:
            height = max(glyph.height for glyph in self._line)
            row = Image.new("L", (self.line_width, height), 0)
            left = 0
            for glyph in self._line:
                row.paste(glyph, (left, height - glyph.height))
                left += glyph.width
            self._line.clear()
            self._burn(row, align)
            self.feed(max(spacing, height))
        else:
            self.feed(spacing)

    def picture(self, dots: Image.Image, align: int) -> None:
        """Burns a picture and feeds past it."""
        self._burn(dots, align)
        self.feed(dots.height)

    def feed(self, rows: int) -> None:
        """Moves the paper on."""
        self.rows = min(self.rows + rows, _LONGEST)
        self._room(self.rows)

    def cut_off(self) -> Image.Image:
        """The strip as a picture; the paper begins anew."""
        high = self.rows + 2 * MARGIN
        burnt = Image.new("L", (self.dots, high), 0)
        burnt.paste(self._dots.crop((0, 0, self.dots, self.rows)), (0, MARGIN))
        picture = Image.new("RGB", (self.dots, high), _PAPER)
        picture.paste(Image.new("RGB", (self.dots, high), _INK), (0, 0), burnt)
        self._begin()
        return picture

    def _burn(self, dots: Image.Image, align: int) -> None:
        dots = dots.crop((0, 0, min(self.dots, dots.width), dots.height))
        self._room(self.rows + dots.height)
        left = {1: (self.dots - dots.width) // 2, 2: self.dots - dots.width}.get(align, 0)
        area = (left, self.rows, left + dots.width, self.rows + dots.height)
        self._dots.paste(ImageChops.lighter(self._dots.crop(area), dots), area)

    def _room(self, rows: int) -> None:
        if rows > self._dots.height:
            longer = Image.new("L", (self.dots, max(rows, 2 * self._dots.height)), 0)
            longer.paste(self._dots, (0, 0))
            self._dots = longer
