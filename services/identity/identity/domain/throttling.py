"""How long somebody must wait after failed attempts, counted by account (whether it exists or not) and by address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_FIRST_DELAY = timedelta(minutes=1)
# With five free failures this makes at most 23 attempts on an account in 24 hours; CNIL (2022-100) wants 25 at most.
_LONGEST_DELAY = timedelta(hours=2)


class ThrottleKind(StrEnum):
    """What the failures are counted by."""

    ACCOUNT = "account"
    ADDRESS = "address"
    SECOND_FACTOR = "second_factor"
    # Links asked for: by the e-mail address they go to, and by the network address they were asked from.
    MAIL = "mail"
    MAIL_ADDRESS = "mail_address"


# Failures that cost nothing, and how long a count goes on. Many people of one employer share an address.
FREE_FAILURES = {
    ThrottleKind.ACCOUNT: 5,
    ThrottleKind.ADDRESS: 50,
    ThrottleKind.SECOND_FACTOR: 5,
    ThrottleKind.MAIL: 5,
    ThrottleKind.MAIL_ADDRESS: 30,
}
WINDOW = {
    ThrottleKind.ACCOUNT: timedelta(hours=24),
    ThrottleKind.ADDRESS: timedelta(hours=1),
    ThrottleKind.SECOND_FACTOR: timedelta(hours=24),
    ThrottleKind.MAIL: timedelta(hours=24),
    ThrottleKind.MAIL_ADDRESS: timedelta(hours=1),
}


@dataclass(eq=False, kw_only=True)
class Throttle:
    """The failures under one key since `began_at` (`digest`: SHA-256 of an e-mail address or of a network address)."""

    kind: ThrottleKind
    digest: bytes
    failures: int
    began_at: datetime
    closed_until: datetime | None

    def is_closed(self, now: datetime) -> bool:
        """Whether no attempt is looked at now."""
        return self.closed_until is not None and now < self.closed_until

    def count_failure(self, now: datetime) -> None:
        """One more attempt that has not succeeded; beyond the free ones the wait doubles each time, up to two hours."""
        if self.failures == 0 or now - self.began_at > WINDOW[self.kind]:
            self.failures, self.began_at = 0, now
        self.failures += 1
        beyond = self.failures - FREE_FAILURES[self.kind]
        if beyond >= 0:
            self.closed_until = now + min(_FIRST_DELAY * 2 ** min(beyond, 10), _LONGEST_DELAY)

    def forgive(self) -> None:
        """A sign-in succeeded: its account starts afresh."""
        self.failures, self.closed_until = 0, None

    def take_back(self) -> None:
        """The attempt just counted was no failure, which says nothing about the earlier ones."""
        self.failures = max(0, self.failures - 1)
        if self.failures < FREE_FAILURES[self.kind]:
            self.closed_until = None
