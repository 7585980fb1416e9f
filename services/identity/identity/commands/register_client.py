"""`register-client CLIENT_ID REDIRECT_URI [AFTER_LOGOUT_URI] …`: a platform that relies on our sign-in."""

import argparse
import sys
from pathlib import Path

from chassis.clock import now
from chassis.database import transaction
from chassis.errors import DomainError
from identity.domain.clients import SCOPES, AuthMethod
from identity.usecases.register_client import ClientRegistration, register_client

_configured = {"secret": ""}


def configure(*, secret: str) -> None:
    """Set the secret that is used where no --secret-file is given, `PP_CLIENT_SECRET`."""
    _configured["secret"] = secret


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m identity register-client", description=__doc__)
    parser.add_argument("client_id")
    parser.add_argument("redirect_uri", help="compared to the letter")
    parser.add_argument("after_logout_uri", nargs="?")
    parser.add_argument("--name", help="as people see it; the identifier where absent")
    parser.add_argument("--also-redirect-uri", action="append", default=[])
    parser.add_argument("--auth-method", choices=[method.value for method in AuthMethod], default="client_secret_basic")
    parser.add_argument("--secret-file", type=Path, help="instead of PP_CLIENT_SECRET")
    parser.add_argument("--audience", help="`aud` of its access tokens; parcourspro-api opens our own APIs")
    parser.add_argument("--scope", action="append", choices=SCOPES, help="all of them where absent")
    parser.add_argument("--without-pkce", action="store_true", help="only for a platform that cannot")
    return parser


def run(arguments: list[str]) -> int:
    """Registers or changes it; the same again changes nothing. 1 where it cannot be registered like this."""
    asked = _parser().parse_args(arguments)
    method = AuthMethod(asked.auth_method)
    secret = asked.secret_file.read_text().strip() if asked.secret_file else _configured["secret"]
    wanted = ClientRegistration(
        client_id=asked.client_id,
        name=asked.name or asked.client_id,
        auth_method=method,
        secret=None if method is AuthMethod.NONE else secret,
        redirect_uris=[asked.redirect_uri, *asked.also_redirect_uri],
        post_logout_redirect_uris=[asked.after_logout_uri] if asked.after_logout_uri else [],
        audience=asked.audience,
        requires_pkce=not asked.without_pkce,
        scopes=asked.scope or list(SCOPES),
    )
    try:
        with transaction() as session:
            register_client(session, wanted, now=now())
    except DomainError as refusal:
        print(f"refused: {refusal.title} {refusal.figures}", file=sys.stderr)
        return 1
    print(asked.client_id)
    return 0
