"""What badges say to machines: Open Badges 3.0 (a W3C credential), its status list, and the hosted 2.0 view."""

import base64
import gzip
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_2 = "https://w3id.org/openbadges/v2"
# Bits of one status list: the least that hides one holder among the others (Bitstring Status List 1.0, section 6).
LIST_BITS = 131_072


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the public parts of badges stand; `base` ends without a slash."""

    base: str
    site: str

    @property
    def issuer(self) -> str:
        """The profile of the issuer, which is also the controller of its keys."""
        return f"{self.base}/issuer"

    def key(self, key_id: str) -> str:
        """A public key."""
        return f"{self.base}/keys/{key_id}"

    def status_list(self, number: int) -> str:
        """A status list."""
        return f"{self.base}/status-lists/{number}"

    def achievement(self, training_action_id: UUID | str, number: int) -> str:
        """What a badge is for: one publication of an action."""
        return f"{self.base}/achievements/{training_action_id}/{number}"

    def image(self, training_action_id: UUID | str, number: int) -> str:
        """The picture of an achievement."""
        return f"{self.achievement(training_action_id, number)}/image.png"

    def assertion(self, badge_id: UUID | str) -> str:
        """The hosted 2.0 view of a badge."""
        return f"{self.base}/v2/assertions/{badge_id}"


def as_text(instant: datetime) -> str:
    """RFC 3339, whole seconds, UTC."""
    return instant.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def hashed_address(address: str, *, salt: str) -> str:
    """An e-mail address as badges carry it: SHA-256 of address and salt, so that only who knows it finds it."""
    return "sha256$" + hashlib.sha256((address.strip().lower() + salt).encode()).hexdigest()


def content_of_badge(
    publication: Mapping[str, Any],
    *,
    provider: Mapping[str, Any],
    person: Mapping[str, Any],
    issuer_name: str,
    salt: str,
) -> dict[str, Any]:
    """What the credential of an accepted badge will say, as of this day."""
    return {
        "title": publication["title"],
        "description": publication["objectives"] or publication["title"],
        "criteria": publication["evaluation"] or publication["objectives"] or publication["title"],
        "provider_name": provider["name"],
        "issuer_name": issuer_name,
        "person_name": f"{person['given_name']} {person['family_name']}",
        "address_hash": hashed_address(person["email"], salt=salt) if person["email"] else None,
        "salt": salt,
    }


def achievement_of(
    content: Mapping[str, Any], *, training_action_id: UUID | str, number: int, at: Addresses
) -> dict[str, Any]:
    """The achievement (Open Badges 3.0, B.1.1)."""
    return {
        "id": at.achievement(training_action_id, number),
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": content["title"],
        "description": content["description"],
        "criteria": {"narrative": content["criteria"]},
        "image": {"id": at.image(training_action_id, number), "type": "Image"},
        "creator": {
            "id": f"{at.achievement(training_action_id, number)}#creator",
            "type": ["Profile"],
            "name": content["provider_name"],
        },
    }


def _identifiers(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = [
        {"type": "IdentityObject", "hashed": False, "identityHash": content["person_name"], "identityType": "name"}
    ]
    if content["address_hash"]:
        found.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": content["address_hash"],
                "identityType": "emailAddress",
                "salt": content["salt"],
            }
        )
    return found


def evidence_of(url: str | None, text: str | None, *, achievement: str) -> list[dict[str, Any]]:
    """What the person gave as evidence, empty where that was nothing."""
    if not url and not text:
        return []
    evidence: dict[str, Any] = {"type": ["Evidence"], "id": url or f"{achievement}#evidence"}
    return [evidence | ({"narrative": text} if text else {})]


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One badge to be put into a credential."""

    badge_id: UUID
    training_action_id: UUID
    publication_number: int
    content: Mapping[str, Any]
    evidence_url: str | None
    evidence_text: str | None
    status_list: int
    status_list_index: int
    issued_at: datetime


