"""Versions of a resource that several people may change: the ETag, and `If-Match`."""

from flask import request

from chassis.errors import StaleVersion


def version_tag(version: int) -> dict[str, str]:
    """The ETag of what was read or written."""
    return {"ETag": f'"{version}"', "Cache-Control": "no-store"}


def expected_version() -> int | None:
    """The version in If-Match, None where nobody says.

    Raises:
        StaleVersion: the tag is none of ours, so it cannot match.
    """
    if not request.if_match or request.if_match.star_tag:
        return None
    numbers = [tag for tag in request.if_match.as_set(include_weak=False) if tag.isdecimal() and len(tag) < 10]
    if len(numbers) != 1:
        raise StaleVersion(next_step="reload")
    return int(numbers[0])
