"""LHÉO 2.3 and 2.2, read: each action of a formation is an offer. https://lheo.gouv.fr/langage"""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal, InvalidOperation

from catalogue.domain.offers import Offer, OfferedSession, OfferFault
from catalogue.domain.slots import Place, SlotPlan
from catalogue.domain.training_actions import Access, DeliveryMode
from catalogue.rendering.html_texts import plain_text
from catalogue.rendering.xml_stream import Element, count_elements, elements

ROOT, OFFER = "lheo", "formation"
NAMESPACES = frozenset({"http://lheo.gouv.fr/2.3", "http://www.lheo.org/2.2"})
# Ours among the `extras` that LHÉO leaves to whoever writes a file.
OURS = "parcourspro"
MODES = {"0": DeliveryMode.IN_PERSON, "1": DeliveryMode.BLENDED, "2": DeliveryMode.REMOTE}
HOURS_A_DAY = 7
LONGEST_TITLE, LONGEST_TEXT = 255, 20_000
_DAYS = re.compile(r"^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:jours?|j)\b", re.IGNORECASE)
_HOURS = re.compile(r"^\s*(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:heures?|h)\b", re.IGNORECASE)
_POSTCODE = re.compile(r"^[0-9]{5}$")
# Where each text of ours stands, in the formation or in the action.
_IN_FORMATION = {
    "objectives": ("objectif-formation",),
    "content": ("contenu-formation",),
    "evaluation": ("resultats-attendus",),
}
_IN_ACTION = {
    "audience": ("info-public-vise",),
    "prerequisites": ("conditions-specifiques",),
    "methods": ("modalites-pedagogiques",),
    "accessibility": ("acces-handicapes",),
}
_ONLY_IN_OURS = ("rules_of_procedure", "contact_name", "contact_email", "contact_phone")


def count_offers(chunks: Iterable[bytes]) -> int:
    """How many formations a file has; reads it to its end.

    Raises:
        FileUnreadable
    """
    return count_elements(chunks, root=ROOT, namespaces=NAMESPACES, wanted=OFFER)


def read_offers(chunks: Iterable[bytes]) -> Iterator[tuple[int, list[Offer | OfferFault]]]:
    """The number of each formation, from 1, with the offers that it holds.

    Raises:
        FileUnreadable
    """
    found = elements(chunks, root=ROOT, namespaces=NAMESPACES, wanted=OFFER)
    for number, formation in enumerate(found, 1):
        yield number, list(offers_of(formation))


def offers_of(formation: Element) -> Iterator[Offer | OfferFault]:
    """One for each action; a formation without any is at fault itself."""
    actions = formation.all("action")
    number = formation.attributes.get("numero", "").strip()
    title = plain_text(formation.told("intitule-formation"))
    if not actions or not number:
        reason = "identifier-missing" if actions else "action-missing"
        yield OfferFault(line=formation.line, identifier=number, title=title, reason=reason)
        return
    for action in actions:
        own = action.attributes.get("numero", "").strip()
        identifier = number if len(actions) == 1 or own == number else f"{number}/{own}"
        line = formation.line if len(actions) == 1 else action.line
        if len(actions) > 1 and not own:
            yield OfferFault(line=line, identifier=number, title=title, reason="identifier-missing")
            continue
        made = _offer(formation, action, identifier=identifier, title=title)
        yield (
            made
            if isinstance(made, Offer)
            else OfferFault(line=line, identifier=identifier, title=title, reason=made[0], figures=made[1])
        )


