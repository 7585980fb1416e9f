"""Decisions of HR validators, training providers and staff about a request."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG, expected_version
from enrolment.api.access import AT_HR_DESK
from enrolment.api.answers import Answer, versioned
from enrolment.api.schemas import EnrolmentSchema, HrDecisionSchema, ProviderDecisionSchema, ReasonSchema
from enrolment.domain.reasons import Choice
from enrolment.usecases.check_version import check_version
from enrolment.usecases.decide_as_hr_validator import decide_as_hr_validator
from enrolment.usecases.decide_as_training_provider import decide_as_training_provider
from enrolment.usecases.read_enrolments import read_enrolment
from enrolment.usecases.withdraw_consent import cancel_as_staff, withdraw_consent

blp = Blueprint("decisions", __name__, url_prefix="/api/enrolment/v1", description="Decisions about requests")


@blp.post("/enrolments/<uuid:enrolment_id>/hr-decision")
@requires(*AT_HR_DESK)
@idempotent
@blp.arguments(HrDecisionSchema)
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(403, description="One's own request, while somebody else can decide")
@blp.alt_response(404, description="Not a request of this organisation")
@blp.alt_response(409, description="Decided already, full, rights used up, or too late")
@blp.alt_response(412, description="It changed meanwhile (If-Match)")
def decide_for_hr(decision: dict[str, Any], enrolment_id: UUID) -> Answer:
    """Approve or refuse; the first decision wins."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        check_version(session, enrolment_id, expected=expected_version())
        decide_as_hr_validator(session, enrolment_id, by=principal, now=moment, choice=Choice(**decision))
        return versioned(read_enrolment(session, enrolment_id, by=principal, now=moment))


@blp.post("/enrolments/<uuid:enrolment_id>/provider-decision")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@idempotent
@blp.arguments(ProviderDecisionSchema)
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(403, description="One's own request")
@blp.alt_response(404, description="Not a request for an action of this provider")
@blp.alt_response(409, description="Decided already, not yet to decide, or too late")
@blp.alt_response(412, description="It changed meanwhile (If-Match)")
def decide_for_provider(decision: dict[str, Any], enrolment_id: UUID) -> Answer:
    """Accept or decline a pre-enrolled person."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        check_version(session, enrolment_id, expected=expected_version())
        decide_as_training_provider(session, enrolment_id, by=principal, now=moment, choice=Choice(**decision))
        return versioned(read_enrolment(session, enrolment_id, by=principal, now=moment))


@blp.post("/enrolments/<uuid:enrolment_id>/consent-withdrawal")
@requires(*AT_HR_DESK)
@idempotent
@blp.arguments(ReasonSchema)
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(404, description="Not a request of this organisation")
@blp.alt_response(409, description="No consent to take back, or too late")
@blp.alt_response(412, description="It changed meanwhile (If-Match)")
def withdraw(why: dict[str, str], enrolment_id: UUID) -> Answer:
    """Take an approval back until the session begins."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        check_version(session, enrolment_id, expected=expected_version())
        withdraw_consent(session, enrolment_id, by=principal, reason=why["reason"], now=moment)
        return versioned(read_enrolment(session, enrolment_id, by=principal, now=moment))


@blp.post("/enrolments/<uuid:enrolment_id>/staff-cancellation")
@requires(Role.STAFF)
@idempotent
@blp.arguments(ReasonSchema)
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="It has ended, or the session has begun")
@blp.alt_response(412, description="It changed meanwhile (If-Match)")
def cancel_for_staff(why: dict[str, str], enrolment_id: UUID) -> Answer:
    """Cancel a request as staff; the right is given back."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        check_version(session, enrolment_id, expected=expected_version())
        cancel_as_staff(session, enrolment_id, by=principal, reason=why["reason"], now=moment)
        return versioned(read_enrolment(session, enrolment_id, by=principal, now=moment))
