"""What the gateway itself answers: problem details for machines, a small French page for people."""

import html
import json
from pathlib import Path

from gateway.labels import PAGES

PROBLEM_TYPE = "application/problem+json"
PAGE_TYPE = "text/html; charset=utf-8"
_PAGE = (Path(__file__).resolve().parents[2] / "pages" / "error.html").read_text(encoding="utf-8").strip()

# The same codes and titles as the Lua of gateway/kong/base/platform.yaml; a test compares them.
REFUSALS: dict[int, tuple[str, str]] = {
    400: ("malformed-request", "The request is malformed"),
    401: ("unauthenticated", "A valid access token is needed"),
    404: ("not-found", "There is no such thing here"),
    405: ("method-not-allowed", "This method is not allowed here"),
    408: ("request-timeout", "The request took too long to arrive"),
    411: ("length-required", "A body of this size needs a Content-Length"),
    413: ("too-large", "The body is too large"),
    417: ("too-large", "The body is too large"),
    429: ("too-many-requests", "Too many requests; Retry-After says how many seconds to wait"),
    500: ("internal-error", "The gateway failed; nothing was changed"),
    502: ("bad-gateway", "The service gave no valid answer"),
    503: ("service-unavailable", "The service cannot be reached for the moment"),
    504: ("gateway-timeout", "The service did not answer in time"),
}


def problem(status: int) -> str:
    """The body of a refusal (RFC 9457)."""
    code, title = REFUSALS[status]
    body = {
        "type": f"urn:parcourspro:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "figures": {},
        "next_step": None,
    }
    return json.dumps(body, separators=(",", ":"))


def page(status: int) -> str | None:
    """The page of a refusal, None where people never meet it."""
    if status not in PAGES:
        return None
    title, message = PAGES[status]
    return _PAGE.format(title=html.escape(title), message=html.escape(message))