def _offer(
    formation: Element, action: Element, *, identifier: str, title: str
) -> Offer | tuple[str, dict[str, object]]:
    ours = _ours(action)
    mode = MODES.get(action.told("modalites-enseignement"))
    duration = _duration(action, ours)
    texts = _texts(formation, action, ours=ours)
    if fault := _fault_of(identifier, title, texts=texts):
        return fault
    if mode is None:
        return "delivery-mode-unknown", {"found": action.told("modalites-enseignement")[:40]}
    if duration is None:
        return "duration-missing", {}
    return Offer(
        identifier=identifier,
        line=formation.line if len(formation.all("action")) == 1 else action.line,
        title=title,
        sirets=_sirets(formation, action),
        delivery_mode=mode,
        duration_days=duration,
        texts=texts,
        type_code=ours.get("type"),
        theme_code=ours.get("theme"),
        access=Access(ours["access"]) if ours.get("access") in set(Access) else None,
        hr_approval_required=_flag(ours.get("hr_approval_required")),
        provider_approval_required=_flag(ours.get("provider_approval_required")),
        evaluation_planned=_flag(ours.get("evaluation_planned")),
        sessions=tuple(_session(one, action, mode=mode) for one in action.all("session")),
    )


def _fault_of(identifier: str, title: str, *, texts: dict[str, str]) -> tuple[str, dict[str, object]] | None:
    if not title:
        return "title-missing", {}
    if len(title) > LONGEST_TITLE:
        return "text-too-long", {"field": "title", "most": LONGEST_TITLE}
    if len(identifier) > LONGEST_TITLE:
        return "text-too-long", {"field": "numero", "most": LONGEST_TITLE}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            return "text-too-long", {"field": name, "most": LONGEST_TEXT}
    return None


def _ours(element: Element) -> dict[str, str]:
    """What ParcoursPro itself wrote beside the fields of LHÉO."""
    found: dict[str, str] = {}
    for extras in element.all("extras"):
        if extras.attributes.get("info") == OURS:
            found |= {extra.attributes.get("info", ""): extra.text.strip() for extra in extras.all("extra")}
    return found


def _flag(told: str | None) -> bool | None:
    return {"1": True, "0": False}.get(told or "")


def _texts(formation: Element, action: Element, *, ours: dict[str, str]) -> dict[str, str]:
    found = {name: plain_text(formation.told(*path)) for name, path in _IN_FORMATION.items()}
    found |= {name: plain_text(action.told(*path)) for name, path in _IN_ACTION.items()}
    found |= _contact(formation)
    # Ours are whole where LHÉO has room for a part only.
    for name in (*_IN_FORMATION, *_IN_ACTION, *_ONLY_IN_OURS):
        if name in ours:
            found[name] = plain_text(ours[name])
    return {name: text for name, text in found.items() if text}


def _contact(formation: Element) -> dict[str, str]:
    contact = formation.first("contact-formation", "coordonnees")
    if contact is None:
        return {}
    name = " ".join(part for part in (contact.told("prenom"), contact.told("nom")) if part)
    found = {
        "contact_name": plain_text(name or contact.told("ligne"))[:160],
        "contact_phone": plain_text(contact.told("telfixe", "numtel") or contact.told("portable", "numtel"))[:40],
        "contact_email": plain_text(contact.told("courriel")),
    }
    if not re.fullmatch(r"[^@\s<>]{1,64}@[^@\s<>]{1,180}\.[^@\s<>.]{2,}", found["contact_email"]):
        found["contact_email"] = ""
    return found


def _sirets(formation: Element, action: Element) -> tuple[str, ...]:
    told = [formation.told("organisme-formation-responsable", "SIRET-organisme-formation", "SIRET")]
    told += [trainer.told("SIRET-formateur", "SIRET") for trainer in action.all("organisme-formateur")]
    return tuple(dict.fromkeys(re.sub(r"\D", "", siret)[:14] for siret in told if siret))


