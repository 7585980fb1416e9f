"""Referencing, change reports and requests for membership, as the API reads and writes them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from chassis.paging import PageArgs
from identity.api.fields import free_text, words
from identity.api.organisation_schemas import (
    LONGEST_NAME,
    LONGEST_REASON,
    activity_number,
    address_of,
    postcode,
    siret,
)
from identity.domain.change_reports import FIELDS, ChangeReport, ChangeState
from identity.domain.membership_requests import MembershipRequest, MembershipRequestState
from identity.domain.referencings import ReferencedOrganisation, Referencing, ReferencingState
from identity.usecases.read_organisations import Requests

_TOLD = {"description": "one or several, separated by commas"}
_ORGANISATION = ("siret", "name", "street", "postcode", "city", "activity_declaration_number")


def _states(known: type[ReferencingState] | type[ChangeState] | type[MembershipRequestState]) -> fields.String:
    one = "|".join(state.value for state in known)
    return fields.String(load_default="", validate=validate.Regexp(rf"^(({one})(,({one}))*)?$"), metadata=_TOLD)


def states_of(query: dict[str, Any]) -> list[str]:
    """The states that a query names; none means all."""
    return [part for part in query["state"].split(",") if part]


class ReferencingArgs(PageArgs):
    """Which referencing requests to list."""

    state = _states(ReferencingState)


class ChangeReportArgs(PageArgs):
    """Which reports to list. Without an organisation: those of all, for staff."""

    organisation_id = fields.UUID(load_default=None)
    state = _states(ChangeState)


class MembershipRequestArgs(PageArgs):
    """Which requests to list. Without an organisation: those of all, for staff."""

    organisation_id = fields.UUID(load_default=None)
    state = _states(MembershipRequestState)


class ContactSchema(Schema):
    """Who asks."""

    civility = fields.String(required=True, allow_none=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    email = fields.String(required=True)
    job_title = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)


class ReferencingSchema(Schema):
    """One referencing request. `contact` is null once forgotten."""

    referencing_id = fields.UUID(required=True)
    state = fields.Enum(ReferencingState, by_value=True, required=True)
    siret = fields.String(required=True)
    name = fields.String(required=True)
    street = fields.String(required=True)
    postcode = fields.String(required=True)
    city = fields.String(required=True)
    activity_declaration_number = fields.String(required=True, allow_none=True)
    account_id = fields.UUID(required=True, allow_none=True)
    contact = fields.Nested(ContactSchema, required=True, allow_none=True)
    requested_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    organisation_id = fields.UUID(required=True, allow_none=True)


class ReferencingPageSchema(Schema):
    """A page of requests."""

    items = fields.List(fields.Nested(ReferencingSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class NewChangeReportSchema(Schema):
    """New values of what changes; a field that is not named stays as it is."""

    effective_on = fields.Date(required=True)
    name = words(LONGEST_NAME)
    siret = siret()
    street = free_text(LONGEST_NAME)
    postcode = postcode()
    city = words(LONGEST_NAME)
    activity_declaration_number = activity_number()
    is_closing = fields.Boolean(metadata={"description": "closed from the effective day on; false: open again"})

    @validates_schema
    def check_something(self, data: dict[str, Any], **_options: object) -> None:
        """A report names a field at least.

        Raises:
            ValidationError: it names none.
        """
        if len(data) < 2:
            raise ValidationError("Name what changes.")


class DifferenceSchema(Schema):
    """One field, old → new."""

    field = fields.String(required=True, validate=validate.OneOf(FIELDS))
    old = fields.String(required=True, allow_none=True)
    new = fields.String(required=True, allow_none=True)


class ChangeReportSchema(Schema):
    """One report."""

    change_report_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(required=True, allow_none=True)
    state = fields.Enum(ChangeState, by_value=True, required=True)
    effective_on = fields.Date(required=True)
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)
    reported_at = fields.AwareDateTime(required=True)
    reported_by_name = fields.String(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    applied_at = fields.AwareDateTime(required=True, allow_none=True)


class ChangeReportPageSchema(Schema):
    """A page of reports."""

    items = fields.List(fields.Nested(ChangeReportSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MembershipWishSchema(Schema):
    """Words to staff."""

    message = free_text(LONGEST_REASON, load_default=None, allow_none=True)


class PeriodSchema(Schema):
    """Both days included."""

    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class MembershipRequestSchema(Schema):
    """One request."""

    membership_request_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(required=True, allow_none=True)
    state = fields.Enum(MembershipRequestState, by_value=True, required=True)
    is_renewal = fields.Boolean(required=True)
    message = fields.String(required=True, allow_none=True)
    requested_at = fields.AwareDateTime(required=True)
    requested_by_name = fields.String(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    membership_id = fields.UUID(required=True, allow_none=True)
    member_until = fields.Date(required=True, allow_none=True, metadata={"description": "last day of all memberships"})


class MembershipRequestPageSchema(Schema):
    """A page of requests."""

    items = fields.List(fields.Nested(MembershipRequestSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def referenced(form: dict[str, Any]) -> ReferencedOrganisation:
    """The organisation of a form."""
    return ReferencedOrganisation(
        siret=form["siret"],
        name=form["name"].strip(),
        address=address_of(form),
        activity_declaration_number=form["activity_declaration_number"],
    )


def new_values(form: dict[str, Any]) -> dict[str, str | None]:
    """The values of a report by field."""
    values: dict[str, str | None] = {
        name: form[name].strip() if form[name] else None if name == "activity_declaration_number" else form[name]
        for name in FIELDS
        if name in form
    }
    if "is_closing" in form:
        values["closed_on"] = form["effective_on"].isoformat() if form["is_closing"] else None
    return values


def dump_referencing(one: Referencing, told: Requests[Any] | None = None) -> dict[str, Any]:
    """A mapping of ReferencingSchema's shape."""
    names = told.names if told else {}
    kept = ("account_id", "contact", "state", "requested_at", "decided_at", "reason", "organisation_id")
    return {
        "referencing_id": one.id,
        **{name: getattr(one, name) for name in (*_ORGANISATION, *kept)},
        "decided_by_name": names.get(one.decided_by) if one.decided_by else None,
    }


