"""A training action: its description, the way from draft to withdrawn, and what is kept of each publication."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.domain.errors import ActionDescriptionInvalid, ActionIncomplete, ActionNotPublished, ActionWithdrawn
from chassis.errors import DomainError


class DeliveryMode(StrEnum):
    """How people meet the trainer; blended is some of both."""

    IN_PERSON = "in_person"
    REMOTE = "remote"
    BLENDED = "blended"


class Access(StrEnum):
    """Who may ask: anyone with a confirmed affiliation, or people of a member organisation."""

    OPEN = "open"
    MEMBERS = "members"


class Nature(StrEnum):
    """The four kinds of action of Code du travail L6313-1."""

    TRAINING = "training"
    SKILLS_ASSESSMENT = "skills_assessment"
    EXPERIENCE_VALIDATION = "experience_validation"
    APPRENTICESHIP = "apprenticeship"


class ActionStatus(StrEnum):
    """`withdrawn` closes an action to new requests only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ActionDecision(StrEnum):
    """What an editor may decide about an action."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[ActionStatus, ActionDecision], ActionStatus] = {
    (ActionStatus.DRAFT, ActionDecision.PUBLISH): ActionStatus.PUBLISHED,
    (ActionStatus.PUBLISHED, ActionDecision.PUBLISH): ActionStatus.PUBLISHED,
    (ActionStatus.WITHDRAWN, ActionDecision.PUBLISH): ActionStatus.PUBLISHED,
    (ActionStatus.PUBLISHED, ActionDecision.WITHDRAW): ActionStatus.WITHDRAWN,
}
_REFUSALS: dict[tuple[ActionStatus, ActionDecision], type[DomainError]] = {
    (ActionStatus.DRAFT, ActionDecision.WITHDRAW): ActionNotPublished,
    (ActionStatus.WITHDRAWN, ActionDecision.WITHDRAW): ActionWithdrawn,
}

# Code du travail L6353-8 wants the rules of procedure, the objectives and the means of evaluation at hand.
NEEDED_TO_PUBLISH = (
    "objectives",
    "audience",
    "prerequisites",
    "content",
    "methods",
    "accessibility",
    "rules_of_procedure",
    "contact_name",
)


@dataclass(frozen=True)
class Trainer:
    """`account_id` is None for a trainer who has no account, and so decides nothing."""

    name: str
    account_id: UUID | None = None


@dataclass(frozen=True)
class Description:
    """Everything a reader learns about an action, besides its sessions. `duration_days` has one decimal."""

    title: str
    type_code: str
    theme_code: str
    nature: Nature
    delivery_mode: DeliveryMode
    duration_days: Decimal
    access: Access
    hr_approval_required: bool
    provider_approval_required: bool
    provider_organisation_id: UUID
    trainers: tuple[Trainer, ...] = ()
    objectives: str = ""
    audience: str = ""
    prerequisites: str = ""
    content: str = ""
    methods: str = ""
    evaluation: str = ""
    evaluation_planned: bool = False
    accessibility: str = ""
    rules_of_procedure: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""

    @property
    def trainer_account_ids(self) -> tuple[UUID, ...]:
        """Who decides the requests of the action."""
        return tuple(trainer.account_id for trainer in self.trainers if trainer.account_id is not None)

    def without_trainer(self, account_id: UUID) -> "Description":
        """The same description, this person's name and key gone."""
        return replace(self, trainers=tuple(trainer for trainer in self.trainers if trainer.account_id != account_id))


def _access_faults(description: Description, *, self_paced: bool) -> list[dict[str, str]]:
    """Members-only actions keep both approvals; only a self-paced open one may do without the provider's."""
    faults = []
    if description.access is Access.MEMBERS:
        for name in ("hr_approval_required", "provider_approval_required"):
            if not getattr(description, name):
                faults.append({"fault": "approval-needed-for-members", "field": name})
    elif not description.provider_approval_required:
        if not self_paced:
            faults.append({"fault": "approval-needed-unless-self-paced", "field": "provider_approval_required"})
        elif description.hr_approval_required:
            faults.append({"fault": "approval-needed-after-hr", "field": "provider_approval_required"})
    return faults


