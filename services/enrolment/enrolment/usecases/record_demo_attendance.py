"""Record the presence of one person by shares of what was planned, for data that do not know the slots."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.attendance import RecordedHalfDay, planned_half_days
from enrolment.store import enrolments, targets
from enrolment.usecases.record_attendance import Presence, record_attendance


def record_demo_attendance(
    session: Session, enrolment_id: UUID, *, share: Sequence[float], by: Principal, now: datetime
) -> None:
    """`share` gives a part from 0 to 1 of each half-day; one number stands for all of them.

    Raises:
        NotFound: no such request.
    """
    found = enrolments.get(session, enrolment_id)
    target = targets.get(session, found.training_session_id)
    planned = planned_half_days(target)
    shares = list(share) if len(share) > 1 else [*share] * len(planned)
    presence = Presence(
        enrolment_id=enrolment_id,
        half_days=tuple(
            RecordedHalfDay(
                slot_id=half_day.slot_id, half_day=half_day.half_day, net_minutes=int(half_day.planned_minutes * part)
            )
            for half_day, part in zip(planned, shares, strict=True)
        ),
        is_completed=bool(share[0]) if target.is_self_paced else None,
    )
    record_attendance(session, target.training_session_id, sheet=[presence], by=by, now=now)
