"""Imports as staff begin and read them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validate

from catalogue.api.texts import text
from catalogue.api.training_session_schemas import MOST_SEATS
from catalogue.domain.imports import ImportStatus
from catalogue.domain.offers import ImportTerms
from catalogue.domain.training_actions import Access
from catalogue.usecases.manage_imports import ImportPlan
from chassis.paging import PageArgs, decode_cursor


class ImportPlanSchema(Schema):
    """A file to come, and what staff decide for what it does not tell."""

    file_name = text(most=255, least=1, required=True)
    type_code = text(most=60, least=1, required=True)
    theme_code = text(most=60, least=1, required=True)
    access = fields.Enum(Access, by_value=True, load_default=Access.OPEN)
    capacity = fields.Integer(strict=True, load_default=12, validate=validate.Range(min=1, max=MOST_SEATS))
    publish = fields.Boolean(load_default=False, metadata={"description": "publish offers that are complete"})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ImportPlan:
        """The plan as the use case takes it."""
        return ImportPlan(file_name=data.pop("file_name"), terms=ImportTerms(**data))


class ImportSchema(Schema):
    """An import: how far it is."""

    import_id = fields.UUID(required=True)
    file_name = fields.String(required=True)
    status = fields.Enum(ImportStatus, by_value=True, required=True)
    type_code = fields.String(required=True)
    theme_code = fields.String(required=True)
    access = fields.Enum(Access, by_value=True, required=True)
    capacity = fields.Integer(required=True)
    publish = fields.Boolean(required=True)
    begun_at = fields.DateTime(required=True)
    started_at = fields.DateTime(required=True, allow_none=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    parts = fields.Integer(required=True)
    bytes = fields.Integer(required=True)
    formations = fields.Integer(
        required=True, allow_none=True, metadata={"description": "in the file; null: not checked yet"}
    )
    read = fields.Integer(required=True, metadata={"description": "formations looked at"})
    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    published = fields.Integer(required=True)
    sessions = fields.Integer(required=True, metadata={"description": "announced"})
    faulty = fields.Integer(required=True, metadata={"description": "offers that did not go in"})
    remarks = fields.Integer(required=True, metadata={"description": "what is to be completed by hand"})
    failure = fields.Dict(
        required=True, allow_none=True, metadata={"description": "reason and line, where the file cannot be read"}
    )


class ImportListSchema(Schema):
    """One page of imports, the newest first."""

    items = fields.List(fields.Nested(ImportSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class FaultSchema(Schema):
    """One line of the report."""

    position = fields.Integer(required=True)
    line = fields.Integer(required=True, metadata={"description": "in the file, from 1"})
    identifier = fields.String(required=True, metadata={"description": "the file's own"})
    title = fields.String(required=True)
    reason = fields.String(required=True)
    figures = fields.Dict(required=True)
    is_remark = fields.Boolean(required=True, metadata={"description": "the offer went in"})


class FaultListSchema(Schema):
    """One page of the report, in the order of the file."""

    items = fields.List(fields.Nested(FaultSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def _refused(fault: Exception) -> ValidationError:
    return ValidationError("Not a cursor of this list.", "cursor")


class ImportListArgs(PageArgs):
    """Paging of the imports."""

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """With the mark of the last row."""
        parts = decode_cursor(data["cursor"])
        if parts is None:
            return {"limit": data["limit"], "after": None}
        try:
            instant, key = parts
            after = (datetime.fromisoformat(instant), UUID(key))
            if after[0].tzinfo is None:
                raise ValueError("an instant without its zone")
        except ValueError as fault:
            raise _refused(fault) from fault
        return {"limit": data["limit"], "after": after}


class FaultListArgs(PageArgs):
    """Paging of the report."""

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """With the position of the last row."""
        parts = decode_cursor(data["cursor"])
        try:
            after = 0 if parts is None else int("".join(parts))
            if not 0 <= after < 2**31:
                raise ValueError("no position")
        except ValueError as fault:
            raise _refused(fault) from fault
        return {"limit": data["limit"], "after": after}
