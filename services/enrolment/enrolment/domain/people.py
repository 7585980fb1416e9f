"""People and organisations, as identity last told them. A token says who may; these copies may only take away."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.principal import Role


@dataclass(frozen=True, kw_only=True)
class Account:
    """The rights of an account. `affiliations`: a list of {"organisation_id", "state", "roles", …} as in the event."""

    account_id: UUID
    is_active: bool
    first_signed_in_at: datetime | None
    is_staff: bool
    affiliations: list[dict[str, Any]]

    def roles_in(self, organisation_id: UUID | None) -> frozenset[str]:
        """The roles of a confirmed affiliation; none where it is not confirmed."""
        return frozenset(
            role
            for entry in self.affiliations
            if entry["organisation_id"] == str(organisation_id) and entry["state"] == "confirmed"
            for role in entry["roles"]
        )

    def is_confirmed_in(self, organisation_id: UUID) -> bool:
        """Whether the affiliation is confirmed now."""
        return any(
            entry["organisation_id"] == str(organisation_id) and entry["state"] == "confirmed"
            for entry in self.affiliations
        )

    def holds(self, role: Role, organisation_id: UUID | None) -> bool:
        """Whether the role takes effect: an open account, a first sign-in, for most a confirmed affiliation."""
        if not self.is_active or self.first_signed_in_at is None:
            return False
        return self.is_staff if role is Role.STAFF else role in self.roles_in(organisation_id)


def still_holds(account: Account | None, role: Role, *, organisation_id: UUID | None) -> bool:
    """What the token says, unless the copy takes it away; where no copy has come yet, nothing does."""
    return account is None or account.holds(role, organisation_id)


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An organisation. `memberships`: a list of {"starts_on", "ends_on", …}, both days included."""

    organisation_id: UUID
    name: str
    closed_on: date | None
    memberships: list[dict[str, Any]]

    def is_closed(self, day: date) -> bool:
        """Whether it has ceased on that day."""
        return self.closed_on is not None and self.closed_on <= day

    def is_member(self, day: date) -> bool:
        """Whether a membership is in force on that day."""
        return any(
            date.fromisoformat(entry["starts_on"]) <= day <= date.fromisoformat(entry["ends_on"])
            for entry in self.memberships
        )

    def last_member_on(self, day: date) -> date | None:
        """The last day of the latest membership that ended before `day`."""
        ends = [date.fromisoformat(entry["ends_on"]) for entry in self.memberships]
        return max((end for end in ends if end < day), default=None)
