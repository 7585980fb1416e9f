"""A person was anonymised: their name leaves the trainers of every action, and what they kept goes."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.events import training_action_told
from catalogue.store import personal
from catalogue.store.training_actions import all_publications_of, lock_actions_naming, publication_of
from chassis import outbox
from chassis.database import Session


def forget_person(session: Session, account_id: UUID, *, now: datetime) -> int:
    """Says how many actions named the person; published ones are told again without them."""
    personal.forget_account(session, account_id)
    actions = lock_actions_naming(session, account_id)
    for action in actions:
        for publication in all_publications_of(session, action.training_action_id):
            publication.description = publication.description.without_trainer(account_id)
        if action.forget_trainer(account_id):
            outbox.append(session, training_action_told(action, publication_of(session, action), occurred_at=now))
    return len(actions)
