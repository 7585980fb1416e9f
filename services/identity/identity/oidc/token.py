"""The token endpoint (RFC 6749 section 3.2)."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, jsonify, request

from chassis.auth import public
from chassis.clock import now
from chassis.database import Session, transaction
from identity.domain.clients import CLIENT_CREDENTIALS, CODE, REFRESH, Client
from identity.domain.protocol import IssuedTokens, Refusal
from identity.oidc import refusals
from identity.oidc.client_credentials import read_credentials
from identity.oidc.parameters import Parameters, read_parameters
from identity.oidc.refusals import Refused
from identity.usecases.authenticate_client import authenticate_client
from identity.usecases.exchange_code import CodeRedemption, exchange_code
from identity.usecases.grant_client_credentials import grant_client_credentials
from identity.usecases.refresh_tokens import RefreshWish, refresh_tokens

blueprint = Blueprint("token", __name__)
refusals.install(blueprint)
_Grant = Callable[[Session, Client, Parameters], IssuedTokens | Refusal]


def _exchange(session: Session, client: Client, parameters: Parameters) -> IssuedTokens | Refusal:
    code = parameters.get("code")
    if code is None:
        return Refusal(error="invalid_request", description="code is missing")
    redemption = CodeRedemption(
        unverified_code=code,
        redirect_uri=parameters.get("redirect_uri"),
        code_verifier=parameters.get("code_verifier"),
    )
    return exchange_code(session, client, redemption=redemption, issuer=current_app.config["ISSUER"], now=now())


def _refresh(session: Session, client: Client, parameters: Parameters) -> IssuedTokens | Refusal:
    token = parameters.get("refresh_token")
    if token is None:
        return Refusal(error="invalid_request", description="refresh_token is missing")
    wish = RefreshWish(
        unverified_token=token,
        scope=parameters.get("scope"),
        active_role=parameters.get("active_role"),
        active_organisation=parameters.get("active_organisation"),
    )
    return refresh_tokens(session, client, wish=wish, issuer=current_app.config["ISSUER"], now=now())


def _client_credentials(session: Session, client: Client, parameters: Parameters) -> IssuedTokens | Refusal:
    issuer = current_app.config["ISSUER"]
    return grant_client_credentials(session, client, scope=parameters.get("scope"), issuer=issuer, now=now())


GRANTS: dict[str, _Grant] = {CODE: _exchange, REFRESH: _refresh, CLIENT_CREDENTIALS: _client_credentials}


@blueprint.post("/token")
@public
def token() -> Response:
    """Tokens for a code, for a refresh token, or for the client itself."""
    parameters = read_parameters(request.form)
    grant_type = _checked_grant_type(parameters)
    credentials = read_credentials(parameters)
    with transaction() as session:
        client = authenticate_client(session, credentials, issuer=current_app.config["ISSUER"], now=now())
        outcome = client if isinstance(client, Refusal) else _granted(session, client, grant_type, parameters)
    return refusals.answer(outcome) if isinstance(outcome, Refusal) else _answer(outcome)


def _checked_grant_type(parameters: Parameters) -> str:
    if parameters.bad:
        raise Refused("invalid_request", f"Repeated or malformed: {', '.join(sorted(parameters.bad))}"[:200])
    grant_type = parameters.get("grant_type")
    if grant_type is None:
        raise Refused("invalid_request", "grant_type is missing")
    if grant_type not in GRANTS:
        raise Refused("unsupported_grant_type", "The grant type is not supported")
    return grant_type


def _granted(session: Session, client: Client, grant_type: str, parameters: Parameters) -> IssuedTokens | Refusal:
    if grant_type not in client.grants:
        return Refusal(error="unauthorized_client", description="The client is not registered for this grant type")
    return GRANTS[grant_type](session, client, parameters)


def _answer(issued: IssuedTokens) -> Response:
    body = {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "expires_in": issued.expires_in_s,
        **({"scope": issued.scope} if issued.scope else {}),
        **({"refresh_token": issued.refresh_token} if issued.refresh_token else {}),
        **({"id_token": issued.id_token} if issued.id_token else {}),
    }
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    return response
