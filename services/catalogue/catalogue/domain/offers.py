"""An offer as a file of another system tells it, and what a file or an offer may be refused for."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalogue.domain.slots import Place, SlotPlan
from catalogue.domain.training_actions import Access, DeliveryMode
from chassis.errors import DomainError


class FileUnreadable(DomainError):
    """`figures["reason"]` is a code, `figures["line"]` where reading stopped; nothing of the file was taken."""

    code = "file-unreadable"
    status = 422
    title = "The file cannot be read"


class OfferRefused(DomainError):
    """`figures["reason"]` is a code; the rest explains it. The other offers of the file go in."""

    code = "offer-refused"
    status = 422
    title = "The offer cannot be taken"


@dataclass(frozen=True, kw_only=True)
class OfferedSession:
    """A session of an offer. `slots` are exact hours where the file tells them, else only the days are known.

    `identifier` is unique within its offer.
    """

    identifier: str
    line: int
    first_day: date | None
    last_day: date | None
    capacity: int | None = None
    waiting_list_capacity: int | None = None
    is_unlimited: bool = False
    place: Place | None = None
    slots: tuple[SlotPlan, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One action of a formation. `identifier` is the file's own; `sirets` those who may run it, the likeliest first.

    What the file does not tell is empty or None.
    """

    identifier: str
    line: int
    title: str
    sirets: tuple[str, ...]
    delivery_mode: DeliveryMode
    duration_days: Decimal
    texts: dict[str, str] = field(default_factory=dict)
    type_code: str | None = None
    theme_code: str | None = None
    access: Access | None = None
    hr_approval_required: bool | None = None
    provider_approval_required: bool | None = None
    evaluation_planned: bool | None = None
    sessions: tuple[OfferedSession, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfferFault:
    """Why an offer, or a session of one, did not go in. `is_remark`: the offer itself did."""

    line: int
    identifier: str
    title: str
    reason: str
    figures: dict[str, object] = field(default_factory=dict)
    is_remark: bool = False


@dataclass(frozen=True, kw_only=True)
class ImportTerms:
    """What staff decide for what a file does not tell. `publish`: offers that are complete are published at once."""

    type_code: str
    theme_code: str
    access: Access = Access.OPEN
    capacity: int = 12
    publish: bool = False


def digest_of(offer: Offer, terms: ImportTerms) -> bytes:
    """The same for the same offer wherever it stands in its file; SHA-256."""
    sessions = tuple(
        (one.identifier, one.first_day, one.last_day, one.capacity, one.waiting_list_capacity, one.place, one.slots)
        for one in offer.sessions
    )
    told = (
        offer.title, offer.sirets, offer.delivery_mode, offer.duration_days, sorted(offer.texts.items()),
        offer.type_code, offer.theme_code, offer.access, offer.hr_approval_required,
        offer.provider_approval_required, offer.evaluation_planned, sessions, terms,
    )  # fmt: skip
    return hashlib.sha256(repr(told).encode()).digest()
