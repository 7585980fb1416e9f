"""What anybody may read of badges: issuer, keys, achievements, status lists, hosted 2.0 views."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.database import Connection
from chassis.errors import NotFound
from documents.domain.badge import BadgeStatus
from documents.domain.credentials import (
    CREDENTIALS,
    OPEN_BADGES,
    achievement_of,
    hosted_assertion,
    hosted_class,
    hosted_issuer,
    image_name,
    issue_of,
)
from documents.rendering import badge_keys, site
from documents.store import badges, files, issuer_identities
from documents.usecases.decide_badge import ISSUER

MULTIKEY = "https://w3id.org/security/multikey/v1"
# A profile that is also the controller document of its keys: the two terms that no context above defines.
_CONTROLLER_TERMS = {
    term: {"@id": f"https://w3id.org/security#{term}", "@type": "@id", "@container": "@set"}
    for term in ("assertionMethod", "verificationMethod")
}


def _issuer_name(connection: Connection) -> str:
    issuer = issuer_identities.current(connection)
    return str(issuer["name"]) if issuer else ISSUER


def _keys(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """Public keys by id: those that ever signed, and those of now."""
    own = badge_keys.bound()
    known = {row["key_id"]: row["public_jwk"] for row in badges.keys(connection)}
    return {**known, **{key_id: own.public_jwk(key_id) for key_id in (own.rsa_id, own.ed25519_id)}}


def _multikey(key_id: str, jwk: Mapping[str, Any]) -> dict[str, Any]:
    at = site.badge_addresses()
    return {
        "@context": MULTIKEY,
        "id": at.key(key_id),
        "type": "Multikey",
        "controller": at.issuer,
        "publicKeyMultibase": badge_keys.multikey_of(jwk),
    }


def read_key(connection: Connection, key_id: str) -> Mapping[str, Any]:
    """A public key: a JWK for RSA, a Multikey for Ed25519.

    Raises:
        NotFound: no badge was ever signed with it.
    """
    jwk = _keys(connection).get(key_id)
    if jwk is None:
        raise NotFound
    return {**jwk, "kid": site.badge_addresses().key(key_id)} if jwk["kty"] == "RSA" else _multikey(key_id, jwk)


def read_jwks(connection: Connection) -> dict[str, Any]:
    """Every public key as a JWK set."""
    at = site.badge_addresses()
    return {"keys": [{**jwk, "kid": at.key(key_id)} for key_id, jwk in _keys(connection).items()]}


def read_issuer(connection: Connection) -> dict[str, Any]:
    """The profile of the issuer (Open Badges 3.0), with its keys as a controller document has them."""
    at = site.badge_addresses()
    ed25519 = {key_id: jwk for key_id, jwk in _keys(connection).items() if jwk["kty"] == "OKP"}
    methods = [_multikey(key_id, jwk) for key_id, jwk in ed25519.items()]
    return {
        "@context": [CREDENTIALS, OPEN_BADGES, MULTIKEY, _CONTROLLER_TERMS],
        "id": at.issuer,
        "type": ["Profile"],
        "name": _issuer_name(connection),
        "url": at.site,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def read_hosted_issuer(connection: Connection) -> dict[str, Any]:
    """The issuer as 2.0 backpacks want it."""
    return hosted_issuer(_issuer_name(connection), at=site.badge_addresses(), email=site.CONTACT)


def _achievement_content(connection: Connection, training_action_id: UUID, *, number: int) -> Mapping[str, Any]:
    content = badges.achievement(connection, training_action_id, number=number)
    if content is None:
        raise NotFound
    return content


def read_achievement(connection: Connection, training_action_id: UUID, *, number: int) -> dict[str, Any]:
    """An achievement for which a badge was issued.

    Raises:
        NotFound: none was.
    """
    content = _achievement_content(connection, training_action_id, number=number)
    found = achievement_of(content, training_action_id=training_action_id, number=number, at=site.badge_addresses())
    return {"@context": [CREDENTIALS, OPEN_BADGES], **found}


def read_class(connection: Connection, training_action_id: UUID, *, number: int) -> dict[str, Any]:
    """The same as a 2.0 badge class."""
    content = _achievement_content(connection, training_action_id, number=number)
    return hosted_class(content, training_action_id=training_action_id, number=number, at=site.badge_addresses())


def read_image(training_action_id: UUID, *, number: int) -> bytes:
    """The picture of an achievement.

    Raises:
        NotFound: no badge was issued for it.
    """
    content = files.get(image_name(training_action_id, number))
    if content is None:
        raise NotFound
    return content


def read_status_list(connection: Connection, number: int) -> Mapping[str, Any]:
    """The status list in both forms.

    Raises:
        NotFound: it was never published.
    """
    row = badges.read_list(connection, number)
    if row is None:
        raise NotFound
    return row


def read_assertion(connection: Connection, badge_id: UUID) -> tuple[dict[str, Any], bool]:
    """The hosted 2.0 view, and whether the badge still holds.

    Raises:
        NotFound: no such badge was issued, or its person was forgotten.
    """
    row = badges.read_issued(connection, badge_id)
    if row is None or row["erased_at"] is not None:
        raise NotFound
    at = site.badge_addresses()
    if row["status"] is BadgeStatus.REVOKED:
        return {"id": at.assertion(badge_id), "revoked": True, "revocationReason": row["reason"]}, False
    return hosted_assertion(issue_of(row, issued_at=row["issued_at"]), at=at), True