def issue_of(row: Mapping[str, Any], *, issued_at: datetime) -> Issue:
    """What a credential is made of, from the fields of a badge."""
    names = (
        "badge_id", "training_action_id", "publication_number", "content", "evidence_url", "evidence_text",
        "status_list", "status_list_index",
    )  # fmt: skip
    return Issue(**{name: row[name] for name in names}, issued_at=issued_at)


def image_name(training_action_id: UUID, number: int) -> str:
    """Of the stored picture of an achievement."""
    return f"badges/achievements/{training_action_id}-{number}.png"


def credential_of(issue: Issue, *, at: Addresses) -> dict[str, Any]:
    """The Open Badges 3.0 credential, not signed yet."""
    content = issue.content
    achievement = achievement_of(
        content, training_action_id=issue.training_action_id, number=issue.publication_number, at=at
    )
    list_url = at.status_list(issue.status_list)
    evidence = evidence_of(issue.evidence_url, issue.evidence_text, achievement=achievement["id"])
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": f"urn:uuid:{issue.badge_id}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": content["title"],
        "issuer": {"id": at.issuer, "type": ["Profile"], "name": content["issuer_name"], "url": at.site},
        "validFrom": as_text(issue.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _identifiers(content),
            "achievement": achievement,
        },
        **({"evidence": evidence} if evidence else {}),
        "credentialStatus": {
            "id": f"{list_url}#{issue.status_list_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(issue.status_list_index),
            "statusListCredential": list_url,
        },
    }


def encoded_list(revoked: Collection[int]) -> str:
    """A bit a badge, the first one leftmost, compressed, in multibase base64url (Bitstring Status List, 3.2)."""
    bits = bytearray(LIST_BITS // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def status_list_credential(number: int, revoked: Collection[int], *, at: Addresses, now: datetime) -> dict[str, Any]:
    """The status list as a credential, not signed yet."""
    url = at.status_list(number)
    return {
        "@context": [CREDENTIALS],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": at.issuer,
        "validFrom": as_text(now),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_list(revoked),
        },
    }


def hosted_assertion(issue: Issue, *, at: Addresses) -> dict[str, Any]:
    """The hosted 2.0 view, for backpacks that know no credentials."""
    content, achievement = issue.content, at.achievement(issue.training_action_id, issue.publication_number)
    evidence = evidence_of(issue.evidence_url, issue.evidence_text, achievement=achievement)
    return {
        "@context": OPEN_BADGES_2,
        "type": "Assertion",
        "id": at.assertion(issue.badge_id),
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": content["salt"],
            "identity": content["address_hash"] or hashed_address("", salt=content["salt"]),
        },
        "badge": f"{at.base}/v2/classes/{issue.training_action_id}/{issue.publication_number}",
        "verification": {"type": "hosted"},
        "issuedOn": as_text(issue.issued_at),
        **({"evidence": [{**one, "type": "Evidence"} for one in evidence]} if evidence else {}),
    }


def hosted_class(content: Mapping[str, Any], *, training_action_id: UUID, number: int, at: Addresses) -> dict[str, Any]:
    """The badge class of a hosted 2.0 assertion."""
    return {
        "@context": OPEN_BADGES_2,
        "type": "BadgeClass",
        "id": f"{at.base}/v2/classes/{training_action_id}/{number}",
        "name": content["title"],
        "description": content["description"],
        "image": at.image(training_action_id, number),
        "criteria": {"narrative": content["criteria"]},
        "issuer": f"{at.base}/v2/issuer",
    }


def hosted_issuer(name: str, *, at: Addresses, email: str) -> dict[str, Any]:
    """The issuer of hosted 2.0 badges."""
    return {
        "@context": OPEN_BADGES_2,
        "type": "Issuer",
        "id": f"{at.base}/v2/issuer",
        "name": name,
        "url": at.site,
        "email": email,
    }
