"""Who asks: the account of the access token, with its roles and the active pair."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may be, see contracts/glossary.md."""

    BENEFICIARY = "beneficiary"
    HR_VALIDATOR = "hr_validator"
    REFERENT = "referent"
    TRAINING_PROVIDER = "training_provider"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Principal:
    """The bearer of a verified access token.

    `roles` pairs each role with its organisation (None for staff); `active_role` and `active_organisation` are the one
    pair in force, None before the choice or for a platform's own client.
    """

    account_id: UUID
    active_role: Role | None
    active_organisation: UUID | None
    roles: frozenset[tuple[Role, UUID | None]]
    client_id: str

    def organisations_as(self, role: Role) -> frozenset[UUID]:
        """The organisations in which this person holds `role`."""
        return frozenset(organisation for held, organisation in self.roles if held is role and organisation is not None)
