"""`python -m devices.cards.photo_service FOLDER LIBRARY SYMBOL MODE bgr|rgb top-down|bottom-up`: decodes WLT photos.

Says `{"ready": true}` first. Request `{"wlt": base64}`, answer `{"code": the library's, "png": base64}` or
`{"code": null, "why": …}`.

With `specimen` for library and symbol it decodes the photos of made-up cards instead.
"""

from __future__ import annotations

import base64
import binascii
import ctypes
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from devices.cards import specimen_photo
from devices.cards.child import NoMessage, talk_to_parent
from devices.cards.photo import SPECIMEN

SIZE = (102, 126)
_RAW = SIZE[0] * SIZE[1] * 3
_ROOM = 65536
_WRONG_FORMAT = -4

Decode = Callable[[bytes], dict[str, Any]]


def main(arguments: list[str]) -> int:
    """Serves until stdin ends; 2 for wrong arguments."""
    if len(arguments) != 6:
        return 2
    pipe = talk_to_parent()
    own, library = Path(arguments[0]), Path(arguments[1]).absolute()
    os.chdir(own)
    if arguments[1] == arguments[2] == SPECIMEN:
        decode: Decode = _specimen
    else:
        decode = _decoder(library, arguments[2], int(arguments[3]), arguments[4].upper(), arguments[5] == "bottom-up")
    pipe.send({"ready": True})
    while not isinstance(request := pipe.receive(), NoMessage):
        answer = _answer(request.get("wlt"), decode)
        _empty(own)  # first: whoever has the answer knows that nothing was left behind
        pipe.send(answer)
    return 0


def _decoder(library: Path, symbol: str, mode: int, colours: str, bottom_up: bool) -> Decode:
    try:
        entry = getattr(ctypes.CDLL(str(library)), symbol)
    except (OSError, AttributeError) as missing:
        why = type(missing).__name__
        return lambda wlt: {"code": None, "why": f"library: {why}"}
    entry.restype = ctypes.c_int
    entry.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int)

    def decode(wlt: bytes) -> dict[str, Any]:
        source, room = ctypes.create_string_buffer(wlt, max(len(wlt), 1024)), ctypes.create_string_buffer(_ROOM)
        code = entry(source, room, mode)
        if code != 1:
            return {"code": code}
        try:
            return {"code": code, "png": base64.b64encode(_png(room.raw, colours, bottom_up)).decode()}
        except (OSError, ValueError, SyntaxError) as wrong:
            return {"code": None, "why": f"picture: {type(wrong).__name__}"}

    return decode


def _specimen(wlt: bytes) -> dict[str, Any]:
    try:
        picture = specimen_photo.decode(wlt)
    except ValueError:
        return {"code": _WRONG_FORMAT}
    out = io.BytesIO()
    picture.save(out, "PNG")
    return {"code": 1, "png": base64.b64encode(out.getvalue()).decode()}


def _png(raw: bytes, colours: str, bottom_up: bool) -> bytes:
    """PNG of a BMP file or of raw pixels; OSError or ValueError if it is neither."""
    if raw.startswith(b"BM"):
        picture = Image.open(io.BytesIO(raw), formats=["BMP"]).convert("RGB")
    else:
        picture = Image.frombytes("RGB", SIZE, raw[:_RAW], "raw", colours, 0, -1 if bottom_up else 1)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _answer(wlt: object, decode: Decode) -> dict[str, Any]:
    try:
        return decode(base64.b64decode(str(wlt), validate=True))
    except binascii.Error:
        return {"code": None, "why": "request"}


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        if not left.is_dir():
            left.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
