"""不动产登记信息查询结果: the homes in this city's register; that there are none is a result too."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.dates import age
from server_stub.documents.records import Asked, Content
from server_stub.people.registers import Home, Household, Property, record
from server_stub.people.tables import Card, Person
from server_stub.texts import mask_number

_DISTRICTS = "江岸、江汉、硚口、汉阳、武昌、青山、洪山、东西湖、汉南、蔡甸、江夏、黄陂、新洲、东湖高新、武汉经开"


def property_content(db: Db, asked: Asked) -> Content | None:
    """None if the register does not know the person."""
    own = record(db, asked.person.id, Property)
    if own is None:
        return None
    children = _minor_children(db, asked) if asked.answers["scope"] == "with-children" else []
    searched = [(asked.person.name, own), *((c.name, record(db, c.id, Property) or Property()) for c in children)]
    rows = tuple(_row(name, home) for name, found in searched for home in found.homes)
    holder = [("姓名", asked.person.name), (asked.document_label, asked.document_number)]
    holder += [("未成年子女", f"{c.name}  {_number(db, c)}") for c in children]
    names = "、".join(name for name, _ in searched)
    result = f"共查到 {len(rows)} 处不动产登记信息：" if rows else "未查到不动产登记信息（无房）。"
    return Content(
        holder=(*holder, ("查询用途", asked.titles["purpose"]), ("查询范围", asked.titles["scope"])),
        intro=f"经查询武汉市不动产登记信息系统，截至 {asked.at:%Y-%m-%d %H:%M}，{names}名下{result}",
        head=("权利人", "不动产权证号", "坐落", "不动产单元号", "用途", "面积（㎡）", "共有情况", "登记日期")
        if rows
        else (),
        rows=rows,
        totals=(("登记房屋", f"{len(rows)} 处"),),
        notes=(
            f"查询区划：武汉市{_DISTRICTS}。其他城市的登记信息不在查询范围内。",
            "查询结果反映查询时刻的登记状况，不作为权属变动的依据。",
        ),
    )


def _minor_children(db: Db, asked: Asked) -> list[Person]:
    household = record(db, asked.person.id, Household)
    keys = household.children if household else ()
    children = db.scalars(select(Person).where(Person.id.in_(keys)).order_by(Person.birth))
    return [c for c in children if age(c.birth, asked.at.date()) < 18]


def _number(db: Db, person: Person) -> str:
    card = db.scalars(select(Card).where(Card.person_id == person.id)).first()
    return mask_number(card.number) if card else ""


def _row(owner: str, home: Home) -> tuple[str, ...]:
    return (
        owner,
        home.certificate,
        home.location,
        home.unit_number,
        home.use,
        home.area,
        home.shared,
        str(home.registered_on),
    )
