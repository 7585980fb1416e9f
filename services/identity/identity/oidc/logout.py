"""RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0)."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, current_app, make_response, render_template, request

from chassis.auth import public
from chassis.clock import now
from chassis.database import Session, transaction
from chassis.theme import allow_form_target, install_error_pages
from identity.oidc.parameters import Parameters, read_parameters
from identity.oidc.refusals import Untrusted
from identity.usecases.check_id_token_hint import check_id_token_hint
from identity.usecases.find_client import find_client
from identity.usecases.sign_out import sign_out, sign_out_at_clients_wish

blueprint = Blueprint("logout", __name__)
install_error_pages(blueprint)
# Apart, because its form carries a CSRF token, which a client's request cannot.
confirmation = Blueprint("logout_confirmation", __name__)
install_error_pages(confirmation)
KNOWN = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales")


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """A checked logout request: the sign-in that the hint names, and where the person goes afterwards."""

    hinted_sign_in: UUID | None
    target: str | None


@blueprint.get("/logout")
@public
def logout() -> Response:
    """A client sends the person here to be signed out."""
    return _sign_out(read_parameters(request.args, known=KNOWN))


@blueprint.post("/logout")
@public
def logout_by_form() -> Response:
    """The same by POST."""
    return _sign_out(read_parameters(request.form, known=KNOWN))


@blueprint.errorhandler(Untrusted)
@confirmation.errorhandler(Untrusted)
def _untrusted(refused: Untrusted) -> tuple[str, int]:
    return render_template("identity/untrusted_request.html", description=refused.refusal.description), 400


def _sign_out(parameters: Parameters) -> Response:
    token = request.cookies.get(current_app.config["SIGN_IN_COOKIE"], "")
    with transaction() as session:
        wish = _checked(session, parameters)
        is_done = sign_out_at_clients_wish(session, token, hinted_sign_in=wish.hinted_sign_in, now=now())
    if is_done:
        return _gone(wish.target)
    if wish.target:
        allow_form_target(wish.target)
    return make_response(render_template("identity/sign_out.html", parameters=parameters.values))


@confirmation.post("/logout/confirmation")
@public
def confirm() -> Response:
    """The person said yes on our own page; its form carries the request again and a CSRF token."""
    token = request.cookies.get(current_app.config["SIGN_IN_COOKIE"], "")
    with transaction() as session:
        wish = _checked(session, read_parameters(request.form, known=KNOWN))
        sign_out(session, token, now=now())
    return _gone(wish.target)


def _checked(session: Session, parameters: Parameters) -> _Wish:
    hint = parameters.get("id_token_hint")
    claims = check_id_token_hint(session, hint, issuer=current_app.config["ISSUER"], now=now()) if hint else None
    if parameters.bad or (hint and claims is None):
        raise Untrusted("invalid_request", "id_token_hint is not an ID token of this provider")
    client_id = str(claims["aud"]) if claims else parameters.get("client_id")
    if parameters.get("client_id") not in (None, client_id):
        raise Untrusted("invalid_request", "client_id differs from the audience of id_token_hint")
    target = parameters.get("post_logout_redirect_uri")
    client = find_client(session, client_id)
    if target is not None and (client is None or target not in client.post_logout_redirect_uris):
        raise Untrusted("invalid_request", "post_logout_redirect_uri is not registered")
    return _Wish(hinted_sign_in=UUID(claims["sid"]) if claims else None, target=_with_state(target, parameters))


def _with_state(target: str | None, parameters: Parameters) -> str | None:
    state = parameters.get("state")
    if target is None or state is None:
        return target
    return f"{target}{'&' if '?' in target else '?'}{urlencode({'state': state})}"


def _gone(target: str | None) -> Response:
    if target:
        response = Response(status=303, headers={"Location": target})
    else:
        response = make_response(render_template("identity/signed_out.html"))
    config = current_app.config
    response.delete_cookie(
        config["SIGN_IN_COOKIE"], path=config["COOKIE_PATH"], secure=config["SESSION_COOKIE_SECURE"], httponly=True
    )
    response.headers["Cache-Control"] = "no-store"
    return response
