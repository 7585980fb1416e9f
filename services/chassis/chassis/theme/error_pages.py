"""Refusals and crashes as pages, for views that people open in a browser."""

from http import HTTPStatus

from flask import Blueprint, Flask, Response, current_app, make_response, render_template
from werkzeug.exceptions import HTTPException

from chassis.errors import DomainError
from chassis.logs import log, told_briefly
from chassis.tracing import current_trace_id

_LOG = log(__name__)


def error_page(status: int, *, explanation: str | None = None) -> Response:
    """The page of `status`; `explanation` stands in for the usual sentence. It extends the template `error_layout`."""
    page = render_template("theme/error.html", status=status, told=explanation, reference=current_trace_id())
    return make_response(page, status)


def _on_refusal(fault: DomainError) -> Response:
    return error_page(fault.status)


def _on_http(fault: HTTPException) -> Response:
    status = fault.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if fault.response is not None and status < HTTPStatus.BAD_REQUEST:
        return current_app.make_response(fault.get_response())
    answer = error_page(status)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers.extend([pair for pair in fault.get_headers() if pair[0] == "Allow"])
    return answer


def _on_crash(fault: Exception) -> Response:
    _LOG.error("a page failed", fault=told_briefly(fault))
    return error_page(HTTPStatus.INTERNAL_SERVER_ERROR)


def install_error_pages(target: Flask | Blueprint) -> None:
    """Answer the refusals and crashes of an application, or of one blueprint of it, with pages."""
    target.register_error_handler(DomainError, _on_refusal)
    target.register_error_handler(HTTPException, _on_http)
    target.register_error_handler(Exception, _on_crash)
