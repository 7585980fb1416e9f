"""Whether identity's organisations have arrived."""

from uuid import UUID

from catalogue.store.training_actions import provider_is_known
from chassis.database import Session


def knows_organisations(session: Session, organisation_ids: frozenset[UUID]) -> bool:
    """Whether our copy names all of these, none of them closed."""
    return all(provider_is_known(session, organisation_id) for organisation_id in organisation_ids)
