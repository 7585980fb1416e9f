"""Signing in through the OpenID provider, and signing out."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request, session
from werkzeug.wrappers import Response

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from web import labels
from web.domain.errors import SignInFailed, Unreachable
from web.domain.sign_ins import Attempt, Person, new_attempt
from web.pages.access import local_address, person, recognised
from web.pages.profile import landing
from web.pages.wiring import wiring
from web.store.seal import BrokenSeal
from web.usecases.complete_sign_in import UnverifiedAnswer, complete_sign_in
from web.usecases.recognise import Recognised
from web.usecases.sign_out import sign_out

ATTEMPT_PATH = "/connexion"
pages = Blueprint("sign_in", __name__)


def _attempt_cookie(state: str) -> str:
    """One cookie an attempt, so that two tabs do not disturb each other."""
    return f"pp_attempt_{state[:8]}"


@pages.get("/connexion")
@public
def begin() -> Response:
    """On to the provider, with state, nonce and PKCE kept in a sealed cookie."""
    return_to = local_address(request.args.get("suite"))
    if person():
        return redirect(return_to)
    attempt = new_attempt(return_to=return_to, now=now())
    answer = redirect(wiring().provider.authorization_url(attempt))
    answer.set_cookie(
        _attempt_cookie(attempt.state),
        wiring().seal.close_attempt(attempt),
        max_age=int(Attempt.TTL.total_seconds()),
        path=ATTEMPT_PATH,
        secure=wiring().is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _attempt(state: str) -> Attempt:
    try:
        return wiring().seal.open_attempt(request.cookies.get(_attempt_cookie(state), ""))
    except BrokenSeal as fault:
        raise SignInFailed("there is no attempt in this browser") from fault


def _next_page(found: Person, return_to: str) -> str:
    """The choice of role first where there are several."""
    if len(found.held) > 1:
        return f"/profil?{urlencode({'suite': return_to})}"
    return landing(found.active_role) if return_to == "/" else return_to


@pages.get("/connexion/retour")
@public
def complete() -> Response:
    """Back from the provider: a new cookie, whatever was there before."""
    state = request.args.get("state", "")
    attempt = _attempt(state)
    unverified = UnverifiedAnswer(
        state=state,
        code=request.args.get("code"),
        issuer=request.args.get("iss"),
        error=request.args.get("error"),
    )
    earlier = recognised()
    with transaction() as store:
        if earlier:
            sign_out(store, earlier.sign_in_id)
        completed = complete_sign_in(
            store, unverified, attempt=attempt, provider=wiring().provider, seal=wiring().seal, now=now()
        )
    session.clear()
    answer = redirect(_next_page(completed.person, attempt.return_to))
    answer.delete_cookie(_attempt_cookie(state), path=ATTEMPT_PATH)
    answer.set_cookie(wiring().cookie_name, completed.cookie, secure=wiring().is_secure, httponly=True, samesite="Lax")
    return answer


def _logout_address(found: Recognised) -> str:
    """Out at the provider as well; home where it does not answer."""
    try:
        return wiring().provider.logout_url(found.tokens)
    except Unreachable:
        return "/"


@pages.post("/deconnexion")
@public
def end() -> Response:
    """Out here, then out at the provider."""
    found = recognised()
    session.clear()
    if found is None:
        return redirect("/")
    with transaction() as store:
        sign_out(store, found.sign_in_id)
    flash(labels.FLASHES["signed-out"], "info")
    answer = redirect(_logout_address(found))
    answer.delete_cookie(wiring().cookie_name, secure=wiring().is_secure, httponly=True, samesite="Lax")
    return answer
