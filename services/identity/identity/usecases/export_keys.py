"""Give the published keys to gateways, which read PEM."""

from chassis.database import Session
from identity.store import key_ring, signing_keys


def export_keys(session: Session) -> dict[str, bytes]:
    """The public part of every published key, by its identifier."""
    return {key.kid: key_ring.public_pem(key) for key in signing_keys.published_keys(session)}
