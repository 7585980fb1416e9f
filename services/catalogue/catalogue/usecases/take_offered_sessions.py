"""The sessions of an offer are announced, or moved where the file moved them; past ones are passed over."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor
from catalogue.domain.offered_sessions import plan_of
from catalogue.domain.offers import ImportTerms, Offer, OfferedSession, OfferFault
from catalogue.domain.paris_time import end_of
from catalogue.domain.slots import SlotPlan, lay_out
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import TrainingAction
from catalogue.domain.training_sessions import SessionStatus, TrainingSession
from catalogue.store import imports as store
from catalogue.usecases.read_run import run_of
from catalogue.usecases.revise_training_session import revise_training_session
from catalogue.usecases.schedule_training_session import schedule_training_session
from chassis.database import Session
from chassis.errors import DomainError


def _remark(offer: Offer, one: OfferedSession, *, reason: str, figures: dict[str, object]) -> OfferFault:
    return OfferFault(
        line=one.line,
        identifier=f"{offer.identifier} · {one.identifier}",
        title=offer.title,
        reason=reason,
        figures=figures,
        is_remark=True,
    )


def _own_session(session: Session, identifier: str, *, action: TrainingAction) -> UUID | None:
    """The session whose key this is: a file that we wrote ourselves comes back."""
    try:
        found = session.get(TrainingSession, UUID(identifier))
    except ValueError:
        return None
    is_of_action = found is not None and found.training_action_id == action.training_action_id
    return found.training_session_id if found and is_of_action else None


def _kept_slots(plan: SessionPlan, kept: TrainingSession) -> tuple[SlotPlan, ...]:
    """The slots of the plan under the keys of those that begin at the same instant, with their links."""
    before = {slot.starts_at: slot for slot in kept.slots}
    found = []
    for planned in plan.slots:
        laid = lay_out(planned)
        same = before.get(laid.starts_at) if laid else None
        if same is not None:
            map_url = planned.map_url or same.map_url
            planned = replace(planned, slot_id=same.slot_id, map_url=map_url, remote_url=same.remote_url)
        found.append(planned)
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class _Taking:
    """One offer whose sessions are being taken."""

    session: Session
    offer: Offer
    action: TrainingAction
    editor: Editor
    now: datetime

    def announce(self, one: OfferedSession, *, plan: SessionPlan) -> None:
        """A session that no file named before."""
        made = schedule_training_session(
            self.session, self.action.training_action_id, plan=plan, editor=self.editor, now=self.now
        )
        self.keep(one, made.training_session_id)

    def keep(self, one: OfferedSession, training_session_id: UUID) -> None:
        """Recognise it next time."""
        store.keep_session(
            self.session,
            self.offer.identifier,
            session_identifier=one.identifier,
            training_session_id=training_session_id,
        )

    def follow(self, one: OfferedSession, kept: TrainingSession, *, plan: SessionPlan) -> None:
        """Hours that somebody set by hand are not undone by a file that tells days only."""
        if kept.status is SessionStatus.CANCELLED or kept.ends_at <= self.now:
            return
        same_days = (kept.first_day, kept.last_day) == (one.first_day, one.last_day)
        if same_days and not one.slots and not kept.is_self_paced:
            return
        revise_training_session(
            self.session,
            kept.training_session_id,
            plan=replace(plan, slots=_kept_slots(plan, kept)),
            editor=self.editor,
            expected_version=None,
            now=self.now,
        )

    def take(self, one: OfferedSession, *, key: UUID | None, plan: SessionPlan) -> int:
        """1 where the session is new."""
        kept = self.session.get(TrainingSession, key) if key else None
        if kept is None:
            self.announce(one, plan=plan)
            return 1
        self.keep(one, kept.training_session_id)
        self.follow(one, kept, plan=plan)
        return 0


def take_offered_sessions(
    session: Session, offer: Offer, *, action: TrainingAction, terms: ImportTerms, editor: Editor, now: datetime
) -> tuple[int, list[OfferFault]]:
    """How many were announced, and what could not be."""
    made, remarks = 0, []
    taking = _Taking(session=session, offer=offer, action=action, editor=editor, now=now)
    known = store.known_sessions(session, offer.identifier)
    run = run_of(session, action)
    for one in offer.sessions:
        if one.last_day is not None and end_of(one.last_day) <= now:
            continue
        mode, days = offer.delivery_mode, run.duration_days
        plan = plan_of(one, self_paced=run.self_paced, duration_days=days, delivery_mode=mode, terms=terms)
        if isinstance(plan, str):
            remarks.append(_remark(offer, one, reason=plan, figures={}))
            continue
        key = known.get(one.identifier) or _own_session(session, one.identifier, action=action)
        try:
            with session.begin_nested():
                made += taking.take(one, key=key, plan=plan)
        except DomainError as refusal:
            remarks.append(_remark(offer, one, reason=refusal.code, figures=refusal.figures))
    return made, remarks
