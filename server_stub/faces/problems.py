"""The problem codes of faces."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "face.guardian": (403, "A face of somebody under 14 is looked at with a guardian's consent only, at a window"),
        "face.not-checked-in": (404, "Nobody has checked in with this face here today, or they have withdrawn it"),
        "face.too-old": (409, "The comparison was too long ago to raise an identification"),
        "template.none": (404, "No template of this face model is kept of this person"),
        "photo.none": (404, "No photograph of this person is kept"),
    }
)
