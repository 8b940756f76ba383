"""What people read of a refusal: what happened, and what to do now."""

from __future__ import annotations

from server_stub.problems import Problem
from server_stub.texts import Text

_WORDS = {
    "case.correction-told": (
        "这件已经一次性告知过补正，不能再要求第二次补正",
        "Corrections were asked for once already; that is not possible twice",
    ),
    "case.higher-level": ("这件要由上一级决定，请先送审", "A higher level decides this; please forward it"),
    "case.illegal-move": (
        "这件现在不能这样办：它已经不在这一步了，请看最新情况",
        "This is not possible where the case stands now; please look at it again",
    ),
    "case.last-level": ("已经是最后一级，请直接作出决定", "This is the last level; please decide"),
    "case.not-found": ("没有这个办件，或者不归您办理", "There is no such case, or it is not yours"),
    "case.same-person": (
        "受理或送审的人不能自己作决定，请由另一位审批人办理",
        "Who accepted or forwarded a case does not decide it; another approver has to",
    ),
    "idempotency.in-flight": ("上一次提交还在处理，请稍候再看", "Your first submission is still being worked on"),
    "idempotency.key-missing": ("表单不完整，请从页面重新填写", "The form is not whole; please start from its page"),
    "idempotency.other-body": (
        "这张表单已经提交过一次了，内容不同的第二次没有生效。请看最新情况",
        "This form was submitted once already; the second, different one changed nothing. Please look again",
    ),
    "office.changed": (
        "您看的时候，别人已经改动了。您的操作没有生效，请看最新情况再决定",
        "Somebody else changed this while you looked. Nothing of yours was done; please look again and decide",
    ),
    "office.form": ("有内容要改，见下面", "Something has to be changed, see below"),
    "office.level": ("这件在另一级审批，不在您的一级", "The decision stands at another level than yours"),
    "office.not-found": ("没有这一页，或者不归您查看", "There is no such page, or it is not yours to see"),
    "office.role": ("这一页不属于您的岗位", "This page belongs to another role"),
    "office.scope": (
        "这是全市共用的内容，由全市管理员维护",
        "The whole city shares this; an administrator of all halls looks after it",
    ),
    "office.token": (
        "表单不是从本次登录的页面提交的，没有生效。请重新打开页面再填",
        "The form did not come from a page of this sign-in; nothing was done. Please open the page again",
    ),
    "office.too-large": ("内容太多，没有收下", "Too much at once; nothing was taken"),
    "platform.busy": ("现在太忙，请稍后再试", "Too busy at this moment; please try again shortly"),
    "platform.fault": (
        "平台出了故障，已经记录。请稍后再试",
        "The platform failed; it is noted. Please try again later",
    ),
    "platform.storage": (
        "平台现在存不下数据，请通知管理员",
        "The platform can't store anything now; please tell the administrator",
    ),
    "privacy.state": ("这条请求已经答复过了", "This request was answered already"),
    "promise.objection-open": ("异议期还没有过，现在不能记录", "There is still time to object"),
    "promise.state": ("这项承诺已经不在这一步", "This is not possible where the promise stands now"),
    "request.invalid": ("有内容要改，见下面", "Something has to be changed, see below"),
    "request.method": ("不能这样打开这一页", "This page can't be opened like that"),
    "request.refused": ("提交的内容读不出来", "What was sent can't be read"),
    "staff.credentials": ("工号或密码不对", "Staff number or password is wrong"),
    "staff.locked": ("密码连续输错，暂时锁定", "Too many wrong passwords; locked for a while"),
    "transfer.not-found": ("没有这条移交", "There is no such hand-over"),
    "transfer.state": ("这条移交已经处理过了", "This hand-over was dealt with already"),
}


def words_of(problem: Problem) -> Text:
    """The sentence for people; the platform's own where it gave one, its title where nobody wrote any."""
    if problem.also is not None:
        return problem.also
    zh, en = _WORDS.get(problem.code, (f"不能办理（{problem.code}）", problem.kind.title))
    return Text(zh=zh, en=en)
