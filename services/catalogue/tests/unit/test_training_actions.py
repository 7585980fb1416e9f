"""Actions from draft to withdrawn, and what their descriptions may say."""

from dataclasses import replace
from itertools import product
from uuid import uuid4

import pytest

from catalogue.domain.editors import check_edits, check_version
from catalogue.domain.errors import ActionDescriptionInvalid, ActionIncomplete
from catalogue.domain.training_actions import (
    NEEDED_TO_PUBLISH,
    TRANSITIONS,
    Access,
    ActionDecision,
    ActionStatus,
    Trainer,
    TrainingAction,
    check_complete,
    check_description,
)
from chassis.errors import DomainError, Forbidden, StaleVersion
from services.catalogue.tests.samples import (
    FINANCING,
    FORMATION,
    GUY,
    NOW,
    PROVIDER,
    STAFF,
    STRANGER,
    TRAINER,
    description,
)


def action(status: ActionStatus) -> TrainingAction:
    return TrainingAction(
        training_action_id=uuid4(),
        description=description(),
        created_at=NOW,
        changed_at=NOW,
        status=status,
        publication_number=1,
    )


def decide(target: TrainingAction, decision: ActionDecision) -> None:
    if decision is ActionDecision.PUBLISH:
        target.publish(action_type=FORMATION, theme=FINANCING, now=NOW)
    else:
        target.withdraw(now=NOW)


@pytest.mark.parametrize(("status", "decision"), list(product(ActionStatus, ActionDecision)))
def test_an_action_moves_by_the_table_and_any_other_move_changes_nothing(
    status: ActionStatus, decision: ActionDecision
) -> None:
    target = action(status)
    if (status, decision) in TRANSITIONS:
        decide(target, decision)
        assert (target.status, target.version) == (TRANSITIONS[(status, decision)], 1)
    else:
        with pytest.raises(DomainError):
            decide(target, decision)
        assert (target.status, target.version, target.revision) == (status, 0, 1)


def test_a_publication_quotes_the_labels_of_its_day() -> None:
    target = action(ActionStatus.DRAFT)
    publication = target.publish(action_type=FORMATION, theme=FINANCING, now=NOW)
    assert (publication.type_label, publication.theme_label, publication.counts_as_formation) == (
        "Formation",
        "Financement",
        True,
    )
    assert publication.description == target.description


@pytest.mark.parametrize("name", NEEDED_TO_PUBLISH)
def test_what_readers_are_promised_is_there_before_publication(name: str) -> None:
    with pytest.raises(ActionIncomplete) as refusal:
        check_complete(description(**{name: "  "}))
    assert refusal.value.figures["missing"] == [name]


def test_a_planned_evaluation_is_described() -> None:
    with pytest.raises(ActionIncomplete) as refusal:
        check_complete(description(evaluation_planned=True, evaluation=""))
    assert refusal.value.figures["missing"] == ["evaluation"]


def test_an_action_whose_requests_a_trainer_decides_names_one_with_an_account() -> None:
    with pytest.raises(ActionIncomplete) as refusal:
        check_complete(description(trainers=(Trainer(name="Une intervenante"),)))
    assert refusal.value.figures["missing"] == ["trainers"]


@pytest.mark.parametrize(
    ("access", "hr", "provider", "self_paced", "fits"),
    [
        (Access.MEMBERS, True, True, False, True),
        (Access.MEMBERS, False, True, False, False),
        (Access.MEMBERS, True, False, False, False),
        (Access.MEMBERS, False, False, True, False),
        (Access.OPEN, True, True, False, True),
        (Access.OPEN, False, True, False, True),
        (Access.OPEN, False, False, False, False),
        (Access.OPEN, True, False, True, False),
        (Access.OPEN, False, False, True, True),
    ],
)
def test_approvals_follow_access_and_type(
    access: Access, hr: bool, provider: bool, self_paced: bool, fits: bool
) -> None:
    described = description(access=access, hr_approval_required=hr, provider_approval_required=provider)
    if fits:
        check_description(described, self_paced=self_paced)
    else:
        with pytest.raises(ActionDescriptionInvalid):
            check_description(described, self_paced=self_paced)


def test_a_trainer_is_named_once() -> None:
    twice = (Trainer(name="Guy Rembourg", account_id=GUY), Trainer(name="G. Rembourg", account_id=GUY))
    with pytest.raises(ActionDescriptionInvalid) as refusal:
        check_description(description(trainers=twice), self_paced=False)
    assert refusal.value.figures["faults"] == [{"fault": "named-twice", "field": "trainers"}]


def test_staff_edit_everything_and_a_provider_what_its_organisation_runs() -> None:
    check_edits(STAFF, provider_organisation_id=uuid4())
    check_edits(TRAINER, provider_organisation_id=PROVIDER)
    for editor in (STRANGER, replace(TRAINER, organisation_id=None)):
        with pytest.raises(Forbidden):
            check_edits(editor, provider_organisation_id=PROVIDER)


def test_who_read_an_older_version_is_told_so() -> None:
    check_version(3, expected=3)
    check_version(3, expected=None)
    with pytest.raises(StaleVersion):
        check_version(3, expected=2)
