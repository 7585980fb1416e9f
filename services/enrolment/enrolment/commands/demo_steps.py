"""The demo's requests as steps in time: who does what to which request, when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from chassis.clock import PARIS
from chassis.principal import Principal, Role

Told = dict[str, Any]
_MOMENT = re.compile(r"^((?P<days>[+-]\d+)d|last-year:(?P<month>\d\d)-(?P<day>\d\d)) (?P<hour>\d\d):(?P<minute>\d\d)$")
_ROLES = {
    "approve": Role.HR_VALIDATOR,
    "refuse": Role.HR_VALIDATOR,
    "withdraw_consent": Role.HR_VALIDATOR,
    "accept": Role.TRAINING_PROVIDER,
    "decline": Role.TRAINING_PROVIDER,
    "record": Role.TRAINING_PROVIDER,
    "request": Role.BENEFICIARY,
    "cancel": Role.BENEFICIARY,
    "ask": Role.TRAINING_PROVIDER,
    "close": Role.TRAINING_PROVIDER,
    "evaluate": Role.TRAINING_PROVIDER,
    "write": Role.BENEFICIARY,
    "answer": Role.BENEFICIARY,
    "complain": Role.BENEFICIARY,
    "contest": Role.BENEFICIARY,
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One decision about one request; nobody (None) where the clock decides."""

    at: datetime
    decision: str
    request: Told
    told: Told
    by: Principal | None

    @property
    def enrolment_id(self) -> UUID:
        """The request."""
        return UUID(self.request["enrolment_id"])

    @property
    def training_session_id(self) -> UUID:
        """Its session."""
        return UUID(self.request["training_session_id"])


def moment_of(told: str, now: datetime) -> datetime:
    """« -28d 17:20 », days told from today, or « last-year:11-12 17:20 »: an hour in Paris.

    Raises:
        ValueError: the text is not of that form.
    """
    matched = _MOMENT.match(told)
    if matched is None:
        raise ValueError(f"not a moment of the demo data: {told!r}")
    today = now.astimezone(PARIS).date()
    if matched["days"] is None:
        day = date(today.year - 1, int(matched["month"]), int(matched["day"]))
    else:
        day = today + timedelta(days=int(matched["days"]))
    return datetime.combine(day, time(int(matched["hour"]), int(matched["minute"])), tzinfo=PARIS)


def _principal(decision: str, *, account_id: str, organisation_id: str) -> Principal | None:
    role = _ROLES.get(decision)
    if role is None:
        return None
    pair = (role, UUID(organisation_id))
    return Principal(
        account_id=UUID(account_id),
        active_role=role,
        active_organisation=pair[1],
        roles=frozenset({pair}),
        client_id="demo",
    )


def _steps_of(request: Told, now: datetime) -> Iterator[Step]:
    own = {"account_id": request["account_id"], "organisation_id": request["organisation_id"]}
    first = {"decision": "request", "at": request["requested"]}
    for told in (first, *request["moves"]):
        who = {**own, **told.get("by", {})}
        yield Step(
            at=moment_of(told["at"], now),
            decision=told["decision"],
            request=request,
            told=told,
            by=_principal(told["decision"], **who),
        )


def steps_of(requests: list[Told], *, now: datetime) -> list[Step]:
    """Every step in order of time; a step of the future is a fault of the data.

    Raises:
        ValueError: a step lies in the future.
    """
    found = sorted((step for request in requests for step in _steps_of(request, now)), key=lambda step: step.at)
    if found and found[-1].at > now:
        raise ValueError(f"the demo data decides in the future: {found[-1].told!r}")
    return found
