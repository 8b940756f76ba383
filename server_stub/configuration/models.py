"""Rules of the platform that a city sets for itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from server_stub.texts import Wire


class DefaultOnTimeout(Wire):
    """超时默认、自动用印: off, a whitelist, warned before. Bodies of state and province, safety and secrecy never."""

    enabled: bool = False
    services: tuple[str, ...] = ()
    warn_days_before: int = Field(default=2, ge=1, le=20)
    authority: str = Field(default="", max_length=200)  # whose decision gave the seal: recorded with each use


class Rules(Wire):
    """Days are working days."""

    acceptance_days: int = Field(default=5, ge=1, le=30)  # 行政许可法 32: then it counts as accepted
    correction_days: int = Field(default=10, ge=1, le=60)  # how long somebody has to supply what is missing
    follow_up_days: int = Field(default=5, ge=1, le=30)  # 好差评: a named bad rating is answered
    report_days: int = Field(default=5, ge=1, le=30)  # 办不成事
    data_correction_days: int = Field(default=5, ge=1, le=30)  # "这条信息不对": the data's owner answers
    ratings_shown_from: int = Field(default=5, ge=2, le=100)  # fewer ratings show no figure: it would name somebody
    escalate_to: tuple[str, ...] = Field(default=("部门负责人", "政务服务管理部门"), max_length=5)
    open_entitlements: bool = False  # 免申即享: whether people are told without asking
    objection_days: int = Field(default=5, ge=1, le=30)  # against a late promise
    grant_days: int = Field(default=7, ge=1, le=30)  # calendar days; how long somebody may act for another
    grants_a_day: int = Field(default=10, ge=1, le=100)  # that one person gives
    licence_managers: int = Field(default=5, ge=1, le=20)  # 证照管理员 of a company
    clerk_days: int = Field(default=365, ge=1, le=3650)  # calendar days; how long a company lets a clerk act
    remind_days_before: int = Field(default=3, ge=1, le=30)
    licence_remind_days_before: int = Field(default=30, ge=1, le=180)  # calendar days
    licence_code_seconds: int = Field(default=60, ge=10, le=600)  # 亮码
    licence_code_uses: int = Field(default=1, ge=1, le=20)  # how often a code may be verified within its life
    numbers_per_phone: int = Field(default=2, ge=1, le=20)  # for one business at a time, where a phone was given
    tell_when_ahead: int = Field(default=3, ge=0, le=20)  # a message goes out when so many are before; 0: never
    staff_tries: int = Field(default=5, ge=3, le=20)  # wrong passwords until a member of staff is locked out
    staff_lock_minutes: int = Field(default=1, ge=1, le=60)  # the first time; doubled with each further wrong one
    staff_session_hours: int = Field(default=10, ge=1, le=16)
    office_idle_minutes: int = Field(default=30, ge=5, le=120)  # without a page, then the back office signs out
    default_on_timeout: DefaultOnTimeout = DefaultOnTimeout()
    acceptance_by_silence: bool = True  # 行政许可法 32: a licence's application nobody answered in time is accepted
    one_person_decides: bool = False  # small towns: who receives may also approve
    outbound: dict[str, Annotated[str, StringConstraints(pattern=r"^(https?://[^\s]{1,200})?$")]] = {
        "supervision": "",
        "credit": "",
        "hotline": "",
        "ratings": "",
        "staff": "",
    }
