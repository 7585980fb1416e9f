"""What the demo's people ask about organisations, through the use cases and at past moments."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.clock import PARIS
from chassis.database import Session
from identity.domain.organisations import Address
from identity.domain.referencings import ReferencedOrganisation, ReferencingContact, ReferencingDecision
from identity.domain.rights import Actor
from identity.usecases.decide_referencing import decide_referencing
from identity.usecases.report_change import ReportedChange, report_change
from identity.usecases.request_membership import request_membership
from identity.usecases.request_referencing import ReferencingWish, contact_of_account, request_referencing

_Json = Mapping[str, Any]
_Moment = Callable[[str], datetime]
_Acting = Callable[[_Json], Actor]


def seed_requests(session: Session, demo: _Json, *, moment: _Moment, acting: _Acting) -> None:
    """Everything that waits for staff, and one refusal to correct. Nothing where the demo has none."""
    for one in demo.get("referencings", []):
        _seed_referencing(session, one, moment=moment, acting=acting)
    for one in demo.get("change_reports", []):
        change = ReportedChange(
            organisation_id=UUID(one["organisation_id"]),
            values=one["values"],
            effective_on=moment(one["effective"]).astimezone(PARIS).date(),
        )
        report_change(session, change, by=acting(one["by"]), now=moment(one["reported"]))
    for one in demo.get("membership_requests", []):
        request_membership(
            session,
            UUID(one["organisation_id"]),
            message=one["message"],
            by=acting(one["by"]),
            now=moment(one["requested"]),
        )


def _seed_referencing(session: Session, one: _Json, *, moment: _Moment, acting: _Acting) -> None:
    account_id = UUID(one["account_id"]) if "account_id" in one else None
    contact = contact_of_account(session, account_id) if account_id else ReferencingContact(**one["contact"])
    organisation = ReferencedOrganisation(siret=one["siret"], name=one["name"], address=Address(**one["address"]))
    wish = ReferencingWish(organisation=organisation, contact=contact, account_id=account_id)
    made = request_referencing(session, wish, now=moment(one["requested"]))
    if "refused_because" in one:
        decide_referencing(
            session,
            made.id,
            decision=ReferencingDecision.REFUSE,
            reason=one["refused_because"],
            by=acting(one["by"]),
            now=moment(one["decided"]),
        )
