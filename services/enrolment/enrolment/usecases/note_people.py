"""Keep copies of what identity tells: rights of accounts, names, organisations."""

from datetime import date, datetime

from chassis.copies import apply_newer
from chassis.database import Session
from chassis.events import Event
from enrolment.store import people
from enrolment.store.tables import ACCOUNTS, ORGANISATIONS, PROFILES


def note_account_rights(session: Session, event: Event) -> bool:
    """Keep who may do what; says whether it was newer."""
    data = event.data
    signed_in = data["first_signed_in_at"]
    return apply_newer(
        session,
        ACCOUNTS,
        event,
        {
            "is_active": data["state"] == "active",
            "first_signed_in_at": datetime.fromisoformat(signed_in) if signed_in else None,
            "is_staff": data["is_staff"],
            "affiliations": [
                {name: entry[name] for name in ("organisation_id", "state", "roles")} for entry in data["affiliations"]
            ],
        },
    )


def note_profile(session: Session, event: Event) -> bool:
    """Keep a name and an address, unless the person was forgotten; says whether it was newer."""
    if people.is_forgotten(session, event.subject):
        return False
    fields = ("civility", "given_name", "family_name", "email")
    return apply_newer(session, PROFILES, event, {name: event.data[name] for name in fields})


def note_organisation(session: Session, event: Event) -> bool:
    """Keep an organisation with its memberships; says whether it was newer."""
    data = event.data
    closed_on = data["closed_on"]
    return apply_newer(
        session,
        ORGANISATIONS,
        event,
        {
            "name": data["name"],
            "postcode": data["address"]["postcode"],
            "closed_on": date.fromisoformat(closed_on) if closed_on else None,
            "memberships": [{name: entry[name] for name in ("starts_on", "ends_on")} for entry in data["memberships"]],
        },
    )
