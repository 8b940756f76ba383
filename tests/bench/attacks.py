"""Attacks upon the face camera, and living persons: how many of each are taken for alive. The section "faces-attacks".

`python -m tests.bench.attacks [--count 150] [--challenges 1] [--first 0] [--plain-screen] [species …]`: by species how
many of the emulated presentations were accepted (APCER), how many living persons were refused (BPCER; terms of ISO/IEC
30107-3), with exact bounds at 95 % (Clopper, Pearson, Biometrika 1934); all of it in out/attacks.json as well. Measured
on emulated attacks, no certification.

Everything is drawn in this process, in time that is counted and not waited for. The thresholds of
`devices.vision.faces.liveness` were tuned on seeds from 1000 on; reported are the seeds 0 to 149, which nothing was
tuned on. A person reacts 0.4 s to 1.0 s after a challenge was asked. What our screen is to show reaches the camera 80
to 200 ms later.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import math
import multiprocessing
import os
import random
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from devices.emulators.face_attacks import SPECIES, attack
from devices.emulators.face_person import Person
from devices.emulators.face_portraits import PORTRAITS
from devices.emulators.face_scene import FULL_HD, Scene
from devices.vision.faces.finder import Finder
from devices.vision.faces.liveness import Liveness, LivenessState
from devices.vision.faces.models import FaceModel, load_model
from tests.bench.figures import Figure, columns, percentile

OUT = Path("out/attacks.json")
PERSON = "person"
COUNT = 150
_FRAME = 1 / 25
_PEOPLE = 8  # of each portrait, beside itself
_SURE = 0.95
_COLUMNS = (22, 14, 10, 18, 12)

_NAMES = {
    PERSON: "真人 · person",
    "print": "照片 · print",
    "bent-print": "弯折照片 · bent print",
    "cut-eyes": "挖眼照片 · cut-out eyes",
    "still": "剪影照片 · moved still",
    "phone": "手机回放 · phone",
    "tablet": "平板回放 · tablet",
    "loop": "注入循环 · injected loop",
}


@dataclass(frozen=True)
class Presentation:
    """One person, or one attack, before the camera. `tinted`: whether our own screen shows the colours asked for."""

    species: str
    seed: int
    challenges: int = 1
    tinted: bool = True


@dataclass(frozen=True)
class Outcome:
    """`accepted`: taken for alive. `seconds`: from the first frame to the verdict. `reasons`: what caused doubt."""

    species: str
    seed: int
    accepted: bool
    seconds: float
    failed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """Of one species: `errors` of `count` presentations were taken for what they are not; the rate's exact bounds."""

    species: str
    count: int
    errors: int
    low: float
    high: float
    seconds: float
    p95: float
    reasons: dict[str, int]

    @property
    def rate(self) -> float:
        """APCER of an attack, BPCER of persons."""
        return self.errors / self.count


def presented(one: Presentation, model: FaceModel) -> Outcome:
    """Plays it until there is a verdict; there always is."""
    rng = random.Random(f"{one.species} {one.seed}")
    scene, reaction = _scene(one, rng), rng.uniform(0.4, 1.0)
    delay = rng.randint(2, 5)
    finder, frames = Finder(model), 0
    liveness = Liveness(one.challenges, random.Random(one.seed), lambda: frames * _FRAME, tinting=one.tinted)
    states = [LivenessState()]
    while states[-1].verdict is None:
        at = frames * _FRAME
        scene.tint(states[max(0, len(states) - delay)].tint if one.tinted else "")
        state = liveness.take(finder.look(scene.picture(at), at))
        if state.challenge is not None and state.left > states[-1].left:
            scene.do(state.challenge.value, at + reaction)
        states.append(state)
        frames += 1
    last = states[-1]
    return Outcome(
        one.species,
        one.seed,
        last.verdict is True,
        round(frames * _FRAME, 2),
        any(cue.name == "challenge" and cue.suspicion for cue in last.cues),
        tuple(cue.name for cue in last.reasons) or (() if last.verdict else ("no sign of life",)),
    )


def row_of(outcomes: Sequence[Outcome]) -> Row:
    """The rate of one species with its bounds; there must be one outcome at least."""
    species = outcomes[0].species
    errors = sum(one.accepted != (species == PERSON) for one in outcomes)
    low, high = bounds(errors, len(outcomes))
    seconds = [one.seconds for one in outcomes]
    told = Counter(name for one in outcomes for name in one.reasons)
    late = percentile(seconds, 0.95)
    return Row(species, len(outcomes), errors, low, high, statistics.median(seconds), late, dict(told.most_common()))


