"""The rules of participation: anybody reads those in force, staff keep their versions and drafts."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, public, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG, expected_version, version_tag
from enrolment.api.answers import Answer, after_of, page_of
from enrolment.api.policy_schemas import (
    DraftSchema,
    DraftsSchema,
    OutcomeArgs,
    OutcomePageSchema,
    PoliciesSchema,
    PolicyArgs,
    PolicySchema,
    RehearsalAskedSchema,
    TermsSchema,
)
from enrolment.domain.policy_drafts import PolicyDraft
from enrolment.usecases import edit_policies
from enrolment.usecases.read_enrolments import Listed
from enrolment.usecases.rehearse_policy import read_rehearsal

PREFIX = "/api/enrolment/v1"
blp = Blueprint("policies", __name__, url_prefix=PREFIX, description="Rules of participation")
_Drafted = tuple[PolicyDraft, int, dict[str, str]]


def _drafted(draft: PolicyDraft, *, status: int = 200, **headers: str) -> _Drafted:
    return draft, status, {**version_tag(draft.version), **headers}


@blp.get("/policies/in-force")
@public
@blp.arguments(PolicyArgs, location="query")
@blp.response(200, PolicySchema)
@blp.alt_response(404, description="No rules are as old as that day")
def read_in_force(query: dict[str, Any]) -> Any:
    """The rules of a day; anybody may read them."""
    with transaction() as session:
        return edit_policies.read_policy_in_force(session, day=query["day"], now=now())


@blp.get("/policies")
@requires(Role.STAFF)
@blp.response(200, PoliciesSchema)
def versions() -> dict[str, Any]:
    """Every version, newest first."""
    with transaction() as session:
        return {"items": edit_policies.list_policies(session, by=current_principal(), now=now())}


@blp.get("/policy-drafts")
@requires(Role.STAFF)
@blp.response(200, DraftsSchema)
def drafts() -> dict[str, Any]:
    """Every draft, last edited first."""
    with transaction() as session:
        return {"items": edit_policies.list_drafts(session, by=current_principal())}


@blp.post("/policy-drafts")
@requires(Role.STAFF)
@idempotent
@blp.arguments(TermsSchema)
@blp.response(201, DraftSchema, headers=ETAG)
def create(terms: dict[str, Any]) -> _Drafted:
    """Begin a draft."""
    with transaction() as session:
        draft = edit_policies.create_draft(session, terms=terms, by=current_principal(), now=now())
        return _drafted(draft, status=201, Location=f"{PREFIX}/policy-drafts/{draft.draft_id}")


@blp.get("/policy-drafts/<uuid:draft_id>")
@requires(Role.STAFF)
@blp.response(200, DraftSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown, discarded or published")
def read(draft_id: UUID) -> _Drafted:
    """One draft, with how far its rehearsal has come."""
    with transaction() as session:
        return _drafted(edit_policies.read_draft(session, draft_id, by=current_principal()))


@blp.put("/policy-drafts/<uuid:draft_id>")
@requires(Role.STAFF)
@blp.arguments(TermsSchema)
@blp.response(200, DraftSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown, discarded or published")
@blp.alt_response(412, description="Somebody else edited it first (If-Match)")
def edit(terms: dict[str, Any], draft_id: UUID) -> _Drafted:
    """Write other terms; what was rehearsed goes."""
    with transaction() as session:
        edited = edit_policies.edit_draft(
            session, draft_id, terms=terms, by=current_principal(), now=now(), expected=expected_version()
        )
        return _drafted(edited)


@blp.delete("/policy-drafts/<uuid:draft_id>")
@requires(Role.STAFF)
@blp.response(204)
@blp.alt_response(404, description="Unknown, discarded or published")
def discard(draft_id: UUID) -> None:
    """Throw a draft away."""
    with transaction() as session:
        edit_policies.discard_draft(session, draft_id, by=current_principal())


@blp.post("/policy-drafts/<uuid:draft_id>/rehearsal")
@requires(Role.STAFF)
@idempotent
@blp.arguments(RehearsalAskedSchema)
@blp.response(202, DraftSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown, discarded or published")
def rehearse(asked: dict[str, int], draft_id: UUID) -> _Drafted:
    """Replay the requests of a year under the draft; read the draft to see how far it has come."""
    with transaction() as session:
        draft = edit_policies.ask_for_rehearsal(
            session, draft_id, year=asked["year"], by=current_principal(), now=now()
        )
        return _drafted(draft, status=202)


@blp.get("/policy-drafts/<uuid:draft_id>/outcomes")
@requires(Role.STAFF)
@blp.arguments(OutcomeArgs, location="query")
@blp.response(200, OutcomePageSchema)
@blp.alt_response(404, description="Unknown, discarded or published")
def outcomes(query: dict[str, Any], draft_id: UUID) -> Answer:
    """Whose outcome changes under the draft, and how many go which way."""
    limit = query["limit"]
    with transaction() as session:
        rows, ways = read_rehearsal(
            session, draft_id, by=current_principal(), limit=limit, after=after_of(query["cursor"])
        )
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    listed = Listed(
        items=[_changed(row) for row in shown],
        next_after=(last["requested_at"], last["enrolment_id"]) if last else None,
    )
    body, status, headers = page_of(listed)
    return {**body, "summary": [{**_sides(way), "count": way["count"]} for way in ways]}, status, headers


def _sides(row: dict[str, Any]) -> dict[str, Any]:
    return {
        side: {"outcome": row[f"outcome_{side}"], "right_used": row[f"right_used_{side}"]}
        for side in ("before", "after")
    }


def _changed(row: dict[str, Any]) -> dict[str, Any]:
    name = f"{row['given_name']} {row['family_name']}" if row["family_name"] else None
    return {**row, **_sides(row), "person_name": name}


@blp.post("/policy-drafts/<uuid:draft_id>/publication")
@requires(Role.STAFF)
@idempotent
@blp.response(201, PolicySchema)
@blp.alt_response(404, description="Unknown, discarded or published")
@blp.alt_response(409, description="It would rewrite the past")
@blp.alt_response(412, description="Somebody else edited it first (If-Match)")
def publish(draft_id: UUID) -> tuple[Any, int]:
    """Make the draft the next version."""
    with transaction() as session:
        published = edit_policies.publish_draft(
            session, draft_id, by=current_principal(), now=now(), expected=expected_version()
        )
        return published, 201
