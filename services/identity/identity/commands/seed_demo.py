"""`seed-demo FILE`: demonstration data, made by the use cases themselves with a past `now`; a second time adds nothing.

Moments in the file are days relative to today: "-40d", "+165d".
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

import pyotp

from chassis.clock import PARIS, now
from chassis.database import Session, transaction
from chassis.principal import Role
from identity.commands.seed_demo_requests import seed_requests
from identity.domain.accounts import Civility
from identity.domain.clients import AuthMethod
from identity.domain.errors import EmailTaken, SiretTaken
from identity.domain.organisations import Address
from identity.domain.protocol import SecondFactorNeeded
from identity.domain.rights import OPERATOR, Actor
from identity.domain.second_factors import STEP_S
from identity.domain.throttling import ThrottleKind
from identity.usecases.complete_sign_in import CodeAttempt, code_keys, complete_sign_in
from identity.usecases.confirm_affiliation import confirm_affiliation
from identity.usecases.count_attempts import hold_counts
from identity.usecases.find_client import find_client
from identity.usecases.grant_role import grant_role
from identity.usecases.name_staff import name_staff
from identity.usecases.open_account import NewAccount, open_account
from identity.usecases.record_membership import record_membership
from identity.usecases.refuse_affiliation import refuse_affiliation
from identity.usecases.register_client import ClientRegistration, register_client
from identity.usecases.register_organisation import NewOrganisation, register_organisation
from identity.usecases.request_affiliation import AffiliationWish, request_affiliation
from identity.usecases.set_up_second_factor import begin_second_factor, confirm_second_factor
from identity.usecases.sign_in import SignInAttempt, attempt_keys, sign_in

_MOMENT = re.compile(r"([+-]\d+)d")
_LOOPBACK = "127.0.0.1"
_Json = Mapping[str, Any]


def run(arguments: list[str]) -> int:
    """Everything in one transaction; prints how many organisations and accounts were made."""
    (file,) = arguments
    demo = json.loads(Path(file).read_text(encoding="utf-8"))
    today = now()
    with transaction() as session:
        hold_counts(session, _counts(demo["accounts"]), now=today)
        organisations = sum(_seed_organisation(session, one, today=today) for one in demo["organisations"])
        for one in demo.get("platforms", []):
            _seed_platform(session, one, today=today)
        accounts = sum(_seed_account(session, one, password=demo["password"], today=today) for one in demo["accounts"])
        if accounts:
            seed_requests(session, demo, moment=lambda text: _moment(text, today), acting=_actor)
    print(f"{organisations} organisations, {accounts} accounts")
    return 0


def _counts(people: Iterable[_Json]) -> list[tuple[ThrottleKind, str]]:
    """What the sign-ins below are counted by; people may sign in while the demonstration is loaded."""
    coming = [one for one in people if one.get("signed_in")]
    keys = [key for one in coming for key in attempt_keys(one["email"], _LOOPBACK)]
    return [*keys, *(key for one in coming for key in code_keys(UUID(one["account_id"]), _LOOPBACK))]


def _moment(text: str, today: datetime) -> datetime:
    matched = _MOMENT.fullmatch(text)
    if matched is None:
        raise ValueError(f"not a relative day: {text!r}")
    return today + timedelta(days=int(matched[1]))


def _seed_organisation(session: Session, one: _Json, *, today: datetime) -> bool:
    new = NewOrganisation(
        organisation_id=UUID(one["organisation_id"]),
        siret=one["siret"],
        name=one["name"],
        address=Address(**one["address"]),
        activity_declaration_number=one.get("activity_declaration_number"),
    )
    try:
        register_organisation(session, new, now=_moment(one["registered"], today))
    except SiretTaken:
        return False
    for membership in one.get("memberships", []):
        record_membership(
            session,
            new.organisation_id,
            starts_on=_moment(membership["starts_on"], today).astimezone(PARIS).date(),
            ends_on=_moment(membership["ends_on"], today).astimezone(PARIS).date(),
            by=OPERATOR,
            now=_moment(membership["starts_on"], today),
        )
    return True


def _seed_platform(session: Session, one: _Json, *, today: datetime) -> None:
    """With a secret that nobody knows; staff give it another."""
    if find_client(session, one["client_id"]) is not None:
        return
    wanted = ClientRegistration(
        client_id=one["client_id"],
        name=one["name"],
        auth_method=AuthMethod.CLIENT_SECRET_BASIC,
        secret=token_urlsafe(),
        redirect_uris=one["redirect_uris"],
        post_logout_redirect_uris=one["post_logout_redirect_uris"],
        backchannel_logout_uri=one["backchannel_logout_uri"],
        scopes=one["scopes"],
    )
    register_client(session, wanted, now=_moment(one["registered"], today))


def _seed_account(session: Session, one: _Json, *, password: str, today: datetime) -> bool:
    new = NewAccount(
        account_id=UUID(one["account_id"]),
        email=one["email"],
        password=password,
        civility=Civility(one["civility"]),
        given_name=one["given_name"],
        family_name=one["family_name"],
        phone=one.get("phone"),
        job_title=one.get("job_title"),
    )
    try:
        open_account(session, new, now=_moment(one["opened"], today))
    except EmailTaken:
        return False
    if one.get("is_staff"):
        name_staff(session, new.account_id, is_staff=True, by=OPERATOR, now=_moment(one["opened"], today))
    if one.get("second_factor"):
        _seed_second_factor(session, new.account_id, secret=one["second_factor"], opened=_moment(one["opened"], today))
    if one.get("signed_in"):
        attempt = SignInAttempt(unverified_email=new.email, unverified_password=password, address=_LOOPBACK)
        _sign_in(attempt, secret=one.get("second_factor"), at=_moment(one["signed_in"], today))
    for affiliation in one.get("affiliations", []):
        _seed_affiliation(session, new.account_id, affiliation=affiliation, today=today)
    return True


def _seed_second_factor(session: Session, account_id: UUID, *, secret: str, opened: datetime) -> None:
    """A secret that everybody knows: the demonstration's people share their telephone."""
    begin_second_factor(session, account_id, now=opened, secret=secret)
    code = pyotp.TOTP(secret).at(opened)
    confirm_second_factor(session, account_id, unverified_code=code, now=opened)


