"""An action is given to another provider: what is under way passes to the successor, past sessions stay."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis.database import transaction
from chassis.errors import NotFound
from chassis.events import Event
from chassis.principal import Principal, Role
from enrolment.domain.reasons import Choice
from enrolment.usecases.decide_as_training_provider import decide_as_training_provider
from enrolment.usecases.read_enrolments import Query, Scope, list_enrolments
from enrolment.usecases.read_training_sessions import read_roster
from services.enrolment.tests.integration.arranging import (
    Person,
    a_session,
    account_event,
    action_event,
    approved,
    enrolled,
    organisation_event,
    profile_event,
    status,
    tell,
)
from services.enrolment.tests.integration.conftest import Headers
from services.enrolment.tests.integration.test_neighbours import hear
from services.enrolment.tests.samples import (
    ACTION,
    ALAIN,
    ANNIE,
    AS_GUY,
    FIRST_DAY,
    GUY,
    INES,
    JEAN,
    LITTORAL,
    NOW,
    OURS,
    PAUL,
    PROVIDER,
    as_,
    days,
    paris,
)

ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
AS_INES = as_(Role.TRAINING_PROVIDER, INES, LITTORAL)
AFTER = paris(FIRST_DAY + days(10), 9)


def given_to(organisation_id: UUID, *trainers: UUID) -> Event:
    """As the catalogue says it."""
    event = action_event(
        provider_organisation_id=str(organisation_id), trainer_account_ids=[str(key) for key in trainers],
        replaced_provider_organisation_id=str(PROVIDER),
    )  # fmt: skip
    return Event(
        type="training_action.provider_replaced.v1",
        subject=event.subject,
        subject_version=event.subject_version,
        data=event.data,
        occurred_at=AFTER,
    )


@pytest.fixture(autouse=True)
def the_successor() -> None:
    tell(
        organisation_event(LITTORAL, "Formation Littoral"),
        account_event(INES, {LITTORAL: ["beneficiary", "training_provider"]}),
    )


def decide(enrolment_id: UUID, *, by: Principal) -> None:
    with transaction() as session:
        decide_as_training_provider(session, enrolment_id, choice=Choice(decision="accept"), by=by, now=NOW)


def desk_of(principal: Principal) -> list[UUID]:
    with transaction() as session:
        found = list_enrolments(session, Query(scope=Scope.PROVIDER, limit=20), by=principal, now=AFTER)
    return [item["enrolment_id"] for item in found.items]


def sees_roster(principal: Principal, training_session_id: UUID) -> bool:
    with transaction() as session:
        try:
            read_roster(session, training_session_id, by=principal)
        except NotFound:
            return False
    return True


def test_the_successor_decides_what_is_under_way_and_the_replaced_provider_no_longer() -> None:
    coming = a_session(ACTION, first_day=FIRST_DAY + days(40))
    key = approved(ALAIN_OF_OURS, coming)
    assert desk_of(AS_GUY) == [key]
    hear(given_to(LITTORAL, INES))
    assert (desk_of(AS_GUY), desk_of(AS_INES)) == ([], [key])
    with pytest.raises(NotFound):
        decide(key, by=AS_GUY)
    decide(key, by=AS_INES)
    assert status(key) == "enrolled"
    assert (sees_roster(AS_GUY, coming), sees_roster(AS_INES, coming)) == (False, True)


def test_past_sessions_stay_with_the_provider_that_ran_them() -> None:
    past, coming = a_session(ACTION), a_session(ACTION, first_day=FIRST_DAY + days(40))
    attended = enrolled(ALAIN_OF_OURS, past, by=AS_GUY)
    hear(given_to(LITTORAL, INES))
    assert (sees_roster(AS_GUY, past), sees_roster(AS_INES, past)) == (True, False)
    assert (desk_of(AS_GUY), desk_of(AS_INES)) == ([attended], [])
    assert (sees_roster(AS_GUY, coming), sees_roster(AS_INES, coming)) == (False, True)


def test_a_colleague_of_the_successor_whom_the_action_does_not_name_decides_nothing() -> None:
    key = approved(ALAIN_OF_OURS, a_session(ACTION, first_day=FIRST_DAY + days(40)))
    tell(account_event(GUY, {LITTORAL: ["beneficiary", "training_provider"]}))
    hear(given_to(LITTORAL, INES))
    with pytest.raises(NotFound):
        decide(key, by=as_(Role.TRAINING_PROVIDER, GUY, LITTORAL))
    assert status(key) == "pre_enrolled"


def test_an_older_version_that_arrives_late_gives_nothing_back() -> None:
    past = a_session(ACTION)
    earlier = action_event()
    hear(given_to(LITTORAL, INES))
    hear(earlier)
    assert (sees_roster(AS_GUY, past), sees_roster(AS_INES, past)) == (True, False)


def people_of(client: FlaskClient, organisation_id: UUID, headers: Headers) -> tuple[int, list[str]]:
    answer = client.get(f"/api/enrolment/v1/provider-people?organisation_id={organisation_id}", headers=headers)
    return answer.status_code, [item["name"] for item in answer.json.get("items", [])]


def test_a_provider_reads_whom_of_its_people_it_can_name_and_nobody_elses(
    client: FlaskClient, as_guy: Headers, as_camille: Headers, as_annie: Headers
) -> None:
    tell(
        account_event(JEAN, {PROVIDER: ["beneficiary", "training_provider"]}),
        account_event(PAUL, {PROVIDER: ["beneficiary"]}),
        *(profile_event(key, *name) for key, name in {
            GUY: ("Guy", "Rembourg"), JEAN: ("Jean", "Tille"), PAUL: ("Paul", "Iglotte"), INES: ("Inès", "Pérance"),
        }.items()),
    )  # fmt: skip
    assert people_of(client, PROVIDER, as_guy) == (200, ["Guy Rembourg", "Jean Tille"])
    assert people_of(client, LITTORAL, as_guy) == (403, [])
    assert people_of(client, LITTORAL, as_camille) == (200, ["Inès Pérance"])
    assert people_of(client, PROVIDER, as_annie) == (403, [])
