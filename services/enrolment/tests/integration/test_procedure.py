"""The procedure of January 2026, step by step, on a real database."""

from datetime import timedelta
from uuid import UUID

import pytest

from chassis.database import transaction
from chassis.errors import NotFound
from chassis.ids import new_id
from chassis.principal import Role
from enrolment.domain.errors import AlreadyDecided, IllegalMove, OwnRequest, ReasonRequired, TrainingSessionBegun
from enrolment.usecases.accept_as_training_provider import accept_as_training_provider
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.cancel_enrolment import cancel_enrolment, read_cancellation_consequences
from enrolment.usecases.decline_as_training_provider import decline_as_training_provider
from enrolment.usecases.read_enrolments import read_history
from enrolment.usecases.refuse_as_hr_validator import refuse_as_hr_validator
from enrolment.usecases.withdraw_consent import cancel_as_staff, withdraw_consent
from services.enrolment.tests.integration.arranging import (
    FREEMIUM,
    OPEN_LAB,
    Person,
    a_colleague,
    a_person,
    a_session,
    account_event,
    approved,
    check_counts_add_up,
    counts,
    enrolled,
    found,
    requested,
    rights_of,
    said,
    status,
    tell,
)
from services.enrolment.tests.samples import (
    ALAIN,
    ANNIE,
    AS_ANNIE,
    AS_CAMILLE,
    AS_GUY,
    FIRST_DAY,
    GUY,
    LITTORAL,
    NOW,
    OURS,
    PROVIDER,
    SESSION,
    as_,
    days,
    paris,
)

ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
LATE = paris(FIRST_DAY, 12) - days(3)


def test_a_request_goes_from_the_employer_to_the_trainer() -> None:
    enrolment_id = requested(ALAIN_OF_OURS)
    assert (status(enrolment_id), counts(), rights_of(ALAIN_OF_OURS)) == ("requested", (0, 0), (0, 0))
    with transaction() as session:
        approve_as_hr_validator(session, enrolment_id, by=AS_ANNIE, now=NOW)
    assert (status(enrolment_id), counts(), rights_of(ALAIN_OF_OURS)) == ("pre_enrolled", (1, 0), (1, 1))
    with transaction() as session:
        accept_as_training_provider(session, enrolment_id, by=AS_GUY, now=NOW)
    assert (status(enrolment_id), counts(), rights_of(ALAIN_OF_OURS)) == ("enrolled", (1, 0), (1, 1))


def test_every_move_is_kept_and_told_with_who_when_why_and_under_which_policy() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    with transaction() as session:
        moves = read_history(session, enrolment_id, by=ALAIN_OF_OURS.token, now=NOW)
    assert [(move["status"], move["actor"]["role"], move["policy_version"]) for move in moves] == [
        ("requested", Role.BENEFICIARY, 1),
        ("pre_enrolled", Role.HR_VALIDATOR, 1),
        ("enrolled", Role.TRAINING_PROVIDER, 1),
    ]
    assert moves[1]["actor"]["name"] == "Annie Versaire"
    events = [event for event in said() if event.subject == enrolment_id]
    assert [(event.type, event.subject_version) for event in events] == [
        ("enrolment.requested.v1", 1),
        ("enrolment.pre_enrolled.v1", 2),
        ("enrolment.enrolled.v1", 3),
    ]
    assert all("motivation" not in event.data for event in events)


def test_the_first_decision_wins_and_says_in_which_role_and_when() -> None:
    enrolment_id = requested(ALAIN_OF_OURS)
    with transaction() as session:
        refuse_as_hr_validator(session, enrolment_id, by=AS_ANNIE, reason="Absences.", now=NOW)
    with pytest.raises(AlreadyDecided) as refusal, transaction() as session:
        approve_as_hr_validator(session, enrolment_id, by=AS_ANNIE, now=NOW)
    assert refusal.value.figures["decided_by"] is Role.HR_VALIDATOR
    assert refusal.value.figures["decided_at"] == "2026-11-23T09:00:00Z"
    assert (status(enrolment_id), counts()) == ("refused_by_hr", (0, 0))


