"""The provider records presence per slot and half-day; once it is whole, the request becomes a presence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.attendance import (
    Attendance,
    RecordedHalfDay,
    check_half_days,
    completion_of,
    presence_decision,
    presence_of,
)
from enrolment.domain.deadlines import as_text
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import PresenceTooEarly, PresenceUnknown
from enrolment.domain.moves import Act
from enrolment.domain.statuses import PRESENCES, Status
from enrolment.domain.targets import Target
from enrolment.store import enrolments, half_days, rights, targets
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.check_open import check_runs
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.keep_move import keep_move


@dataclass(frozen=True, kw_only=True)
class Presence:
    """One line of the sheet. `is_completed` is said of self-paced sessions only, `half_days` of all others."""

    enrolment_id: UUID
    half_days: tuple[RecordedHalfDay, ...] = ()
    is_completed: bool | None = None


def record_attendance(
    session: Session,
    training_session_id: UUID,
    *,
    sheet: Sequence[Presence],
    by: Principal,
    now: datetime,
    reason: str | None = None,
) -> list[Enrolment]:
    """Record some or all half-days of some or all participants; returns the requests that moved.

    A half-day can be recorded once it has begun. What was whole already is corrected, with a reason; the same sheet
    a second time changes nothing.

    Raises:
        NotFound: not a session of this provider's.
        PresenceUnknown: somebody or something that is not on the roster; nothing is kept.
        PresenceTooEarly: a half-day that has not begun.
        ReasonRequired: a correction without one.
    """
    target = targets.get(session, training_session_id)
    check_runs(viewer_of(session, by), target)
    for line in sheet:
        _check_line(target, line, now=now)
    locked = _lock_participants(session, sheet, target=target)
    act = compose_act(session, target, now=now, by=by, reason=reason)
    moved = []
    for line in sheet:
        enrolment = locked[line.enrolment_id]
        if _record(session, enrolment, line=line, target=target, act=act):
            moved.append(enrolment)
    return moved


def _check_line(target: Target, line: Presence, *, now: datetime) -> None:
    if not target.is_self_paced:
        check_half_days(target, line.half_days, now=now)
    elif line.is_completed is None or line.half_days:
        raise PresenceUnknown(figures={"fault": "completion-missing"}, next_step="correct-the-sheet")
    elif now < target.starts_at:
        raise PresenceTooEarly(figures={"starts_at": as_text(target.starts_at)}, next_step="come-back")


def _lock_participants(session: Session, sheet: Sequence[Presence], *, target: Target) -> dict[UUID, Enrolment]:
    wanted = {line.enrolment_id for line in sheet}
    known = enrolments.read(session, wanted)
    rights.lock(session, [(entry.account_id, entry.year) for entry in known if entry.is_member_only])
    locked = enrolments.lock(session, wanted)
    for enrolment_id in sorted(wanted):
        found = locked.get(enrolment_id)
        is_on_roster = (
            found is not None
            and found.training_session_id == target.training_session_id
            and (found.status is Status.ENROLLED or found.status in PRESENCES)
        )
        if not is_on_roster:
            figures = {"fault": "not-on-the-roster", "enrolment_id": enrolment_id}
            raise PresenceUnknown(figures=figures, next_step="correct-the-sheet")
    return locked


def _record(session: Session, enrolment: Enrolment, *, line: Presence, target: Target, act: Act) -> bool:
    before = half_days.of(session, [enrolment.enrolment_id])[enrolment.enrolment_id]
    half_days.record(session, enrolment.enrolment_id, half_days=line.half_days, by=act.account_id, now=act.occurred_at)
    after = {**{entry.key: entry for entry in before}, **{entry.key: entry for entry in line.half_days}}
    attendance = _attendance(target, line, recorded=list(after.values()), now=act.occurred_at)
    if attendance is None or _says_the_same(enrolment, attendance, before=before):
        return False
    decision = presence_decision(enrolment.status, attendance)
    keep_move(session, enrolment, decision=decision, act=act, attendance=attendance)
    return True


def _attendance(target: Target, line: Presence, *, recorded: list[RecordedHalfDay], now: datetime) -> Attendance | None:
    if target.is_self_paced:
        return completion_of(target, is_completed=bool(line.is_completed), now=now)
    return presence_of(target, recorded, now=now)


def _says_the_same(enrolment: Enrolment, attendance: Attendance, *, before: list[RecordedHalfDay]) -> bool:
    if not enrolment.has_presence:
        return False
    same_minutes = (enrolment.planned_minutes, enrolment.net_minutes) == (
        attendance.planned_minutes,
        attendance.net_minutes,
    )
    return same_minutes and {*before} >= {*attendance.half_days}
