"""The signed link of an HR validator's e-mail: its holder decides about one request without signing in.

Notification signs it (contracts/decisions/0017). A request is decided once, so a link is good for one decision.
"""

from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.errors import NotFound
from enrolment.api.decision_link_schemas import DecisionLinkSchema, LinkDecisionSchema
from enrolment.api.schemas import EnrolmentSchema
from enrolment.domain.reasons import Choice
from enrolment.usecases.decide_as_hr_validator import decide_as_hr_validator
from enrolment.usecases.read_enrolments import read_enrolment
from enrolment.usecases.recognise_link_holder import DecisionLink, recognise_link_holder

SALT = "parcourspro.decision-link"
_NO_STORE = {"Cache-Control": "no-store"}
_serializer: URLSafeSerializer | None = None

blp = Blueprint("decision_links", __name__, url_prefix="/api/enrolment/v1", description="Deciding from an e-mail")


def bind(secret: str) -> None:
    """Name the secret that notification signs with, for this process."""
    global _serializer
    _serializer = URLSafeSerializer(secret, salt=SALT)


def read_link(unverified_token: str) -> DecisionLink:
    """What a link says.

    Raises:
        NotFound: the signature does not hold.
    """
    if _serializer is None:
        raise RuntimeError("no secret is bound to this process")
    try:
        enrolment_id, account_id, ends_at = _serializer.loads(unverified_token)
        return DecisionLink(enrolment_id=UUID(enrolment_id), account_id=UUID(account_id), ends_at=int(ends_at))
    except (BadSignature, ValueError, TypeError) as fault:
        raise NotFound from fault


@blp.post("/decision-links")
@public
@blp.arguments(DecisionLinkSchema)
@blp.response(200, EnrolmentSchema)
@blp.alt_response(404, description="None of ours, or its holder is no HR validator of the organisation any more")
@blp.alt_response(410, description="It is over")
def look(asked: dict[str, str]) -> tuple[Any, int, dict[str, str]]:
    """The request that a link is about; looking decides nothing."""
    link, moment = read_link(asked["token"]), now()
    with transaction() as session:
        holder = recognise_link_holder(session, link, now=moment)
        return read_enrolment(session, link.enrolment_id, by=holder, now=moment), 200, _NO_STORE


@blp.post("/decision-links/uses")
@public
@blp.arguments(LinkDecisionSchema)
@blp.response(200, EnrolmentSchema)
@blp.alt_response(403, description="One's own request, while somebody else can decide")
@blp.alt_response(404, description="None of ours, or its holder is no HR validator of the organisation any more")
@blp.alt_response(409, description="Decided already, full, rights used up, or too late")
@blp.alt_response(410, description="It is over")
def use(asked: dict[str, Any]) -> tuple[Any, int, dict[str, str]]:
    """Approve or refuse; the first decision wins, whoever takes it and from where."""
    link, moment = read_link(asked.pop("token")), now()
    with transaction() as session:
        holder = recognise_link_holder(session, link, now=moment)
        decide_as_hr_validator(session, link.enrolment_id, by=holder, now=moment, choice=Choice(**asked))
        return read_enrolment(session, link.enrolment_id, by=holder, now=moment), 200, _NO_STORE
