"""The provider opens a half-day to the signatures of its participants: a code to show in the room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.attendance import HalfDay, planned_half_days
from enrolment.domain.errors import PresenceUnknown
from enrolment.domain.signing import SigningCode, code_for
from enrolment.store import signing, targets
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.check_open import check_runs


def open_signing(
    session: Session,
    training_session_id: UUID,
    *,
    half_day: tuple[UUID, HalfDay],
    is_new: bool,
    by: Principal,
    now: datetime,
) -> SigningCode:
    """The code of a half-day; the same one every time, unless a new one is asked for, which makes the old one void.

    Raises:
        NotFound: not a session of this provider's.
        PresenceUnknown: no such half-day.
    """
    target = targets.get(session, training_session_id)
    check_runs(viewer_of(session, by), target)
    planned = {entry.key: entry for entry in planned_half_days(target)}.get(half_day)
    if planned is None:
        figures = {"slot_id": half_day[0], "half_day": half_day[1], "fault": "no-such-half-day"}
        raise PresenceUnknown(figures=figures, next_step="correct-the-sheet")
    if is_new:
        signing.drop(session, training_session_id, slot_id=half_day[0], half_day=half_day[1])
    made = code_for(planned, training_session_id=training_session_id, by=by.account_id, now=now)
    return signing.keep(session, made)


def list_signing_codes(reader: Reader, training_session_id: UUID, *, by: Principal) -> list[dict[str, Any]]:
    """The codes that were opened, with the number of signatures.

    Raises:
        NotFound: not a session of this provider's.
    """
    check_runs(viewer_of(reader, by), targets.get(reader, training_session_id))
    return signing.of_session(reader, training_session_id)