def bounds(errors: int, count: int, sure: float = _SURE) -> tuple[float, float]:
    """Clopper and Pearson's exact interval of a rate."""
    tail = (1 - sure) / 2
    low = 0.0 if errors == 0 else _root(lambda p: 1 - _at_most(errors - 1, count, p) - tail)
    high = 1.0 if errors == count else _root(lambda p: tail - _at_most(errors, count, p))
    return low, high


def table(rows: Iterable[Row]) -> str:
    """All rows as text."""
    lines = [
        columns(
            _COLUMNS, "类别 · species", "错误 · errors", "率 · rate", "95 % 界 · bounds", "判定 · s", "理由 · reasons"
        )
    ]
    for row in rows:
        why = ", ".join(f"{name} {count}" for name, count in list(row.reasons.items())[:5])
        lines.append(
            columns(
                _COLUMNS,
                _NAMES.get(row.species, row.species),
                f"{row.errors}/{row.count}",
                f"{row.rate:.1%}",
                f"{row.low:.1%} – {row.high:.1%}",
                f"{row.seconds:.2f}/{row.p95:.1f}",
                why,
            )
        )
    lines.append("APCER of attacks, BPCER of persons; measured on emulated attacks, no certification")
    return "\n".join(lines)


def measured(
    count: int, challenges: int = 1, tinted: bool = True, first: int = 0, species: Sequence[str] = ()
) -> list[Row]:
    """All species, on as many processes as there are cores; each finished row is told and kept at once."""
    rows: list[Row] = []
    with concurrent.futures.ProcessPoolExecutor(
        len(os.sched_getaffinity(0)), multiprocessing.get_context("spawn"), _load
    ) as pool:
        for name in species or (PERSON, *SPECIES):
            wanted = [Presentation(name, seed, challenges, tinted) for seed in range(first, first + count)]
            rows.append(row_of(list(pool.map(_one, wanted, chunksize=5))))
            keep(rows, challenges, tinted, first)
            sys.stderr.write(table(rows[-1:]).splitlines()[1] + "\n")
    return rows


def keep(rows: Sequence[Row], challenges: int, tinted: bool, first: int) -> None:
    """Writes out/attacks.json."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    note = "measured on emulated attacks, no certification"
    told = {"note": note, "challenges": challenges, "tinted": tinted, "first_seed": first}
    document = {**told, "rows": [{**asdict(row), "rate": row.rate} for row in rows]}
    OUT.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def attacks(_folder: Path) -> list[Figure]:
    """The section "faces-attacks": one challenge, as a terminal asks."""
    return [_figure(row) for row in measured(COUNT)]


def _figure(row: Row) -> Figure:
    person = row.species == PERSON
    name = f"{_NAMES[row.species]}: {'BPCER' if person else 'APCER'}"
    note = f"{row.errors} of {row.count}, 95 %: {row.low:.1%} – {row.high:.1%}; emulated, no certification"
    return Figure(name, round(100 * row.rate, 1), "%", note=note)


_model: list[FaceModel] = []


def _load() -> None:
    cv2.setNumThreads(1)  # each core has a process of its own
    _model.append(load_model())


def _one(presentation: Presentation) -> Outcome:
    return presented(presentation, _model[0])


def _scene(one: Presentation, rng: random.Random) -> Scene:
    person = Person(rng.choice(PORTRAITS), rng.randint(0, _PEOPLE))
    scene = Scene(FULL_HD, one.seed)
    if one.species == PERSON:
        scene.stand(person, seed=one.seed)
    else:
        scene.attack = attack(one.species, person, one.seed, FULL_HD)
    return scene


def _at_most(errors: int, count: int, rate: float) -> float:
    """Probability of so many errors at most."""
    if rate <= 0.0 or rate >= 1.0:
        return 1.0 if rate <= 0.0 or errors >= count else 0.0
    logs = (
        math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
        + k * math.log(rate) + (count - k) * math.log1p(-rate)
        for k in range(errors + 1)
    )  # fmt: skip
    return min(1.0, sum(math.exp(one) for one in logs))


def _root(rising: Callable[[float], float]) -> float:
    """Where a rising function of 0 to 1 is zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="attacks", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="presentations of each species")
    parser.add_argument("--challenges", type=int, default=1, help="0: passive cues alone")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--plain-screen", action="store_true", help="our own screen shows no colours")
    parser.add_argument("species", nargs="*", choices=[PERSON, *SPECIES, []])
    asked = parser.parse_args()
    rows = measured(asked.count, asked.challenges, not asked.plain_screen, asked.first, asked.species)
    sys.stdout.write(table(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
