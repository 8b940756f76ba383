"""What is wrong in a written form, at its line and in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import ValidationError

from server_stub.catalogue.files import CatalogueError
from server_stub.catalogue.tables import ItemKind
from server_stub.office.forms import errors_of
from server_stub.problems import FieldError, Problem
from server_stub.strict_yaml import NotYaml, Places
from server_stub.texts import Text

FIELD = "text"
_WHERE = re.compile(r"line (\d+), column (\d+)")
_PATH = re.compile(r"^(?:(?:material|field|section) )?([\w\[\]-]+(?:\.[\w\[\]-]+)*)(?: |:)")
_WORDS = re.compile(r"[A-Za-z0-9_-]+")
_ZH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), zh)
    for pattern, zh in (
        (r"one language is missing: (.*)", r"缺一种语言：\1"),
        (r"Chinese in English: (.*)", r"英文里有中文：\1"),
        (r"no Chinese: (.*)", r"中文里没有中文字：\1"),
        (r"an empty text", "有必填文字是空的"),
        (r"fewer than three everyday names", "日常叫法（aliases）少于三个"),
        (r"an alias is the title", "日常叫法和名称相同"),
        (r"conditions, materials, telephone or basis are missing", "缺受理条件、材料、电话或依据"),
        (r"no way without a face", "没有不用人脸的办法（no_face）"),
        (r"an application that asks nothing", "申报事项没有要填的内容"),
        (r"(.*) and query or prints do not fit", r"深度 \1 与 query、prints 不相符"),
        (r"(.*) and its form do not fit", r"深度 \1 与表单不相符"),
        (r"the form does not end with the commitment", "表单最后一项不是承诺"),
        (r"the form does not begin with who it is", "表单第一节不是申请人"),
        (r"decided at once, but not L4", "秒批事项的深度应是 L4"),
        (r"runs on the police network, at most L3", "在公安网办理，最多 L3"),
        (r"(.*) can never be there: (.*)", r"\1 的条件永远不成立：\2"),
        (r"material (.*) is never asked for: (.*)", r"材料 \1 的条件永远不成立：\2"),
        (r"more than six things in (.*)", r"\1 一页超过六项"),
        (r"(.*) is no question", r"\1 不成问题（选项不足两个）"),
        (r"(.*) is a question and a field", r"\1 既是问题又是字段"),
        (r"an option twice in (.*)", r"\1 有重复选项"),
        (r"material (.*) twice", r"材料 \1 重复"),
        (r"(.*) (?:is there )?twice", r"\1 重复"),
        (r"(.*) stands twice", r"\1 写了两次"),
        (r"kind or rule of (.*?): (.*)", r"\1 的类型或规则不认识：\2"),
        (r"options of (.*)", r"\1 的选项与类型不相符"),
        (r"(.*) is at least (\d+) and at most (\d+) long", r"\1 最短 \2、最长 \3，不合理"),
        (r"no card holds (.*)", r"证件里没有 \1"),
        (r"from where does (.*) come\?.*", r"没有写 \1 从哪里取（from: 库.项）"),
        (r"whose data is (.*)\?", r"没有写 \1 是谁的数据"),
        (r"a catch-all: (.*)", r"兜底条款不允许：\1"),
        (r"(.*) is not on the list of kept proofs.*", r"\1 不在保留证明清单里（proof）"),
        (r"(.*): defer_days and handling do not fit", r"\1 的后补天数与办理方式不相符"),
        (r"nothing is made and signed", "没有生成并签名的申请表"),
        (r"whose card is read\?", "没有身份证件材料"),
        (r"needs level 3", "这类事项要核验等级 3"),
        (r"a card alone is level 2", "只凭证件是等级 2"),
        (r"none of the four tags", "马上办、网上办、就近办、一次办都没有标"),
        (r"promises more days than the law gives", "承诺时限超过法定时限"),
        (r"马上办 and (\d+) days", r"标了马上办，却要 \1 天"),
        (r"承诺件 without a number of days", "承诺件没有写天数"),
        (r"no check (.*)", r"没有这项核查：\1"),
        (r"no question (.*)", r"没有这个问题：\1"),
        (r"a slip text is empty", "回执文字是空的"),
        (r"the implementation code (.*) has not 31 places", r"实施编码 \1 不是 31 位"),
        (r"the credit code (.*) is wrong", r"统一社会信用代码 \1 不对"),
        (r"(.*) has the code (.*) too", r"\1 已经用了编码 \2"),
        (r"(\S+) is (.*) in (\S+), (.*) here", r"\1 在 \3 里是 \2，这里是 \4"),
        (r"(\S+) has no (.*) \(perhaps (.*)\)", r"\1 里没有 \2（也许是 \3）"),
        (r"(\S+) has no item (.*); there are (.*)", r"\1 没有项 \2，有的是 \3"),
        (r"(\S+) has no (.*)", r"\1 里没有 \2"),
        (r"there is no service (.*)", r"没有这个事项（或未发布）：\1"),
        (r"(.*): Field required", r"\1：缺这一项"),
        (r"(.*): Extra inputs are not permitted", r"\1：没有这一项"),
        (r"(.*): Input should be (?!a valid|greater|less)(.*)", r"\1：只能是 \2"),
        (r"(.*): Input should be greater than or equal to (.*)", r"\1：不能小于 \2"),
        (r"(.*): Input should be less than or equal to (.*)", r"\1：不能大于 \2"),
        (r"(.*): Input should be a valid integer.*", r"\1：要填整数"),
        (r"(.*): Input should be a valid (\w+).*", r"\1：类型不对，应是 \2"),
        (r"(.*): String should match pattern (.*)", r"\1：格式不对，应符合 \2"),
        (r"(.*): String should have at most (\d+) characters?", r"\1：最多 \2 个字"),
        (r"(.*): (?:String|Tuple|List) should have at least (\d+).*", r"\1：至少 \2 个"),
        (r"(.*): (?:Tuple|List) should have at most (\d+).*", r"\1：最多 \2 项"),
        (r"`services` must hold one service", "services 下面要正好有一个事项"),
        (r"`events` must hold one life event", "events 下面要正好有一件事"),
        (r"`field` must be a key of fields.yaml, .*", "field 要写一个领域的键"),
        (r"`group` must be a key of life_events.yaml", "group 要写一个分组的键"),
        (r"a file has (.*), not (.*)", r"只有 \1，没有 \2"),
        (r"(\S+) has no question (.*) \(before it\)", r"\1 前面没有问题 \2"),
        (r"no (department|group|document) (.*)", r"没有这个部门、分组或文件：\2"),
        (r"there is no field (.*)", r"没有这个领域：\1"),
        (r"another district's code", "区划代码和文档名不同"),
        (r"another hall's id", "大厅编号和文档名不同"),
        (r"(.*) stands at window (.*)", r"终端 \1 在窗口 \2，不能去掉这个窗口"),
        (r"off and work are needed", "要写 off 和 work 两项"),
        (r"(.*) is not in (.*)", r"\1 不在 \2 年"),
        (r"(.*) is no weekend: it is worked anyway", r"\1 不是周末，本来就上班"),
        (r"(.*) is off and worked", r"\1 既放假又上班"),
        (r"no span of days: (.*) to (.*)", r"不是一段日子：\1 到 \2"),
        (r"Invalid isoformat string: (.*)", r"不是日期：\1"),
        (r"no such year", "没有这一年"),
        (r"mapping values are not allowed here", "这里不能有冒号：缩进或引号不对"),
        (r"expected <block end>, but found .*", "缩进或标点不对"),
        (r"could not find expected ':'", "缺冒号"),
        (r"found character '\\\\t' that cannot start any token", "不能用制表符缩进，请用空格"),
        (r"expected ',' or .*", "括号或逗号没有配对"),
        (r"expected the node content, but found .*", "这里缺内容，或标点不对"),
        (r"found unexpected end of stream", "引号没有配对"),
        (r"found unknown escape character .*", "双引号里的反斜杠写法不对"),
        (r"while scanning .*", "标点不对"),
        (r"this is no YAML: .*", "不是 YAML"),
        (r"could not determine a constructor for the tag .*", "不能用标签"),
        (r"anchors are not used here", "不能用 YAML 的锚点和引用"),
        (r"this is (.*), not (.*): a code never changes", r"这是 \1，不是 \2：编码不能改"),
        (r"there is (.*) already, edit it on its page", r"\1 已经有了，请到它的页面编辑"),
        (r"more than (\d+) characters", r"超过 \1 个字"),
        (r"control characters.*", "有不可见的控制字符"),
        (r"a service is written as.*", "事项写作 field 和 services，一件事写作 group 和 events"),
    )
)


def of_item(error: CatalogueError, text: str, kind: ItemKind) -> Problem:
    """All that is wrong with a service or life event as it was written."""
    places, top = Places(text), "events" if kind is ItemKind.LIFE_EVENT else "services"
    found = _WHERE.fullmatch(error.place)
    errors = [
        _at(int(found[1]) if found else _line(places, top, mistake), mistake)
        for mistake in dict.fromkeys(part for whole in error.mistakes for part in whole.split("; "))
    ]
    return Problem("office.form", errors=errors)


def of_yaml(error: NotYaml) -> Problem:
    """The text is no YAML."""
    return Problem("office.form", errors=[_at(error.line, error.words)])


def of_document(error: ValidationError, text: str) -> Problem:
    """What pydantic found in a document, each at its line."""
    places, errors = Places(text), []
    for one, words in zip(error.errors(), errors_of(error), strict=True):
        path: Sequence[str | int] = one["loc"]
        where = ".".join(map(str, path))
        told = Text(zh=f"{where}：{words.text.zh}" if where else words.text.zh, en=f"{where}: {words.text.en}")
        errors.append(FieldError(field=FIELD, text=_with_line(places.line(path), told)))
    return Problem("office.form", errors=errors)


def of_rules(words: str, text: str) -> Problem:
    """Rules of the whole document are broken: what, separated by "; "."""
    places = Places(text)
    return Problem("office.form", errors=[_at(_near(places, text, one), one) for one in words.split("; ")])


def _near(places: Places, text: str, mistake: str) -> int | None:
    """The line of the first thing in the text that a rule speaks of."""
    for word in _WORDS.findall(mistake):
        line = places.named(word)
        if line is None and any(c.isdigit() for c in word) and (at := text.find(word)) >= 0:
            line = text.count("\n", 0, at) + 1
        if line is not None:
            return line
    return None


def _at(line: int | None, mistake: str) -> FieldError:
    return FieldError(field=FIELD, text=_with_line(line, Text(zh=in_chinese(mistake), en=mistake)))


def _with_line(line: int | None, words: Text) -> Text:
    return Text(zh=f"第 {line} 行：{words.zh}", en=f"Line {line}: {words.en}") if line else words


def in_chinese(mistake: str) -> str:
    """A rule's words in Chinese; as they are where nobody wrote any."""
    for pattern, zh in _ZH:
        if found := pattern.fullmatch(mistake):
            return found.expand(zh)
    return mistake


def _line(places: Places, top: str, mistake: str) -> int | None:
    """Where what a rule speaks of stands: by its path, else by the key that it names."""
    if found := _PATH.match(mistake):
        path: list[str | int] = [top, 0, *found[1].split(".")]
        whole = places.line(path[:2])
        if (line := places.line(path)) not in (None, whole):
            return line
    return next((line for word in _WORDS.findall(mistake) if (line := places.named(word)) is not None), None)
