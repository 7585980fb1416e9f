"""The catalogue in the formats of others: calendars, search engines."""

from uuid import UUID

from flask import Response, current_app

from catalogue.api.answers import cacheable_text
from catalogue.api.calendars import calendar_of
from catalogue.api.linked_data import course_of
from catalogue.api.sitemaps import sitemap_of
from catalogue.usecases.list_addresses import list_addresses
from catalogue.usecases.read_calendar import read_calendar
from catalogue.usecases.read_training_action import read_training_action
from chassis.auth import public
from chassis.clock import now
from chassis.database import snapshot
from chassis.doors import Blueprint

blp = Blueprint("exchanges", __name__, url_prefix="/api/catalogue/v1", description="Formats of others")


def _site() -> str:
    return str(current_app.config["PUBLIC_URL"])


@blp.get("/training-sessions/<uuid:training_session_id>/calendar.ics")
@public
@blp.response(200, {"type": "string"}, content_type="text/calendar")
@blp.alt_response(404, description="Unknown, or of an action that was never published")
def calendar(training_session_id: UUID) -> Response:
    """The slots of a session for a calendar (RFC 5545); a cancelled session says so."""
    with snapshot() as connection:
        sheet = read_calendar(connection, training_session_id)
    name = f'attachment; filename="session-{sheet["first_day"]}.ics"'
    content = calendar_of(sheet, site=_site())
    return cacheable_text(content, media_type="text/calendar", headers={"Content-Disposition": name})


@blp.get("/sitemap.xml")
@public
@blp.response(200, {"type": "string"}, content_type="application/xml")
def sitemap() -> Response:
    """The pages of all listed actions, for search engines; robots.txt names it."""
    with snapshot() as connection:
        actions = list_addresses(connection)
    return cacheable_text(sitemap_of(actions, site=_site()), media_type="application/xml")


@blp.get("/training-actions/<uuid:training_action_id>/linked-data")
@public
@blp.response(200, {"type": "object"}, content_type="application/ld+json")
@blp.alt_response(404, description="Unknown, or never published")
def linked_data(training_action_id: UUID) -> Response:
    """The action and its sessions as schema.org data, JSON-LD."""
    with snapshot() as connection:
        page = read_training_action(connection, training_action_id, now=now())
    content = current_app.json.dumps(course_of(page, site=_site()))
    return cacheable_text(content, media_type="application/ld+json")
