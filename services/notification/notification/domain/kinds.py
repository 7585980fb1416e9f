"""Kinds of messages, and which fact makes which of them for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class MessageKind(StrEnum):
    """One .txt and one .html template each."""

    REQUEST_RECEIVED = "request_received"
    NEW_REQUEST = "new_request"
    PRE_ENROLLED = "pre_enrolled"
    REFUSED_BY_HR = "refused_by_hr"
    WAITLISTED = "waitlisted"
    PROMOTED = "promoted"
    PLACE_OFFERED = "place_offered"
    OFFER_TAKEN = "offer_taken"
    OFFER_LAPSED = "offer_lapsed"
    SESSION_REMINDER = "session_reminder"
    VALIDATOR_MISSING = "validator_missing"
    REQUEST_TO_CONSIDER = "request_to_consider"
    ENROLLED = "enrolled"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    CANCELLED_TO_HR = "cancelled_to_hr"
    CANCELLED_TO_PROVIDER = "cancelled_to_provider"
    EXPIRED = "expired"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_CANCELLED_TO_PROVIDER = "session_cancelled_to_provider"
    SESSION_MOVED = "session_moved"
    SESSION_MOVED_TO_HR = "session_moved_to_hr"
    SESSION_MOVED_TO_PROVIDER = "session_moved_to_provider"
    PRESENCE_RECORDED = "presence_recorded"
    INFORMATION_WANTED = "information_wanted"
    INFORMATION_RECEIVED = "information_received"
    INFORMATION_MISSED = "information_missed"
    DECISION_REMINDER = "decision_reminder"
    DECISION_ESCALATION = "decision_escalation"
    QUESTIONNAIRE_AVAILABLE = "questionnaire_available"
    PRESENCE_CONTESTED = "presence_contested"
    PRESENCE_SETTLED = "presence_settled"
    EXPORT_READY = "export_ready"
    DEPUTY_NAMED = "deputy_named"
    DOCUMENT_AVAILABLE = "document_available"
    DOCUMENT_REPLACED = "document_replaced"
    CONVOCATION_AVAILABLE = "convocation_available"
    VERIFY_ADDRESS = "verify_address"
    VERIFY_NEW_ADDRESS = "verify_new_address"
    ACCOUNT_EXISTS = "account_exists"
    PASSWORD_RESET = "password_reset"
    PASSWORD_CHANGED = "password_changed"
    SECURITY_CHANGED = "security_changed"
    INACTIVITY_NOTICE = "inactivity_notice"
    SAVED_SEARCH_MATCHED = "saved_search_matched"
    AFFILIATION_REQUESTED = "affiliation_requested"
    AFFILIATION_CONFIRMED = "affiliation_confirmed"
    AFFILIATION_REFUSED = "affiliation_refused"
    AFFILIATION_WITHDRAWN = "affiliation_withdrawn"
    FIRST_REFERENT = "first_referent"
    ROLE_GRANTED = "role_granted"
    ROLE_REVOKED = "role_revoked"
    REFERENCING_ACCEPTED = "referencing_accepted"
    REFERENCING_REFUSED = "referencing_refused"
    CHANGE_REPORT_DECIDED = "change_report_decided"
    MEMBERSHIP_CONFIRMED = "membership_confirmed"
    MEMBERSHIP_REFUSED = "membership_refused"
    MEMBERSHIP_ENDING = "membership_ending"
    DAILY_DIGEST = "daily_digest"
    ADDRESS_FAILING = "address_failing"
    BADGE_REQUESTED = "badge_requested"
    BADGE_ISSUED = "badge_issued"
    BADGE_DECLINED = "badge_declined"
    BADGE_REVOKED = "badge_revoked"


class Audience(StrEnum):
    """For whom: the person of the request, the HR validators of the organisation, those who run the action."""

    PERSON = "person"
    HR_VALIDATORS = "hr_validators"
    PROVIDER = "provider"


Plan = tuple[tuple[MessageKind, Audience], ...]

# Letters about an account speak of no training action; help comes from those who look after accounts.
ABOUT_ACCOUNTS = frozenset(
    {
        MessageKind.VERIFY_ADDRESS,
        MessageKind.VERIFY_NEW_ADDRESS,
        MessageKind.ACCOUNT_EXISTS,
        MessageKind.PASSWORD_RESET,
        MessageKind.PASSWORD_CHANGED,
        MessageKind.SECURITY_CHANGED,
        MessageKind.INACTIVITY_NOTICE,
    }
)
# What such a letter says must not be read again: its link works once, and is erased here once the letter is gone.
SINGLE_USE = frozenset({MessageKind.VERIFY_ADDRESS, MessageKind.VERIFY_NEW_ADDRESS, MessageKind.PASSWORD_RESET})
_PASSWORD_CHANGES = ("password_changed", "password_reset")

LIVE = frozenset({"requested", "waitlisted", "offered", "pre_enrolled", "enrolled"})
# From here on the provider has met the request.
MET_BY_PROVIDER = frozenset({"pre_enrolled", "enrolled"})
EVALUATION = "record_evaluation"
PRESENCES = frozenset({"attended", "partially_attended", "absent"})

_REFUSED: Plan = ((MessageKind.REFUSED_BY_HR, Audience.PERSON),)
_CANCELLED: Plan = (
    (MessageKind.CANCELLED, Audience.PERSON),
    (MessageKind.CANCELLED_TO_HR, Audience.HR_VALIDATORS),
)
_TOLD_PROVIDER: Plan = ((MessageKind.CANCELLED_TO_PROVIDER, Audience.PROVIDER),)
_PRESENCE: Plan = ((MessageKind.PRESENCE_RECORDED, Audience.HR_VALIDATORS),)

_BY_STATUS: Mapping[str, Plan] = {
    "requested": (
        (MessageKind.REQUEST_RECEIVED, Audience.PERSON),
        (MessageKind.NEW_REQUEST, Audience.HR_VALIDATORS),
    ),
    "waitlisted": ((MessageKind.WAITLISTED, Audience.PERSON),),
    "offered": ((MessageKind.PLACE_OFFERED, Audience.PERSON),),
    "pre_enrolled": (
        (MessageKind.PRE_ENROLLED, Audience.PERSON),
        (MessageKind.REQUEST_TO_CONSIDER, Audience.PROVIDER),
    ),
    "refused_by_hr": _REFUSED,
    "enrolled": ((MessageKind.ENROLLED, Audience.PERSON),),
    "declined": ((MessageKind.DECLINED, Audience.PERSON),),
    "cancelled": _CANCELLED,
    "expired": ((MessageKind.EXPIRED, Audience.PERSON),),
    "attended": _PRESENCE,
    "partially_attended": _PRESENCE,
    "absent": _PRESENCE,
}
_PROMOTED: Plan = (
    (MessageKind.PROMOTED, Audience.PERSON),
    (MessageKind.REQUEST_TO_CONSIDER, Audience.PROVIDER),
)
_OFFER_TAKEN: Plan = (
    (MessageKind.OFFER_TAKEN, Audience.PERSON),
    (MessageKind.REQUEST_TO_CONSIDER, Audience.PROVIDER),
)
_OFFER_LAPSED: Plan = ((MessageKind.OFFER_LAPSED, Audience.PERSON),)
# How a place was come by, or lost, where the state alone does not say it.
_BY_WAY: Mapping[tuple[str | None, str], Plan] = {
    ("waitlisted", "pre_enrolled"): _PROMOTED,
    ("offered", "pre_enrolled"): _OFFER_TAKEN,
    ("offered", "expired"): _OFFER_LAPSED,
}
_SESSION_CANCELLED: Plan = (
    (MessageKind.SESSION_CANCELLED, Audience.PERSON),
    (MessageKind.CANCELLED_TO_HR, Audience.HR_VALIDATORS),
)


@dataclass(frozen=True, kw_only=True)
class EnrolmentFact:
    """One move of an enrolment as its service told it."""

    event_id: UUID
    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    training_action_id: UUID
    status: str
    previous_status: str | None
    actor_account_id: UUID | None
    actor_role: str | None
    reason: str | None
    attendance: Mapping[str, Any] | None
    decision: str | None = None
    reason_code: str | None = None
    offer_expires_at: str | None = None

    @property
    def is_correction(self) -> bool:
        """A presence that had been recorded otherwise."""
        return self.status in PRESENCES and self.previous_status in PRESENCES


def plan_of(fact: EnrolmentFact, *, is_session_cancelled: bool) -> Plan:
    """Which messages this move makes. A status of tomorrow makes none, nor does the result of an evaluation."""
    if fact.decision == EVALUATION:
        return ()
    if (fact.previous_status, fact.status) in _BY_WAY:
        return _BY_WAY[fact.previous_status, fact.status]
    if fact.status == "cancelled" and is_session_cancelled and fact.actor_role is None:
        return _SESSION_CANCELLED
    plan = _BY_STATUS.get(fact.status, ())
    gives_up_a_seat = fact.status in ("cancelled", "refused_by_hr") and fact.previous_status in MET_BY_PROVIDER
    return plan + _TOLD_PROVIDER if gives_up_a_seat else plan


def kind_of_account_fact(name: str, data: Mapping[str, Any]) -> MessageKind:
    """Which letter the owner of an account gets of a fact about its safety (`account.password_reset_requested`…).

    Raises:
        ValueError: none.
    """
    if name == "account.email_proof_requested":
        is_new = data["purpose"] == "open_account"
        return MessageKind.VERIFY_ADDRESS if is_new else MessageKind.VERIFY_NEW_ADDRESS
    if name == "account.security_changed":
        is_password = data["change"] in _PASSWORD_CHANGES
        return MessageKind.PASSWORD_CHANGED if is_password else MessageKind.SECURITY_CHANGED
    found = {
        "account.creation_attempted": MessageKind.ACCOUNT_EXISTS,
        "account.password_reset_requested": MessageKind.PASSWORD_RESET,
        "account.inactivity_noticed": MessageKind.INACTIVITY_NOTICE,
    }
    if name not in found:
        raise ValueError(f"nothing is told of {name}")
    return found[name]
