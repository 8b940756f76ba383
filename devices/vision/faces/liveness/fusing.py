"""From cues and challenges to a verdict with its reasons.

What is not known does not count as alive: besides little doubt a person must have shown a sign of life, a body's
parallax, our screen's colours on the skin, or an action on request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from devices.face_ports import Cue
from devices.vision.faces.liveness.challenges import Progress
from devices.vision.faces.liveness.samples import ramp

TRUST: Mapping[str, float] = {
    "repetition": 1.0,
    "noise": 0.9,
    "moire": 0.9,
    "flatness": 0.75,
    "bezel": 0.85,
    "response": 0.75,
    "relief": 0.7,
    "texture": 0.45,
    "astray": 0.9,
    "challenge": 1.0,
}
"""How much of the doubt one cue alone may cause: less where a living person's measure may go astray for a while, or, as
with texture, a bad lens is enough."""

FAKE = 0.80
"""Doubt from which a presentation is refused at once, if it stays. Chosen on the emulated persons and attacks of
`tests.bench.attacks`, seeds from 1000 on: persons' doubt lasts there only where flatness errs (0.75)."""

ALIVE = 0.40
"""Doubt up to which somebody with a sign of life is taken as alive."""

SIGN = 0.1
"""Suspicion up to which a cue that can show life does."""

SIGNS_OF_LIFE: Mapping[str, float] = {"flatness": 1.0, "challenge": 0.6}
"""What a sign is worth; together at least `LIFE`. A head's parallax is enough alone. A person behind a mask with holes
blinks on request too: this needs a second sign."""

LATER_SIGNS: Mapping[str, float] = {"relief": 0.6, "bezel": 0.4, "response": 0.4}
"""Beside an action on request, and from `PATIENCE` seconds on, when what could speak against it has had its time: a
reflection on a print may look like relief, and a still that is cut out has no edge."""

PATIENCE = 1.0

LIFE = 1.0

NEEDED = ("repetition", "noise", "moire", "texture")
"""Cues that every camera and every person gives within half a second: without them nobody is alive yet. Where our
screen is tinted, the response to it is needed too."""

ASTRAY_NONE, ASTRAY_FULL = 0.0, 3.0
"""Deliberate actions nobody asked for. One is a mistake of left and right; a recording of all actions does many."""


def doubt(cues: Sequence[Cue]) -> float:
    """0 to 1: each cue may be enough alone (noisy or: Pearl, *Probabilistic Reasoning*, 1988)."""
    trusted = 1.0
    for cue in cues:
        trusted *= 1.0 - TRUST.get(cue.name, 0.0) * cue.suspicion
    return 1.0 - trusted


def shows_life(cues: Sequence[Cue], seconds: float, tinted: bool) -> bool:
    """Whether there are signs of life enough after so many seconds, and nothing is missing that can always be known."""
    names = {cue.name for cue in cues}
    needed = (*NEEDED, "response") if tinted else NEEDED
    acted = any(cue.name == "challenge" and cue.suspicion <= SIGN for cue in cues)
    worth = {**SIGNS_OF_LIFE, **(LATER_SIGNS if seconds >= PATIENCE and acted else {})}
    signs = sum(worth.get(cue.name, 0.0) for cue in cues if cue.suspicion <= SIGN)
    return signs >= LIFE - 1e-9 and all(name in names for name in needed)


def reasons(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The strongest causes of doubt first."""
    causes = [cue for cue in cues if TRUST.get(cue.name, 0.0) * cue.suspicion >= 0.2]
    return tuple(sorted(causes, key=lambda cue: -TRUST[cue.name] * cue.suspicion))


def of_challenges(progress: Progress) -> tuple[Cue, ...]:
    """What the challenges say so far. Value: how many were met, and how many actions nobody asked for."""
    found = []
    if progress.of and progress.ended is not None:
        found.append(Cue("challenge", float(progress.done), 0.0 if progress.ended else 1.0))
    if progress.astray:
        found.append(Cue("astray", float(progress.astray), ramp(progress.astray, ASTRAY_NONE, ASTRAY_FULL)))
    return tuple(found)
