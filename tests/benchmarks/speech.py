"""What the speaker does and says: sessions scheduled by the catalogue's own use cases."""

import dataclasses
from datetime import UTC, date, datetime
from uuid import UUID

from catalogue.domain.training_sessions import TrainingSession
from catalogue.usecases.create_training_action import create_training_action
from catalogue.usecases.keep_classification import keep_theme, keep_training_action_type
from catalogue.usecases.note_organisation import note_organisation
from catalogue.usecases.schedule_training_session import schedule_training_session
from chassis import outbox
from chassis.database import transaction
from chassis.events import Event
from chassis.ids import new_id
from services.catalogue.tests.samples import FINANCING, FORMATION, PROVIDER, STAFF, description, two_days

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 12, 21)


def _provider() -> Event:
    data: dict[str, object] = {
        "organisation_id": str(PROVIDER),
        "siret": "99900000100017",
        "name": "Atelier des compétences",
        "address": {"street": "1 rue du Port", "postcode": "17000", "city": "La Rochelle"},
        "activity_declaration_number": "75170000117",
        "closed_on": None,
        "memberships": [],
    }
    return Event(type="organisation.changed.v1", subject=PROVIDER, subject_version=1, data=data, occurred_at=NOW)


def prepare() -> UUID:
    """An action to schedule sessions of."""
    with transaction() as session:
        keep_training_action_type(session, FORMATION)
        keep_theme(session, FINANCING)
        note_organisation(session, _provider())
        return create_training_action(session, description(), editor=STAFF, now=NOW).training_action_id


def schedule(training_action_id: UUID) -> TrainingSession:
    """One transaction of the speaker: lock, checks, a session with two slots, the journal, the event."""
    with transaction() as session:
        return schedule_training_session(session, training_action_id, plan=two_days(FIRST_DAY), editor=STAFF, now=NOW)


def say_many(like: Event, count: int) -> None:
    """Fill the outbox: the same fact of so many subjects."""
    with transaction() as session:
        for _ in range(count):
            outbox.append(session, dataclasses.replace(like, id=new_id(), subject=new_id()))
