"""The demo data's JSON as the use cases want it."""

from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalogue.commands.demo_days import day_of, morning_of, working_day
from catalogue.domain.paris_time import end_of
from catalogue.domain.slots import Place, SlotPlan
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import Access, DeliveryMode, Description, Nature, Trainer

Told = dict[str, Any]


def description_of(told: Told, *, defaults: Told) -> Description:
    """The description of an action; `defaults` stand where it says nothing."""
    trainers = tuple(
        Trainer(name=trainer["name"], account_id=UUID(trainer["account_id"])) for trainer in told["trainers"]
    )
    return Description(
        **{
            **defaults,
            **told,
            "nature": Nature(told.get("nature", Nature.TRAINING)),
            "delivery_mode": DeliveryMode(told["delivery_mode"]),
            "duration_days": Decimal(told["duration_days"]),
            "access": Access(told["access"]),
            "provider_organisation_id": UUID(told["provider_organisation_id"]),
            "trainers": trainers,
        }
    )


def _slot_of(told: Told, *, first_day: str, places: dict[str, Told], today: date) -> SlotPlan:
    place = places.get(told.get("place", ""))
    return SlotPlan(
        slot_id=UUID(told["slot_id"]),
        day=working_day(first_day, today, nth=told["nth_working_day"]),
        start_time=time.fromisoformat(told["start_time"]),
        end_time=time.fromisoformat(told["end_time"]),
        delivery_mode=DeliveryMode(told["delivery_mode"]),
        place=Place(name=place["name"], street=place["street"], postcode=place["postcode"], city=place["city"])
        if place
        else None,
        map_url=place["map_url"] if place else None,
        remote_url=told.get("remote_url"),
    )


def plan_of(told: Told, *, places: dict[str, Told], today: date) -> SessionPlan:
    """The plan of a session: slots on working days, or the range of a self-paced one."""
    first_day, last_day = told["first_day"], told.get("last_day")
    closes = told.get("registration_closes")
    return SessionPlan(
        capacity=told["capacity"],
        waiting_list_capacity=told["waiting_list_capacity"],
        first_day=day_of(first_day, today) if last_day else None,
        last_day=day_of(last_day, today) if last_day else None,
        slots=tuple(_slot_of(slot, first_day=first_day, places=places, today=today) for slot in told["slots"]),
        registration_opens_at=morning_of(day_of(told["registration_opens"], today)),
        registration_closes_at=end_of(day_of(closes, today)) if closes else None,
    )
