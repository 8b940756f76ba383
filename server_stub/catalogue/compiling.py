"""From a service as somebody wrote it to the service as the platform uses it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from server_stub.catalogue.entries import FieldEntry, MaterialEntry, OwnHours, ServiceEntry
from server_stub.catalogue.files import CatalogueError, Shared, Written
from server_stub.catalogue.models import (
    Condition,
    Facts,
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
    ServiceHours,
    SpecialProcedure,
)
from server_stub.texts import Text, Wire, text

E = TypeVar("E", bound=Wire)
_LEVEL_OF_DISTRICT = "4"  # 行使层级 of the implementation code: 4 county or district
_NO_FACE = {2: ("card",), 3: ("phone-code",), 4: ("window",)}
_DELIVERY = {
    "message": ("短信", "a message"),
    "print": ("本机打印", "printed here"),
    "counter": ("窗口领取", "collected at the counter"),
    "post": ("邮寄", "by post"),
    "locker": ("取件柜", "from the locker"),
    "bank": ("转入银行账户", "paid to the bank account"),
}
_WHERE = {"district": "本区", "city": "全市", "province": "全省", "nation": "全国"}
_WHERE_EN = {"district": "this district", "city": "the city", "province": "the province", "nation": "the country"}


def compile_service(written: Written, shared: Shared) -> ServiceFile:
    """The service. CatalogueError says where something is not right."""
    return _Compiler(written, shared).service()


def question(data: Mapping[str, Any]) -> Question:
    """A question as files write it."""
    return Question(
        key=data["key"],
        title=text(data["title"]),
        options=tuple(option(o) for o in data["options"]),
        hint=text(data.get("hint", ("", ""))),
    )


def option(data: Any) -> Option:
    """An option as files write it: `[key, zh, en]`, with a hint `[…, zh, en]`."""
    key, zh, en, *hint = data
    return Option(key=str(key), title=text((zh, en)), hint=text(hint or ("", "")))


class _Compiler:
    def __init__(self, written: Written, shared: Shared) -> None:
        self._place, self._shared, self._area = written.place, shared, written.area
        self._entry = self._checked(ServiceEntry, dict(written.data), "")

    def service(self) -> ServiceFile:
        entry = self._entry
        questions = tuple(self._question(q) for q in entry.situations)
        on_slip = entry.on_slip or (questions[0].key if questions else "")
        return ServiceFile(
            guide=self._guide(questions),
            checks=entry.checks,
            source=entry.source,
            situation_question=on_slip,
            on_paper=self._on_paper(),
        )

    def _guide(self, questions: tuple[Question, ...]) -> Guide:
        entry, shared = self._entry, self._shared
        names = [text(self._known("departments", key)["name"]) for key in (entry.department, *entry.with_)]
        service = Service(
            code=entry.code,
            title=text(entry.title),
            department=_joined(names),
            field=text(self._known("areas", self._area)["title"]),
            minutes=entry.minutes,
            field_key=self._area,
            depth=entry.depth,
            audience=entry.for_,
            tags=entry.tags,
        )
        return Guide(
            service=service,
            conditions=tuple(text(c) for c in entry.conditions),
            questions=questions,
            materials=tuple(self._material(m) for m in entry.materials),
            statutory_limit=self._statutory(),
            promised_limit=self._promised(),
            fee=text(("不收费", "Free of charge") if entry.fee == "free" else entry.fee),
            where=self._where(),
            result=text(entry.result.title),
            form=Form(sections=tuple(self._section(s) for s in entry.sections)),
            level=entry.level,
            telephone=entry.telephone or shared.departments[entry.department]["telephone"],
            supervision="12345",
            commitment=text(entry.commitment or shared.commitment),
            facts=self._facts(),
            aliases=entry.aliases,
        )

    def _facts(self) -> Facts:
        entry = self._entry
        lead = self._known("departments", entry.department)
        verticals = {self._known("departments", key)["vertical"] for key in (entry.department, *entry.with_)}
        hours = entry.hours
        if licence := entry.result.licence:
            for item in entry.result.items:
                self._item(self._known("licence_kinds", licence), licence, item)
            self._known("licence_kinds", licence)
        printed = entry.prints
        for register in filter(None, (entry.query, entry.source)):
            self._known("registers", register)
        if printed:
            whole = self._known("registers", printed.register_)
            for item in printed.when:
                self._item(whole, printed.register_, item)
        return Facts(
            basic_code=entry.basic,
            implementation_code=f"{lead['code']}{_LEVEL_OF_DISTRICT}{entry.basic}",
            department=entry.department,
            departments=(entry.department, *entry.with_),
            kind=entry.kind,
            documents=entry.documents,
            no_face=entry.no_face or _NO_FACE[entry.level],
            immediate=entry.handling == "immediate",
            statutory_days=entry.statutory,
            promised_days=entry.promised,
            hours=ServiceHours(opens=hours.opens, closes=hours.closes, after=text(hours.after))
            if isinstance(hours, OwnHours)
            else ServiceHours(),
            scope=entry.where.scope,
            mode=entry.where.mode,
            result_kind=entry.result.kind,
            result_licence=entry.result.licence,
            result_items=entry.result.items,
            result_ends=_conditions(entry.result.ends),
            delivery=entry.result.delivery,
            special=tuple(
                SpecialProcedure(key=s.key, title=text(s.title), days=s.days, basis=text(s.basis))
                for s in entry.special
            ),
            decision_levels=entry.decision_levels,
            visits=entry.visits,
            basis=entry.basis,
            instant=entry.instant,
            vertical=next((v for v in ("national", "province") if v in verticals), "none"),
            sensitive=entry.sensitive,
            query=entry.query,
            prints=printed.register_ if printed else "",
            prints_when=_conditions(printed.when) if printed else (),
            prints_none=printed.none_too if printed else False,
            valid_months=printed.valid_months if printed else 0,
        )

    # ---- texts made from numbers

    def _statutory(self) -> Text:
        entry = self._entry
        if entry.statutory_note:
            return text(entry.statutory_note)
        if not entry.statutory:
            return text(("法律没有规定", "None fixed by law"))
        return text((f"{entry.statutory} 个工作日", _days(entry.statutory)))

    def _promised(self) -> Text:
        entry = self._entry
        if entry.promised_note:
            return text(entry.promised_note)
        if entry.handling == "immediate" and not entry.promised:
            return text(("即办，当场办结", "At once"))
        return text((f"受理后 {entry.promised} 个工作日", f"{_days(entry.promised)} after acceptance"))

    def _where(self) -> Text:
        entry, scope = self._entry, self._entry.where.scope.value
        place = entry.place or ("{district}政务服务中心窗口", "the windows of the {district} centre")
        how = {
            "online": (f"{_WHERE[scope]}通办，任一自助机", f"any terminal in {_WHERE_EN[scope]}"),
            "collect": (f"{_WHERE[scope]}通办，异地窗口代收", f"windows in {_WHERE_EN[scope]} take it and pass it on"),
            "joint": (f"{_WHERE[scope]}通办，多地联办", f"several places in {_WHERE_EN[scope]} work together"),
            "window": ("自助机受理", "any terminal here"),
        }[entry.where.mode.value]
        return text((f"{how[0]}；{place[0]}", f"{how[1][0].upper()}{how[1][1:]}; {place[1]}"))

    def _on_paper(self) -> OnPaper:
        entry = self._entry
        short = {
            "statutory": f"{entry.statutory} 工作日" if entry.statutory else "法律没有规定",
            "promised": self._promised().zh.replace(" 个工作日", " 工作日"),
            "fee": "不收费" if entry.fee == "free" else entry.fee[0],
            "delivery": "+".join(_DELIVERY[way][0] for way in entry.result.delivery),
        }
        if entry.special:
            short["special"] = "、".join(s.title[0] for s in entry.special)
        return self._checked(OnPaper, {**short, **entry.on_paper}, "on_paper")

    # ---- parts

    def _question(self, data: Mapping[str, Any]) -> Question:
        return question(self._used("questions", data))

    def _section(self, data: Mapping[str, Any]) -> Section:
        data = self._used("sections", data)
        fields = tuple(self._field(f) for f in data["fields"])
        return Section(key=data["key"], title=text(data["title"]), fields=fields)

    def _field(self, data: Mapping[str, Any]) -> Field:
        entry = self._checked(FieldEntry, self._used("fields", data), f"field {data.get('key', data.get('use'))}")
        options = entry.options
        if isinstance(options, str):
            options = self._known("options", options)
        made = tuple(option(o) for o in options)
        return Field(
            key=entry.key,
            label=text(entry.label),
            kind=entry.kind,
            source=entry.source,
            required=entry.required,
            options=made + (_levels(entry.levels) if entry.levels else ()),
            shortest=entry.shortest,
            longest=entry.longest,
            least=entry.least,
            most=entry.most,
            rule=entry.rule,
            hint=text(entry.hint or ("", "")),
            source_name=self._source_name(entry),
            when=_conditions(entry.when),
            never_shown=entry.never_shown,
            origin=entry.origin,
        )

    def _source_name(self, entry: FieldEntry) -> Text:
        if entry.source_name:
            return text(entry.source_name)
        whose, _, item = entry.origin.partition(".")
        if entry.source == "licence":
            kind = self._known("licence_kinds", whose)
            self._item(kind, whose, item)
            zh, en = kind["title"]
            return text((f"电子{zh}", f"E-licence: {en}"))
        if entry.source == "platform" and entry.origin:
            register = self._known("registers", whose)
            self._item(register, whose, item)
            return text(register["title"])
        if entry.source == "earlier":
            return text(("您上次填写的", "What you filled in last time"))
        return text(("", ""))

    def _item(self, part: Mapping[str, Any], name: str, item: str) -> None:
        if item not in part["items"]:
            raise CatalogueError(self._place, f"{name} has no item {item!r}; there are {', '.join(part['items'])}")

    def _material(self, data: str | Mapping[str, Any]) -> Material:
        whole = self._used("materials", {"use": data} if isinstance(data, str) else data)
        entry = self._checked(MaterialEntry, whole, f"material {whole.get('key', '?')}")
        if entry.licence:
            self._known("licence_kinds", entry.licence)
        if entry.proof:
            self._known("kept_proofs", entry.proof)
        return Material(
            **{**entry.model_dump(), "name": text(entry.name), "source": text(entry.source)}
            | {"when": _conditions(entry.when)}
        )

    # ---- finding and checking

    def _used(self, part: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What stands there, or the shared one that `use` names with what stands beside it."""
        if "use" not in data:
            return dict(data)
        return {**self._known(part, data["use"]), **{k: v for k, v in data.items() if k != "use"}}

    def _known(self, part: str, key: str) -> Any:
        known: Mapping[str, Any] = getattr(self._shared, part)
        if key not in known:
            near = ", ".join(k for k in known if key[:4] in k) or ", ".join(list(known)[:12])
            raise CatalogueError(self._place, f"{part} has no {key!r} (perhaps {near})")
        return known[key]

    def _checked(self, shape: type[E], data: Any, what: str) -> E:
        try:
            return shape.model_validate(data)
        except ValidationError as wrong:
            error = wrong.errors()[0]
            place = ".".join(str(part) for part in error["loc"])
            raise CatalogueError(self._place, f"{what} {place}: {error['msg']}".strip()) from None


def _conditions(when: Mapping[str, tuple[str, ...]]) -> tuple[Condition, ...]:
    return tuple(Condition(field=k, values=tuple(v)) for k, v in when.items())


def _joined(names: list[Text]) -> Text:
    return Text(zh="、".join(n.zh for n in names), en=", ".join(n.en for n in names))


def _days(count: int) -> str:
    return f"{count} working day" if count == 1 else f"{count} working days"


def _levels(data: Mapping[str, Any]) -> tuple[Option, ...]:
    """Contribution levels (缴费档次): what a month costs = base x level x rate of the year's table."""
    options = []
    for percent in data["percents"]:
        month = (Decimal(data["base"]) * percent / 100 * Decimal(data["rate"])).quantize(Decimal("0.01"))
        title = (f"{percent}% 档", f"{percent}% level")
        hint = (f"每月 {month} 元（{data['year']} 年度）", f"{month} yuan a month (year {data['year']})")
        options.append(Option(key=str(percent), title=text(title), hint=text(hint)))
    return tuple(options)
