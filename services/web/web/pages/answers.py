"""Refusals and silences of the services as pages."""

from flask import Flask, Response
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from chassis import theme
from chassis.database import transaction
from chassis.logs import log
from web import labels
from web.domain.errors import Refused, RoleNotGiven, SignInEnded, SignInFailed, Unreachable
from web.pages.access import recognised, to_sign_in
from web.pages.formats import told
from web.pages.wiring import wiring
from web.usecases.sign_out import sign_out

_LOG = log(__name__)
UNAUTHORISED = 401


def _forget(answer: AnyResponse) -> AnyResponse:
    """Drop the sign-in of this browser, here and in its cookie."""
    found = recognised()
    if found:
        with transaction() as session:
            sign_out(session, found.sign_in_id)
    answer.delete_cookie(wiring().cookie_name, secure=wiring().is_secure, httponly=True, samesite="Lax")
    return answer


def _on_refused(fault: Refused) -> AnyResponse:
    _LOG.info("a service refused", status=fault.status, code=fault.code)
    answer = theme.error_page(fault.status, explanation=labels.explained(fault.code, told(fault.figures)))
    return _forget(answer) if fault.status == UNAUTHORISED else answer


def _on_unreachable(fault: Unreachable) -> Response:
    _LOG.warning("a service did not answer", neighbour=fault.service)
    return theme.error_page(503)


def _on_ended(_fault: SignInEnded) -> AnyResponse:
    return _forget(to_sign_in())


def _on_failed(fault: SignInFailed) -> Response:
    _LOG.warning("a sign-in failed", reason=fault.reason)
    return theme.error_page(400, explanation=labels.people.SIGN_IN_FAILED)


def _on_role_not_given(_fault: RoleNotGiven) -> Response:
    return theme.error_page(403)


def _on_foreign_form(_fault: CSRFError) -> Response:
    return theme.error_page(400)


def install(app: Flask) -> None:
    """Answer what the services refuse, and their silence, with pages."""
    app.register_error_handler(Refused, _on_refused)
    app.register_error_handler(Unreachable, _on_unreachable)
    app.register_error_handler(SignInEnded, _on_ended)
    app.register_error_handler(RoleNotGiven, _on_role_not_given)
    app.register_error_handler(SignInFailed, _on_failed)
    app.register_error_handler(CSRFError, _on_foreign_form)
