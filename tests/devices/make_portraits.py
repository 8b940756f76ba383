"""`python -m tests.devices.make_portraits`: finds what `devices/emulators/portraits/` keeps beside each photograph.

`points.json`: 68 points a face, found by dlib. `NAME.mask.png`: where the person is, cut out by OpenCV's GrabCut. The
emulators use neither library; run this when a photograph changes.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from devices.emulators.face_portraits import FOLDER
from tests.devices.faces_seen import points_of

_ROUNDS = 8
_BESIDE = {
    "astronaut": [[0, 0], [62, 0], [62, 330], [40, 512], [0, 512]],
    "obama-2": [[436, 260], [459, 260], [459, 430], [436, 430]],
    "obama-3": [
        *([0, 0], [0, 260], [216, 260], [220, 231], [240, 204], [263, 184], [293, 164], [319, 152], [339, 149]),
        *([363, 153], [386, 166], [402, 183], [419, 204], [432, 227], [440, 249], [701, 249], [701, 0]),
    ],
}
"""What GrabCut takes for a part of the person, and is beside it."""
_PART = {
    "astronaut": [[140, 165], [250, 165], [250, 262], [140, 262]],
    "obama-1": [
        *([283, 194], [281, 163], [285, 132], [294, 95], [315, 65], [346, 43], [375, 32], [402, 29]),
        *([437, 33], [470, 46], [497, 68], [516, 95], [526, 125], [529, 163], [524, 190]),
    ],
}
"""The other way round."""


def mask_of(name: str, picture: npt.NDArray[np.uint8], points: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """255 where the person is. What is surely them: the face, and the chest below it; the rest GrabCut decides."""
    height, width = picture.shape[:2]
    cut = np.full((height, width), cv2.GC_BGD, np.uint8)
    left, right, chin = points[0, 0], points[16, 0], points[8, 1]
    across, brow = right - left, points[17:27, 1].min()
    middle = (left + right) / 2

    def box(kind: int, x: float, y: float, to_x: float, to_y: float) -> None:
        cv2.rectangle(cut, (int(max(x, 0)), int(max(y, 0))), (int(to_x), int(to_y)), kind, -1)

    box(cv2.GC_PR_BGD, middle - across, brow - 0.95 * across, middle + across, height)
    box(cv2.GC_PR_BGD, 0, chin, width, height)
    cv2.ellipse(cut, (int(middle), int(brow)), (int(0.62 * across), int(0.72 * across)), 0, 0, 360, cv2.GC_PR_FGD, -1)
    box(cv2.GC_PR_FGD, middle - 1.3 * across, chin + 0.45 * across, middle + 1.3 * across, height)
    cv2.fillConvexPoly(cut, cv2.convexHull(points.astype(np.int32)), cv2.GC_FGD)
    box(cv2.GC_FGD, middle - 0.3 * across, chin - 0.2 * across, middle + 0.3 * across, height)
    box(cv2.GC_FGD, middle - 0.8 * across, chin + 1.0 * across, middle + 0.8 * across, height)
    crown = (int(middle), int(brow - 0.05 * across)), (int(0.46 * across), int(0.5 * across))
    cv2.ellipse(cut, *crown, 0, 0, 360, cv2.GC_FGD, -1)
    for kind, places in ((cv2.GC_FGD, _PART), (cv2.GC_BGD, _BESIDE)):
        if name in places:
            cv2.fillPoly(cut, [np.array(places[name], np.int32)], kind)
    cv2.grabCut(picture, cut, None, np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    there = np.where((cut == cv2.GC_FGD) | (cut == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    round_tool = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    there = cv2.morphologyEx(cv2.morphologyEx(there, cv2.MORPH_CLOSE, round_tool), cv2.MORPH_OPEN, round_tool)
    _, labels, sizes, _ = cv2.connectedComponentsWithStats(there)
    there = np.where(labels == 1 + int(np.argmax(sizes[1:, cv2.CC_STAT_AREA])), 255, 0).astype(np.uint8)
    holes, _ = cv2.findContours(there, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(there, holes, -1, 255, -1)
    return np.asarray(cv2.GaussianBlur(cv2.erode(there, round_tool[2:7, 2:7]), (0, 0), 1.6), np.uint8)


def main() -> int:
    """Writes the files anew."""
    found: dict[str, Any] = {}
    cv2.setRNGSeed(1)  # GrabCut draws lots
    for file in sorted(FOLDER.glob("*.jpg")):
        picture = np.asarray(Image.open(file).convert("RGB"))
        points = points_of(picture)
        found[file.stem] = [[round(float(x), 1), round(float(y), 1)] for x, y in points]
        cv2.imwrite(str(file.with_suffix(".mask.png")), mask_of(file.stem, picture, points))
    lines = ",\n".join(f' "{name}": {json.dumps(points)}' for name, points in found.items())
    (FOLDER / "points.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
