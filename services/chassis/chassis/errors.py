"""Refusals: classes with a public code, listed in contracts/problems.md; they meet HTTP in `chassis.problems` only."""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A refusal with a public code.

    Subclasses set `code` (kebab-case), `title` (one English sentence) and, where 409 is wrong, `status` (of HTTP).
    `figures` are JSON-able values that explain the refusal; `next_step` is the code of what the person can do.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    title: ClassVar[str] = "The request was refused"

    def __init__(self, *, figures: Mapping[str, object] | None = None, next_step: str | None = None) -> None:
        super().__init__(self.code)
        self.figures = dict(figures or {})
        self.next_step = next_step


class NotFound(DomainError):
    """The thing does not exist, or this person must not learn that it does."""

    code = "not-found"
    status = 404
    title = "There is no such thing here"


class Forbidden(DomainError):
    """The person is known and may not do this."""

    code = "forbidden"
    status = 403
    title = "This is not allowed in the active role"


class Unauthenticated(DomainError):
    """No access token, or one that does not hold (RFC 6750 section 3.1)."""

    code = "unauthenticated"
    status = 401
    title = "A valid access token is needed"


class KeysUnavailable(DomainError):
    """The issuer's signing keys cannot be read, so no token can be verified."""

    code = "keys-unavailable"
    status = 503
    title = "Access tokens cannot be verified for the moment"


class Busy(DomainError):
    """Too many ask for one thing at once; the same call may go through later."""

    code = "busy"
    status = 503
    title = "The service is busy; nothing was changed"


class StaleVersion(DomainError):
    """Somebody else changed the resource first (If-Match)."""

    code = "stale-version"
    status = 412
    title = "The resource changed meanwhile"


class IdempotencyMismatch(DomainError):
    """The key was used before for another request (draft-ietf-httpapi-idempotency-key-header section 2.6)."""

    code = "idempotency-mismatch"
    status = 422
    title = "This idempotency key belongs to another request"
