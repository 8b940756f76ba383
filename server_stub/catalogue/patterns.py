"""What a value may look like, kind by kind: one wording for the server's own check and for the JSON Schema.

Only what Python and ECMA 262 read alike: no classes that depend on a version of Unicode (rare names must not wait for
the next one), letters of ASCII only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from server_stub.catalogue.models import Field

LONGEST = 400  # characters of any value

# Controls, invisible and directional marks, every space but the plain one, private use and tags: nothing of it is seen
# or read aloud, and two values that look the same would not be.
_UNSEEN = (
    (0x0000, 0x001F),
    (0x007F, 0x00A0),
    (0x00AD, 0x00AD),
    (0x061C, 0x061C),
    (0x1680, 0x1680),
    (0x180E, 0x180E),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0x3000, 0x3000),
    (0xE000, 0xF8FF),
    (0xFEFF, 0xFEFF),
    (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0xE0000, 0xE007F),
    (0xF0000, 0x10FFFF),
)
_UNSEEN_CLASS = "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSEEN)

WITHOUT_CONTROLS = "[^\x00-\x1f\x7f-\x9f]*"  # what cards and registers give: they may use private characters for names
TEXT = f"[^{_UNSEEN_CLASS}]*[^ {_UNSEEN_CLASS}][^{_UNSEEN_CLASS}]*"
_CODE = "0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy"  # GB 32100: no I O S V Z

_OF_KIND = {
    "text": TEXT,
    "pinyin": "[A-Za-z]+( [A-Za-z]+)*",
    "phone": "1[3-9][0-9]{9}",
    "digits": "[0-9]+",
    "amount": r"[0-9]{1,9}(\.[0-9]{1,2})?",
    "date": "(18|19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}",  # and a day that there is
    "month": "(19|20)[0-9]{2}-(0[1-9]|1[0-2])",
}
_OF_RULE = {
    "resident-number": "[0-9]{17}[0-9Xx]",
    "credit-code": f"[{_CODE}]{{2}}[0-9]{{6}}[{_CODE}]{{10}}",
    "plate": "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][A-Za-z0-9]{5,6}",
    "email": r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
    "vin": "[A-HJ-NPR-Za-hj-npr-z0-9]{17}",
}


def of_kind(field: Field) -> str | None:
    """What the whole value must match by its kind; none for choices, which are listed."""
    return _OF_KIND.get(field.kind)


def of_rule(field: Field) -> str | None:
    """What it must match by its rule, as far as a pattern can say it."""
    return _OF_RULE.get(field.rule)


def some_of(keys: Sequence[str]) -> str:
    """Several of these, joined with commas, none twice (whole value)."""
    one = "|".join(map(_literally, keys))
    return rf"(?!(.*,)?([^,]+),(.*,)?\2(,|$))({one})(,({one}))*"


def holds(values: Iterable[str]) -> str:
    """One of these stands among what a value joins with commas (found anywhere in it)."""
    return f"(^|,)({'|'.join(map(_literally, values))})(,|$)"


def _literally(text: str) -> str:
    """Escaped no more than needed: ECMA takes no backslash before a plain hyphen."""
    return re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", text)
