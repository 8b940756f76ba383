"""Services (事项) as they cross the interface, and what only the platform knows of them."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from functools import cached_property
from typing import Annotated

from pydantic import StringConstraints

from server_stub.catalogue.search.finder import Why
from server_stub.catalogue.tables import ItemKind
from server_stub.texts import Text, Wire

NO_TEXT = Text(zh="")
COMPANY_FIELDS = ("credit_code", "npo_code")  # the field of a form that says for which legal person it is

Code = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Kind(Enum):
    """What power of an authority it is (权力类型)."""

    LICENCE = "licence"  # 行政许可
    CONFIRMATION = "confirmation"  # 行政确认
    BENEFIT = "benefit"  # 行政给付
    AWARD = "award"  # 行政奖励
    OTHER_POWER = "other-power"  # 其他行政权力
    PUBLIC_SERVICE = "public-service"  # 公共服务


class Depth(Enum):
    """How far a terminal carries it: 查询, 打印, 申报, 办结."""

    QUERY = "L1"
    PRINT = "L2"
    INTAKE = "L3"
    DONE = "L4"


class Handling(Enum):
    """How a material reaches the case."""

    REQUIRED = "required"
    DEFERRABLE = "deferrable"  # 容缺
    EXEMPT = "exempt"  # 免提交: card or register
    GENERATED = "generated"  # made and signed at the terminal
    COMMITMENT = "commitment"  # 告知承诺: a signed promise instead


class Tag(Enum):
    """马上办 网上办 就近办 一次办."""

    NOW = "now"
    ONLINE = "online"
    NEARBY = "nearby"
    ONCE = "once"


class Scope(Enum):
    """Where it can be done (通办范围)."""

    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"


class Mode(Enum):
    """How it is done elsewhere: 全程网办, 异地代收代办, 多地联办, or at its own window only."""

    ONLINE = "online"
    COLLECT = "collect"
    JOINT = "joint"
    WINDOW = "window"


class Sensitivity(Enum):
    """What is never decided by a clock that ran out."""

    NONE = "none"
    SAFETY = "safety"
    SECRET = "secret"


class Condition(Wire):
    """True when the field or the situation question `field` has one of `values`."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: dict[str, str]) -> bool:
        """Whether it is so with these answers; several choices are joined with ","."""
        return bool(set(answers.get(self.field, "").split(",")) & set(self.values))


class Option(Wire):
    """One value of a question or a choice."""

    key: str
    title: Text
    hint: Text = NO_TEXT


class Question(Wire):
    """A question of the service or of a proof."""

    key: str
    title: Text
    options: tuple[Option, ...]
    hint: Text = NO_TEXT


class Field(Wire):
    """One field. Limits are inclusive; lengths count characters. `origin` is `register.item` or `licence-kind.item`."""

    key: str
    label: Text
    kind: str  # text pinyin phone digits amount date month choice choices consent
    source: str = "person"  # card platform licence person earlier
    required: bool = True
    options: tuple[Option, ...] = ()
    shortest: int = 0
    longest: int = 60
    least: str = ""
    most: str = ""
    rule: str = ""
    hint: Text = NO_TEXT
    source_name: Text = NO_TEXT
    when: tuple[Condition, ...] = ()
    never_shown: bool = False
    origin: str = ""
    reuse: bool = False  # what the person wrote last time is offered (source `earlier`)

    def is_there(self, answers: dict[str, str]) -> bool:
        """Whether the field is asked with these answers."""
        return all(c.holds(answers) for c in self.when)


class Section(Wire):
    """Fields that are asked on one page."""

    key: str
    title: Text
    fields: tuple[Field, ...]


class Form(Wire):
    """One form: sections in order."""

    sections: tuple[Section, ...]


class Material(Wire):
    """One material; it is asked for when all of `when` hold. Whose holder has the e-licence `licence` is not asked."""

    key: str
    name: Text
    handling: Handling
    source: Text
    copies: int = 1
    form: str = "electronic"  # original copy electronic
    defer_days: int = 0
    licence: str = ""
    proof: str = ""
    when: tuple[Condition, ...] = ()


class Service(Wire):
    """A line of the list of services."""

    code: str
    title: Text
    department: Text
    field: Text
    minutes: int
    resting: Text = NO_TEXT  # why it can't be done now
    hours_note: Text = NO_TEXT  # its back end sleeps: what happens to what is filed now
    field_key: str = ""
    depth: Depth = Depth.INTAKE
    audience: tuple[str, ...] = ("person",)
    tags: tuple[Tag, ...] = ()


