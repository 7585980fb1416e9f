"""How one wishes to be told; and the links that stop e-mails of one topic."""

from typing import Any

from marshmallow import Schema, fields, validate

from chassis.auth import current_principal, public, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from notification.domain.topics import Delivery, Topic
from notification.usecases.choose_delivery import choose_delivery, read_choices, read_stop_link, stop_topic

blueprint = Blueprint("preferences", __name__, url_prefix="/api/notification/v1")
_NO_STORE = {"Cache-Control": "no-store"}


class ChoiceSchema(Schema):
    """One topic: how it goes now, and how it may go."""

    topic = fields.Enum(Topic, by_value=True, required=True)
    delivery = fields.Enum(Delivery, by_value=True, required=True)
    allowed = fields.List(fields.Enum(Delivery, by_value=True), required=True)


class ChoicesSchema(Schema):
    """Every topic, in the order in which people read them."""

    items = fields.List(fields.Nested(ChoiceSchema), required=True)


class WishesSchema(Schema):
    """New choices by topic; topics left out stay as they are."""

    choices = fields.Dict(
        keys=fields.Enum(Topic, by_value=True), values=fields.Enum(Delivery, by_value=True), required=True
    )


class StopSchema(Schema):
    """The signed part of a link of an e-mail."""

    token = fields.String(required=True, validate=validate.Length(min=1, max=500))


class StoppedSchema(Schema):
    """What the link stops."""

    topic = fields.Enum(Topic, by_value=True, required=True)


@blueprint.get("/preferences")
@requires()
@blueprint.response(200, ChoicesSchema)
def read() -> Any:
    """How I am told of each topic."""
    with snapshot() as connection:
        return {"items": read_choices(connection, current_principal().account_id)}, 200, _NO_STORE


@blueprint.put("/preferences")
@requires()
@blueprint.arguments(WishesSchema)
@blueprint.response(200, ChoicesSchema)
def choose(wishes: dict[str, Any]) -> Any:
    """Choose how I am told."""
    account_id = current_principal().account_id
    with transaction() as session:
        choose_delivery(session, account_id, choices=wishes["choices"], now=now())
    with snapshot() as connection:
        return {"items": read_choices(connection, account_id)}, 200, _NO_STORE


@blueprint.post("/stop-links")
@public
@blueprint.arguments(StopSchema)
@blueprint.response(200, StoppedSchema)
@blueprint.alt_response(404, description="The link is none of ours")
def look(stop: dict[str, Any]) -> Any:
    """What a link would stop; changes nothing."""
    _, topic = read_stop_link(stop["token"])
    return {"topic": topic}, 200, _NO_STORE


@blueprint.post("/stop-links/uses")
@public
@blueprint.arguments(StopSchema)
@blueprint.response(200, StoppedSchema)
@blueprint.alt_response(404, description="The link is none of ours")
def stop(stop: dict[str, Any]) -> Any:
    """Stop e-mails of the topic that the link names; its holder need not sign in."""
    with transaction() as session:
        return {"topic": stop_topic(session, stop["token"], now=now())}, 200, _NO_STORE
