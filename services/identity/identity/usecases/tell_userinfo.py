"""Tell a client about the person, as far as its scope goes (OpenID Connect Core section 5.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.database import Session
from identity.domain.accounts import Account, AccountState
from identity.domain.affiliations import AffiliationState
from identity.domain.protocol import Refusal
from identity.domain.rights import Pair
from identity.store import accounts, organisations
from identity.usecases.read_access_token import read_access_token


@dataclass(frozen=True, kw_only=True)
class _Person:
    account: Account
    active: Pair | None


def tell_userinfo(session: Session, unverified_token: str, *, issuer: str, now: datetime) -> dict[str, Any] | Refusal:
    """The claims of contracts/oidc/scopes-and-claims.md."""
    read = read_access_token(session, unverified_token, issuer=issuer, now=now)
    family = read.family if read else None
    account = accounts.find_account(session, family.account_id) if family else None
    if read is None or family is None or account is None or account.state is not AccountState.ACTIVE:
        return Refusal(error="invalid_token", description="The access token is not good, or no longer")
    scopes = str(read.claims.get("scope", "")).split()
    if "openid" not in scopes:
        return Refusal(error="insufficient_scope", description="The scope openid is needed")
    told: dict[str, Any] = {"sub": str(account.id)}
    for scope in scopes:
        if scope in _TOLD:
            told |= _TOLD[scope](session, _Person(account=account, active=family.active))
    return told


def _profile(_session: Session, person: _Person) -> dict[str, Any]:
    account = person.account
    return {
        "name": f"{account.given_name} {account.family_name}",
        "given_name": account.given_name,
        "family_name": account.family_name,
        "updated_at": int(account.changed_at.timestamp()),
    }


def _email(_session: Session, person: _Person) -> dict[str, Any]:
    return {"email": person.account.email, "email_verified": person.account.email_verified_at is not None}


def _organisations(session: Session, person: _Person) -> dict[str, Any]:
    confirmed = [one.organisation_id for one in person.account.affiliations if one.state is AffiliationState.CONFIRMED]
    found = organisations.organisations_by_id(session, confirmed)
    return {
        "organisations": [
            {"id": str(key), "siret": found[key].siret, "name": found[key].name} for key in confirmed if key in found
        ]
    }


def _roles(session: Session, person: _Person) -> dict[str, Any]:
    held = person.account.pairs()
    found = organisations.organisations_by_id(session, [one.organisation_id for one in held if one.organisation_id])
    names = {key: organisation.name for key, organisation in found.items()}
    active = person.active
    return {
        "roles": [
            {**one.as_claim(), "organisation_name": names.get(one.organisation_id) if one.organisation_id else None}
            for one in held
        ],
        "active_role": active.role.value if active else None,
        "active_organisation": str(active.organisation_id) if active and active.organisation_id else None,
    }


_TOLD: dict[str, Callable[[Session, _Person], dict[str, Any]]] = {
    "profile": _profile,
    "email": _email,
    "organisations": _organisations,
    "roles": _roles,
}
