"""The enrolment: one person's request for one session, and the record of every move it made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.errors import NotFound
from chassis.events import Event
from chassis.ids import new_id
from chassis.principal import Role
from enrolment.domain.attendance import Attendance
from enrolment.domain.deadlines import as_text
from enrolment.domain.errors import AlreadyDecided, IllegalMove, InformationNotRead, ReasonRequired
from enrolment.domain.events import enrolment_moved
from enrolment.domain.moves import Act, Move
from enrolment.domain.reasons import ReasonCode, says_why
from enrolment.domain.rights import Consumption, uses_right
from enrolment.domain.statuses import PRESENCES, Status
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision, next_status

_NEED_REASON = frozenset(
    {
        Decision.REFUSE,
        Decision.DECLINE,
        Decision.CANCEL,
        Decision.CANCEL_AS_STAFF,
        Decision.WITHDRAW_CONSENT,
        Decision.CORRECT_TO_ATTENDED,
        Decision.CORRECT_TO_PARTIALLY_ATTENDED,
        Decision.CORRECT_TO_ABSENT,
    }
)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person asks for and says in the form."""

    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    motivation: str
    prerequisites_met: bool
    available_on_all_slots: bool
    information_read: bool


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a transition leaves behind: the record, and the event that tells it."""

    move: Move
    event: Event


@dataclass(eq=False)
class Enrolment:
    """A request. `year` is that of the session's first day; what stands under `decided_…` and
    `reason` is that of the last move. `information_…`: when the person said to have read the mandatory information
    of the action, and of which publication. `offer_expires_at` is known while a place is offered.
    """

    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    training_action_id: UUID
    publication_number: int
    is_member_only: bool
    counts_as_formation: bool
    year: int
    motivation: str
    prerequisites_met: bool
    available_on_all_slots: bool
    requested_at: datetime
    status: Status | None = None
    uses_right: bool = False
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    decided_as: Role | None = None
    reason: str | None = None
    version: int = 0
    planned_minutes: int | None = None
    net_minutes: int | None = None
    presence_recorded_at: datetime | None = None
    reason_code: ReasonCode | None = None
    evaluation: dict[str, Any] | None = None
    information_read_at: datetime | None = None
    information_publication: int | None = None
    offer_expires_at: datetime | None = None

    def decide(self, decision: Decision, act: Act, *, attendance: Attendance | None = None) -> Moved:
        """Move the request; settles whether it uses a right, and leaves the record and the event.

        Raises:
            AlreadyDecided, IllegalMove: the table does not know the move.
            ReasonRequired: this decision is never taken without one.
            InformationNotRead: nobody is enrolled before the mandatory information was at hand (L6353-8).
        """
        if decision in _NEED_REASON and not says_why(act.reason_code, act.reason):
            raise ReasonRequired(figures={"decision": decision}, next_step="give-a-reason")
        previous, status = self.status, self.next(decision)
        if status is Status.ENROLLED and self.information_read_at is None:
            raise InformationNotRead(next_step="ask-the-person-to-read")
        self.uses_right = uses_right(
            status,
            decision,
            consumption=Consumption(
                is_member_only=self.is_member_only, used_before=self.uses_right, is_early=bool(act.is_early)
            ),
            policy=act.policy,
        )
        self.status = status
        self.version += 1
        self.decided_at = act.occurred_at if previous else None
        self.decided_by = act.account_id if previous else None
        self.decided_as = act.role if previous else None
        self.reason, self.reason_code = act.reason, act.reason_code
        self.offer_expires_at = act.offer_expires_at if status is Status.OFFERED else None
        if attendance is not None:
            self.planned_minutes = attendance.planned_minutes
            self.net_minutes = attendance.net_minutes
            self.presence_recorded_at = attendance.recorded_at
        move = self._record(decision, act, previous=previous, attendance=attendance)
        return Moved(move=move, event=enrolment_moved(self, move))

    def next(self, decision: Decision) -> Status:
        """Where the decision would lead.

        Raises:
            AlreadyDecided, IllegalMove: nowhere; the figures say who moved the request last, and when.
        """
        try:
            return next_status(self.status, decision)
        except (AlreadyDecided, IllegalMove) as refusal:
            decided_at = as_text(self.decided_at) if self.decided_at else None
            refusal.figures.update(
                decided_by=self.decided_as, decided_by_account_id=self.decided_by, decided_at=decided_at
            )
            raise

    def _record(self, decision: Decision, act: Act, *, previous: Status | None, attendance: Attendance | None) -> Move:
        return Move(
            move_id=new_id(),
            enrolment_id=self.enrolment_id,
            number=self.version,
            decision=decision,
            previous_status=previous,
            status=self.status_now,
            occurred_at=act.occurred_at,
            account_id=act.account_id,
            role=act.role,
            reason=act.reason,
            policy_version=act.policy.version,
            quota_policy_version=act.quota_policy.version,
            is_own_request=act.account_id == self.account_id,
            is_early=act.is_early,
            uses_right=self.uses_right,
            attendance=attendance.as_data() if attendance else None,
            reason_code=act.reason_code,
            consequences=act.consequences,
            offer_expires_at=self.offer_expires_at,
        )

    @property
    def status_now(self) -> Status:
        """The state of a request that exists.

        Raises:
            NotFound: it was never asked for.
        """
        if self.status is None:
            raise NotFound
        return self.status

    def note_information_read(self, *, publication_number: int, now: datetime) -> None:
        """Keep that the person has read the mandatory information of this publication; the first time stays."""
        if self.information_read_at is None:
            self.information_read_at = now
            self.information_publication = publication_number

    @property
    def has_presence(self) -> bool:
        """Whether the whole presence was recorded."""
        return self.status in PRESENCES


def asked(wish: Wish, target: Target, *, now: datetime, enrolment_id: UUID | None = None) -> Enrolment:
    """A request for `target` that has made no move yet."""
    return Enrolment(
        enrolment_id=enrolment_id or new_id(),
        account_id=wish.account_id,
        organisation_id=wish.organisation_id,
        training_session_id=target.training_session_id,
        training_action_id=target.training_action_id,
        publication_number=target.publication_number,
        is_member_only=target.is_member_only,
        counts_as_formation=target.counts_as_formation,
        year=target.year,
        motivation=wish.motivation,
        prerequisites_met=wish.prerequisites_met,
        available_on_all_slots=wish.available_on_all_slots,
        requested_at=now,
        information_read_at=now if wish.information_read else None,
        information_publication=target.publication_number if wish.information_read else None,
    )
