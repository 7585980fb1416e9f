"""The authorization endpoint (OpenID Connect Core section 3.1.2)."""

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from chassis.auth import public
from chassis.clock import now
from chassis.database import Session, transaction
from chassis.theme import install_error_pages
from identity.domain.protocol import CodeIssued, Refusal, SignInNeeded
from identity.oidc import checks
from identity.oidc.attempts import KNOWN, Attempt
from identity.oidc.parameters import Parameters, read_parameters
from identity.oidc.refusals import Refused, Untrusted
from identity.usecases.await_sign_in import put_aside, take_up
from identity.usecases.check_id_token_hint import check_id_token_hint
from identity.usecases.find_client import find_client
from identity.usecases.start_authorization import start_authorization

blueprint = Blueprint("authorize", __name__)
install_error_pages(blueprint)


@blueprint.get("/authorize")
@public
def authorize() -> Response:
    """A client sends a person here."""
    return _decide(read_parameters(request.args, known=KNOWN), asked_at=now())


@blueprint.post("/authorize")
@public
def authorize_by_form() -> Response:
    """The same by POST. The browser keeps our cookie from a form of another site, so it is sent on by GET."""
    kept = [(name, text) for name, text in request.form.items(multi=True) if name in KNOWN]
    return _see_other(f"{url_for('authorize.authorize')}?{urlencode(kept)}")


@blueprint.get("/authorize/suite")
@public
def resume() -> Response:
    """After the person has signed in."""
    waiting = take_up(request.args.get("waiting", ""), now=now())
    if waiting is None:
        abort(400)
    return _decide(Parameters(values=waiting.parameters, bad=frozenset()), asked_at=waiting.asked_at)


@blueprint.errorhandler(Untrusted)
def _untrusted(refused: Untrusted) -> tuple[str, int]:
    return render_template("identity/untrusted_request.html", description=refused.refusal.description), 400


def _decide(parameters: Parameters, *, asked_at: datetime) -> Response:
    with transaction() as session:
        attempt = _attempt(session, parameters)
        for check in checks.TRUST:
            check(attempt)
        outcome = _outcome(session, attempt, asked_at=asked_at)
    if isinstance(outcome, SignInNeeded):
        waiting = put_aside(parameters.values, asked_at=asked_at)
        return _see_other(url_for("sign_in.show", waiting=waiting))
    return _send_back(attempt, outcome)


def _attempt(session: Session, parameters: Parameters) -> Attempt:
    hint = parameters.get("id_token_hint")
    return Attempt(
        parameters=parameters,
        client=find_client(session, parameters.get("client_id")),
        hint=check_id_token_hint(session, hint, issuer=current_app.config["ISSUER"], now=now()) if hint else None,
    )


def _outcome(session: Session, attempt: Attempt, *, asked_at: datetime) -> CodeIssued | SignInNeeded | Refusal:
    try:
        for check in checks.REQUEST:
            check(attempt)
    except Refused as refused:
        return refused.refusal
    token = request.cookies.get(current_app.config["SIGN_IN_COOKIE"], "")
    return start_authorization(session, attempt.request(), sign_in_token=token, asked_at=asked_at, now=now())


def _send_back(attempt: Attempt, outcome: CodeIssued | Refusal) -> Response:
    if isinstance(outcome, CodeIssued):
        told = {"code": outcome.code}
    else:
        told = {"error": outcome.error, "error_description": outcome.description}
    state = attempt.get("state")
    if state is not None:
        told["state"] = state
    told["iss"] = current_app.config["ISSUER"]
    uri = attempt.get("redirect_uri") or ""
    return _see_other(f"{uri}{'&' if '?' in uri else '?'}{urlencode(told)}")


def _see_other(address: str) -> Response:
    """303: a browser that comes from a form must not send its password on (RFC 9700 section 4.12)."""
    response = Response(status=303, headers={"Location": address})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
