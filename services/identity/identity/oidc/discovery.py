"""Discovery (OpenID Connect Discovery 1.0) and the published keys (RFC 7517)."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from chassis.auth import public
from chassis.database import transaction
from identity.domain.assertions import ALGORITHMS
from identity.domain.clients import SCOPES, AuthMethod
from identity.domain.grants import ACR_PASSWORD, ACR_TWO_FACTORS
from identity.oidc.token import GRANTS
from identity.usecases.rotate_keys import published_keys

blueprint = Blueprint("discovery", __name__)
KEPT_S = 60
_METHODS = [method.value for method in AuthMethod]
# Endpoints at which a client proves itself, perhaps by an assertion.
_AUTHENTICATED = ("token", "revocation", "introspection")
_CLAIMS = [
    "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "sid", "acr", "amr", "name", "given_name", "family_name",
    "updated_at", "email", "email_verified", "organisations", "roles", "active_role", "active_organisation",
]  # fmt: skip


@blueprint.get("/.well-known/openid-configuration")
@public
def configuration() -> Response:
    """What this provider does and where. Built from the setting, never from the Host header."""
    return _for_everybody(_metadata(current_app.config["ISSUER"]))


def _metadata(issuer: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks.json",
        "revocation_endpoint": f"{issuer}/revoke",
        "introspection_endpoint": f"{issuer}/introspect",
        "end_session_endpoint": f"{issuer}/logout",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANTS),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": _METHODS,
        "revocation_endpoint_auth_methods_supported": _METHODS,
        "introspection_endpoint_auth_methods_supported": [name for name in _METHODS if name != "none"],
        **{f"{name}_endpoint_auth_signing_alg_values_supported": ALGORITHMS for name in _AUTHENTICATED},
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "acr_values_supported": [ACR_PASSWORD, ACR_TWO_FACTORS],
        "claim_types_supported": ["normal"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claims_supported": _CLAIMS,
        "ui_locales_supported": ["fr"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
    }


@blueprint.get("/jwks.json")
@public
def jwks() -> Response:
    """Every key that a living token may name, and the next one."""
    with transaction() as session:
        keys = [key.public_key for key in published_keys(session)]
    return _for_everybody({"keys": keys})


def _for_everybody(document: dict[str, Any]) -> Response:
    response = jsonify(document)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
