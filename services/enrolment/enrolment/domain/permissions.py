"""Who may do what with which request. The token says who may; the copy of identity's rights only takes away."""

from dataclasses import dataclass
from uuid import UUID

from chassis.principal import Principal, Role
from enrolment.domain.people import Account, still_holds
from enrolment.domain.statuses import HELD, LIVE, Status
from enrolment.domain.targets import Run
from enrolment.domain.transitions import Decision, may_be_decided

# What does not concern the provider: not approved by the employer, or refused.
BEFORE_PROVIDER = frozenset({Status.REQUESTED, Status.REFUSED_BY_HR})


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks or decides: the bearer of the token, with the copy of their rights (None: none has come yet).

    `is_deputy`: decides for an absent HR validator, so `principal` acts as one.
    """

    principal: Principal
    account: Account | None
    is_deputy: bool = False

    @property
    def is_staff(self) -> bool:
        """Acting as staff."""
        is_acting = self.principal.active_role is Role.STAFF
        return is_acting and still_holds(self.account, Role.STAFF, organisation_id=None)

    def is_hr_validator_of(self, organisation_id: UUID) -> bool:
        """Acting as HR validator of this organisation."""
        is_acting = self.principal.active_role is Role.HR_VALIDATOR
        if not is_acting or self.principal.active_organisation != organisation_id:
            return False
        needed = Role.BENEFICIARY if self.is_deputy else Role.HR_VALIDATOR
        return still_holds(self.account, needed, organisation_id=organisation_id)

    def runs(self, run: Run) -> bool:
        """Acting as the training provider who runs the action."""
        organisation_id = self.principal.active_organisation
        is_acting = self.principal.active_role is Role.TRAINING_PROVIDER
        if not is_acting or not run.is_by(self.principal.account_id, organisation_id):
            return False
        return still_holds(self.account, Role.TRAINING_PROVIDER, organisation_id=organisation_id)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a list knows of one request for one viewer: how they stand to it, and whether the session has begun."""

    is_own: bool
    is_hr_validator: bool
    runs: bool
    is_staff: bool
    has_begun: bool

    def may_read(self, status: Status) -> bool:
        """The person, the HR validators of the organisation, staff; who runs the action, once HR has approved."""
        return self.is_own or self.is_hr_validator or self.is_staff or (self.runs and status not in BEFORE_PROVIDER)


def allowed_moves(status: Status, standing: Standing) -> list[str]:
    """What the viewer can ask for now, as the last part of an address of the API or a value of its `decision`."""
    if standing.has_begun:
        return []
    moves: list[str] = []
    if standing.is_own and status in LIVE:
        moves += ["take-offer", "leave-offer"] if status is Status.OFFERED else []
        moves.append("cancel")
    if standing.is_hr_validator:
        moves += [move for move in ("approve", "refuse") if may_be_decided(status, Decision(move))]
        if may_be_decided(status, Decision.WITHDRAW_CONSENT):
            moves.append("withdraw-consent")
    if (standing.runs and not standing.is_own) or standing.is_staff:
        moves += [move for move in ("accept", "decline") if may_be_decided(status, Decision(move))]
    if standing.is_staff and not standing.is_own and status in HELD:
        moves.append("cancel-as-staff")
    return moves
