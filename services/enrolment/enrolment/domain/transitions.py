"""The table of moves: what may be decided about a request in which state, and where it leads."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from enrolment.domain.errors import AlreadyDecided, IllegalMove
from enrolment.domain.statuses import LIVE, PRESENCES, UNDECIDED, Status


class Decision(StrEnum):
    """What somebody, a clock or a neighbour decides about a request. `…_AND_ENROL`: no provider approval is needed."""

    REQUEST = "request"
    REQUEST_SEAT = "request_seat"
    REQUEST_AND_ENROL = "request_and_enrol"
    REQUEST_WAITING_PLACE = "request_waiting_place"
    APPROVE = "approve"
    APPROVE_AND_ENROL = "approve_and_enrol"
    APPROVE_FOR_WAITING_LIST = "approve_for_waiting_list"
    REFUSE = "refuse"
    PROMOTE = "promote"
    PROMOTE_AND_ENROL = "promote_and_enrol"
    OFFER = "offer"
    TAKE_OFFER = "take_offer"
    TAKE_OFFER_AND_ENROL = "take_offer_and_enrol"
    LEAVE_OFFER = "leave_offer"
    LAPSE_OFFER = "lapse_offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    CANCEL = "cancel"
    CANCEL_AS_STAFF = "cancel_as_staff"
    WITHDRAW_CONSENT = "withdraw_consent"
    CALL_OFF = "call_off"
    LOSE_AFFILIATION = "lose_affiliation"
    CLOSE_ACCOUNT = "close_account"
    EXPIRE = "expire"
    RECORD_ATTENDED = "record_attended"
    RECORD_PARTIALLY_ATTENDED = "record_partially_attended"
    RECORD_ABSENT = "record_absent"
    CORRECT_TO_ATTENDED = "correct_to_attended"
    CORRECT_TO_PARTIALLY_ATTENDED = "correct_to_partially_attended"
    CORRECT_TO_ABSENT = "correct_to_absent"
    RECORD_EVALUATION = "record_evaluation"


_Pair = tuple[Status | None, Decision]


def _from(statuses: Collection[Status], decision: Decision, *, to: Status) -> dict[_Pair, Status]:
    return {(status, decision): to for status in Status if status in statuses}


# None: the request does not exist yet.
TRANSITIONS: Mapping[_Pair, Status] = {
    (None, Decision.REQUEST): Status.REQUESTED,
    (None, Decision.REQUEST_SEAT): Status.PRE_ENROLLED,
    (None, Decision.REQUEST_AND_ENROL): Status.ENROLLED,
    (None, Decision.REQUEST_WAITING_PLACE): Status.WAITLISTED,
    (Status.REQUESTED, Decision.APPROVE): Status.PRE_ENROLLED,
    (Status.REQUESTED, Decision.APPROVE_AND_ENROL): Status.ENROLLED,
    (Status.REQUESTED, Decision.APPROVE_FOR_WAITING_LIST): Status.WAITLISTED,
    (Status.REQUESTED, Decision.REFUSE): Status.REFUSED_BY_HR,
    (Status.WAITLISTED, Decision.PROMOTE): Status.PRE_ENROLLED,
    (Status.WAITLISTED, Decision.PROMOTE_AND_ENROL): Status.ENROLLED,
    (Status.WAITLISTED, Decision.OFFER): Status.OFFERED,
    (Status.OFFERED, Decision.TAKE_OFFER): Status.PRE_ENROLLED,
    (Status.OFFERED, Decision.TAKE_OFFER_AND_ENROL): Status.ENROLLED,
    (Status.OFFERED, Decision.LEAVE_OFFER): Status.CANCELLED,
    (Status.OFFERED, Decision.LAPSE_OFFER): Status.EXPIRED,
    (Status.PRE_ENROLLED, Decision.ACCEPT): Status.ENROLLED,
    (Status.PRE_ENROLLED, Decision.DECLINE): Status.DECLINED,
    **_from(LIVE, Decision.CANCEL, to=Status.CANCELLED),
    **_from(LIVE, Decision.CANCEL_AS_STAFF, to=Status.CANCELLED),
    **_from(LIVE - {Status.REQUESTED}, Decision.WITHDRAW_CONSENT, to=Status.CANCELLED),
    **_from(LIVE, Decision.CALL_OFF, to=Status.CANCELLED),
    **_from((Status.REQUESTED, Status.WAITLISTED), Decision.LOSE_AFFILIATION, to=Status.CANCELLED),
    **_from(LIVE, Decision.CLOSE_ACCOUNT, to=Status.CANCELLED),
    **_from(UNDECIDED, Decision.EXPIRE, to=Status.EXPIRED),
    (Status.ENROLLED, Decision.RECORD_ATTENDED): Status.ATTENDED,
    (Status.ENROLLED, Decision.RECORD_PARTIALLY_ATTENDED): Status.PARTIALLY_ATTENDED,
    (Status.ENROLLED, Decision.RECORD_ABSENT): Status.ABSENT,
    **_from(PRESENCES, Decision.CORRECT_TO_ATTENDED, to=Status.ATTENDED),
    **_from(PRESENCES, Decision.CORRECT_TO_PARTIALLY_ATTENDED, to=Status.PARTIALLY_ATTENDED),
    **_from(PRESENCES, Decision.CORRECT_TO_ABSENT, to=Status.ABSENT),
    (Status.ATTENDED, Decision.RECORD_EVALUATION): Status.ATTENDED,
    (Status.PARTIALLY_ATTENDED, Decision.RECORD_EVALUATION): Status.PARTIALLY_ATTENDED,
}

# How far a request has come: what lies behind was decided already.
_PROGRESS = {Status.REQUESTED: 0, Status.WAITLISTED: 1, Status.OFFERED: 1, Status.PRE_ENROLLED: 2, Status.ENROLLED: 3}
_END = 4


def may_be_decided(status: Status | None, decision: Decision) -> bool:
    """Whether the table knows the pair."""
    return (status, decision) in TRANSITIONS


def next_status(status: Status | None, decision: Decision) -> Status:
    """Where `decision` leads from `status`.

    Raises:
        AlreadyDecided: the request has left every state in which this could be decided.
        IllegalMove: the request has not come so far yet, or never does.
    """
    found = TRANSITIONS.get((status, decision))
    if found is not None:
        return found
    figures = {"status": status, "decision": decision}
    sources = [_PROGRESS.get(source, _END) for source, known in TRANSITIONS if known is decision and source]
    if status and sources and _PROGRESS.get(status, _END) > max(sources):
        raise AlreadyDecided(figures=figures, next_step="read-the-request")
    raise IllegalMove(figures=figures, next_step="read-the-request")