def test_refusing_declining_cancelling_and_taking_back_need_a_reason() -> None:
    waiting, held = requested(ALAIN_OF_OURS), approved(a_person())
    with pytest.raises(ReasonRequired), transaction() as session:
        refuse_as_hr_validator(session, waiting, by=AS_ANNIE, reason="  ", now=NOW)
    with pytest.raises(ReasonRequired), transaction() as session:
        cancel_enrolment(session, waiting, by=ALAIN_OF_OURS.token, reason="", now=NOW)
    with pytest.raises(ReasonRequired), transaction() as session:
        decline_as_training_provider(session, held, by=AS_GUY, reason="", now=NOW)
    with pytest.raises(ReasonRequired), transaction() as session:
        cancel_as_staff(session, held, by=AS_CAMILLE, reason="", now=NOW)
    assert (status(waiting), status(held), counts()) == ("requested", "pre_enrolled", (1, 0))


def test_declining_frees_seat_and_right() -> None:
    enrolment_id = approved(ALAIN_OF_OURS)
    with transaction() as session:
        decline_as_training_provider(session, enrolment_id, by=AS_GUY, reason="Niveau déjà acquis.", now=NOW)
    assert (status(enrolment_id), counts(), rights_of(ALAIN_OF_OURS)) == ("declined", (0, 0), (0, 0))


def test_the_provider_cannot_accept_before_the_employer_has_approved() -> None:
    enrolment_id = requested(ALAIN_OF_OURS)
    with pytest.raises(IllegalMove), transaction() as session:
        accept_as_training_provider(session, enrolment_id, by=AS_GUY, now=NOW)
    assert status(enrolment_id) == "requested"


@pytest.mark.parametrize(
    ("moment", "is_early", "rights"),
    [
        (NOW, True, (0, 0)),
        (paris(FIRST_DAY - days(7), 23, 59), True, (0, 0)),
        (paris(FIRST_DAY - days(6), 0), False, (1, 1)),
    ],
)
def test_a_late_withdrawal_uses_the_right_and_says_so_before(
    moment: object, is_early: bool, rights: tuple[int, int]
) -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    with transaction() as session:
        foreseen = read_cancellation_consequences(session, enrolment_id, by=ALAIN_OF_OURS.token, now=moment)
        cancel_enrolment(session, enrolment_id, by=ALAIN_OF_OURS.token, reason="Empêché.", now=moment)
    assert (foreseen.is_early, foreseen.right_given_back) == (is_early, is_early)
    assert foreseen.told == (Role.HR_VALIDATOR, Role.TRAINING_PROVIDER)
    assert (status(enrolment_id), counts(), rights_of(ALAIN_OF_OURS)) == ("cancelled", (0, 0), rights)


def test_a_request_without_a_seat_never_costs_a_right() -> None:
    enrolment_id = requested(ALAIN_OF_OURS)
    with transaction() as session:
        foreseen = read_cancellation_consequences(session, enrolment_id, by=ALAIN_OF_OURS.token, now=LATE)
        cancel_enrolment(session, enrolment_id, by=ALAIN_OF_OURS.token, reason="Empêché.", now=LATE)
    assert foreseen.right_given_back is None
    assert foreseen.told == (Role.HR_VALIDATOR,)
    assert rights_of(ALAIN_OF_OURS) == (0, 0)


def test_the_employer_may_take_the_consent_back_until_the_session_begins() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    with pytest.raises(TrainingSessionBegun), transaction() as session:
        withdraw_consent(session, enrolment_id, by=AS_ANNIE, reason="Absences.", now=paris(FIRST_DAY, 9))
    with transaction() as session:
        withdraw_consent(session, enrolment_id, by=AS_ANNIE, reason="Absences.", now=NOW)
    assert (status(enrolment_id), counts(), rights_of(ALAIN_OF_OURS)) == ("cancelled", (0, 0), (0, 0))


def test_what_staff_cancel_gives_the_right_back_even_late() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    with transaction() as session:
        cancel_as_staff(session, enrolment_id, by=AS_CAMILLE, reason="Erreur.", now=LATE)
    assert (status(enrolment_id), rights_of(ALAIN_OF_OURS)) == ("cancelled", (0, 0))


