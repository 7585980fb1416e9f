"""The copy of identity's organisations: the name of a provider, its address and its numbers."""

from datetime import date

from catalogue.store.search_index import index_provider
from catalogue.store.tables import ORGANISATIONS
from catalogue.store.training_actions import provider_name
from chassis import copies
from chassis.copies import Closing
from chassis.database import Session
from chassis.events import Event


def note_organisation(session: Session, event: Event) -> bool:
    """Keep what the event tells, unless something newer is kept; says whether it was written."""
    told = event.data
    values = {
        "siret": told["siret"],
        "name": told["name"],
        "street": told["address"]["street"],
        "postcode": told["address"]["postcode"],
        "city": told["address"]["city"],
        "activity_declaration_number": told["activity_declaration_number"],
        "closed_on": date.fromisoformat(told["closed_on"]) if told["closed_on"] else None,
    }
    known_as = provider_name(session, event.subject)
    is_written = copies.apply_newer(session, ORGANISATIONS, event, values)
    if is_written and known_as != told["name"]:
        index_provider(session, event.subject)
    return is_written


def forget_untold_organisations(session: Session, closing: Closing) -> None:
    """Remove the organisations that identity does not know."""
    copies.forget_unnamed(session, ORGANISATIONS, closing)
