"""Links sent by e-mail: to prove an address, or to choose a new password. Each works once; its secret is a hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from identity.domain.lifetimes import ADDRESS_LINK_TTL, PASSWORD_LINK_TTL
from identity.domain.profiles import Civility


class LinkPurpose(StrEnum):
    """What whoever opens the link may do."""

    OPEN_ACCOUNT = "open_account"
    RESET_PASSWORD = "reset_password"
    CHANGE_EMAIL = "change_email"


TTL: Mapping[LinkPurpose, timedelta] = {
    LinkPurpose.OPEN_ACCOUNT: ADDRESS_LINK_TTL,
    LinkPurpose.RESET_PASSWORD: PASSWORD_LINK_TTL,
    LinkPurpose.CHANGE_EMAIL: ADDRESS_LINK_TTL,
}


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who asks for an account, as the form says it; the password as its hash only."""

    password_hash: str
    civility: Civility
    given_name: str
    family_name: str
    job_title: str | None = None
    phone: str | None = None
    mobile_phone: str | None = None
    organisation_id: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """Fit for a column of JSON."""
        organisation = str(self.organisation_id) if self.organisation_id else None
        return {**self.__dict__, "civility": self.civility.value, "organisation_id": organisation}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Applicant":
        """What `as_json` made."""
        organisation = kept["organisation_id"]
        changes = {
            "civility": Civility(kept["civility"]),
            "organisation_id": UUID(organisation) if organisation else None,
        }
        return cls(**{**kept, **changes})


@dataclass(eq=False, kw_only=True)
class Link:
    """`token_hash` is None until the e-mail is made, and for ever where nobody is to get one.

    `account_id` is whose password or address is to change; `applicant` who asks for an account.
    """

    id: UUID
    purpose: LinkPurpose
    email: str
    account_id: UUID | None
    applicant: dict[str, Any] | None
    token_hash: bytes | None
    asked_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it may be used now."""
        return self.used_at is None and now < self.expires_at
