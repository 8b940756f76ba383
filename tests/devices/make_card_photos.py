"""`python -m tests.devices.make_card_photos`: makes `server_stub/data/card_photos.json`, the specimen photos that the
sample citizens' cards carry, and `register_faces.json`, their photographs in the register and some templates: of
whoever plays them before the emulated camera. Run it when a `face` in `people.yaml`, a portrait, the way of drawing or
the face model changes.
"""

from __future__ import annotations

import base64
import io
import json
import sys

import numpy as np

from devices.cards import specimen_photo
from devices.emulators.face_person import id_photo, person_of
from devices.face_ports import FaceTask
from devices.vision.faces.messages import Compare
from devices.vision.faces.models import FaceModel, load_model
from devices.vision.faces.reference import reference_of
from devices.vision.faces.session import Reference
from server_stub.data_files import DATA, load_yaml

SIZE = (358, 441)
"""Pixels of the digital photographs that China's ID cards are made of (GA 461)."""

_QUALITY = 75


def register_photo(face: str) -> bytes:
    """The register's photograph of who plays a citizen: JPEG of `SIZE`."""
    out = io.BytesIO()
    id_photo(person_of(face), SIZE).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def template(model: FaceModel, photo: bytes) -> bytes:
    """The template that a terminal would make of the photograph: float32, little-endian. ValueError for no face."""
    found = reference_of(Compare(0, FaceTask.VERIFY, "", photo=photo), model)
    if not isinstance(found, Reference):
        raise ValueError(f"no usable face: {found}")
    return np.asarray(found.template, "<f4").tobytes()


def main() -> int:
    """Writes both files anew."""
    played = [entry for entry in load_yaml("people.yaml") if entry.get("face")]
    cards = {face: specimen_photo.encode(id_photo(person_of(face))) for face in _faces(played)}
    known = [entry for entry in played if entry.get("known", True)]
    photos = {face: register_photo(face) for face in _faces(known)}
    model = load_model()
    kept = _faces([entry for entry in known if entry.get("register_template")])
    templates = {face: template(model, photos[face]) for face in kept}
    _write("card_photos.json", _text(cards))
    _write("register_faces.json", {"photos": _text(photos), "model": model.name, "templates": _text(templates)})
    return 0


def _faces(entries: list[dict[str, str]]) -> list[str]:
    return sorted({entry["face"] for entry in entries})


def _text(made: dict[str, bytes]) -> dict[str, str]:
    return {face: base64.b64encode(content).decode() for face, content in made.items()}


def _write(name: str, content: object) -> None:
    (DATA / name).write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