def check_description(description: Description, *, self_paced: bool) -> None:
    """
    Raises:
        ActionDescriptionInvalid: approvals, duration or trainers contradict the rest; every fault at once.
    """
    faults = _access_faults(description, self_paced=self_paced)
    if not description.title.strip():
        faults.append({"fault": "missing", "field": "title"})
    if description.duration_days <= 0:
        faults.append({"fault": "not-positive", "field": "duration_days"})
    if len(set(description.trainer_account_ids)) != len(description.trainer_account_ids):
        faults.append({"fault": "named-twice", "field": "trainers"})
    if faults:
        raise ActionDescriptionInvalid(figures={"faults": faults})


def missing_in(description: Description) -> list[str]:
    """The fields that readers are promised and that are empty."""
    missing = [name for name in NEEDED_TO_PUBLISH if not getattr(description, name).strip()]
    if description.evaluation_planned and not description.evaluation.strip():
        missing.append("evaluation")
    if description.provider_approval_required and not description.trainer_account_ids:
        missing.append("trainers")
    return missing


def check_complete(description: Description) -> None:
    """
    Raises:
        ActionIncomplete: a field that readers are promised is empty.
    """
    missing = missing_in(description)
    if missing:
        raise ActionIncomplete(figures={"missing": missing})


@dataclass(eq=False)
class Publication:
    """An action as it was published one day, labels included; only the erasure of a person changes it later.

    `version` is the action's version under which it was said; `is_listed` marks the one that the public search sees.
    """

    training_action_id: UUID
    publication_number: int
    published_at: datetime
    version: int
    is_listed: bool
    description: Description
    type_label: str
    counts_as_formation: bool
    self_paced: bool
    theme_label: str


@dataclass(eq=False)
class TrainingAction:
    """The working copy that editors change; readers see its last publication.

    `version` counts what was said to the other services, `revision` every write (the editors' ETag).
    """

    training_action_id: UUID
    description: Description
    created_at: datetime
    changed_at: datetime
    status: ActionStatus = ActionStatus.DRAFT
    publication_number: int = 0
    version: int = 0
    revision: int = 1

    def revise(self, description: Description, *, now: datetime) -> None:
        """Replace the working copy; readers see it after the next publication."""
        self.description = description
        self.changed_at = now
        self.revision += 1

    def _move(self, decision: ActionDecision, *, now: datetime) -> None:
        target = TRANSITIONS.get((self.status, decision))
        if target is None:
            raise _REFUSALS[(self.status, decision)](figures={"status": self.status})
        self.status = target
        self.changed_at = now
        self.version += 1
        self.revision += 1

    def publish(self, *, action_type: TrainingActionType, theme: Theme, now: datetime) -> Publication:
        """The next publication, to be kept.

        Raises:
            ActionIncomplete: something that readers are promised is missing.
        """
        check_complete(self.description)
        self._move(ActionDecision.PUBLISH, now=now)
        self.publication_number += 1
        return Publication(
            training_action_id=self.training_action_id,
            publication_number=self.publication_number,
            published_at=now,
            version=self.version,
            is_listed=True,
            description=self.description,
            type_label=action_type.label,
            counts_as_formation=action_type.counts_as_formation,
            self_paced=action_type.self_paced,
            theme_label=theme.label,
        )

    def withdraw(self, *, now: datetime) -> None:
        """Close the action to new requests.

        Raises:
            ActionNotPublished: it is a draft.
            ActionWithdrawn: it is withdrawn already.
        """
        self._move(ActionDecision.WITHDRAW, now=now)

    def forget_trainer(self, account_id: UUID) -> bool:
        """Remove a person from the working copy; says whether the action is to be said again."""
        self.revise(self.description.without_trainer(account_id), now=self.changed_at)
        if self.publication_number == 0:
            return False
        self.version += 1
        return True
