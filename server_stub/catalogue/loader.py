"""Service files: YAML with texts as `[zh, en]`, options as `[key, zh, en]`, conditions as `{field: [values]}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server_stub.catalogue.models import (
    Condition,
    Field,
    Form,
    Guide,
    Material,
    OnPaper,
    Option,
    Question,
    Section,
    Service,
    ServiceFile,
)
from server_stub.data_files import DATA, load_yaml
from server_stub.texts import text


def load_services() -> dict[str, ServiceFile]:
    """All service files by code. A file that is not right raises: the platform must not start with it."""
    common = load_yaml("common.yaml")
    files = (_service(load_yaml(path), common) for path in sorted((DATA / "services").glob("*.yaml")))
    return {file.guide.service.code: file for file in files}


def question(data: Any) -> Question:
    """A question of a data file."""
    return Question(
        key=data["key"],
        title=text(data["title"]),
        options=tuple(_option(o) for o in data["options"]),
        hint=text(data.get("hint", ("", ""))),
    )


def _service(data: Any, common: Any) -> ServiceFile:
    sections = [common["sections"][s["use"]] if "use" in s else s for s in data["sections"]]
    guide = Guide(
        service=Service(
            code=data["code"],
            title=text(data["title"]),
            department=text(data["department"]),
            field=text(data["field"]),
            minutes=data["minutes"],
        ),
        conditions=tuple(text(c) for c in data["conditions"]),
        questions=tuple(question(common["questions"][q["use"]] if "use" in q else q) for q in data["questions"]),
        materials=tuple(_material(m) for m in data["materials"]),
        form=Form(sections=tuple(_section(s, common) for s in sections)),
        level=data["level"],
        telephone=data["telephone"],
        supervision="12345",
        **{
            key: text(data[key])
            for key in ("statutory_limit", "promised_limit", "fee", "where", "result", "commitment")
        },
    )
    return ServiceFile(
        guide=guide,
        checks=tuple(data["checks"]),
        source=data["source"],
        situation_question=data["situation_question"],
        promised_days=data["promised_days"],
        on_paper=OnPaper(**data["on_paper"]),
    )


def _section(data: Any, common: Any) -> Section:
    return Section(key=data["key"], title=text(data["title"]), fields=tuple(_field(f, common) for f in data["fields"]))


def _field(data: Any, common: Any) -> Field:
    """A field; `use` takes one of common.yaml, and what stands beside it changes that one."""
    if "use" in data:
        data = {**common["fields"][data["use"]], **{k: v for k, v in data.items() if k != "use"}}
    plain = {k: v for k, v in data.items() if k not in ("label", "hint", "source_name", "options", "when", "levels")}
    options = common["options"][data["options"]] if isinstance(data.get("options"), str) else data.get("options", ())
    return Field(
        **plain,
        label=text(data["label"]),
        hint=text(data.get("hint", ("", ""))),
        source_name=text(data.get("source_name", ("", ""))),
        options=tuple(_option(o) for o in options) + (_levels(data["levels"]) if "levels" in data else ()),
        when=_conditions(data),
    )


def _material(data: Any) -> Material:
    plain = {k: v for k, v in data.items() if k not in ("name", "source", "when")}
    return Material(**plain, name=text(data["name"]), source=text(data["source"]), when=_conditions(data))


def _conditions(data: Any) -> tuple[Condition, ...]:
    return tuple(Condition(field=k, values=tuple(v)) for k, v in data.get("when", {}).items())


def _option(data: Any) -> Option:
    key, zh, en, *hint = data
    return Option(key=str(key), title=text((zh, en)), hint=text(hint or ("", "")))


def _levels(data: Any) -> tuple[Option, ...]:
    """Contribution levels (缴费档次): what a month costs = base x level x rate of the year's table."""
    options = []
    for percent in data["percents"]:
        month = (Decimal(data["base"]) * percent / 100 * Decimal(data["rate"])).quantize(Decimal("0.01"))
        title = (f"{percent}% 档", f"{percent}% level")
        hint = (f"每月 {month} 元（{data['year']} 年度）", f"{month} yuan a month (year {data['year']})")
        options.append(Option(key=str(percent), title=text(title), hint=text(hint)))
    return tuple(options)
