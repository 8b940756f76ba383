"""From a service as somebody wrote it to the service as the platform uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from server_stub.catalogue.entries import (
    FieldEntry,
    LevelsEntry,
    MaterialEntry,
    OptionEntry,
    OptionsEntry,
    OwnHours,
    QuestionEntry,
    SectionEntry,
    ServiceEntry,
)
from server_stub.catalogue.files import CatalogueError, Shared, Written
from server_stub.catalogue.models import (
    COMPANY_FIELDS,
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
from server_stub.catalogue.wording import days, promised_on_slip, promised_text
from server_stub.texts import Text, Wire, text

E = TypeVar("E", bound=Wire)
_AUTHORITY = "company-authority"  # whoever names a company must be allowed to act for it: no file has to say so
T = TypeVar("T")
M = TypeVar("M")
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
    """A question as files write it. pydantic's errors."""
    entry = QuestionEntry.model_validate(data)
    return Question(
        key=entry.key,
        title=text(entry.title),
        options=tuple(_option(o) for o in entry.options),
        hint=text(entry.hint or ("", "")),
    )


def _option(entry: OptionEntry) -> Option:
    key, zh, en, *hint = entry
    return Option(key=str(key), title=text((zh, en)), hint=text(hint or ("", "")))


class _Compiler:
    def __init__(self, written: Written, shared: Shared) -> None:
        self._place, self._shared, self._area = written.place, shared, written.area
        self._wrong: list[str] = []
        self._entry = self._checked(ServiceEntry, dict(written.data), "")

    def service(self) -> ServiceFile:
        entry = self._entry
        self._note_references()
        questions = self._each(entry.situations, self._question)
        materials = self._each(entry.materials, self._material)
        sections = self._each(entry.sections, self._section)
        on_paper = self._each([entry], lambda _: self._on_paper())
        if self._wrong:
            raise CatalogueError(self._place, *dict.fromkeys(self._wrong))
        names_company = any(f.key in COMPANY_FIELDS for s in sections for f in s.fields)
        authority = (_AUTHORITY,) if names_company and _AUTHORITY not in entry.checks else ()
        return ServiceFile(
            guide=self._guide(questions, materials, sections),
            checks=(*authority, *entry.checks),
            source=entry.source,
            situation_question=entry.on_slip or (questions[0].key if questions else ""),
            on_paper=on_paper[0],
        )

    def _note_references(self) -> None:
        """What the entry names by key, each name that is unknown."""
        entry = self._entry
        printed = entry.prints.register_ if entry.prints else ""
        named = [("areas", self._area), *(("departments", key) for key in (entry.department, *entry.with_))]
        named += [("registers", key) for key in (entry.query, entry.source, printed) if key]
        named += [("licence_kinds", entry.result.licence)] if entry.result.licence else []
        self._each(named, lambda reference: self._known(*reference))

    def _each(self, parts: Iterable[T], make: Callable[[T], M]) -> tuple[M, ...]:
        """What can be made of each part; what is wrong in the others is noted."""
        made = []
        for part in parts:
            try:
                made.append(make(part))
            except CatalogueError as wrong:
                self._wrong += wrong.mistakes
        return tuple(made)

    def _guide(
        self, questions: tuple[Question, ...], materials: tuple[Material, ...], sections: tuple[Section, ...]
    ) -> Guide:
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
            materials=materials,
            statutory_limit=self._statutory(),
            promised_limit=self._promised(),
            fee=text(("不收费", "Free of charge") if entry.fee == "free" else entry.fee),
            where=self._where(),
            result=text(entry.result.title),
            form=Form(sections=sections),
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
            bereavement=entry.bereavement,
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
        return text((f"{entry.statutory} 个工作日", days(entry.statutory)))

    def _promised(self) -> Text:
        entry = self._entry
        if entry.promised_note:
            return text(entry.promised_note)
        return promised_text(entry.promised, immediate=entry.handling == "immediate")

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
            "promised": promised_on_slip(self._promised()),
            "fee": "不收费" if entry.fee == "free" else entry.fee[0],
            "delivery": "+".join(_DELIVERY[way][0] for way in entry.result.delivery),
        }
        if entry.special:
            short["special"] = "、".join(s.title[0] for s in entry.special)
        return self._checked(OnPaper, {**short, **entry.on_paper}, "on_paper")

    # ---- parts

    def _question(self, data: Mapping[str, Any]) -> Question:
        whole = self._used("questions", data)
        self._checked(QuestionEntry, whole, f"question {whole.get('key', '?')}")
        return question(whole)

    def _section(self, data: Mapping[str, Any]) -> Section:
        whole = self._used("sections", data)
        entry = self._checked(SectionEntry, whole, f"section {whole.get('key', '?')}")
        return Section(key=entry.key, title=text(entry.title), fields=self._each(entry.fields, self._field))

    def _field(self, data: Mapping[str, Any]) -> Field:
        entry = self._checked(FieldEntry, self._used("fields", data), f"field {data.get('key', data.get('use'))}")
        options = entry.options
        if isinstance(options, str):
            listed = {"options": self._known("options", options)}
            options = self._checked(OptionsEntry, listed, f"options {options}").options
        made = tuple(_option(o) for o in options)
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
            reuse=entry.reuse,
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

    def _known(self, part: str, key: Any) -> Any:
        known: Mapping[str, Any] = getattr(self._shared, part)
        if not isinstance(key, str) or key not in known:
            key = str(key)
            near = ", ".join(k for k in known if key[:4] in k) or ", ".join(list(known)[:12])
            raise CatalogueError(self._place, f"{part} has no {key!r} (perhaps {near})")
        return known[key]

    def _checked(self, shape: type[E], data: Any, what: str) -> E:
        try:
            return shape.model_validate(data)
        except ValidationError as wrong:
            mistakes = [f"{what} {'.'.join(map(str, e['loc']))}: {e['msg']}".strip() for e in wrong.errors()]
            raise CatalogueError(self._place, *mistakes) from None


def _conditions(when: Mapping[str, tuple[str, ...]]) -> tuple[Condition, ...]:
    return tuple(Condition(field=k, values=tuple(v)) for k, v in when.items())


def _joined(names: list[Text]) -> Text:
    return Text(zh="、".join(n.zh for n in names), en=", ".join(n.en for n in names))


def _levels(entry: LevelsEntry) -> tuple[Option, ...]:
    """Contribution levels (缴费档次): what a month costs = base x level x rate of the year's table."""
    options = []
    for percent in entry.percents:
        month = (entry.base * percent / 100 * entry.rate).quantize(Decimal("0.01"))
        title = (f"{percent}% 档", f"{percent}% level")
        hint = (f"每月 {month} 元（{entry.year} 年度）", f"{month} yuan a month (year {entry.year})")
        options.append(Option(key=str(percent), title=text(title), hint=text(hint)))
    return tuple(options)
