"""What the OpenID provider tells us behind the browser's back."""

from flask import Blueprint, Response, jsonify, request

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from chassis.logs import log
from web.domain.errors import SignInFailed
from web.pages.wiring import wiring
from web.usecases.end_with_provider import end_with_provider

_LOG = log(__name__)
# Apart from the other pages: no form of ours leads here, the signed token is what proves where it comes from.
pages = Blueprint("back_channel", __name__)


@pages.post("/connexion/fin")
@public
def end() -> Response:
    """200 where the token holds, whether or not there was anything to end; 400 where it does not (section 2.8)."""
    try:
        with transaction() as session:
            ended = end_with_provider(
                session, request.form.get("logout_token", ""), provider=wiring().provider, now=now()
            )
    except SignInFailed as fault:
        _LOG.warning("a logout token was refused", reason=fault.reason)
        answer = jsonify({"error": "invalid_request", "error_description": fault.reason})
        answer.status_code = 400
    else:
        _LOG.info("sign-ins ended with the provider's", number=ended)
        answer = Response(status=200)
    answer.headers["Cache-Control"] = "no-store"
    return answer
