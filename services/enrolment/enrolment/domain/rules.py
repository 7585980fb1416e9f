"""May this person ask, for this organisation and this session? One function a rule; a verdict lists ALL that fail.

The request itself is decided by the same rules, under lock. Source: Cap Métiers, procedure of 29/01/2026.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.errors import DomainError
from chassis.principal import Principal, Role
from enrolment.domain.deadlines import as_text, day_of, has_passed
from enrolment.domain.errors import (
    ActionFull,
    AlreadyRequested,
    MandatoryInformationMissing,
    NotAffiliated,
    NotBeneficiary,
    OrganisationNotMember,
    RegistrationClosed,
    RegistrationNotOpen,
    TrainingActionWithdrawn,
    TrainingSessionBegun,
    TrainingSessionCancelled,
    WaveNotOpen,
)
from enrolment.domain.people import Account, Organisation, still_holds
from enrolment.domain.policy import Policy
from enrolment.domain.rights import RightsUsed, rights_failures
from enrolment.domain.seats import Place, Seats
from enrolment.domain.statuses import Status
from enrolment.domain.targets import Target


@dataclass(frozen=True, kw_only=True)
class OtherRequest:
    """A live or attended request of the same person for the same action, this year."""

    enrolment_id: UUID
    training_session_id: UUID
    status: Status


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that bears on one verdict. `account` and `organisation` are None where no copy has come yet.

    `present` counts the people of the organisation whom the cap counts already.
    """

    now: datetime
    principal: Principal
    organisation_id: UUID | None
    account: Account | None
    organisation: Organisation | None
    target: Target
    seats: Seats | None
    rights: RightsUsed
    policy: Policy
    quota_policy: Policy
    other_request: OtherRequest | None
    present: int

    @property
    def today(self) -> date:
        """The day in Paris."""
        return day_of(self.now)


def check_role(facts: Facts) -> list[DomainError]:
    """Connected as beneficiary."""
    role = facts.principal.active_role
    if role is Role.BENEFICIARY:
        return []
    step = "switch-role" if facts.principal.organisations_as(Role.BENEFICIARY) else "ask-for-affiliation"
    return [NotBeneficiary(figures={"active_role": role}, next_step=step)]


def check_affiliation(facts: Facts) -> list[DomainError]:
    """Confirmed in the organisation for which the request is made, which still exists."""
    if facts.organisation_id is None:
        return []
    held = facts.organisation_id in facts.principal.organisations_as(Role.BENEFICIARY)
    closed = facts.organisation is not None and facts.organisation.is_closed(facts.today)
    if held and not closed and still_holds(facts.account, Role.BENEFICIARY, organisation_id=facts.organisation_id):
        return []
    return [NotAffiliated(figures={"organisation_id": facts.organisation_id}, next_step="ask-for-affiliation")]


def check_membership(facts: Facts) -> list[DomainError]:
    """Members only: the membership must be in force on the day of the request."""
    if not facts.target.is_member_only or facts.organisation_id is None:
        return []
    organisation = facts.organisation
    if organisation is not None and organisation.is_member(facts.today):
        return []
    ended_on = organisation.last_member_on(facts.today) if organisation else None
    return [
        OrganisationNotMember(
            figures={"organisation_id": facts.organisation_id, "ended_on": ended_on}, next_step="ask-for-membership"
        )
    ]


def check_offer(facts: Facts) -> list[DomainError]:
    """The action is still offered and the session will take place."""
    failures: list[DomainError] = []
    if facts.target.is_withdrawn:
        failures.append(TrainingActionWithdrawn(next_step="search-another-action"))
    if facts.target.is_cancelled:
        failures.append(TrainingSessionCancelled(next_step="choose-another-session"))
    return failures


def check_information(facts: Facts) -> list[DomainError]:
    """L6353-8: an action that enrols without the provider's word has its mandatory information published."""
    missing = list(facts.target.missing_information)
    if facts.target.needs_provider_approval or not missing:
        return []
    return [MandatoryInformationMissing(figures={"missing": missing}, next_step="search-another-action")]


