"""`/v1/rating-questions`, `/v1/ratings`, `/v1/me/ratings`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from server_stub.codes import CALL, HOLDER, KEYED, documented
from server_stub.platform import AnyCall
from server_stub.ratings import service
from server_stub.ratings.models import About, MyRating, NewRating, Questions, Rated
from server_stub.ratings.questions import questions

router = APIRouter(tags=["ratings"])

_GIVING = ("rating.exists", "rating.not-asked", "rating.too-early", "rating.reason-needed", "request.invalid")


@router.get("/v1/rating-questions", responses=documented(*CALL))
async def asked(call: AnyCall, about: About) -> Questions:
    """Levels and reasons: of a case, of a window's service, or of the machine (what a terminal asks)."""
    return questions(about)


@router.post(
    "/v1/ratings",
    response_model=Rated,
    responses=documented(*HOLDER, *KEYED, *_GIVING, "case.not-found", "code.too-often"),
)
def give(call: AnyCall, wanted: NewRating) -> Response:
    """A rating, once for each case and once for each visit. A session is not needed, but for a named one of a visit."""
    who = service.guard(call, wanted)
    return call.once(who, wanted, lambda db: service.give(db, call, wanted))


@router.get("/v1/me/ratings", responses=documented(*HOLDER))
def mine(call: AnyCall) -> list[MyRating]:
    """The holder's ratings about which they may be asked, with what came of them."""
    with call.platform.database.read() as db:
        return service.mine(db, call)
