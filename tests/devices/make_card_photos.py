"""`python -m tests.devices.make_card_photos`: makes `server_stub/data/card_photos.json`, the specimen photos that the
sample citizens' cards carry: of whoever plays them before the emulated camera. Run it when a `face` in `people.yaml`, a
portrait or the way of drawing changes.
"""

from __future__ import annotations

import base64
import json
import sys

from devices.cards import specimen_photo
from devices.emulators.face_person import id_photo, person_of
from server_stub.data_files import DATA, load_yaml


def main() -> int:
    """Writes the file anew."""
    faces = sorted({entry["face"] for entry in load_yaml("people.yaml") if entry.get("face")})
    photos = {face: base64.b64encode(specimen_photo.encode(id_photo(person_of(face)))).decode() for face in faces}
    (DATA / "card_photos.json").write_text(json.dumps(photos, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
