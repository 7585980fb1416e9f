"""Versions of the rules that the demo has seen, published by the use cases on the days before."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal, Role
from enrolment.commands.demo_steps import Told, moment_of
from enrolment.domain.deadlines import day_of
from enrolment.domain.policy_drafts import terms_of
from enrolment.usecases.edit_policies import create_draft, publish_draft, read_policy_in_force


def publish(session: Session, told: Told, *, now: datetime) -> None:
    """The next version: the rules in force that day, with what `told` changes."""
    at, effective_on = moment_of(told["published"], now), day_of(moment_of(told["effective"], now))
    by = Principal(
        account_id=UUID(told["account_id"]),
        active_role=Role.STAFF,
        active_organisation=None,
        roles=frozenset({(Role.STAFF, None)}),
        client_id="demo",
    )
    terms = terms_of(read_policy_in_force(session, day=effective_on, now=now))
    changed = {**terms, **told["changes"], "effective_on": effective_on}
    draft = create_draft(session, terms=changed, by=by, now=at)
    publish_draft(session, draft.draft_id, by=by, now=at)
