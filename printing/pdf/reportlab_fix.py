"""Text copied from a document must be the text that was printed, also above U+FFFF.

Reportlab writes a character's number as plain hexadecimal into a font's ToUnicode table, where UTF-16BE is required
(PDF 32000-1, 9.10.3), so that 𬱖 is extracted as two wrong characters. Nor does it keep to the limit of 100 entries
a block (Adobe technical note 5014). Its function is replaced by the one below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

_PROBE = (0, 0x4E00, 0x2CC56)
_KNOWN_BUG = "<02> <2CC56>"
_RIGHT = "<02> <D873DC56>"
_BLOCK = 100


def to_unicode(font_name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a subset: code i of the font means the character `subset[i]`."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
        *_blocks([f"<{code:02X}> <{_utf16(character)}>" for code, character in enumerate(subset)]),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines)


def _utf16(character: int) -> str:
    return chr(character).encode("utf-16-be", "surrogatepass").hex().upper()


def _blocks(entries: list[str]) -> Iterator[str]:
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        yield f"{len(block)} beginbfchar"
        yield from block
        yield "endbfchar"


def apply() -> None:
    """Puts our function in place, once. RuntimeError if this reportlab behaves like none this was written for."""
    from reportlab.pdfbase import ttfonts

    theirs: Callable[[str, Sequence[int]], str] | None = getattr(ttfonts, "makeToUnicodeCMap", None)
    if theirs is to_unicode:
        return
    told = theirs("probe", _PROBE).upper() if theirs is not None else ""
    if _RIGHT in told:
        return
    if _KNOWN_BUG not in told:
        raise RuntimeError("this reportlab is not known: check how it writes ToUnicode above U+FFFF")
    ttfonts.makeToUnicodeCMap = to_unicode
