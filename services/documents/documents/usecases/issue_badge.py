"""Sign an accepted badge, draw and bake its pictures; sign status lists. For workers: each may be done again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session, transaction
from documents.domain.badge import BadgeMove, BadgeStatus
from documents.domain.credentials import Issue, credential_of, image_name, issue_of, status_list_credential
from documents.domain.events import badge_event
from documents.rendering import badge_images, badge_keys, proofs, site
from documents.store import badges, files
from documents.usecases.decide_badge import publish_list


@dataclass(frozen=True, kw_only=True)
class SignedBadge:
    """A credential in both forms, and the names of its stored pictures."""

    jwt: str
    credential: Mapping[str, Any]
    png_file: str
    svg_file: str


def issue_badge(badge_id: UUID, *, now: datetime) -> Callable[[Session], None]:
    """Sign, draw, store; what is returned makes the badge issued in the caller's transaction."""
    with transaction() as session:
        badge = badges.lock(session, badge_id)
        if badge is None or badge.status is not BadgeStatus.ACCEPTED:
            return lambda _session: None
        issue = issue_of(vars(badge), issued_at=now)
    signed = _sign(issue, now=now)
    return lambda session: _finish(session, badge_id, signed=signed, now=now)


def _put_once(name: str, content: bytes) -> str:
    """Store it, or leave what an earlier try stored."""
    try:
        files.put(name, content)
    except files.Clash:
        return name
    return name


def _sign(issue: Issue, *, now: datetime) -> SignedBadge:
    keys, at = badge_keys.bound(), site.badge_addresses()
    credential = credential_of(issue, at=at)
    jwt = proofs.as_jwt(credential, keys=keys, at=at, now=now)
    png, svg = badge_images.draw(issue.content, kind="png"), badge_images.draw(issue.content, kind="svg")
    _put_once(image_name(issue.training_action_id, issue.publication_number), png)
    # Named after the moment: a second try signs anew, and its picture must carry its own credential.
    stem = f"badges/{issue.badge_id}-{int(now.timestamp() * 1_000_000)}"
    return SignedBadge(
        jwt=jwt,
        credential=proofs.with_proof(credential, keys=keys, at=at, now=now),
        png_file=_put_once(f"{stem}.png", badge_images.baked_png(png, jwt)),
        svg_file=_put_once(f"{stem}.svg", badge_images.baked_svg(svg, jwt)),
    )


def _finish(session: Session, badge_id: UUID, *, signed: SignedBadge, now: datetime) -> None:
    badge = badges.lock(session, badge_id)
    if badge is None or badge.status is not BadgeStatus.ACCEPTED:
        return
    badge.credential_jwt, badge.credential = signed.jwt, dict(signed.credential)
    badge.png_file, badge.svg_file, badge.issued_at = signed.png_file, signed.svg_file, now
    badge.move(BadgeMove.ISSUE, now=now)
    session.flush()
    _remember_keys(session, now=now)
    publish_list(session, badge, now=now)
    outbox.append(session, badge_event(badge, occurred_at=now))


def _remember_keys(session: Session, *, now: datetime) -> None:
    keys = badge_keys.bound()
    for key_id, kind in ((keys.rsa_id, "rsa"), (keys.ed25519_id, "ed25519")):
        badges.keep_key(session, key_id=key_id, kind=kind, public_jwk=keys.public_jwk(key_id), now=now)


def publish_status_list(number: int, *, now: datetime) -> Callable[[Session], None]:
    """Sign the list as it is then, under its lock, so that no older one comes after a newer one."""

    def publish(session: Session) -> None:
        keys, at = badge_keys.bound(), site.badge_addresses()
        credential = status_list_credential(number, badges.lock_list(session, number), at=at, now=now)
        values = {
            "credential": proofs.with_proof(credential, keys=keys, at=at, now=now),
            "credential_jwt": proofs.as_jwt(credential, keys=keys, at=at, now=now),
            "published_at": now,
        }
        badges.publish_list(session, number, values=values)
        _remember_keys(session, now=now)

    return publish
