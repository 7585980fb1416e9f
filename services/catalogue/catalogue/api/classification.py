"""Types and themes of actions."""

from flask import Response

from catalogue.api.answers import cacheable
from catalogue.api.classification_schemas import ThemeListSchema, TrainingActionTypeListSchema
from catalogue.usecases.list_classification import list_themes, list_training_action_types
from chassis.auth import public
from chassis.database import snapshot
from chassis.doors import Blueprint

blp = Blueprint("classification", __name__, url_prefix="/api/catalogue/v1", description="Types and themes of actions")


@blp.get("/training-action-types")
@public
@blp.response(200, TrainingActionTypeListSchema)
def read_types() -> Response:
    """Every type."""
    with snapshot() as connection:
        items = list_training_action_types(connection)
    return cacheable({"items": items, "next_cursor": None})


@blp.get("/themes")
@public
@blp.response(200, ThemeListSchema)
def read_themes() -> Response:
    """Every theme."""
    with snapshot() as connection:
        items = list_themes(connection)
    return cacheable({"items": items, "next_cursor": None})
