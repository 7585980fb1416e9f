"""What is asked of authenticators and what they answer (WebAuthn level 2, section 7). All of it is py_webauthn's."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from identity.domain.accounts import Account
from identity.domain.lifetimes import CHALLENGE_TTL
from identity.domain.passkeys import Passkey, RelyingParty

SITE_NAME = "ParcoursPro"
# In this order; every authenticator knows one of them.
ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_TIMEOUT_MS = int(CHALLENGE_TTL.total_seconds() * 1000)
# The library's own refusals, and what it raises itself where an answer is no answer at all.
_FAULTS = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)
_KNOWN_TRANSPORTS = {one.value for one in AuthenticatorTransport}


@dataclass(frozen=True, kw_only=True)
class NewCredential:
    """What an authenticator made, verified."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    is_synced: bool
    transports: list[str]


@dataclass(frozen=True, kw_only=True)
class ClaimedCredential:
    """Which key an answer says that it is of; nothing of it is verified."""

    credential_id: bytes
    user_handle: bytes | None


def creation_options(
    account: Account, *, challenge: bytes, party: RelyingParty, known: Sequence[Passkey]
) -> dict[str, Any]:
    """`PublicKeyCredentialCreationOptionsJSON`: a discoverable key of a person who is verified.

    The library asks for no statement of the device's maker unless it is told to.
    """
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=SITE_NAME,
        user_id=account.id.bytes,
        user_name=account.email or "",
        user_display_name=f"{account.given_name} {account.family_name}".strip(),
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(known),
        supported_pub_key_algs=ALGORITHMS,
    )
    return dict(options_to_json_dict(options))


def request_options(*, challenge: bytes, party: RelyingParty, allowed: Sequence[Passkey] = ()) -> dict[str, Any]:
    """`PublicKeyCredentialRequestOptionsJSON`; without `allowed` the person chooses among the keys of the device."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        allow_credentials=_descriptors(allowed),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options_to_json_dict(options))


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=one.credential_id, transports=[AuthenticatorTransport(name) for name in one.transports]
        )
        for one in passkeys
    ]


def verified_creation(unverified_answer: str, *, challenge: bytes, party: RelyingParty) -> NewCredential | None:
    """The new key; None where challenge, origin, host or signature do not fit, or the person was not verified."""
    try:
        made = verify_registration_response(
            credential=unverified_answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
        told = orjson.loads(unverified_answer)["response"].get("transports") or []
        return NewCredential(
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            is_synced=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
            transports=sorted(_KNOWN_TRANSPORTS.intersection(told)),
        )
    except _FAULTS:
        return None


def claimed_credential(unverified_answer: str) -> ClaimedCredential | None:
    """None where it is no answer of an authenticator."""
    try:
        answer = orjson.loads(unverified_answer)
        handle = answer["response"].get("userHandle")
        return ClaimedCredential(
            credential_id=_decoded(answer["id"]), user_handle=_decoded(handle) if handle is not None else None
        )
    except (*_FAULTS, binascii.Error):
        return None


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified_use(
    unverified_answer: str, *, passkey: Passkey, challenge: bytes, party: RelyingParty
) -> tuple[int, bool] | None:
    """The count of uses that the authenticator tells and whether the key is synchronised now; None as above.

    The count is the caller's to compare: only a true signature says something about it.
    """
    try:
        use = verify_authentication_response(
            credential=unverified_answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _FAULTS:
        return None
    return use.new_sign_count, use.credential_device_type is CredentialDeviceType.MULTI_DEVICE