def _sign_in(attempt: SignInAttempt, *, secret: str | None, at: datetime) -> None:
    outcome = sign_in(attempt, now=at)
    if secret is not None and isinstance(outcome, SecondFactorNeeded):
        # The code before it may have been used to set the factor up.
        later = at + timedelta(seconds=STEP_S)
        code = CodeAttempt(pending=outcome.pending, unverified_code=pyotp.TOTP(secret).at(later), address=_LOOPBACK)
        complete_sign_in(code, now=later)


def _seed_affiliation(session: Session, account_id: UUID, *, affiliation: _Json, today: datetime) -> None:
    wish = AffiliationWish(
        account_id=account_id,
        organisation_id=UUID(affiliation["organisation_id"]),
        affiliation_id=UUID(affiliation["affiliation_id"]),
    )
    request_affiliation(session, wish, now=_moment(affiliation["requested"], today))
    if "decided" not in affiliation:
        return
    decided_at = _moment(affiliation["decided"], today)
    by = _actor(affiliation["by"])
    if "refused_because" in affiliation:
        reason = affiliation["refused_because"]
        refuse_affiliation(session, wish.affiliation_id, reason=reason, by=by, now=decided_at)
        return
    confirm_affiliation(session, wish.affiliation_id, by=by, now=decided_at)
    for granted in affiliation.get("roles", []):
        role = Role(granted["role"])
        grant_role(session, wish.affiliation_id, role=role, by=_actor(granted["by"]), now=decided_at)


def _actor(one: _Json) -> Actor:
    return Actor(account_id=UUID(one["account_id"]), role=Role(one["role"]))
