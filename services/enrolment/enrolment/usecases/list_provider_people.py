"""The people of a provider organisation who can be named trainers and then decide."""

from typing import Any
from uuid import UUID

from chassis.errors import Forbidden
from chassis.principal import Principal, Role
from enrolment.domain.targets import Run
from enrolment.store import people
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of


def list_provider_people(reader: Reader, organisation_id: UUID, *, by: Principal) -> list[dict[str, Any]]:
    """Those who hold the role of training provider there, by name.

    Raises:
        Forbidden: neither staff nor somebody who acts as training provider of this organisation.
    """
    viewer = viewer_of(reader, by)
    anything_of_theirs = Run(provider_organisation_id=organisation_id, trainer_account_ids=())
    if not viewer.is_staff and not viewer.runs(anything_of_theirs):
        raise Forbidden(figures={"active_role": by.active_role}, next_step="switch-organisation")
    return [
        {"account_id": account.account_id, "name": name}
        for account, name in people.of_organisation(reader, organisation_id)
        if account.holds(Role.TRAINING_PROVIDER, organisation_id)
    ]
