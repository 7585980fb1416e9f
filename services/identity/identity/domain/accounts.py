"""Accounts: one person, who signs in. A transition returns its event; one version counts for rights and profile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.errors import NotFound
from chassis.events import Confidentiality, Event
from chassis.ids import new_id
from chassis.principal import Role
from identity.domain import events
from identity.domain.affiliations import LIVE, Affiliation, AffiliationDecision, AffiliationState
from identity.domain.errors import AccountClosed, AffiliationExists
from identity.domain.profiles import Civility as Civility
from identity.domain.profiles import Profile
from identity.domain.rights import Actor, Pair


class AccountState(StrEnum):
    """A closed account signs in no more."""

    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(eq=False, kw_only=True)
class Account:
    """A person. `email` and `password_hash` (argon2id, encoded) are None once the person is forgotten;
    `asks_for_passkey`: after the password, at the person's own wish."""

    id: UUID
    email: str | None
    password_hash: str | None
    civility: Civility | None
    given_name: str
    family_name: str
    phone: str | None
    mobile_phone: str | None
    job_title: str | None
    email_verified_at: datetime | None
    password_changed_at: datetime
    created_at: datetime
    changed_at: datetime
    is_staff: bool = False
    state: AccountState = AccountState.ACTIVE
    first_signed_in_at: datetime | None = None
    closed_at: datetime | None = None
    anonymised_at: datetime | None = None
    last_signed_in_at: datetime | None = None
    inactivity_noticed_at: datetime | None = None
    asks_for_passkey: bool = False
    version: int = 0
    affiliations: list[Affiliation] = field(default_factory=list)

    def registered(self, *, now: datetime) -> list[Event]:
        """The facts that a new account tells: its rights and who it is."""
        return [self._next(events.ACCOUNT_REGISTERED, now), self._next(events.ACCOUNT_PROFILE_CHANGED, now)]

    def affiliation(self, affiliation_id: UUID) -> Affiliation:
        """One of this account's affiliations.

        Raises:
            NotFound: it is not one of them.
        """
        for affiliation in self.affiliations:
            if affiliation.id == affiliation_id:
                return affiliation
        raise NotFound

    def request_affiliation(
        self, organisation_id: UUID, *, affiliation_id: UUID, now: datetime, message: str | None = None
    ) -> Event:
        """Ask to belong to an organisation.

        Raises:
            AffiliationExists: one with this organisation is requested or confirmed.
            AccountClosed: the account is closed.
        """
        self.check_active()
        if any(one.organisation_id == organisation_id and one.state in LIVE for one in self.affiliations):
            raise AffiliationExists
        self.affiliations.append(
            Affiliation(
                id=affiliation_id,
                account_id=self.id,
                organisation_id=organisation_id,
                state=AffiliationState.REQUESTED,
                requested_at=now,
                message=message,
            )
        )
        return self._next(events.ACCOUNT_RIGHTS_CHANGED, now)

    def decide_affiliation(
        self, affiliation_id: UUID, decision: AffiliationDecision, *, reason: str | None, now: datetime
    ) -> Event:
        """Move one affiliation by the table of transitions; see `Affiliation.move` for what it refuses."""
        self.affiliation(affiliation_id).move(decision, reason=reason, now=now)
        return self._next(events.ACCOUNT_RIGHTS_CHANGED, now)

    def confirm_affiliation(self, affiliation_id: UUID, roles: Iterable[Role], *, by: Actor, now: datetime) -> Event:
        """Confirm one affiliation and put `roles` in force with it."""
        affiliation = self.affiliation(affiliation_id)
        affiliation.move(AffiliationDecision.CONFIRM, reason=None, now=now)
        for role in roles:
            affiliation.grant(role, by=by, now=now)
        return self._next(events.ACCOUNT_RIGHTS_CHANGED, now)

    def grant(self, affiliation_id: UUID, role: Role, *, by: Actor, now: datetime) -> Event:
        """Put a role in force in one affiliation; see `Affiliation.grant` for what it refuses."""
        self.check_active()
        self.affiliation(affiliation_id).grant(role, by=by, now=now)
        return self._next(events.ACCOUNT_RIGHTS_CHANGED, now)

    def revoke(self, affiliation_id: UUID, role: Role, *, now: datetime) -> Event:
        """End a role of one affiliation; see `Affiliation.revoke` for what it refuses."""
        self.affiliation(affiliation_id).revoke(role, now=now)
        return self._next(events.ACCOUNT_RIGHTS_CHANGED, now)

    def name_staff(self, is_staff: bool, *, now: datetime) -> Event:
        """Let the person work for Cap Métiers, or no longer."""
        self.check_active()
        self.is_staff = is_staff
        return self._next(events.ACCOUNT_RIGHTS_CHANGED, now)

    def sign_in(self, *, now: datetime) -> Event | None:
        """Note a sign-in; the first one is told, because no role takes effect before it."""
        self.last_signed_in_at, self.inactivity_noticed_at = now, None
        if self.first_signed_in_at is not None:
            return None
        self.first_signed_in_at = now
        return self._next(events.ACCOUNT_RIGHTS_CHANGED, now)

    def change_profile(self, profile: Profile, *, now: datetime) -> Event | None:
        """Correct what the person may correct; None where nothing differs.

        Raises:
            AccountClosed: the account is closed.
            NameMissing: a name is empty.
        """
        self.check_active()
        profile.check()
        if profile == self.profile:
            return None
        for name, value in profile.__dict__.items():
            setattr(self, name, value)
        return self._next(events.ACCOUNT_PROFILE_CHANGED, now)

    def change_email(self, email: str, *, now: datetime) -> Event:
        """Take a proved address; the earlier one no longer signs in."""
        self.check_active()
        self.email, self.email_verified_at = email, now
        return self._next(events.ACCOUNT_PROFILE_CHANGED, now)

    def change_password(self, password_hash: str, *, now: datetime) -> None:
        """Keep the hash of a new password that passed the rule."""
        self.check_active()
        self.password_hash, self.password_changed_at = password_hash, now

    @property
    def profile(self) -> Profile:
        """What the person may correct alone."""
        return Profile(
            civility=self.civility,
            given_name=self.given_name,
            family_name=self.family_name,
            job_title=self.job_title,
            phone=self.phone,
            mobile_phone=self.mobile_phone,
        )

    @property
    def last_seen_at(self) -> datetime:
        """When somebody last signed in, or opened the account."""
        return self.last_signed_in_at or self.created_at

    def anonymise(self, *, now: datetime) -> list[Event]:
        """Close the account and forget the person; the row stays, so that keys elsewhere keep their meaning."""
        if self.anonymised_at is not None:
            return []
        for affiliation in self.affiliations:
            if affiliation.state in LIVE:
                affiliation.move(AffiliationDecision.WITHDRAW, reason=None, now=now)
            affiliation.reason = affiliation.message = None
        self.state, self.closed_at, self.anonymised_at = AccountState.CLOSED, self.closed_at or now, now
        self.email = self.password_hash = self.civility = self.email_verified_at = None
        self.phone = self.mobile_phone = self.job_title = None
        self.given_name = self.family_name = ""
        self.is_staff = self.asks_for_passkey = False
        self.last_signed_in_at = self.inactivity_noticed_at = None
        closed = self._next(events.ACCOUNT_CLOSED, now)
        return [closed, self._next(events.ACCOUNT_ANONYMISED, now)]

    def check_active(self) -> None:
        """
        Raises:
            AccountClosed: the account is closed.
        """
        if self.state is not AccountState.ACTIVE:
            raise AccountClosed

    def pairs(self) -> list[Pair]:
        """Every role with its organisation that this person may make active."""
        held = [
            Pair(role=role, organisation_id=affiliation.organisation_id)
            for affiliation in self.affiliations
            if affiliation.state is AffiliationState.CONFIRMED
            for role in affiliation.roles()
        ]
        return held + ([Pair(role=Role.STAFF, organisation_id=None)] if self.is_staff else [])

    def own_words(self) -> list[str]:
        """What a password of this person must not contain."""
        return [self.given_name, self.family_name, *(self.email or "").split("@")]

    def _next(self, event_type: str, now: datetime) -> Event:
        self.version += 1
        self.changed_at = now
        return event_of(self, event_type, occurred_at=now)


