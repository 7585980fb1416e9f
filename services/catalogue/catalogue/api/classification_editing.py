"""What staff write about types and themes."""

from typing import Any

from catalogue.api.classification_schemas import (
    ClassificationSchema,
    KeptThemeSchema,
    KeptTypeSchema,
    ThemeTermsSchema,
    TypeTermsSchema,
)
from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.usecases import edit_classification
from catalogue.usecases.edit_classification import ThemeTerms, TypeTerms
from chassis.auth import requires
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG, expected_version, version_tag

blp = Blueprint(
    "classification_editing", __name__, url_prefix="/api/catalogue/v1", description="Staff keep types and themes"
)
_NO_STORE = {"Cache-Control": "no-store"}
_KeptType = tuple[TrainingActionType, int, dict[str, str]]
_KeptTheme = tuple[Theme, int, dict[str, str]]


@blp.get("/classification")
@requires(Role.STAFF)
@blp.response(200, ClassificationSchema)
def read() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Types and themes with what an editor needs of each."""
    with snapshot() as connection:
        return edit_classification.read_classification(connection), 200, _NO_STORE


@blp.post("/training-action-types")
@requires(Role.STAFF)
@idempotent
@blp.arguments(TypeTermsSchema)
@blp.response(201, KeptTypeSchema, headers=ETAG)
@blp.alt_response(409, description="Another type has this label")
def add_type(terms: TypeTerms) -> _KeptType:
    """Add a type; its code comes from its label."""
    with transaction() as session:
        added = edit_classification.add_type(session, terms)
    return added, 201, version_tag(added.revision)


@blp.put("/training-action-types/<string(maxlength=60):code>")
@requires(Role.STAFF)
@blp.arguments(TypeTermsSchema)
@blp.response(200, KeptTypeSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="The label is taken, or actions bear the type")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def revise_type(terms: TypeTerms, code: str) -> _KeptType:
    """Change a type; published actions keep what they were published with."""
    with transaction() as session:
        kept = edit_classification.revise_type(session, code, terms=terms, expected_revision=expected_version())
    return kept, 200, version_tag(kept.revision)


@blp.delete("/training-action-types/<string(maxlength=60):code>")
@requires(Role.STAFF)
@blp.response(204)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Actions bear the type")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def remove_type(code: str) -> None:
    """Remove a type that no action bears or ever bore."""
    with transaction() as session:
        edit_classification.remove_type(session, code, expected_revision=expected_version())


@blp.post("/themes")
@requires(Role.STAFF)
@idempotent
@blp.arguments(ThemeTermsSchema)
@blp.response(201, KeptThemeSchema, headers=ETAG)
@blp.alt_response(409, description="Another theme has this label")
def add_theme(terms: ThemeTerms) -> _KeptTheme:
    """Add a theme; its code comes from its label."""
    with transaction() as session:
        added = edit_classification.add_theme(session, terms)
    return added, 201, version_tag(added.revision)


@blp.put("/themes/<string(maxlength=60):code>")
@requires(Role.STAFF)
@blp.arguments(ThemeTermsSchema)
@blp.response(200, KeptThemeSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="The label is taken")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def revise_theme(terms: ThemeTerms, code: str) -> _KeptTheme:
    """Change a theme; published actions keep its label until their next publication."""
    with transaction() as session:
        kept = edit_classification.revise_theme(session, code, terms=terms, expected_revision=expected_version())
    return kept, 200, version_tag(kept.revision)


@blp.delete("/themes/<string(maxlength=60):code>")
@requires(Role.STAFF)
@blp.response(204)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Actions bear the theme")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def remove_theme(code: str) -> None:
    """Remove a theme that no action bears or ever bore."""
    with transaction() as session:
        edit_classification.remove_theme(session, code, expected_revision=expected_version())