def check_registration(facts: Facts) -> list[DomainError]:
    """Registrations are open."""
    target = facts.target
    if facts.now < target.registration_opens_at:
        return [RegistrationNotOpen(figures={"opens_at": as_text(target.registration_opens_at)}, next_step="come-back")]
    if facts.now >= target.registration_closes_at:
        figures = {"closed_at": as_text(target.registration_closes_at)}
        return [RegistrationClosed(figures=figures, next_step="choose-another-session")]
    if target.has_begun(facts.now):
        return [
            TrainingSessionBegun(figures={"begun_at": as_text(target.begins_at)}, next_step="choose-another-session")
        ]
    return []


def check_wave(facts: Facts) -> list[DomainError]:
    """For equity, who has obtained less this year may ask first."""
    if not facts.target.is_member_only:
        return []
    waves = facts.quota_policy.waves_of(facts.target.year)
    obtained = facts.rights.member_only
    admitting = [wave for wave in waves if obtained <= wave.most_obtained]
    if not waves or any(wave.opens_on <= facts.today for wave in admitting):
        return []
    opens_on = admitting[0].opens_on if admitting else None
    return [WaveNotOpen(figures={"obtained": obtained, "opens_on": opens_on}, next_step="come-back")]


def check_rights(facts: Facts) -> list[DomainError]:
    """The quotas of the year of the session's first day leave a right."""
    if not facts.target.is_member_only:
        return []
    counts = facts.target.counts_as_formation
    return rights_failures(facts.rights, facts.quota_policy, counts_as_formation=counts)


def check_one_request(facts: Facts) -> list[DomainError]:
    """One session of an action a year."""
    other = facts.other_request
    if other is None:
        return []
    figures = {
        "enrolment_id": other.enrolment_id,
        "training_session_id": other.training_session_id,
        "status": other.status,
        "year": facts.target.year,
    }
    return [AlreadyRequested(figures=figures, next_step="read-the-request")]


def check_places(facts: Facts) -> list[DomainError]:
    """A seat, or a place on the waiting list."""
    if facts.seats is None or foreseen_place(facts) is not None:
        return []
    figures = {
        "capacity": facts.seats.capacity,
        "waiting": facts.seats.waiting,
        "waiting_list_capacity": facts.seats.waiting_list_capacity,
    }
    return [ActionFull(figures=figures, next_step="choose-another-session")]


Rule = Callable[[Facts], list[DomainError]]
RULES: Sequence[Rule] = (
    check_role,
    check_affiliation,
    check_offer,
    check_information,
    check_registration,
    check_membership,
    check_one_request,
    check_rights,
    check_wave,
    check_places,
)


def is_over_cap(target: Target, policy: Policy, *, present: int) -> bool:
    """Whether one more person of the organisation waits until the cap is lifted."""
    return target.is_capped and present >= policy.organisation_cap


def promotes_by_hand(target: Target, policy: Policy, *, now: datetime) -> bool:
    """Past the promotion deadline of a session with limited seats, new approvals join the list."""
    return has_passed(policy.promotion_deadline(target.begins_on), now)


def foreseen_place(facts: Facts) -> Place | None:
    """What an approval would give now; None where even the waiting list is full or the count is not known yet."""
    seats = facts.seats
    if seats is None:
        return None
    must_wait = is_over_cap(facts.target, facts.quota_policy, present=facts.present) or (
        seats.capacity is not None and promotes_by_hand(facts.target, facts.policy, now=facts.now)
    )
    if not seats.is_full and not must_wait:
        return Place.SEAT
    return None if seats.is_waiting_list_full else Place.WAITING_LIST


def failures_of(facts: Facts) -> list[DomainError]:
    """Every failing rule, in the order in which a person would want to read them; empty where the person may ask."""
    return [failure for rule in RULES for failure in rule(facts)]
