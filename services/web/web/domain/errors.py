"""What can go wrong between web and those it asks."""

from collections.abc import Mapping
from typing import Any


class SignInEnded(Exception):
    """There is no sign-in behind the cookie any more: it ran out, was ended elsewhere, or was revoked."""


class SignInFailed(Exception):
    """The answer of the OpenID provider does not hold; `reason` is a constant for the log, never shown as it is."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RoleNotGiven(Exception):
    """The OpenID provider refused to act in that role; the sign-in goes on as it was."""


class Unreachable(Exception):
    """A service did not answer, or answered nonsense; `service` names it for the log."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


class Refused(Exception):
    """A service refused, with the problem it gave (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", "refused"))
        self.figures: dict[str, Any] = dict(problem.get("figures") or {})
        self.next_step: str | None = problem.get("next_step")
        self.errors: dict[str, Any] = dict(problem.get("errors") or {})
        super().__init__(f"{status} {self.code}")
