"""What a page knows of the browser in front of it, and the cookie that it gives."""

from flask import Response, current_app, request

from chassis.clock import now
from chassis.database import transaction
from identity.domain.protocol import SignedIn
from identity.usecases.recognise import Recognised, recognise


def network_address() -> str:
    """Where the request comes from, by the trusted proxies."""
    return request.remote_addr or ""


def sign_in_token() -> str:
    """The sign-in cookie, "" for none."""
    return request.cookies.get(current_app.config["SIGN_IN_COOKIE"], "")


def agent() -> str:
    """What the browser says it is."""
    return request.headers.get("User-Agent", "")


def recognised() -> Recognised | None:
    """Who is signed in with this browser."""
    with transaction() as session:
        return recognise(session, sign_in_token(), now=now())


def give_cookie(response: Response, outcome: SignedIn) -> Response:
    """The browser is signed in from now on."""
    config = current_app.config
    response.set_cookie(
        config["SIGN_IN_COOKIE"],
        outcome.token,
        path=config["COOKIE_PATH"],
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def take_cookie(response: Response) -> Response:
    """The browser is signed out."""
    config = current_app.config
    response.delete_cookie(
        config["SIGN_IN_COOKIE"], path=config["COOKIE_PATH"], secure=config["SESSION_COOKIE_SECURE"], httponly=True
    )
    return response


def see_other(address: str) -> Response:
    """303: the browser must not send a form on (RFC 9700 section 4.12)."""
    return Response(status=303, headers={"Location": address})
