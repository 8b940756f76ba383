"""What is said to a person before a camera, by the keys that devices give: advice, and what they are asked to do."""

from __future__ import annotations

from kiosk.rules.texts import Text

FINE = "fine"

ADVICE: dict[str, Text] = {
    FINE: Text("很好，请保持", "Good, please stay like this"),
    "nobody": Text("请看着屏幕", "Please look at the screen"),
    "closer": Text("请靠近一点", "Come a little closer"),
    "further": Text("请退后一点", "Step back a little"),
    "face-screen": Text("请正对屏幕", "Please face the screen"),
    "middle": Text("请站到中间", "Move to the middle"),
    "too-dark": Text("光线太暗", "It is too dark here"),
    "too-bright": Text("太亮，请避开强光", "Too bright, avoid strong light"),
    "uncover": Text("请摘下口罩或墨镜", "Take off mask or dark glasses"),
    "alone": Text("请一人操作", "One person only"),
    "hold-still": Text("请别动", "Please hold still"),
}
"""Keyed by the values of `devices.face_ports.FaceAdvice`."""

CHALLENGES: dict[str, Text] = {
    "blink": Text("请眨眨眼", "Please blink"),
    "turn-left": Text("请向左转头", "Turn your head left"),
    "turn-right": Text("请向右转头", "Turn your head right"),
    "open-mouth": Text("请张嘴", "Please open your mouth"),
}
"""Keyed by the values of `devices.face_ports.Challenge`; left and right are the person's own."""