def _number(told: str) -> Decimal | None:
    try:
        number = Decimal(told.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number < 100_000 else None


def _duration(action: Element, ours: dict[str, str]) -> Decimal | None:
    """Days with one decimal: ours, as told in words, or hours at seven a day."""
    told = action.told("duree-indicative")
    in_days, in_hours = _DAYS.match(told), _HOURS.match(told)
    days = _number(ours.get("duration_days", "")) or (_number(in_days[1]) if in_days else None)
    if days is None:
        hours = _number(action.told("nombre-heures-total")) or (_number(in_hours[1]) if in_hours else None)
        hours = hours or _number(action.told("nombre-heures-centre"))
        days = hours / HOURS_A_DAY if hours else None
    if days is None:
        return None
    rounded = (days * 10).to_integral_value() / 10
    return min(max(rounded, Decimal("0.1")), Decimal("999.9")).quantize(Decimal("0.1"))


def _day(told: str) -> date | None:
    """None for the days that LHÉO reserves (00000000: permanent, 99999999: not known) and for impossible ones."""
    try:
        found = date(int(told[:4]), int(told[4:6]), int(told[6:8])) if len(told) == len("YYYYMMDD") else None
    except ValueError:
        return None
    return found if found and date(2000, 1, 1) <= found <= date(2100, 12, 31) else None


def _place(action: Element, session: Element) -> Place | None:
    for element in (session, action):
        for where in element.all("lieu-de-formation"):
            coordinates = where.first("coordonnees")
            address = coordinates.first("adresse") if coordinates else None
            if coordinates is None or address is None or not _POSTCODE.match(address.told("codepostal")):
                continue
            city = plain_text(address.told("ville"))[:120]
            lines = [plain_text(line.text) for line in address.all("ligne")]
            name = plain_text(address.told("denomination") or coordinates.told("nom")) or city
            if city:
                street = ", ".join(line for line in lines if line)[:200]
                return Place(name=name[:160], street=street, postcode=address.told("codepostal"), city=city)
    return None


def _seats(session: Element, ours: dict[str, str]) -> int | None:
    told = (
        ours.get("capacity", ""),
        session.told("recrutement", "nb-places"),
        session.told("cycle", "capacite-simultanee"),
        session.told("cycle", "capacite-cumulee"),
    )
    for text in told:
        number = _number(text)
        if number is not None and 1 <= number <= 10_000:
            return math.floor(number)
    return None


def _session(session: Element, action: Element, *, mode: DeliveryMode) -> OfferedSession:
    ours = _ours(session)
    first, last = _day(session.told("periode", "debut")), _day(session.told("periode", "fin"))
    number = session.attributes.get("numero", "").strip()
    waiting = ours.get("waiting_list_capacity", "")
    return OfferedSession(
        identifier=(number or f"{session.told('periode', 'debut')}-{session.told('periode', 'fin')}")[:LONGEST_TITLE],
        line=session.line,
        first_day=first,
        last_day=last,
        capacity=_seats(session, ours),
        waiting_list_capacity=int(waiting) if waiting.isdecimal() and len(waiting) < 6 else None,
        is_unlimited=ours.get("capacity") == "unlimited",
        place=_place(action, session),
        slots=tuple(slot for slot in map(_slot, _slots(session)) if slot is not None),
    )


def _slots(session: Element) -> Iterator[Element]:
    for extras in session.all("extras"):
        if extras.attributes.get("info") == OURS:
            yield from (one for one in extras.all("extras") if one.attributes.get("info") == "slot")


def _slot(told: Element) -> SlotPlan | None:
    """None where what claims to be ours is not."""
    parts = {extra.attributes.get("info", ""): extra.text.strip() for extra in told.all("extra")}
    day = _day(parts.get("date", "").replace("-", ""))
    try:
        start, end = time.fromisoformat(parts["start_time"]), time.fromisoformat(parts["end_time"])
        mode = DeliveryMode(parts["delivery_mode"])
    except (KeyError, ValueError):
        return None
    if day is None or start.tzinfo or end.tzinfo:
        return None
    place = None
    if parts.get("city") and _POSTCODE.match(parts.get("postcode", "")):
        place = Place(
            name=(parts.get("place_name") or parts["city"])[:160],
            street=parts.get("street", "")[:200],
            postcode=parts["postcode"],
            city=parts["city"][:120],
        )
    map_url = parts.get("map_url", "")
    is_web = map_url.startswith(("https://", "http://")) and len(map_url) <= 500
    return SlotPlan(
        day=day,
        start_time=start.replace(second=0, microsecond=0),
        end_time=end.replace(second=0, microsecond=0),
        delivery_mode=mode,
        place=place,
        map_url=map_url if is_web else None,
    )
