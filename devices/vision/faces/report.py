"""A calibration as files to be read: `index.html` with its pictures, `summary.json` for programs."""

from __future__ import annotations

import html
import json
import math
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from devices.vision.faces import plots
from devices.vision.faces.calibration import Calibration, Compared, threshold_rows
from devices.vision.faces.curves import CONFIDENCE, Bounds, Rates

WORST = 30
"""Pairs that are listed."""

_LISTED = 200  # pictures without a face
_STYLE = """
body{font:16px/1.6 "Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif;max-width:1080px;margin:2em auto;
padding:0 1em;color:#222}
table{border-collapse:collapse;margin:1em 0;width:100%}th,td{border:1px solid #ccc;padding:.3em .6em;text-align:right}
th{background:#f3f5f8}td:not(.t){white-space:nowrap}td.t,th.t{text-align:left;overflow-wrap:anywhere}
img{max-width:100%;border:1px solid #ddd}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:1em}tr.wrong td{background:#fdecea}
"""


def write_report(done: Calibration, default: float, wished: float, folder: Path) -> dict[str, object]:
    """All files of a report into a folder; what stands in `summary.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    curves = done.curves
    at_default, chosen = curves.at(default), curves.for_far(wished)
    marks = (plots.Mark("default", at_default), plots.Mark("chosen", chosen))
    plots.roc(curves, marks, folder / "roc.png")
    plots.det(curves, marks, folder / "det.png")
    plots.distances(curves, marks, folder / "distances.png")
    found = summary(done, at_default, chosen, wished)
    (folder / "summary.json").write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / "index.html").write_text(_page(done, at_default, chosen, wished, folder), encoding="utf-8")
    return found


def summary(done: Calibration, at_default: Rates, chosen: Rates, wished: float) -> dict[str, object]:
    """`pairs`, `faces_found` (pairs with a face in both pictures), then the figures at the default threshold, and under
    `chosen` those at the threshold for the wished FAR. A rate of no pairs is null.
    """
    counts = {"pairs": len(done.compared), "faces_found": done.faces_found}
    return {
        **counts,
        **_figures(at_default),
        "default": {**counts, **_figures(at_default)},
        "chosen": {**counts, **_figures(chosen), "wished_far": wished},
        "model": done.model,
        "same_pairs": chosen.same,
        "different_pairs": chosen.different,
        "pictures": done.pictures,
        "pictures_without_face": len(done.without),
        "equal_error_rate": _number(done.curves.equal_error()),
        "confidence": CONFIDENCE,
        "milliseconds_per_picture": round(done.milliseconds, 1),
    }


def _figures(rates: Rates) -> dict[str, object]:
    return {
        "threshold": round(rates.threshold, 6),
        "far": _number(rates.far),
        "far_bounds": _both(rates.far_bounds()),
        "frr": _number(rates.frr),
        "frr_bounds": _both(rates.frr_bounds()),
        "accuracy": _number(rates.accuracy),
    }


def _both(bounds: Bounds) -> list[float]:
    return [round(bounds.low, 6), round(bounds.high, 6)]


def _number(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


# ---- the page


def _page(done: Calibration, at_default: Rates, chosen: Rates, wished: float, folder: Path) -> str:
    rows = threshold_rows(done.curves, wished)
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>人脸比对阈值标定</title>
<style>{_STYLE}</style></head><body>
<h1>人脸比对阈值标定 · Calibration of face thresholds</h1>
<p>{_said(done, at_default)}</p>
<h2>默认阈值与选定阈值 · Default and chosen threshold</h2>
{_rates_table([("默认 · default", at_default), (f"选定 · chosen (FAR ≤ {_share(wished)})", chosen)])}
{_advice(chosen, wished)}
<h2>曲线 · Curves</h2>
<div class="pictures"><img src="roc.png" alt="ROC"><img src="det.png" alt="DET">
<img src="distances.png" alt="距离分布 · distances"></div>
<h2>按期望误识率取阈值 · Thresholds for a wished FAR</h2>
{_rates_table([(f"FAR ≤ {_share(far)}", rates) for far, rates in rows])}
<h2>最差的图片对 · The worst pairs</h2>
<p>底色标出的在默认阈值下判断错误。Coloured: wrong at the default threshold.</p>
{_worst_table(done.worst(at_default.threshold, WORST), at_default.threshold, folder)}
{_without(done, folder)}
</body></html>
"""


