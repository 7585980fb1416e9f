"""Things to arrange a test with."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.domain.editors import Editor
from catalogue.domain.slots import Place, SlotPlan
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import Access, DeliveryMode, Description, Nature, Trainer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PROVIDER = UUID("01930000-0000-7000-8000-000000000104")
OTHER_PROVIDER = UUID("01930000-0000-7000-8000-000000000105")
GUY = UUID("01930000-0000-7000-8000-000000000003")
CAMILLE = UUID("01930000-0000-7000-8000-000000000004")
STAFF = Editor(account_id=CAMILLE, role="staff", is_staff=True)
TRAINER = Editor(account_id=GUY, role="training_provider", is_staff=False, organisation_id=PROVIDER)
STRANGER = Editor(account_id=GUY, role="training_provider", is_staff=False, organisation_id=OTHER_PROVIDER)

FORMATION = TrainingActionType(code="formation", label="Formation", counts_as_formation=True, self_paced=False, rank=1)
FREEMIUM = TrainingActionType(
    code="freemium_self_paced", label="Autoformation Freemium", counts_as_formation=False, self_paced=True, rank=2
)
FINANCING = Theme(code="financing", label="Financement", rank=1)
DIGITAL = Theme(code="digital", label="Numérique", rank=2)

ENCAN = Place(name="Espace Encan", street="Quai Louis Prunier", postcode="17000", city="La Rochelle")


def description(**changes: Any) -> Description:
    """A complete description."""
    told: dict[str, Any] = {
        "title": "Accompagner le financement des parcours individuels",
        "type_code": "formation",
        "theme_code": "financing",
        "nature": Nature.TRAINING,
        "delivery_mode": DeliveryMode.IN_PERSON,
        "duration_days": Decimal("2.0"),
        "access": Access.MEMBERS,
        "hr_approval_required": True,
        "provider_approval_required": True,
        "provider_organisation_id": PROVIDER,
        "trainers": (Trainer(name="Guy Rembourg", account_id=GUY),),
        "objectives": "Identifier les dispositifs de financement.",
        "audience": "Conseillers en évolution professionnelle.",
        "prerequisites": "Aucun.",
        "content": "Les dispositifs, les financeurs, le montage d’un dossier.",
        "methods": "Apports et études de cas.",
        "evaluation": "",
        "accessibility": "Locaux accessibles.",
        "rules_of_procedure": "Le règlement intérieur est remis avant l’inscription.",
        "contact_name": "Atelier des compétences",
        "contact_email": "contact@example.org",
    }
    return Description(**{**told, **changes})


def slot(day: date, start: str = "09:00", end: str = "17:00", **changes: Any) -> SlotPlan:
    """A day in La Rochelle."""
    told: dict[str, Any] = {"delivery_mode": DeliveryMode.IN_PERSON, "place": ENCAN}
    return SlotPlan(
        day=day, start_time=time.fromisoformat(start), end_time=time.fromisoformat(end), **{**told, **changes}
    )


def two_days(first: date = date(2026, 12, 21), **changes: Any) -> SessionPlan:
    """Two days in a row, four seats."""
    slots = (slot(first), slot(first.fromordinal(first.toordinal() + 1)))
    return SessionPlan(**{"capacity": 4, "waiting_list_capacity": 2, "slots": slots, **changes})
