"""`register-client CLIENT_ID [REDIRECT_URI] [AFTER_LOGOUT_URI] …`: a platform that relies on our sign-in."""

import argparse
import json
import sys
from pathlib import Path

from chassis.clock import now
from chassis.database import transaction
from chassis.errors import DomainError
from identity.domain.clients import CLIENT_CREDENTIALS, PEOPLES_GRANTS, SCOPES, WITH_SECRET, AuthMethod
from identity.usecases.register_client import ClientRegistration, register_client

_configured = {"secret": ""}


def configure(*, secret: str) -> None:
    """Set the secret that is used where no --secret-file is given, `PP_CLIENT_SECRET`."""
    _configured["secret"] = secret


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m identity register-client", description=__doc__)
    parser.add_argument("client_id")
    parser.add_argument("redirect_uri", nargs="?", help="compared to the letter; none for servers without people")
    parser.add_argument("after_logout_uri", nargs="?")
    parser.add_argument("--name", help="as people see it; the identifier where absent")
    parser.add_argument("--also-redirect-uri", action="append", default=[])
    parser.add_argument("--backchannel-logout-uri", help="told when a sign-in ends")
    parser.add_argument("--auth-method", choices=[method.value for method in AuthMethod], default="client_secret_basic")
    parser.add_argument("--secret-file", type=Path, help="instead of PP_CLIENT_SECRET")
    parser.add_argument("--jwks-file", type=Path, help="public keys (RFC 7517), for private_key_jwt")
    parser.add_argument("--audience", help="`aud` of its access tokens; parcourspro-api opens our own APIs")
    parser.add_argument("--scope", action="append", choices=SCOPES, help="all of them where absent")
    parser.add_argument("--service-scope", action="append", default=[], help="for client credentials")
    parser.add_argument("--without-pkce", action="store_true", help="only for a platform that cannot")
    return parser


def _wanted(asked: argparse.Namespace) -> ClientRegistration:
    method = AuthMethod(asked.auth_method)
    secret = asked.secret_file.read_text().strip() if asked.secret_file else _configured["secret"]
    grants = [*(PEOPLES_GRANTS if asked.redirect_uri else ()), *([CLIENT_CREDENTIALS] if asked.service_scope else ())]
    return ClientRegistration(
        client_id=asked.client_id,
        name=asked.name or asked.client_id,
        auth_method=method,
        secret=secret if method in WITH_SECRET else None,
        jwks=json.loads(asked.jwks_file.read_text()) if asked.jwks_file else None,
        redirect_uris=[*([asked.redirect_uri] if asked.redirect_uri else []), *asked.also_redirect_uri],
        post_logout_redirect_uris=[asked.after_logout_uri] if asked.after_logout_uri else [],
        backchannel_logout_uri=asked.backchannel_logout_uri,
        audience=asked.audience,
        requires_pkce=not asked.without_pkce,
        scopes=asked.scope or list(SCOPES),
        service_scopes=asked.service_scope,
        grants=grants,
    )


def run(arguments: list[str]) -> int:
    """Registers or changes it. 1 where it cannot be registered like this."""
    wanted = _wanted(_parser().parse_args(arguments))
    try:
        with transaction() as session:
            register_client(session, wanted, now=now())
    except DomainError as refusal:
        print(f"refused: {refusal.title} {refusal.figures}", file=sys.stderr)
        return 1
    print(wanted.client_id)
    return 0