def _said(done: Calibration, rates: Rates) -> str:
    missing = len(done.compared) - done.faces_found
    return (
        f"模型 <b>{html.escape(done.model)}</b>；{len(done.compared)} 对（同一人 {rates.same}，"
        f"不同人 {rates.different}），其中 {done.faces_found} 对两张图片都找到人脸；未找到的按“不匹配”计入。"
        f"每张图片 {done.milliseconds:.0f} ms。<br>"
        f"{len(done.compared)} pairs ({rates.same} of one person, {rates.different} of two); a face was found in both "
        f"pictures of {done.faces_found}. The other {missing} count as no match, as ISO/IEC 19795-1 has it."
    )


def _advice(chosen: Rates, wished: float) -> str:
    """What the number of pairs allows to be said, and what not."""
    if not chosen.different or not chosen.same:
        return (
            "<p><b>两类图片对都要有，否则不能取阈值。</b> Pairs of both kinds are needed; without them no threshold "
            "follows.</p>"
        )
    high = chosen.far_bounds().high
    if high <= wished:
        return ""
    needed = math.ceil(-math.log((1 - CONFIDENCE) / 2) / wished)
    return (
        f"<p><b>数据不足以证实 FAR ≤ {_share(wished)}：</b>以 {CONFIDENCE:.0%} 的置信度只能说 FAR ≤ {_share(high)}。"
        f"即使一次误识都没有，也需要约 {needed} 对不同人的图片。<br>These pairs do not prove it: with {CONFIDENCE:.0%} "
        f"confidence the FAR is at most {_share(high)}. Without a single false accept about {needed} pairs of "
        f"different persons are needed.</p>"
    )


def _rates_table(rows: Sequence[tuple[str, Rates]]) -> str:
    cells = "".join(
        f"<tr><td class=t>{name}</td><td>{rates.threshold:.4f}</td>"
        f"<td>{_share(rates.far)}</td><td>{_between(rates.far_bounds())}</td>"
        f"<td>{_share(rates.frr)}</td><td>{_between(rates.frr_bounds())}</td><td>{_share(rates.accuracy)}</td></tr>"
        for name, rates in rows
    )
    sure = f"{CONFIDENCE:.0%} (Clopper–Pearson)"
    return (
        f"<table><tr><th class=t></th><th>阈值 · threshold</th><th>误识率 · FAR</th><th>{sure}</th>"
        f"<th>拒识率 · FRR</th><th>{sure}</th><th>正确率 · accuracy</th></tr>{cells}</table>"
    )


def _worst_table(worst: Sequence[Compared], threshold: float, folder: Path) -> str:
    rows = "".join(
        f'<tr class="{"wrong" if one.pair.same is (one.distance > threshold) else "right"}">'
        f"<td>{one.distance:.4f}</td><td class=t>{'同一人 · same' if one.pair.same else '不同人 · different'}</td>"
        f"<td class=t>{_link(one.pair.file_a, folder)}</td><td class=t>{_link(one.pair.file_b, folder)}</td></tr>"
        for one in worst
    )
    return (
        f"<table><tr><th>距离 · distance</th><th class=t></th><th class=t>a</th><th class=t>b</th></tr>{rows}</table>"
    )


def _without(done: Calibration, folder: Path) -> str:
    if not done.without:
        return ""
    rows = "".join(
        f"<tr><td class=t>{html.escape(why)}</td><td class=t>{_link(file, folder)}</td></tr>"
        for file, why in list(done.without.items())[:_LISTED]
    )
    more = max(0, len(done.without) - _LISTED)
    rest = f"<p>另有 {more} 张 · {more} more</p>" if more else ""
    return f"<h2>没有可用人脸的图片 · Pictures without a usable face</h2><table>{rows}</table>{rest}"


def _link(file: Path, folder: Path) -> str:
    """Pictures stay where they are: a report holds no faces."""
    try:
        target = os.path.relpath(file.resolve(), folder.resolve())
    except (OSError, ValueError):
        target = str(file)
    return f'<a href="{quote(target)}">{html.escape(file.name)}</a>'


def _share(value: float) -> str:
    return "—" if math.isnan(value) else f"{100 * value:.3g} %"


def _between(bounds: Bounds) -> str:
    return f"{_share(bounds.low)} – {_share(bounds.high)}"
