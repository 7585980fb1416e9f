"""Where refusals become HTTP: RFC 9457 problem details, `application/problem+json`."""

from collections.abc import Mapping
from http import HTTPStatus

import orjson
from flask import Flask, Response, request
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from chassis.errors import Busy, DomainError
from chassis.logs import log, told_briefly

CONTENT_TYPE = "application/problem+json"
# Serialisation failure, deadlock, lock timeout (SQLSTATE): others had the rows, nothing was changed.
_CONTENDED = {"40001", "40P01", "55P03"}
_LOG = log(__name__)


class ProblemSchema(Schema):
    """The body of every refusal; `code` is listed in contracts/problems.md."""

    type = fields.String(required=True, metadata={"description": "urn:parcourspro:problem:<code>"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    figures = fields.Dict(metadata={"description": "Values that explain the refusal"})
    next_step = fields.String(allow_none=True, metadata={"description": "Code of what the person can do"})
    errors = fields.Dict(metadata={"description": "Faults by field, where the input is at fault"})


def problem(
    *,
    status: int,
    code: str,
    title: str,
    figures: Mapping[str, object] | None = None,
    next_step: str | None = None,
    errors: object = None,
) -> Response:
    """A problem as a response; `errors` only where the input is at fault."""
    body: dict[str, object] = {
        "type": f"urn:parcourspro:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "figures": dict(figures or {}),
        "next_step": next_step,
    }
    if errors is not None:
        body["errors"] = errors
    # Faults inside a list are keyed by their position, a number.
    content = orjson.dumps(body, default=str, option=orjson.OPT_NON_STR_KEYS)
    answer = Response(content, status=status, content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        bore_token = "Authorization" in request.headers
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if bore_token else "Bearer"
    return answer


def _on_refusal(fault: DomainError) -> Response:
    return problem(
        status=fault.status, code=fault.code, title=fault.title, figures=fault.figures, next_step=fault.next_step
    )


_CODES = {
    400: "malformed-request",
    404: "not-found",
    405: "method-not-allowed",
    412: "stale-version",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid-input",
    428: "version-required",
}


def _on_http(fault: HTTPException) -> Response:
    status = fault.code or 500
    if isinstance(fault, RequestRedirect):
        return Response(status=status, headers={"Location": fault.new_url})
    if status == HTTPStatus.NOT_MODIFIED:
        return Response(status=status)
    data = getattr(fault, "data", None) or {}
    messages = data.get("messages") or data.get("errors")
    answer = problem(
        status=status,
        code=_CODES.get(status, "internal-error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refused"),
        title=HTTPStatus(status).phrase,
        errors=_by_field(messages) if status == HTTPStatus.UNPROCESSABLE_ENTITY else None,
    )
    if isinstance(fault, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(fault.valid_methods or ()))
    return answer


def _by_field(messages: object) -> object:
    """Faults by field, whatever the place (json, query) they came from."""
    if isinstance(messages, Mapping):
        merged: dict[str, object] = {}
        for place, faults in messages.items():
            merged.update(faults if isinstance(faults, Mapping) else {str(place): faults})
        return merged
    return {}


def _on_bad_value(fault: ValidationError) -> Response:
    """A view found a value at fault after its schema had passed it, such as a cursor."""
    return problem(
        status=422, code="invalid-input", title=HTTPStatus(422).phrase, errors={fault.field_name: fault.messages}
    )


def _on_crash(fault: Exception) -> Response:
    if getattr(getattr(fault, "orig", None), "sqlstate", None) in _CONTENDED:
        return _on_refusal(Busy(next_step="try-again"))
    _LOG.error("a request failed", fault=told_briefly(fault))
    return problem(status=500, code="internal-error", title="The service failed; nothing was changed")


def install(app: Flask) -> None:
    """Answer every refusal and every crash of `app` with a problem."""
    app.register_error_handler(DomainError, _on_refusal)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(ValidationError, _on_bad_value)
    app.register_error_handler(Exception, _on_crash)
