"""One offer of a file becomes an action with its sessions, or changes the one it became before."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor
from catalogue.domain.offers import ImportTerms, Offer, OfferFault, OfferRefused, digest_of
from catalogue.domain.training_actions import (
    ActionStatus,
    Description,
    Nature,
    TrainingAction,
    missing_in,
)
from catalogue.store import imports as store
from catalogue.store.classification import theme_of, type_of
from catalogue.usecases.create_training_action import create_training_action
from catalogue.usecases.publish_training_action import publish_training_action
from catalogue.usecases.revise_training_action import revise_training_action
from catalogue.usecases.take_offered_sessions import take_offered_sessions
from chassis.database import Session


@dataclass(kw_only=True)
class Taken:
    """What became of an offer."""

    outcome: str = "unchanged"
    is_published: bool = False
    sessions: int = 0
    remarks: list[OfferFault] = field(default_factory=list)


def _own_action(session: Session, identifier: str) -> TrainingAction | None:
    """The action whose key this is: a file that we wrote ourselves comes back."""
    try:
        key = UUID(identifier)
    except ValueError:
        return None
    return session.get(TrainingAction, key)


def _described(
    session: Session, offer: Offer, *, before: Description | None, terms: ImportTerms, provider: UUID
) -> Description:
    """The offer's words; what it does not tell stays as it was, or as staff decided for this file."""
    type_code = offer.type_code if offer.type_code and type_of(session, offer.type_code) else None
    theme_code = offer.theme_code if offer.theme_code and theme_of(session, offer.theme_code) else None
    type_code = type_code or (before.type_code if before else terms.type_code)
    access = offer.access or (before.access if before else terms.access)
    texts = {name: getattr(before, name) for name in _TEXTS} if before else {}
    return Description(
        title=offer.title,
        type_code=type_code,
        theme_code=theme_code or (before.theme_code if before else terms.theme_code),
        nature=before.nature if before else Nature.TRAINING,
        delivery_mode=offer.delivery_mode,
        duration_days=offer.duration_days,
        access=access,
        hr_approval_required=_told(offer.hr_approval_required, before.hr_approval_required if before else True),
        provider_approval_required=_told(
            offer.provider_approval_required, before.provider_approval_required if before else True
        ),
        provider_organisation_id=provider,
        trainers=before.trainers if before else (),
        evaluation_planned=_told(offer.evaluation_planned, before.evaluation_planned if before else False),
        **{**texts, **offer.texts},
    )


_TEXTS = (
    "objectives", "audience", "prerequisites", "content", "methods", "evaluation", "accessibility",
    "rules_of_procedure", "contact_name", "contact_email", "contact_phone",
)  # fmt: skip


def _told(told: bool | None, otherwise: bool) -> bool:
    return otherwise if told is None else told


def _remark(offer: Offer, reason: str, **figures: object) -> OfferFault:
    return OfferFault(
        line=offer.line, identifier=offer.identifier, title=offer.title, reason=reason, figures=figures, is_remark=True
    )


def _publish(session: Session, action: TrainingAction, *, offer: Offer, editor: Editor, now: datetime) -> Taken:
    """Publish what is complete; a withdrawn action stays so until somebody decides otherwise."""
    missing = missing_in(action.description)
    if missing:
        return Taken(remarks=[_remark(offer, "incomplete", missing=missing)])
    if action.status is ActionStatus.WITHDRAWN:
        return Taken(remarks=[_remark(offer, "withdrawn")])
    publish_training_action(session, action.training_action_id, editor=editor, expected_revision=None, now=now)
    return Taken(is_published=True)


def _written(
    session: Session, action: TrainingAction | None, *, description: Description, editor: Editor, now: datetime
) -> tuple[TrainingAction, str]:
    if action is None:
        return create_training_action(session, description, editor=editor, now=now), "created"
    if action.description != description:
        revise_training_action(
            session,
            action.training_action_id,
            description=description,
            editor=editor,
            expected_revision=None,
            now=now,
        )
    return action, "updated"


def take_offer(
    session: Session, offer: Offer, *, known: UUID | None, terms: ImportTerms, editor: Editor, now: datetime
) -> Taken:
    """`known`: the action that the same identifier became before.

    Raises:
        OfferRefused: nobody of ours runs it.
        ActionDescriptionInvalid
    """
    provider = store.provider_with(session, offer.sirets)
    if provider is None:
        raise OfferRefused(figures={"reason": "provider-unknown", "siret": ", ".join(offer.sirets)})
    action = session.get(TrainingAction, known) if known else _own_action(session, offer.identifier)
    described = _described(
        session, offer, before=action.description if action else None, terms=terms, provider=provider
    )
    is_new_to_readers = action is None or action.description != described or action.publication_number == 0
    action, outcome = _written(session, action, description=described, editor=editor, now=now)
    store.keep_offer(
        session, offer.identifier, training_action_id=action.training_action_id, digest=digest_of(offer, terms)
    )
    taken = Taken()
    if terms.publish and is_new_to_readers:
        taken = _publish(session, action, offer=offer, editor=editor, now=now)
    taken.outcome = outcome
    made, remarks = take_offered_sessions(session, offer, action=action, terms=terms, editor=editor, now=now)
    taken.sessions = made
    taken.remarks += remarks
    return taken
