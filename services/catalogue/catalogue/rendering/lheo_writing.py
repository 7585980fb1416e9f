"""LHÉO 2.3, written: one formation with one action for each training action. https://lheo.gouv.fr/2.3

What LHÉO has no field for, or too small a one, stands in `extras` under our name, so that a file read back loses
nothing. The address of a remote meeting is for those who are enrolled, and never stands here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from catalogue import labels
from catalogue.domain.paris_time import PARIS
from catalogue.rendering.lheo_reading import HOURS_A_DAY, MODES, OURS

NAMESPACE = "http://lheo.gouv.fr/2.3"
# Codes of LHÉO: everybody (FORMACODE of audiences), no certification, no level asked, days that are not known.
EVERYBODY, UNKNOWN_DAY = "80056", "99999999"
_UNTELLABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MODES = {mode: code for code, mode in MODES.items()}
_NO_NUMBER = "00000000000"
Row = Mapping[str, Any]
Sessions = Iterable[tuple[Row, Iterable[Row]]]


def _clean(text: object) -> str:
    return escape(_UNTELLABLE.sub("", str(text)))


def _tag(name: str, text: object, *, most: int | None = None, otherwise: str = "") -> str:
    """An element with a text cut to what LHÉO allows; empty where there is nothing to say."""
    told = str(text or otherwise).strip()
    if not told:
        return ""
    if most is not None and len(told) > most:
        told = told[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return f"<{name}>{_clean(told)}</{name}>"


def _extra(name: str, text: object) -> str:
    return f"<extra info={quoteattr(name)}>{_clean(text)}</extra>"


def _extras(told: Mapping[str, object], *, more: str = "") -> str:
    inside = "".join(_extra(name, text) for name, text in told.items() if text not in (None, ""))
    return f'<extras info="{OURS}">{inside}{more}</extras>' if inside or more else ""


def _digits(day: date) -> str:
    return day.strftime("%Y%m%d")


def _period(first: str, last: str) -> str:
    return f"<periode><debut>{first}</debut><fin>{last}</fin></periode>"


def _address(name: str, *, street: str, postcode: str, city: str) -> str:
    lines = [street[start : start + 50] for start in range(0, min(len(street), 200), 50)] or [city[:50]]
    written = "".join(_tag("ligne", line, otherwise="-") for line in lines)
    where = f"{written}<codepostal>{_clean(postcode)}</codepostal>{_tag('ville', city, most=50)}"
    return f"<adresse>{_tag('denomination', name, most=255)}{where}<pays>FR</pays></adresse>"


def _of_provider(row: Row) -> str:
    street, postcode, city = row["provider_street"], row["provider_postcode"], row["provider_city"]
    return _address(row["provider_name"], street=street, postcode=postcode, city=city)


def _coordinates(row: Row) -> str:
    phone = _tag("numtel", row["contact_phone"], most=25)
    telephone = f"<telfixe>{phone}</telfixe>" if phone else ""
    name = _tag("nom", row["contact_name"], most=50)
    return f"<coordonnees>{name}{telephone}{_tag('courriel', row['contact_email'], most=160)}</coordonnees>"


def _places(slots: Iterable[Row]) -> str:
    found: dict[tuple[str, ...], str] = {}
    for slot in slots:
        if slot["city"]:
            key = (slot["place_name"], slot["street"], slot["postcode"], slot["city"])
            name, street, postcode, city = key
            found[key] = _address(name, street=street, postcode=postcode, city=city)
    return "".join(
        f"<lieu-de-formation><coordonnees>{address}</coordonnees></lieu-de-formation>" for address in found.values()
    )


def _slot(slot: Row) -> str:
    told = {
        "date": slot["day"].isoformat(),
        "start_time": f"{slot['starts_at'].astimezone(PARIS):%H:%M}",
        "end_time": f"{slot['ends_at'].astimezone(PARIS):%H:%M}",
        "delivery_mode": slot["delivery_mode"],
        "place_name": slot["place_name"],
        "street": slot["street"],
        "postcode": slot["postcode"],
        "city": slot["city"],
        "map_url": slot["map_url"],
    }
    inside = "".join(_extra(name, text) for name, text in told.items() if text)
    return f'<extras info="slot">{inside}</extras>'


def _session(row: Row, session: Row | None, *, slots: Iterable[Row], site: str, now: datetime) -> str:
    registration = f"<adresse-inscription>{_of_provider(row)}</adresse-inscription>"
    if session is None:
        return f"<session>{_period(UNKNOWN_DAY, UNKNOWN_DAY)}{registration}</session>"
    opens, closes = (session[name].astimezone(PARIS).date() for name in _WINDOW)
    is_open = session["registration_opens_at"] <= now < session["registration_closes_at"]
    url = f"{site}/actions/{row['training_action_id']}"
    capacity = "unlimited" if session["capacity"] is None else session["capacity"]
    told = {"capacity": capacity, "waiting_list_capacity": session["waiting_list_capacity"] or None}
    return (
        f"<session numero={quoteattr(str(session['training_session_id']))}>"
        f"{_period(_digits(session['first_day']), _digits(session['last_day']))}{registration}"
        f"{_tag('modalites-inscription', labels.ONLINE.format(url=url), most=255)}"
        f"<periode-inscription>{_period(_digits(opens), _digits(closes))}</periode-inscription>"
        f"<etat-recrutement>{1 if is_open else 2}</etat-recrutement>"
        f"<url-session><urlweb>{_clean(url)}</urlweb></url-session>"
        f"{_extras(told, more=''.join(map(_slot, slots)))}</session>"
    )


_WINDOW = ("registration_opens_at", "registration_closes_at")
# Text of ours → the room that LHÉO has for it; what is longer stands whole among the extras.
_ROOM = {
    "objectives": 3000,
    "content": 3000,
    "evaluation": 3000,
    "prerequisites": 3000,
    "audience": 250,
    "accessibility": 250,
    "methods": 200,
    "contact_name": 50,
    "contact_phone": 25,
    "rules_of_procedure": 0,
}


def _own_words(row: Row) -> str:
    texts = {name: row[name] for name, most in _ROOM.items() if len(row[name]) > most or "\n" in row[name]}
    # Empty, where LHÉO wants something to be said: who reads the file back must not take our words for the editor's.
    empty = "".join(_extra(name, "") for name in _FILLED if not row[name])
    flags = {name: int(row[name]) for name in _FLAGS}
    told = {"type": row["type_code"], "theme": row["theme_code"], "access": row["access"]}
    return _extras({"duration_days": row["duration_days"], **told, **flags, **texts}, more=empty)


_FILLED = ("objectives", "content", "evaluation", "prerequisites")
_FLAGS = ("hr_approval_required", "provider_approval_required", "evaluation_planned")


def _action(row: Row, sessions: Sessions, *, site: str, now: datetime) -> str:
    kept = list(sessions)
    url = f"{site}/actions/{row['training_action_id']}"
    days = f"{row['duration_days'].normalize():f}"
    rhythm = labels.AT_ONES_OWN_PACE if row["self_paced"] else labels.DAYS.format(days=days)
    written = "".join(_session(row, one, slots=slots, site=site, now=now) for one, slots in kept)
    return (
        f"<action numero={quoteattr(str(row['training_action_id']))}>"
        f"<rythme-formation>{rhythm}</rythme-formation><code-public-vise>{EVERYBODY}</code-public-vise>"
        f"{_tag('info-public-vise', row['audience'], most=250)}<niveau-entree-obligatoire>0</niveau-entree-obligatoire>"
        f"<modalites-alternance>{labels.NO_ALTERNATION}</modalites-alternance>"
        f"<modalites-enseignement>{_MODES[row['delivery_mode']]}</modalites-enseignement>"
        f"{_tag('conditions-specifiques', row['prerequisites'], most=3000, otherwise=labels.NOT_TOLD)}"
        f"<prise-en-charge-frais-possible>0</prise-en-charge-frais-possible>"
        f"{_places(slot for _, slots in kept for slot in slots)}"
        f"<modalites-entrees-sorties>{int(row['self_paced'])}</modalites-entrees-sorties>"
        f"<url-action><urlweb>{_clean(url)}</urlweb></url-action>"
        f"{written or _session(row, None, slots=(), site=site, now=now)}"
        f"{_tag('acces-handicapes', row['accessibility'], most=250)}<langue-formation>fr</langue-formation>"
        f"{_tag('modalites-pedagogiques', row['methods'], most=200)}<prix-total-TTC>0</prix-total-TTC>"
        f"<duree-indicative>{labels.DURATION.format(days=days)}</duree-indicative>"
        f"<nombre-heures-total>{max(1, round(row['duration_days'] * HOURS_A_DAY))}</nombre-heures-total>"
        f"{_own_words(row)}</action>"
    )


def _responsible(row: Row) -> str:
    number = row["activity_declaration_number"] or ""
    address = _of_provider(row)
    name = _tag("nom-organisme", row["provider_name"], most=250)
    return (
        f"<organisme-formation-responsable>"
        f"<numero-activite>{_clean(number if len(number) == len(_NO_NUMBER) else _NO_NUMBER)}</numero-activite>"
        f"<SIRET-organisme-formation><SIRET>{_clean(row['siret'])}</SIRET></SIRET-organisme-formation>"
        f"{name}{_tag('raison-sociale', row['provider_name'], most=250)}"
        f"<coordonnees-organisme><coordonnees>{address}</coordonnees></coordonnees-organisme>"
        f"<contact-organisme>{_coordinates(row)}</contact-organisme></organisme-formation-responsable>"
    )


def formation(row: Row, sessions: Sessions, *, site: str, now: datetime) -> str:
    """One published action, with the provider's address in `row` and its sessions that are not over."""
    objectives = _tag("objectif-formation", row["objectives"], most=3000, otherwise=labels.NOT_TOLD)
    return (
        f"<formation numero={quoteattr(str(row['training_action_id']))}><domaine-formation/>"
        f"{_tag('intitule-formation', row['title'], most=255)}{objectives}"
        f"{_tag('resultats-attendus', row['evaluation'], most=3000, otherwise=labels.STATEMENT)}"
        f"{_tag('contenu-formation', row['content'], most=3000, otherwise=labels.NOT_TOLD)}<certifiante>0</certifiante>"
        f"<contact-formation>{_coordinates(row)}</contact-formation>"
        f"<parcours-de-formation>{2 if row['self_paced'] else 1}</parcours-de-formation>"
        f"<code-niveau-entree>1</code-niveau-entree>"
        f"{_action(row, sessions, site=site, now=now)}{_responsible(row)}</formation>\n"
    )


def document(formations: Iterable[str]) -> Iterator[str]:
    """The whole document, a piece at a time."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="{NAMESPACE}"><offres>\n'
    yield from formations
    yield "</offres></lheo>\n"