def test_nobody_approves_their_own_request_while_another_validator_is_there() -> None:
    annie = Person(ANNIE, OURS, ANNIE)
    enrolment_id = requested(annie)
    colleague = new_id()
    tell(account_event(colleague, {OURS: ["hr_validator"]}))
    with pytest.raises(OwnRequest), transaction() as session:
        approve_as_hr_validator(session, enrolment_id, by=AS_ANNIE, now=NOW)
    tell(account_event(colleague, {OURS: ["hr_validator"]}, first_signed_in_at=None))
    with transaction() as session:
        approve_as_hr_validator(session, enrolment_id, by=AS_ANNIE, now=NOW)
        moves = read_history(session, enrolment_id, by=AS_ANNIE, now=NOW)
    assert moves[-1]["is_own_request"] is True


def test_a_providers_own_request_is_decided_by_another_trainer_or_by_staff() -> None:
    guy = Person(GUY, PROVIDER, ANNIE)
    tell(account_event(ANNIE, {PROVIDER: ["hr_validator"]}))
    enrolment_id = approved(guy)
    with pytest.raises(OwnRequest), transaction() as session:
        accept_as_training_provider(session, enrolment_id, by=AS_GUY, now=NOW)
    with transaction() as session:
        accept_as_training_provider(session, enrolment_id, by=AS_CAMILLE, now=NOW)
    assert status(enrolment_id) == "enrolled"


def test_another_organisation_or_provider_learns_nothing_of_a_request() -> None:
    enrolment_id = approved(ALAIN_OF_OURS)
    stranger = as_(Role.HR_VALIDATOR, new_id(), LITTORAL)
    with pytest.raises(NotFound), transaction() as session:
        approve_as_hr_validator(session, enrolment_id, by=stranger, now=NOW)
    for other in (as_(Role.TRAINING_PROVIDER, GUY, LITTORAL), as_(Role.TRAINING_PROVIDER, new_id(), PROVIDER)):
        with pytest.raises(NotFound), transaction() as session:
            accept_as_training_provider(session, enrolment_id, by=other, now=NOW)
    with pytest.raises(NotFound), transaction() as session:
        cancel_enrolment(session, enrolment_id, by=a_person().token, reason="?", now=NOW)
    assert status(enrolment_id) == "pre_enrolled"


def test_the_copy_takes_away_what_a_token_still_says() -> None:
    enrolment_id = requested(ALAIN_OF_OURS)
    tell(account_event(ANNIE, {OURS: ["beneficiary"]}))
    with pytest.raises(NotFound), transaction() as session:
        approve_as_hr_validator(session, enrolment_id, by=AS_ANNIE, now=NOW)
    assert status(enrolment_id) == "requested"


def test_an_open_action_without_the_employer_goes_straight_to_a_seat_or_the_list() -> None:
    lab = a_session(action=OPEN_LAB, capacity=1, waiting_list_capacity=1)
    first, second = requested(a_person(), lab), requested(a_person(), lab)
    assert (status(first), status(second), counts(lab)) == ("pre_enrolled", "waitlisted", (1, 1))
    assert "enrolment.requested.v1" not in {event.type for event in said()}


def test_a_freemium_self_paced_action_enrols_at_once_and_uses_no_right() -> None:
    self_paced = a_session(
        action=FREEMIUM, capacity=None, waiting_list_capacity=0, slots=[], first_day=NOW.date() - days(20)
    )
    person = a_person()
    enrolment_id = requested(person, self_paced, now=NOW - days(25))
    assert (status(enrolment_id), counts(self_paced), rights_of(person)) == ("enrolled", (1, 0), (0, 0))


def test_two_colleagues_of_one_organisation_do_not_share_their_rights() -> None:
    colleague = a_colleague(ALAIN_OF_OURS)
    approved(ALAIN_OF_OURS)
    assert (rights_of(ALAIN_OF_OURS), rights_of(colleague)) == ((1, 1), (0, 0))
    check_counts_add_up()


def test_a_decision_about_nothing_is_not_found() -> None:
    with pytest.raises(NotFound), transaction() as session:
        approve_as_hr_validator(session, UUID(int=0), by=AS_ANNIE, now=NOW)
    assert counts(SESSION) == (0, 0)


def test_a_version_grows_with_every_move() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY, now=NOW - timedelta(days=1))
    assert found(enrolment_id).version == 3
