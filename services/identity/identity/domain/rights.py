"""Which roles a person may take up, and the one pair of role and organisation that is active."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from chassis.principal import Role


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A role with its organisation; `staff` has none."""

    role: Role
    organisation_id: UUID | None

    def as_claim(self) -> dict[str, str | None]:
        """As contracts/oidc/scopes-and-claims.md writes it."""
        return {"role": self.role.value, "organisation": str(self.organisation_id) if self.organisation_id else None}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who decided, and in which role; both are None for an operator's command. `organisation_id` is the active one,
    outside of which the role decides nothing; None where it was not asked for."""

    account_id: UUID | None
    role: Role | None
    organisation_id: UUID | None = None


OPERATOR = Actor(account_id=None, role=None)


def only_choice(held: Iterable[Pair]) -> Pair | None:
    """The pair that is active without asking: the only one; None where the person must choose or holds nothing."""
    pairs = set(held)
    return pairs.pop() if len(pairs) == 1 else None


def still_held(active: Pair | None, held: Iterable[Pair]) -> Pair | None:
    """The active pair if it is still held, else the only choice left."""
    pairs = set(held)
    return active if active in pairs else only_choice(pairs)


def find_pair(held: Iterable[Pair], *, role: str, organisation: str | None) -> Pair | None:
    """The held pair that untrusted texts name; None where there is no such one. The organisation may be left out
    where the role is held once."""
    named = [pair for pair in held if pair.role.value == role]
    if organisation:
        named = [pair for pair in named if str(pair.organisation_id) == organisation.lower()]
    return named[0] if len(named) == 1 else None
