"""A participant signs with the code shown in the room; the provider's sheet has the last word."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.attendance import PlannedHalfDay, RecordedHalfDay, planned_half_days
from enrolment.domain.deadlines import as_text
from enrolment.domain.followup_errors import NotOnRoster, SigningCodeClosed, SigningCodeUnknown
from enrolment.domain.signing import SigningCode, as_code
from enrolment.domain.targets import Target
from enrolment.store import enrolments, half_days, signing, targets


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What a person is about to sign, or has signed."""

    enrolment_id: UUID
    target: Target
    half_day: PlannedHalfDay
    is_signed: bool


def read_signing(session: Session, unverified_code: str, *, by: Principal, now: datetime) -> Signing:
    """The half-day behind a code, for a participant of the session.

    Raises:
        SigningCodeUnknown: nobody made this code, or it is void.
        SigningCodeClosed: too early or too late; the figures say when.
        NotOnRoster: this person does not take part.
    """
    code, found = _look(session, unverified_code, by=by, now=now)
    signed = signing.signatures_of(session, [found.enrolment_id])[found.enrolment_id]
    is_signed = any((entry["slot_id"], entry["half_day"]) == (code.slot_id, code.half_day) for entry in signed)
    return Signing(enrolment_id=found.enrolment_id, target=found.target, half_day=found.half_day, is_signed=is_signed)


def sign_presence(session: Session, unverified_code: str, *, by: Principal, now: datetime) -> Signing:
    """Sign once: the planned minutes are noted unless the provider has recorded something already.

    Raises:
        SigningCodeUnknown, SigningCodeClosed, NotOnRoster: nothing is signed.
    """
    code, found = _look(session, unverified_code, by=by, now=now)
    enrolment = enrolments.lock_one(session, found.enrolment_id)
    is_first = signing.sign(session, found.enrolment_id, code=code, now=now)
    recorded = {entry.key for entry in half_days.of(session, [found.enrolment_id])[found.enrolment_id]}
    if is_first and not enrolment.has_presence and found.half_day.key not in recorded:
        whole = RecordedHalfDay(
            slot_id=code.slot_id, half_day=code.half_day, net_minutes=found.half_day.planned_minutes
        )
        half_days.record(session, found.enrolment_id, half_days=[whole], by=by.account_id, now=now)
    return Signing(enrolment_id=found.enrolment_id, target=found.target, half_day=found.half_day, is_signed=True)


def _look(session: Session, unverified_code: str, *, by: Principal, now: datetime) -> tuple[SigningCode, Signing]:
    code = signing.find(session, as_code(unverified_code))
    if code is None:
        raise SigningCodeUnknown(next_step="ask-for-the-code")
    target = targets.get(session, code.training_session_id)
    planned = {entry.key: entry for entry in planned_half_days(target)}.get((code.slot_id, code.half_day))
    if planned is None:
        raise SigningCodeUnknown(next_step="ask-for-the-code")
    if not code.is_open(now):
        figures = {"opens_at": as_text(code.opens_at), "closes_at": as_text(code.closes_at)}
        raise SigningCodeClosed(figures=figures, next_step="ask-the-trainer")
    enrolment_id = signing.participant(session, by.account_id, training_session_id=code.training_session_id)
    if enrolment_id is None:
        raise NotOnRoster(next_step="ask-the-trainer")
    return code, Signing(enrolment_id=enrolment_id, target=target, half_day=planned, is_signed=False)