class FoundItem(Wire):
    """An answer of the search. `words`: the name that fits, or what Pinyin and mistyped words were read as."""

    kind: ItemKind
    code: str
    title: Text
    field: Text
    field_key: str
    depth: Depth | None  # of services
    why: Why
    words: str


class Area(Wire):
    """A field (领域) of a terminal's menu; `depths` counts its services by depth, L1 to L4."""

    key: str
    title: Text
    icon: str
    services: int
    depths: dict[str, int]


class ServiceHours(Wire):
    """When its back end works; outside, `after` says what happens then. Empty times: always."""

    opens: dt.time | None = None
    closes: dt.time | None = None
    after: Text = NO_TEXT

    def are_now(self, at: dt.time) -> bool:
        """Whether it works at this time of the day; hours may go past midnight."""
        if self.opens is None or self.closes is None:
            return True
        if self.opens <= self.closes:
            return self.opens <= at < self.closes
        return at >= self.opens or at < self.closes


class SpecialProcedure(Wire):
    """特别程序: what may stop the clock, for at most so many working days, and on what ground."""

    key: str
    title: Text
    days: int
    basis: Text


class Facts(Wire):
    """The 实施清单 fields of a service as codes and numbers."""

    basic_code: str  # 基本编码, 12 digits
    implementation_code: str  # 实施编码, 31 = credit code 18 + level 1 + basic code 12
    department: str  # key
    departments: tuple[str, ...]  # all that decide, the first leads
    kind: Kind
    documents: tuple[str, ...]
    no_face: tuple[str, ...]
    immediate: bool  # 即办件
    statutory_days: int
    promised_days: int
    hours: ServiceHours
    scope: Scope
    mode: Mode
    result_kind: str
    result_licence: str = ""
    result_items: dict[str, str] = {}  # what stands in every licence it issues
    result_ends: tuple[Condition, ...] = ()  # when it ends a licence (注销) instead of issuing one
    delivery: tuple[str, ...]
    special: tuple[SpecialProcedure, ...] = ()
    decision_levels: int = 1
    visits: int = 0
    basis: tuple[str, ...] = ()
    instant: bool = False
    bereavement: bool = False  # follows a death: quiet words, and nobody is asked for a rating
    vertical: str = "none"
    sensitive: Sensitivity = Sensitivity.NONE
    query: str = ""
    prints: str = ""
    prints_when: tuple[Condition, ...] = ()
    prints_none: bool = False
    valid_months: int = 0


class Guide(Wire):
    """All that a person is told before they start, with the form."""

    service: Service
    conditions: tuple[Text, ...]
    questions: tuple[Question, ...]
    materials: tuple[Material, ...]
    statutory_limit: Text
    promised_limit: Text
    fee: Text
    where: Text
    result: Text
    form: Form
    level: int
    telephone: str
    supervision: str
    commitment: Text
    facts: Facts
    aliases: tuple[str, ...] = ()


class OnPaper(Wire):
    """What the slip of a filed case says, in Chinese."""

    statutory: str
    promised: str
    fee: str
    delivery: str
    special: str = "无"


class ServiceFile(Wire):
    """A service as its data file has it: the guide, and what only the platform uses."""

    guide: Guide
    checks: tuple[str, ...]  # names of `cases/eligibility.py`
    source: str  # the register without which it rests; "" for none
    situation_question: str  # the question whose answer stands on the slip; "" for none
    on_paper: OnPaper

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields of the form, in order."""
        return tuple(f for section in self.guide.form.sections for f in section.fields)

    @cached_property
    def company_field(self) -> Field | None:
        """The field that names the company it is for; None where no company is named, or there is none yet."""
        return next((f for f in self.fields if f.key in COMPANY_FIELDS), None)

    @property
    def facts(self) -> Facts:
        """The 实施清单 fields."""
        return self.guide.facts

    @property
    def code(self) -> str:
        """The service's code."""
        return self.guide.service.code

    def materials_for(self, answers: dict[str, str]) -> tuple[Material, ...]:
        """The materials that these situations and answers ask for."""
        return tuple(m for m in self.guide.materials if all(c.holds(answers) for c in m.when))
