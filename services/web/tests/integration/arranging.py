"""Answers of the neighbours, as their OpenAPI documents promise them."""

from typing import Any

ACTION = "01930000-0000-7000-8000-000000000201"
SESSION = "01930000-0000-7000-8000-000000000301"
ENROLMENT = "01930000-0000-7000-8000-000000000401"
DOCUMENT = "01930000-0000-7000-8000-000000000501"
SLOT = "01930000-0000-7000-8000-000000000601"
OURS = "01930000-0000-7000-8000-000000000101"
ALAIN = "01930000-0000-7000-8000-000000000001"
TITLE = "Accompagner le financement des parcours individuels"
PLACE = {"name": "Espace Encan", "street": "Quai Louis Prunier", "postcode": "17000", "city": "La Rochelle"}

CARD: dict[str, Any] = {
    "training_action_id": ACTION,
    "title": TITLE,
    "type": {"code": "formation", "label": "Formation"},
    "theme": {"code": "financement", "label": "Financement de la formation"},
    "delivery_mode": "in_person",
    "duration_days": "2.0",
    "access": "members",
    "first_day": "2027-02-11",
    "last_day": "2027-02-12",
    "provider_name": "Atelier des compétences",
    "city": "La Rochelle",
    "next_session": {
        "training_session_id": SESSION,
        "first_day": "2027-02-11",
        "last_day": "2027-02-12",
        "remaining_seats": 4,
        "is_full": False,
    },
}


def slot(number: int, day: str) -> dict[str, Any]:
    """A day from 9:00 to 17:00 in Paris."""
    return {
        "slot_id": f"{SLOT[:-1]}{number}",
        "date": day,
        "starts_at": f"{day}T08:00:00Z",
        "ends_at": f"{day}T16:00:00Z",
        "delivery_mode": "in_person",
        "place": PLACE,
        "map_url": "https://www.openstreetmap.org/?mlat=46.15&mlon=-1.15",
        "remote_url": None,
    }


SLOTS = [slot(1, "2027-02-11"), slot(2, "2027-02-12")]


def training_session(**changes: Any) -> dict[str, Any]:
    """A session to come with four seats left."""
    return {
        "training_session_id": SESSION,
        "training_action_id": ACTION,
        "status": "scheduled",
        "is_self_paced": False,
        "capacity": 12,
        "waiting_list_capacity": 6,
        "registration_opens_at": "2026-10-01T07:00:00Z",
        "registration_closes_at": "2027-02-04T22:59:59Z",
        "starts_at": SLOTS[0]["starts_at"],
        "ends_at": SLOTS[1]["ends_at"],
        "first_day": "2027-02-11",
        "last_day": "2027-02-12",
        "slots": SLOTS,
        "remaining_seats": 4,
        "waiting": 0,
        "is_full": False,
        **changes,
    }


def action(**changes: Any) -> dict[str, Any]:
    """The page of an action."""
    return {
        **CARD,
        "publication_number": 1,
        "published_at": "2026-10-01T07:00:00Z",
        "status": "published",
        "type": {"code": "formation", "label": "Formation", "counts_as_formation": True, "self_paced": False},
        "nature": "training",
        "hr_approval_required": True,
        "provider_approval_required": True,
        "objectives": "Mobiliser les dispositifs de financement.\nConstruire un plan avec la personne.",
        "audience": "Conseillers en insertion et en évolution professionnelle.",
        "prerequisites": "Accompagner des personnes dans leur projet.",
        "content": "Compte personnel de formation, projet de transition, aides régionales.",
        "methods": "Apports, études de cas, mises en situation.",
        "evaluation": "Questionnaire en fin de session.",
        "evaluation_planned": False,
        "accessibility": "Les locaux sont accessibles aux fauteuils.",
        "rules_of_procedure": "Le règlement intérieur est remis avant la session.",
        "trainers": "Guy Rembourg",
        "contact": "parcourspro@cap-metiers.pro",
        "sessions": [training_session()],
        **changes,
    }


def verdict(**changes: Any) -> dict[str, Any]:
    """A seat is to be had."""
    return {
        "organisation_id": OURS,
        "organisation_name": "Ma structure",
        "may_request": True,
        "outcome": "seat",
        "waiting_rank": None,
        "uses_right": True,
        "failures": [],
        **changes,
    }


def enrolment(status: str = "requested", **changes: Any) -> dict[str, Any]:
    """Alain's request."""
    return {
        "enrolment_id": ENROLMENT,
        "status": status,
        "version": 1,
        "training_session_id": SESSION,
        "training_action_id": ACTION,
        "action_title": TITLE,
        "type_label": "Formation",
        "delivery_mode": "in_person",
        "duration_days": "2.0",
        "first_day": "2027-02-11",
        "last_day": "2027-02-12",
        "starts_at": SLOTS[0]["starts_at"],
        "ends_at": SLOTS[1]["ends_at"],
        "slots": SLOTS,
        "account_id": ALAIN,
        "person": {
            "civility": "mr",
            "given_name": "Alain",
            "family_name": "Proviste",
            "email": "alain.proviste@example.org",
        },
        "organisation_id": OURS,
        "organisation_name": "Ma structure",
        "motivation": "Je veux mieux accompagner.",
        "requested_at": "2026-11-15T16:20:00Z",
        "decided_at": None,
        "reason": None,
        "waiting_rank": None,
        "allowed_moves": [],
        "attendance": None,
        **changes,
    }
