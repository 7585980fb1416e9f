"""How what anyone may read travels: with validators for caches."""

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, request

# What visitors read may be this old, seats included: asking for one is checked anew by enrolment.
FRESH_FOR_S = 15


def cacheable(body: Any, *, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that anyone may keep for a moment, or 304 where the reader has it already."""
    return cacheable_text(current_app.json.dumps(body), media_type="application/json", headers=headers)


def cacheable_text(text: str | bytes, *, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """The same for what is not our JSON."""
    answer = Response(text, mimetype=media_type)
    answer.headers.update(headers or {})
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_FOR_S}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
