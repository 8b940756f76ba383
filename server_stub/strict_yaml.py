"""YAML as people write it in the back office: no anchors, no key twice, and every value as it is written.

Only `null`, `true`, `false` and numbers are more than text. A date, `09:30`, `yes` and `off` stay the words that they
are: YAML 1.1 would make a number of seconds of the time and a truth value of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # what a database or a page can't hold


class NotYaml(Exception):
    """The text can't be read; `line` from 1, None where the parser does not say."""

    def __init__(self, words: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(words)
        self.words, self.line, self.column = words, line, column


class _Strict(yaml.SafeLoader):
    """Without anchors: text that repeats itself could be made to fill the memory. A key stands once."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "anchors are not used here", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]+(?:e[-+][0-9]{1,3})?", "-+0123456789"),
):
    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def load(text: str) -> Any:
    """The content, of texts, numbers, truth values, lists and mappings only. NotYaml."""
    if found := _CONTROL.search(text):
        raise NotYaml("control characters", text.count("\n", 0, found.start()) + 1)
    try:
        content = yaml.load(text, Loader=_Strict)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        words = str(wrong.problem or "this is no YAML")
        raise NotYaml(words, mark.line + 1 if mark else None, mark.column + 1 if mark else None) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as wrong:
        raise NotYaml(f"this is no YAML: {type(wrong).__name__}") from None
    if any(_CONTROL.search(value) for value in _texts(content)):
        raise NotYaml("control characters")
    return content


def dump(content: Any) -> str:
    """The content as people edit it; `load` gives it back."""
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))


class Places:
    """Where things stand in a text that `load` takes; lines from 1."""

    def __init__(self, text: str) -> None:
        try:
            self._root: yaml.Node | None = yaml.compose(text, Loader=_Strict)
        except (yaml.YAMLError, RecursionError):
            self._root = None

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of what stands at a path, or of the nearest part around it that is there."""
        node, line = self._root, None
        for part in path:
            found = _inner(node, part) if node is not None else None
            if found is None:
                break
            line, node = found
        return line

    def named(self, name: str) -> int | None:
        """The line of the first part whose `key` or `use` is that."""
        return next((line for value, line in _named(self._root) if value == name), None)


def _inner(node: yaml.Node, part: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and str(part).isdecimal() and int(part) < len(node.value):
        value = node.value[int(part)]
        return value.start_mark.line + 1, value
    return None


def _named(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in ("key", "use", "code", "service") and isinstance(value, yaml.ScalarNode):
                yield value.value, value.start_mark.line + 1
            yield from _named(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _named(value)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from (*_texts(key), *_texts(value))
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
