"""Fields of our schemas: texts that PostgreSQL can keep, lists written with commas."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

from chassis.texts import KEEPABLE, WORDS
from enrolment.domain.reasons import ReasonCode
from enrolment.domain.statuses import Status

MOST_MOTIVATION = 5_000
MOST_REASON = 1_000
MOST_LINE = 300


def motivation() -> fields.String:
    """What a person writes in the form."""
    return fields.String(required=True, validate=[validate.Length(min=1, max=MOST_MOTIVATION), WORDS])


def words() -> fields.String:
    """What somebody writes to somebody else."""
    return fields.String(required=True, validate=[validate.Length(min=1, max=MOST_MOTIVATION), WORDS])


def short_words(**options: Any) -> fields.String:
    """A line of text."""
    return fields.String(validate=[validate.Length(min=1, max=MOST_LINE), WORDS], **options)


def reason(**options: Any) -> fields.String:
    """Why somebody decides."""
    return fields.String(validate=[validate.Length(max=MOST_REASON), KEEPABLE], **options)


def reason_code(known: Sequence[ReasonCode]) -> fields.Field[ReasonCode]:
    """A reason of the list of who decides."""
    # Not an enumeration in the contract: each list is a part of it.
    return fields.Enum(ReasonCode, by_value=True, load_default=None, allow_none=True, validate=validate.OneOf(known))


class Keys(fields.String):
    """Up to a hundred keys separated by commas."""

    def __init__(self, **options: Any) -> None:
        key = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
        super().__init__(validate=validate.Regexp(rf"^{key}(,{key}){{0,99}}$"), **options)


class Statuses(fields.String):
    """States separated by commas."""

    def __init__(self, **options: Any) -> None:
        known = "|".join(status.value for status in Status)
        super().__init__(validate=validate.Regexp(rf"^({known})(,({known}))*$"), **options)


def statuses_of(text: str | None) -> frozenset[Status] | None:
    """The states of a list, None where none is written."""
    return frozenset(Status(part) for part in text.split(",")) if text else None
