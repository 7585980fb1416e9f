"""The account of whoever asks."""

from typing import Any

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from identity.api.schemas import MeSchema, dump_me
from identity.usecases.tell_me import tell_me

blp = Blueprint("me", __name__, url_prefix="/api/identity/v1", description="The account of the bearer")


@blp.get("/me")
@requires()
@blp.response(200, MeSchema)
@blp.alt_response(404, description="The account is gone")
def me() -> dict[str, Any]:
    """Profile, affiliations with the names of their organisations, roles."""
    with transaction() as session:
        return dump_me(tell_me(session, current_principal().account_id, now=now()))
