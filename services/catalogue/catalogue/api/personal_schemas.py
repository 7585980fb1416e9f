"""What a person keeps, in and out."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from catalogue.api.search_schemas import CardSchema, SearchArgs
from catalogue.api.texts import text
from catalogue.domain.searches import Search
from catalogue.domain.training_actions import ActionStatus


class CriteriaSchema(SearchArgs):
    """The filters of a search, under the names of the public search's parameters."""

    class Meta(SearchArgs.Meta):
        """Neither paging nor anything unknown."""

        exclude = ("limit", "cursor")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Search:
        """The search as the use case takes it."""
        return self.search_of({**data, "limit": 20, "cursor": None})


class LastSearchSchema(Schema):
    """`criteria` as they were kept; null where there is no last search."""

    criteria = fields.Dict(keys=fields.String(), required=True, allow_none=True)


class SavedSearchInSchema(Schema):
    """A search to keep."""

    label = text(most=80, least=1, required=True)
    criteria = fields.Nested(CriteriaSchema, required=True)
    tells = fields.Boolean(required=True, metadata={"description": "by e-mail, once a day, what is new"})


class SavedSearchChangeSchema(Schema):
    """What may change of it."""

    label = text(most=80, least=1, required=True)
    tells = fields.Boolean(required=True)


class SavedSearchSchema(Schema):
    """A search that is kept."""

    saved_search_id = fields.UUID(required=True)
    label = fields.String(required=True)
    criteria = fields.Dict(keys=fields.String(), required=True)
    tells = fields.Boolean(required=True)
    saved_at = fields.AwareDateTime(required=True)


class SavedSearchListSchema(Schema):
    """All of them, the latest first."""

    items = fields.List(fields.Nested(SavedSearchSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class StopSchema(Schema):
    """The key that the e-mail holds."""

    key = text(most=100, least=1, required=True)


class FavouriteSchema(CardSchema):
    """An action that is kept, withdrawn ones too."""

    status = fields.Enum(ActionStatus, by_value=True, required=True)
    kept_at = fields.AwareDateTime(required=True)


class FavouritePageSchema(Schema):
    """One page of them."""

    items = fields.List(fields.Nested(FavouriteSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class FavouriteKeysSchema(Schema):
    """Keys of actions."""

    items = fields.List(fields.UUID(), required=True, validate=validate.Length(max=1000))
    next_cursor = fields.String(required=True, allow_none=True)
