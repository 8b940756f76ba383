"""What is signed: the event, the answers and the one form, bound by their digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.digests import canonical, sm3
from server_stub.joint.tables import JointApplication, JointSubmission
from server_stub.life_events.plans import Plan
from server_stub.people.service import Holder
from server_stub.platform import Call


def digest_of(event: str, answers: dict[str, str], form: dict[str, str]) -> str:
    """SM3 (GB/T 32905), hex, of canonical JSON of what was put."""
    return sm3(canonical({"event": event, "answers": answers, "form": form}))


def first_digest(db: Db, row: JointApplication) -> str:
    """Of what filed the application; "" if it is not filed."""
    first = (JointSubmission.application == row.number, JointSubmission.number == 1)
    return db.scalar(select(JointSubmission.digest).where(*first)) or ""


def was_supplied(db: Db, row: JointApplication, digest: str, services: Collection[str]) -> bool:
    """Whether this very signature corrected these components."""
    later = (JointSubmission.application == row.number, JointSubmission.number > 1, JointSubmission.digest == digest)
    return any(set(services) <= set(found) for found in db.scalars(select(JointSubmission.services).where(*later)))


def keep_signed(db: Db, call: Call, row: JointApplication, holder: Holder, plan: Plan, services: Sequence[str]) -> None:
    """Keeps what was signed, and for which components."""
    count = db.scalar(select(func.count()).where(JointSubmission.application == row.number)) or 0
    files = [file for _, file in plan.joint if file.code in services]
    db.add(
        JointSubmission(
            application=row.number,
            number=count + 1,
            services=list(services),
            answers=row.answers or {},
            form=row.form or {},
            materials=row.materials or {},
            commitments=list(dict.fromkeys(file.guide.commitment.zh for file in files)),
            level=holder.level,
            digest=row.digest,
            strokes=row.strokes,
            at=call.platform.clock(),
        )
    )
