"""Authenticate a client at the token, revocation or introspection endpoint."""

from chassis.database import Session
from identity.domain.clients import AuthMethod, Client
from identity.domain.protocol import ClientCredentials, Refusal
from identity.store import clients

_REFUSED = Refusal(error="invalid_client", description="The client is unknown or did not prove itself as registered")


def authenticate_client(session: Session, credentials: ClientCredentials) -> Client | Refusal:
    """The client, if it proved itself by the method it is registered with; the refusal does not say what was wrong."""
    client = clients.find_client(session, credentials.client_id)
    if client is None or client.auth_method.value != credentials.method:
        return _REFUSED
    if client.auth_method is AuthMethod.NONE:
        return client
    return client if client.secret_matches(credentials.unverified_secret or "") else _REFUSED
