"""How a person wishes to be told of each topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Connection, Session
from notification.channels import unsubscribing
from notification.domain.errors import DeliveryNotAllowed, LinkForged
from notification.domain.topics import ALLOWED, Delivery, Topic
from notification.store import preferences


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One topic: how it goes now, and how it may go."""

    topic: Topic
    delivery: Delivery
    allowed: tuple[Delivery, ...]


def read_choices(connection: Connection, account_id: UUID) -> list[Choice]:
    """Every topic, in the order in which people read them."""
    chosen = preferences.chosen(connection, account_id)
    return [
        Choice(topic=topic, delivery=chosen.get(topic, allowed[0]), allowed=allowed)
        for topic, allowed in ALLOWED.items()
    ]


def choose_delivery(session: Session, account_id: UUID, *, choices: Mapping[Topic, Delivery], now: datetime) -> None:
    """Keep these choices; topics that are not named stay as they are.

    Raises:
        DeliveryNotAllowed: a topic cannot be had like this; nothing was kept.
    """
    for topic, delivery in choices.items():
        if delivery not in ALLOWED[topic]:
            figures = {"topic": topic, "delivery": delivery, "allowed": list(ALLOWED[topic])}
            raise DeliveryNotAllowed(figures=figures, next_step="choose-another-delivery")
    preferences.keep(session, account_id, choices=dict(choices), now=now)


def stop_topic(session: Session, unverified_token: str, *, now: datetime) -> Topic:
    """Stop e-mails of the topic that a signed link names (RFC 8058); again changes nothing.

    Raises:
        LinkForged: the link is none of ours.
        DeliveryNotAllowed: the topic cannot be stopped any more.
    """
    account_id, topic = read_stop_link(unverified_token)
    choose_delivery(session, account_id, choices={topic: Delivery.OFF}, now=now)
    return topic


def read_stop_link(unverified_token: str) -> tuple[UUID, Topic]:
    """Whose link it is and what it stops.

    Raises:
        LinkForged: the link is none of ours.
    """
    try:
        account_id, topic = unsubscribing.read_token(unverified_token)
        return account_id, Topic(topic)
    except (unsubscribing.Forged, ValueError) as fault:
        raise LinkForged(next_step="open-preferences") from fault
