"""Who is looking at a page, and who may: every view stands under `@public`, `@signed_in` or `@page_for(role, …)`."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis import theme
from chassis.clock import now
from chassis.database import transaction
from chassis.principal import Role
from web.domain.errors import SignInEnded
from web.domain.sign_ins import Person, needs_refresh
from web.pages.wiring import wiring
from web.usecases.keep_tokens_fresh import keep_tokens_fresh
from web.usecases.recognise import Recognised, recognise

_View = TypeVar("_View", bound=Callable[..., Any])


def _is_a_page() -> bool:
    """Pages belong to blueprints; so does an address that leads nowhere, whose page shows the header as well."""
    return request.endpoint is None or ("." in request.endpoint and not request.endpoint.startswith("theme."))


def _look_at_cookie() -> None:
    g.recognised = None
    if not _is_a_page():
        return
    theme.allow_form_target(wiring().issuer)
    cookie = request.cookies.get(wiring().cookie_name)
    if cookie:
        with transaction() as session:
            g.recognised = recognise(session, cookie, seal=wiring().seal, limits=wiring().limits, now=now())


def install(app: Flask) -> None:
    """Recognise who is asking before each page."""
    app.before_request(_look_at_cookie)


def recognised() -> Recognised | None:
    """The living sign-in of this browser."""
    return cast(Recognised | None, g.get("recognised"))


def person() -> Person | None:
    """Who is signed in, None for a visitor."""
    found = recognised()
    return found.person if found else None


def signed_in_person() -> Person:
    """Who is signed in, in a view that lets nobody else in.

    Raises:
        SignInEnded: nobody is.
    """
    found = person()
    if found is None:
        raise SignInEnded
    return found


def token() -> str:
    """An access token that is good for now, traded in when the old one is about to expire.

    Raises:
        SignInEnded: there is none to be had.
    """
    found = recognised()
    if found is None:
        raise SignInEnded
    tokens = found.tokens
    if needs_refresh(tokens, now=now()):
        with transaction() as session:
            tokens = keep_tokens_fresh(
                session, found.sign_in_id, provider=wiring().provider, seal=wiring().seal, now=now()
            )
        g.recognised = replace(found, tokens=tokens)
    return tokens.access_token


def local_address(unverified: str | None, *, otherwise: str = "/") -> str:
    """The address if it stays on this site, else `otherwise`: no open redirect."""
    text = unverified or ""
    parts = urlsplit(text.replace("\\", "/"))
    is_local = text.startswith("/") and not parts.scheme and not parts.netloc and text.isprintable()
    return text if is_local else otherwise


def here() -> str:
    """The page to come back to after signing in: this one, or the one whose form was sent."""
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    came_from = urlsplit(request.headers.get("Referer", ""))
    return local_address(came_from.path if came_from.netloc == request.host else None)


def to_sign_in() -> Response:
    """Send the browser to sign in and back."""
    return redirect(f"/connexion?{urlencode({'suite': here()})}")


def signed_in(view: _View) -> _View:
    """Let in whoever is signed in; others sign in first."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if person() else to_sign_in()

    guarded.access = ("signed-in",)  # type: ignore[attr-defined]  # read by tests/conventions
    return cast(_View, guarded)


def page_for(*roles: Role) -> Callable[[_View], _View]:
    """Let in whoever acts in one of `roles`; those who could are offered to switch, others are told."""

    def decorate(view: _View) -> _View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            found = person()
            if found is None:
                return to_sign_in()
            if found.active_role not in roles:
                page = render_template("wrong_role.html", roles=roles, offers=found.holds(*roles), back_to=here())
                return make_response(page, 403)
            return view(*args, **kwargs)

        guarded.access = tuple(sorted(roles))  # type: ignore[attr-defined]  # read by tests/conventions
        return cast(_View, guarded)

    return decorate
