"""Take every lock that giving seats away needs, in the order of the house.

Training sessions by id, then organisations on actions, then rights by account id, then requests by id: whoever
follows it waits for others but never in a circle.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Session
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.targets import Target
from enrolment.store import enrolments, rights, seats, targets


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Whose request, not on the waiting list, is about to take a place for a target."""

    enrolment: Enrolment
    target: Target

    @property
    def cap_key(self) -> tuple[UUID, UUID]:
        """Under which people of the organisation are counted."""
        return (self.target.training_action_id, self.enrolment.organisation_id)

    @property
    def rights_key(self) -> tuple[UUID, int]:
        """Whose rights of which year are used."""
        return (self.enrolment.account_id, self.enrolment.year)


@dataclass(frozen=True, kw_only=True)
class LockedPlaces:
    """The sessions that are locked, with the requests that are: those asked for, and the waiting lists."""

    targets: dict[UUID, Target]
    enrolments: dict[UUID, Enrolment]


def lock_places(
    session: Session,
    training_session_ids: Iterable[UUID],
    *,
    enrolment_ids: Collection[UUID] = (),
    newcomer: Newcomer | None = None,
) -> LockedPlaces:
    """Lock the sessions with their waiting lists, the given requests, and all that their people may use or free."""
    wanted = set(training_session_ids)
    seats.lock(session, wanted)
    known = targets.read(session, wanted)
    people = enrolments.read(session, enrolment_ids)
    for training_session_id in sorted(wanted):
        people += enrolments.waiting(session, training_session_id)
    caps = {
        (target.training_action_id, person.organisation_id)
        for person in people
        if (target := known.get(person.training_session_id)) is not None and target.is_capped
    }
    accounts = {(person.account_id, person.year) for person in people if person.is_member_only}
    if newcomer is not None:
        caps |= {newcomer.cap_key} if newcomer.target.is_capped else set()
        accounts.add(newcomer.rights_key)
    rights.lock_caps(session, caps)
    rights.lock(session, accounts)
    locked = enrolments.lock(session, {person.enrolment_id for person in people})
    return LockedPlaces(targets=known, enrolments=locked)
