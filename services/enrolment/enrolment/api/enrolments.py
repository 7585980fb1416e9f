"""Requests: asking, reading, listing, cancelling."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG, expected_version
from enrolment.api.answers import Answer, after_of, page_of, versioned
from enrolment.api.fields import statuses_of
from enrolment.api.schemas import (
    CancellationSchema,
    ConsequencesSchema,
    EnrolmentArgs,
    EnrolmentPageSchema,
    EnrolmentSchema,
    HistoryArgs,
    HistorySchema,
    OfferAnswerSchema,
    WishSchema,
)
from enrolment.domain.cancellation import Consequences
from enrolment.domain.enrolments import Wish
from enrolment.usecases.answer_offer import answer_offer
from enrolment.usecases.cancel_enrolment import cancel_enrolment, read_cancellation_consequences
from enrolment.usecases.check_version import check_version
from enrolment.usecases.read_enrolments import Query, list_enrolments, read_enrolment, read_history, read_past_state
from enrolment.usecases.read_information import note_information_read
from enrolment.usecases.request_enrolment import request_enrolment

PREFIX = "/api/enrolment/v1"
blp = Blueprint("enrolments", __name__, url_prefix=PREFIX, description="Requests for a place")


@blp.post("/enrolments")
@requires(Role.BENEFICIARY)
@idempotent
@blp.arguments(WishSchema)
@blp.response(201, EnrolmentSchema, headers=ETAG)
@blp.alt_response(403, description="Not affiliated to this organisation")
@blp.alt_response(404, description="Unknown session")
@blp.alt_response(409, description="The first failing rule of the verdict")
def request(wish: dict[str, Any]) -> Answer:
    """Ask for a place."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        asked = Wish(account_id=principal.account_id, **wish)
        made = request_enrolment(session, asked, by=principal, now=moment)
        body = read_enrolment(session, made.enrolment_id, by=principal, now=moment)
    return versioned(body, status=201, location=f"{PREFIX}/enrolments/{made.enrolment_id}")


@blp.get("/enrolments")
@requires()
@blp.arguments(EnrolmentArgs, location="query")
@blp.response(200, EnrolmentPageSchema)
@blp.alt_response(403, description="The scope is not one of the active role")
def page(query: dict[str, Any]) -> Answer:
    """Requests of the person, of the organisation, of the provider's actions, or (staff) all of them."""
    wanted = Query(
        scope=query["scope"],
        limit=query["limit"],
        period=query["period"],
        statuses=statuses_of(query["status"]),
        training_session_id=query["training_session_id"],
        order=query["sort"],
        after=after_of(query["cursor"]),
        is_information_wanted=query["information_wanted"],
    )
    with snapshot() as connection:
        return page_of(list_enrolments(connection, wanted, by=current_principal(), now=now()))


@blp.get("/enrolments/<uuid:enrolment_id>")
@requires()
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown, or not for this viewer")
def read(enrolment_id: UUID) -> Answer:
    """One request, with what this viewer may do with it."""
    with snapshot() as connection:
        return versioned(read_enrolment(connection, enrolment_id, by=current_principal(), now=now()))


@blp.get("/enrolments/<uuid:enrolment_id>/history")
@requires()
@blp.arguments(HistoryArgs, location="query")
@blp.response(200, HistorySchema)
@blp.alt_response(404, description="Unknown, or not for this viewer")
def history(query: dict[str, Any], enrolment_id: UUID) -> dict[str, Any]:
    """Every move of a request: who, when, why, under which policy; and the request as it stood at a moment."""
    principal, moment = current_principal(), now()
    at = query["at"] or moment
    with snapshot() as connection:
        return {
            "items": read_history(connection, enrolment_id, by=principal, now=moment),
            "state": read_past_state(connection, enrolment_id, at=at, by=principal, now=moment),
        }


@blp.get("/enrolments/<uuid:enrolment_id>/cancellation-consequences")
@requires()
@blp.response(200, ConsequencesSchema)
@blp.alt_response(404, description="Not a request of this person")
@blp.alt_response(409, description="It has ended, or the session has begun")
def consequences(enrolment_id: UUID) -> Consequences:
    """What cancelling now would cost, and who would be told."""
    with transaction() as session:
        return read_cancellation_consequences(session, enrolment_id, by=current_principal(), now=now())


@blp.post("/enrolments/<uuid:enrolment_id>/cancellation")
@requires()
@idempotent
@blp.arguments(CancellationSchema)
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(404, description="Not a request of this person")
@blp.alt_response(409, description="It has ended, the session has begun, or the consequences are others by now")
@blp.alt_response(412, description="It changed meanwhile (If-Match)")
def cancel(why: dict[str, Any], enrolment_id: UUID) -> Answer:
    """Cancel one's own request; a seat that becomes free is given on at once."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        check_version(session, enrolment_id, expected=expected_version())
        seen = why["right_given_back"]
        cancel_enrolment(session, enrolment_id, by=principal, reason=why["reason"], now=moment, seen=seen)
        return versioned(read_enrolment(session, enrolment_id, by=principal, now=moment))


@blp.post("/enrolments/<uuid:enrolment_id>/offer-answer")
@requires()
@idempotent
@blp.arguments(OfferAnswerSchema)
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(404, description="Not a request of this person")
@blp.alt_response(409, description="No place is offered, the time to answer is over, or L6353-8 is not met")
@blp.alt_response(412, description="It changed meanwhile (If-Match)")
def answer(given: dict[str, str], enrolment_id: UUID) -> Answer:
    """Take an offered place, or leave it to the next in line."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        check_version(session, enrolment_id, expected=expected_version())
        answer_offer(session, enrolment_id, answer=given["answer"], by=principal, now=moment)
        return versioned(read_enrolment(session, enrolment_id, by=principal, now=moment))


@blp.post("/enrolments/<uuid:enrolment_id>/information-reading")
@requires()
@idempotent
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(404, description="Not a request of this person")
@blp.alt_response(409, description="The mandatory information is incomplete")
def read_information(enrolment_id: UUID) -> Answer:
    """Say to have read the mandatory information (L6353-8); when, and of which publication, is kept."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        note_information_read(session, enrolment_id, by=principal, now=moment)
        return versioned(read_enrolment(session, enrolment_id, by=principal, now=moment))
