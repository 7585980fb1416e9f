"""How answers travel: validators for caches on what anyone may read, versions for editors on the rest."""

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, request

from chassis.errors import StaleVersion

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


def version_tag(version: int) -> dict[str, str]:
    """The ETag of what an editor reads."""
    return {"ETag": f'"{version}"', "Cache-Control": "no-store"}


def expected_version() -> int | None:
    """The version in If-Match, None where the editor does not say.

    Raises:
        StaleVersion: the tag is none of ours, so it cannot match.
    """
    if not request.if_match or request.if_match.star_tag:
        return None
    tags = request.if_match.as_set(include_weak=False)
    numbers = [tag for tag in tags if tag.isdecimal() and len(tag) < 10]
    if len(numbers) != 1:
        raise StaleVersion(next_step="reload")
    return int(numbers[0])
