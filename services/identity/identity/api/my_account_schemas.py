"""What the doors of one's own account take and answer."""

from typing import Any

from marshmallow import Schema, fields, validate

from chassis.principal import Role
from identity.api.fields import free_text, words
from identity.api.schemas import MeSchema, dump_me
from identity.domain.grants import SignIn
from identity.domain.passkeys import Passkey
from identity.domain.profiles import Civility
from identity.store.accounts import LoggedRight
from identity.usecases.my_sign_ins import LivingSignIn
from identity.usecases.tell_my_data import MyData

LONGEST_NAME = 100
LONGEST_PHONE = 30


class ProfileSchema(Schema):
    """What a person corrects alone. A telephone number without a country is a French one."""

    civility = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([civility.value for civility in Civility])
    )
    given_name = words(LONGEST_NAME, required=True)
    family_name = words(LONGEST_NAME, required=True)
    job_title = free_text(LONGEST_NAME, required=True, allow_none=True)
    phone = free_text(LONGEST_PHONE, required=True, allow_none=True)
    mobile_phone = free_text(LONGEST_PHONE, required=True, allow_none=True)


class SignInSchema(Schema):
    """A sign-in that counts."""

    sign_in_id = fields.UUID(required=True, metadata={"description": "The claim `sid` of its ID tokens"})
    signed_in_at = fields.AwareDateTime(required=True)
    last_used_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    methods = fields.List(
        fields.String(), required=True, metadata={"description": "RFC 8176: pwd, otp, mfa; pop and user of a passkey"}
    )
    agent = fields.String(required=True, metadata={"description": "What the browser says it is"})
    platforms = fields.List(fields.String(), required=True)


class SignInListSchema(Schema):
    """Newest first."""

    items = fields.List(fields.Nested(SignInSchema), required=True)


class KeptSignInSchema(Schema):
    """Which sign-in stays."""

    keep = fields.UUID(required=True)


class PastSignInSchema(Schema):
    """A sign-in that is still kept, also one that is over."""

    signed_in_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    methods = fields.List(fields.String(), required=True)
    agent = fields.String(required=True)


class LoggedRightSchema(Schema):
    """A line of the log of rights."""

    at = fields.AwareDateTime(required=True)
    fact = fields.String(required=True)
    organisation_id = fields.UUID(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    role = fields.String(required=True, allow_none=True, validate=validate.OneOf([role.value for role in Role]))
    decided_by_role = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([role.value for role in Role])
    )
    decided_by_person = fields.Boolean(required=True, metadata={"description": "By the person themselves"})
    reason = fields.String(required=True, allow_none=True)


class HeldPasskeySchema(Schema):
    """A passkey that opens the account; its keys are not told."""

    name = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    last_used_at = fields.AwareDateTime(required=True, allow_none=True)
    is_synced = fields.Boolean(required=True, metadata={"description": "Kept by a service that several devices share"})


class MyDataSchema(MeSchema):
    """Everything that identity holds about a person."""

    created_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    email_verified_at = fields.AwareDateTime(required=True, allow_none=True)
    password_changed_at = fields.AwareDateTime(required=True)
    last_signed_in_at = fields.AwareDateTime(required=True, allow_none=True)
    second_factor_since = fields.AwareDateTime(required=True, allow_none=True)
    recovery_codes_left = fields.Integer(required=True)
    passkeys = fields.List(fields.Nested(HeldPasskeySchema), required=True)
    passkey_after_password = fields.Boolean(
        required=True, metadata={"description": "Whether one is asked for after the password"}
    )
    sign_ins = fields.List(fields.Nested(PastSignInSchema), required=True)
    rights_log = fields.List(fields.Nested(LoggedRightSchema), required=True)


def dump_sign_in(one: LivingSignIn) -> dict[str, Any]:
    """A mapping of SignInSchema's shape."""
    sign_in = one.sign_in
    return {
        "sign_in_id": sign_in.id,
        "signed_in_at": sign_in.authenticated_at,
        "last_used_at": one.last_used_at,
        "ends_at": sign_in.ends_at,
        "methods": sign_in.amr,
        "agent": sign_in.agent,
        "platforms": one.platforms,
    }


def dump_data(data: MyData) -> dict[str, Any]:
    """A mapping of MyDataSchema's shape."""
    account = data.me.account
    return {
        **dump_me(data.me),
        "created_at": account.created_at,
        "changed_at": account.changed_at,
        "email_verified_at": account.email_verified_at,
        "password_changed_at": account.password_changed_at,
        "last_signed_in_at": account.last_signed_in_at,
        "second_factor_since": data.factor.confirmed_at if data.factor else None,
        "recovery_codes_left": data.recovery_codes_left,
        "passkeys": [_dump_passkey(one) for one in data.passkeys],
        "passkey_after_password": account.asks_for_passkey,
        "sign_ins": [_dump_past(one) for one in data.sign_ins],
        "rights_log": [_dump_logged(data, one) for one in data.rights_log],
    }


def _dump_passkey(one: Passkey) -> dict[str, Any]:
    return {
        "name": one.name,
        "created_at": one.created_at,
        "last_used_at": one.last_used_at,
        "is_synced": one.is_synced,
    }


def _dump_past(one: SignIn) -> dict[str, Any]:
    ended_at = one.ended_at
    return {"signed_in_at": one.authenticated_at, "ended_at": ended_at, "methods": one.amr, "agent": one.agent}


def _dump_logged(data: MyData, one: LoggedRight) -> dict[str, Any]:
    organisation = data.organisations.get(one.organisation_id) if one.organisation_id else None
    return {
        "at": one.at,
        "fact": one.fact,
        "organisation_id": one.organisation_id,
        "organisation_name": organisation.name if organisation else None,
        "role": one.role,
        "decided_by_role": one.actor_role,
        "decided_by_person": one.is_by_person,
        "reason": one.reason,
    }
