"""What a district says instead of the common texts: its names, its places, fees, telephones and promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from server_stub.catalogue.lines import Line
from server_stub.catalogue.models import ServiceFile
from server_stub.catalogue.wording import promised_on_slip, promised_text
from server_stub.halls.models import District, LocalGuide
from server_stub.texts import Wire

W = TypeVar("W", bound=Wire)

_TEMPLATE = "{district"


def line_in(line: Line, district: District) -> Line:
    """A row with the district's names."""
    return worded(line, district)


def worded(record: W, district: District) -> W:
    """Any record with the district's names in its texts (`{district}`, `{district_short}`)."""
    if _TEMPLATE not in record.model_dump_json():
        return record
    return type(record).model_validate(_filled(record.model_dump(), district))


def file_in(compiled: str, common: Callable[[], ServiceFile], district: District) -> ServiceFile:
    """A service with the district's names and its own guide; `common` is the file as it was written."""
    if _TEMPLATE in compiled:
        file = ServiceFile.model_validate(_filled(json.loads(compiled), district))
    else:
        file = common()
    own = district.guides.get(file.code)
    return _with(file, own) if own else file


def _with(file: ServiceFile, own: LocalGuide) -> ServiceFile:
    guide: dict[str, Any] = {k: v for k in ("where", "fee", "telephone", "supervision") if (v := getattr(own, k))}
    paper: dict[str, Any] = {"fee": own.fee.zh} if own.fee else {}
    if own.promised_days is not None:
        days = own.promised_days
        guide["promised_limit"] = promised_text(days, immediate=file.facts.immediate)
        guide["facts"] = file.facts.model_copy(update={"promised_days": days})
        paper["promised"] = promised_on_slip(guide["promised_limit"])
    return file.model_copy(
        update={
            "guide": file.guide.model_copy(update=guide),
            "on_paper": file.on_paper.model_copy(update=paper),
        }
    )


def _filled(part: Any, district: District, english: bool = False) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, district, key == "en") for key, value in part.items()}
    if isinstance(part, list | tuple):
        return tuple(_filled(value, district) for value in part)
    if isinstance(part, str) and _TEMPLATE in part:
        name, short = (district.name.en, district.short.en) if english else (district.name.zh, district.short.zh)
        return part.replace("{district}", name).replace("{district_short}", short)
    return part
