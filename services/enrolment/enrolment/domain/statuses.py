"""The states of an enrolment, and the groups of states that rules speak of."""

from enum import StrEnum


class Status(StrEnum):
    """Where a request stands, see contracts/glossary.md."""

    REQUESTED = "requested"
    REFUSED_BY_HR = "refused_by_hr"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    PRE_ENROLLED = "pre_enrolled"
    DECLINED = "declined"
    ENROLLED = "enrolled"
    ATTENDED = "attended"
    PARTIALLY_ATTENDED = "partially_attended"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


# Still on its way: what a person sees as current.
LIVE = frozenset({Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.PRE_ENROLLED, Status.ENROLLED})

# Holds a seat that can still be given to somebody else.
HELD = frozenset({Status.OFFERED, Status.PRE_ENROLLED, Status.ENROLLED})

PRESENCES = frozenset({Status.ATTENDED, Status.PARTIALLY_ATTENDED, Status.ABSENT})

# Counts among the seats taken of a session.
TAKEN = HELD | PRESENCES

# Bars another request for the same training action in the same year.
ENGAGED = LIVE | {Status.ATTENDED, Status.PARTIALLY_ATTENDED}

# Somebody, or the waiting list, still owes a decision.
UNDECIDED = frozenset({Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.PRE_ENROLLED})
