"""The pages of the one form: those that many services have come once, the others in the order of the components."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server_stub.catalogue.models import Condition, ServiceFile
from server_stub.life_events.binding import Asked, Bound
from server_stub.life_events.wire import PlanField, PlanSection
from server_stub.texts import Text

PER_PAGE = 6  # fields that a person fills in
_FIRST = ("holder", "company", "new-company")
_QUESTIONS = "questions"  # of components, when several ask the same
_PEOPLE = ("agent", "child", "deceased")
_LAST = ("contact", "delivery", "payment", "consents")
_COMMON = frozenset((*_FIRST, *_PEOPLE, *_LAST))
_COMMITMENT = "commitment"
_TITLES = {
    _QUESTIONS: Text(zh="具体情况", en="Your situation"),
    "payment": Text(zh="银行账户", en="Bank account"),
    "consents": Text(zh="授权和承诺", en="Consents and commitment"),
}


@dataclass
class _Page:
    key: str  # a common one's, or `service/section`
    title: Text
    service: Text  # whose title it is
    fields: list[PlanField] = field(default_factory=list)


def paged(files: Sequence[ServiceFile], bound: Bound, fields: Mapping[str, PlanField]) -> tuple[PlanSection, ...]:
    """All fields on pages; a condition never looks ahead, the commitment comes last."""
    homes = _homes(bound)
    pages: dict[str, _Page] = {}
    for file in files:
        for page_key, title, key in _listed(file, bound, homes):
            page = pages.setdefault(page_key, _Page(page_key, _TITLES.get(page_key, title), file.guide.service.title))
            if all(f.key != key for f in page.fields):
                page.fields.append(fields[key])
    ordered = sorted(pages.values(), key=_rank)
    _look_back(ordered)
    return tuple(_sections(_joined([page for page in ordered if page.fields])))


def _homes(bound: Bound) -> dict[str, str]:
    """On which page each field stands: a common one if any component has it there, else its first component's."""
    homes: dict[str, str] = {}
    askers: dict[str, set[str]] = defaultdict(set)
    for place, binding in bound.bindings.items():
        if not isinstance(binding, Asked) or place in bound.told:
            continue
        own = bound.owned[place]
        page = own.section if own.section in _COMMON else f"{own.service}/{own.section}"
        if page in _COMMON and homes.get(binding.key) not in _COMMON:
            homes[binding.key] = page
        homes.setdefault(binding.key, page)
        if own.is_question:
            askers[binding.key].add(own.service)
    return {key: _QUESTIONS if len(askers[key]) > 1 else page for key, page in homes.items()}


def _listed(file: ServiceFile, bound: Bound, homes: Mapping[str, str]) -> Iterator[tuple[str, Text, str]]:
    """(page, its title, field) for those of a service's fields that stand where it has them itself."""
    titles = {section.key: section.title for section in file.guide.form.sections}
    for place, binding in bound.bindings.items():
        if place[0] != file.code or not isinstance(binding, Asked) or place in bound.told:
            continue
        section = bound.owned[place].section
        page = homes[binding.key]
        if page in (section, f"{file.code}/{section}", _QUESTIONS):
            yield page, titles.get(section, file.guide.service.title), binding.key


def _rank(page: _Page) -> int:
    """Sorting is stable: within a rank the components' order stays."""
    if page.key in _FIRST:
        return _FIRST.index(page.key)
    if page.key == _QUESTIONS:
        return len(_FIRST)
    if page.key in _PEOPLE:
        return 10 + _PEOPLE.index(page.key)
    return 30 + _LAST.index(page.key) if page.key in _LAST else 20


def conditions_of(asked: PlanField) -> list[Condition]:
    """All conditions, of whichever alternative."""
    return [*asked.when, *(c for part in asked.any_of for c in part)]


def _look_back(pages: list[_Page]) -> None:
    """Moves fields onto the page, and behind the field, that they depend on."""
    while (found := _too_early(pages)) is not None:
        page, asked, later = found
        page.fields.remove(asked)
        later.fields.append(asked)
    for page in pages:
        page.fields = _behind(page.fields)


def _too_early(pages: list[_Page]) -> tuple[_Page, PlanField, _Page] | None:
    at = {f.key: number for number, page in enumerate(pages) for f in page.fields}
    for number, page in enumerate(pages):
        for asked in page.fields:
            needed = max((at[c.field] for c in conditions_of(asked)), default=number)
            if needed > number:
                return page, asked, pages[needed]
    return None


def _behind(fields: list[PlanField]) -> list[PlanField]:
    """The same fields, each behind those of the page it depends on; questions first, otherwise as they were."""
    here = {f.key for f in fields}
    done: dict[str, PlanField] = {}
    waiting = list(fields)
    while waiting:
        ready = (f for f in waiting if all(c.field in done or c.field not in here for c in conditions_of(f)))
        first = next(ready)  # services' own conditions look back, so there is no circle
        done[first.key] = first
        waiting.remove(first)
    return list(done.values())


def _joined(pages: list[_Page]) -> list[_Page]:
    """Small pages of one service become one with its title, as long as that asks no more than six things."""
    joined: list[_Page] = []
    for page in pages:
        last = joined[-1] if joined else page
        of_one_service = last is not page and "/" in page.key and page.key.split("/")[0] == last.key.split("/")[0]
        if of_one_service and _asked(last.fields) + _asked(page.fields) <= PER_PAGE:
            joined[-1] = _Page(last.key, page.service, page.service, last.fields + page.fields)
        else:
            joined.append(page)
    return joined


def _asked(fields: list[PlanField]) -> int:
    return sum(f.source == "person" for f in fields)


def _sections(pages: list[_Page]) -> Iterator[PlanSection]:
    times = Counter(page.title.zh for page in pages)
    for page in pages:
        title = page.title
        if times[title.zh] > 1 and "/" in page.key:
            title = Text(zh=f"{page.service.zh}：{title.zh}", en=f"{page.service.en}: {title.en}")
        parts = _parts(page)
        for number, part in enumerate(parts, 1):
            key = page.key.replace("/", "-").strip("-").lower()
            yield PlanSection(
                key=key if number == 1 else f"{key}-{number}",
                title=title if len(parts) == 1 else _part_title(title, number, len(parts)),
                fields=tuple(part),
                services=tuple(dict.fromkeys(s for f in part for s in f.services)),
            )


def _parts(page: _Page) -> list[list[PlanField]]:
    """At most six fields to fill in on a page."""
    parts: list[list[PlanField]] = [[]]
    for asked in sorted(page.fields, key=lambda f: f.key == _COMMITMENT):
        if asked.source == "person" and _asked(parts[-1]) == PER_PAGE:
            parts.append([])
        parts[-1].append(asked)
    return parts


def _part_title(title: Text, number: int, parts: int) -> Text:
    return Text(zh=f"{title.zh}（{number}/{parts}）", en=f"{title.en} ({number}/{parts})")
