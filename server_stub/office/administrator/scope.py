"""How far an administrator reaches: their own hall, or all halls and what the whole city shares."""

from __future__ import annotations

from server_stub.catalogue.departments import departments
from server_stub.halls.models import District, Hall
from server_stub.office.visits import Visit
from server_stub.problems import Problem
from server_stub.texts import Text

_EACH = District(region="", name=Text(zh="各区", en="District"), short=Text(zh="", en=""))


def is_citywide(visit: Visit) -> bool:
    """Whether they look after the whole city: catalogue, calendar, menus, rules, everybody's data."""
    return visit.staff.hall == ""


def require_citywide(visit: Visit) -> None:
    """Problem office.scope for the administrator of one hall."""
    if not is_citywide(visit):
        raise Problem("office.scope")


def halls_of(visit: Visit) -> dict[str, Hall]:
    """The halls they look after, by id."""
    return {key: hall for key, hall in visit.platform.halls.items() if visit.staff.hall in ("", key)}


def hall_of(visit: Visit, id_: str = "") -> Hall:
    """One of them, the first if none is named. Problem: office.not-found."""
    halls = halls_of(visit)
    hall = halls.get(id_) if id_ else next(iter(halls.values()), None)
    if hall is None:
        raise Problem("office.not-found")
    return hall


def department_names(visit: Visit) -> dict[str, Text]:
    """Departments by key, as they are called in the administrator's district."""
    hall = visit.platform.halls.get(visit.staff.hall)
    district = visit.platform.district(hall.region) if hall else _EACH
    return {key: one.name_in(district) for key, one in departments().items()}
