"""Which people of an organisation cannot be reached by e-mail: their referent can tell them so."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.database import snapshot
from chassis.doors import Blueprint
from chassis.principal import Role
from notification.api.schemas import FailingAddressesQuery, FailingAddressesSchema
from notification.usecases.list_failing_addresses import list_failing_addresses

blueprint = Blueprint("failing_addresses", __name__, url_prefix="/api/notification/v1/failing-addresses")
_NO_STORE = {"Cache-Control": "no-store"}


@blueprint.get("")
@requires(Role.REFERENT, Role.STAFF)
@blueprint.arguments(FailingAddressesQuery, location="query")
@blueprint.response(200, FailingAddressesSchema)
@blueprint.alt_response(403, description="Another organisation than the one that the referent acts for")
def list_(query: dict[str, UUID]) -> Any:
    """People with a confirmed affiliation whose address of today fails for good."""
    with snapshot() as connection:
        items = list_failing_addresses(connection, query["organisation_id"], by=current_principal())
    return {"items": items}, 200, _NO_STORE