def event_of(account: Account, event_type: str, *, occurred_at: datetime) -> Event:
    """The event of this type about the account as it stands, at its present version."""
    return Event(
        id=new_id(),
        type=event_type,
        subject=account.id,
        subject_version=account.version,
        occurred_at=occurred_at,
        confidentiality=events.CONFIDENTIALITY.get(event_type, Confidentiality.PUBLIC),
        data=_DATA.get(event_type, _rights_data)(account),
    )


def _rights_data(account: Account) -> dict[str, Any]:
    return {
        "account_id": str(account.id),
        "state": account.state.value,
        "first_signed_in_at": account.first_signed_in_at.isoformat() if account.first_signed_in_at else None,
        "is_staff": account.is_staff,
        "affiliations": [
            {
                "affiliation_id": str(affiliation.id),
                "organisation_id": str(affiliation.organisation_id),
                "state": affiliation.state.value,
                "roles": [role.value for role in affiliation.roles()],
            }
            for affiliation in sorted(account.affiliations, key=lambda one: one.id)
        ],
    }


def _profile_data(account: Account) -> dict[str, Any]:
    return {
        "account_id": str(account.id),
        "civility": account.civility.value if account.civility else None,
        "given_name": account.given_name,
        "family_name": account.family_name,
        "email": account.email,
        "phone": account.phone or account.mobile_phone,
        "job_title": account.job_title,
    }


def _nothing_but_the_key(account: Account) -> dict[str, Any]:
    return {"account_id": str(account.id)}


_DATA = {
    events.ACCOUNT_PROFILE_CHANGED: _profile_data,
    events.ACCOUNT_ANONYMISED: _nothing_but_the_key,
}