def dump_change_report(one: ChangeReport, told: Requests[Any] | None = None) -> dict[str, Any]:
    """A mapping of ChangeReportSchema's shape."""
    names, organisations = (told.names, told.organisations) if told else ({}, {})
    organisation = organisations.get(one.organisation_id)
    kept = ("organisation_id", "state", "effective_on", "differences", "reported_at", "decided_at", "reason")
    return {
        "change_report_id": one.id,
        "organisation_name": organisation.name if organisation else None,
        **{name: getattr(one, name) for name in (*kept, "applied_at")},
        "reported_by_name": names.get(one.reported_by) if one.reported_by else None,
        "decided_by_name": names.get(one.decided_by) if one.decided_by else None,
    }


def dump_membership_request(one: MembershipRequest, told: Requests[Any] | None = None) -> dict[str, Any]:
    """A mapping of MembershipRequestSchema's shape."""
    names, organisations = (told.names, told.organisations) if told else ({}, {})
    organisation = organisations.get(one.organisation_id)
    kept = ("organisation_id", "state", "is_renewal", "message", "requested_at", "decided_at", "reason")
    return {
        "membership_request_id": one.id,
        "organisation_name": organisation.name if organisation else None,
        **{name: getattr(one, name) for name in (*kept, "membership_id")},
        "requested_by_name": names.get(one.requested_by) if one.requested_by else None,
        "decided_by_name": names.get(one.decided_by) if one.decided_by else None,
        "member_until": max((m.ends_on for m in organisation.memberships), default=None) if organisation else None,
    }
