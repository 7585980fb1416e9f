"""Versions of what several may change: told as ETag, expected by If-Match (RFC 9110 sections 8.8.3 and 13.1.1)."""

from flask import request

from chassis.errors import StaleVersion

DIGITS = 9
# How OpenAPI documents tell them; `openapi_document` adds the first to every operation that knows 412.
IF_MATCH = {"in": "header", "name": "If-Match", "schema": {"type": "string"}, "description": "The ETag that was read"}
ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match"}}


def version_tag(version: int) -> dict[str, str]:
    """The headers of an answer that shows this version of something not everybody may read."""
    return {"ETag": f'"{version}"', "Cache-Control": "no-store"}


def expected_version() -> int | None:
    """The version in If-Match, None where the client does not say.

    Raises:
        StaleVersion: the tag is none of ours, so it cannot match.
    """
    if not request.if_match or request.if_match.star_tag:
        return None
    tags = request.if_match.as_set(include_weak=False)
    # An empty tag comes as None.
    numbers = [int(tag) for tag in tags if tag and tag.isdecimal() and len(tag) <= DIGITS]
    if len(numbers) != 1:
        raise StaleVersion(next_step="reload")
    return numbers[0]
