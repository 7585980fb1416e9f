"""Rows of actions and their publications."""

from uuid import UUID

from sqlalchemy import cast, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from catalogue.domain.training_actions import Publication, TrainingAction
from catalogue.store.tables import ORGANISATIONS, PUBLICATIONS, TRAINING_ACTIONS
from chassis.errors import NotFound


def lock_training_action(session: Session, training_action_id: UUID) -> TrainingAction:
    """
    Raises:
        NotFound
    """
    action = session.get(TrainingAction, training_action_id, with_for_update=True, populate_existing=True)
    if action is None:
        raise NotFound()
    return action


def read_training_action(session: Session, training_action_id: UUID) -> TrainingAction:
    """
    Raises:
        NotFound
    """
    action = session.get(TrainingAction, training_action_id)
    if action is None:
        raise NotFound()
    return action


def provider_is_known(session: Session, organisation_id: UUID) -> bool:
    """Whether our copy names this organisation, and does not say that it closed."""
    statement = select(ORGANISATIONS.c.organisation_id).where(
        ORGANISATIONS.c.organisation_id == organisation_id, ORGANISATIONS.c.closed_on.is_(None)
    )
    return session.execute(statement).first() is not None


def provider_name(session: Session, organisation_id: UUID) -> str | None:
    """As our copy has it; None where it was never told."""
    return session.scalar(select(ORGANISATIONS.c.name).where(ORGANISATIONS.c.organisation_id == organisation_id))


def publication_of(session: Session, action: TrainingAction) -> Publication:
    """The last publication of an action that was published."""
    publication = session.get(Publication, (action.training_action_id, action.publication_number))
    if publication is None:
        raise LookupError("the action was never published")
    return publication


def unlist(session: Session, training_action_id: UUID) -> None:
    """No publication of this action is listed any more."""
    session.execute(
        update(PUBLICATIONS)
        .where(PUBLICATIONS.c.training_action_id == training_action_id, PUBLICATIONS.c.is_listed)
        .values(is_listed=False)
    )


def lock_actions_naming(session: Session, account_id: UUID) -> list[TrainingAction]:
    """Actions whose working copy or any publication names this person as a trainer, in the order of their keys."""
    named = [{"account_id": str(account_id)}]
    published = select(PUBLICATIONS.c.training_action_id).where(cast(PUBLICATIONS.c.trainers, JSONB).contains(named))
    in_draft = cast(TRAINING_ACTIONS.c.trainers, JSONB).contains(named)
    statement = (
        select(TrainingAction)
        .where(or_(in_draft, TRAINING_ACTIONS.c.training_action_id.in_(published)))
        .order_by(TRAINING_ACTIONS.c.training_action_id)
        .with_for_update()
    )
    return list(session.scalars(statement))


def publications_after(
    session: Session, after: UUID | None, limit: int
) -> list[tuple[TrainingAction, list[Publication]]]:
    """Up to `limit` published or withdrawn actions in the order of their keys, each with its publications in order."""
    statement = (
        select(TrainingAction)
        .where(TRAINING_ACTIONS.c.publication_number > 0)
        .order_by(TRAINING_ACTIONS.c.training_action_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(TRAINING_ACTIONS.c.training_action_id > after)
    told = {action.training_action_id: (action, list[Publication]()) for action in session.scalars(statement)}
    kept = (
        select(Publication)
        .where(PUBLICATIONS.c.training_action_id.in_(list(told)))
        .order_by(PUBLICATIONS.c.publication_number)
    )
    for publication in session.scalars(kept):
        told[publication.training_action_id][1].append(publication)
    return list(told.values())


def all_publications_of(session: Session, training_action_id: UUID) -> list[Publication]:
    """Every publication of an action, the oldest first."""
    statement = (
        select(Publication)
        .where(PUBLICATIONS.c.training_action_id == training_action_id)
        .order_by(PUBLICATIONS.c.publication_number)
    )
    return list(session.scalars(statement))
