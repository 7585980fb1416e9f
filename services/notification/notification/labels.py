"""French words of the e-mails that are not in a template: dates, durations, statuses."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from chassis.clock import PARIS

NBSP = "\N{NO-BREAK SPACE}"

CIVILITIES = {"mr": "Monsieur", "mrs": "Madame"}
DELIVERY_MODES = {"in_person": "présentiel", "remote": "distanciel", "blended": "présentiel et distanciel"}
ROLES = {
    "beneficiary": "Bénéficiaire",
    "hr_validator": "ValideurRH",
    "referent": "Référent",
    "training_provider": "Prestataire",
    "staff": "Cap Métiers",
}
ORGANISATION_FIELDS = {
    "name": "Nom",
    "siret": "SIRET",
    "street": "Adresse",
    "postcode": "Code postal",
    "city": "Commune",
    "activity_declaration_number": "Numéro de déclaration d’activité",
    "closed_on": "Fermeture",
}
PRESENCES = {"attended": "Présent", "partially_attended": "Présence partielle", "absent": "Absent"}
SECURITY_CHANGES = {
    "email_changed": "Votre adresse e-mail a changé",
    "second_factor_set_up": "Un second facteur est en service",
    "second_factor_removed": "Votre second facteur est retiré",
    "recovery_codes_renewed": "Vos codes de secours sont renouvelés",
    "recovery_code_used": "Un code de secours a servi",
    "passkey_added": "Une clé d’accès est ajoutée",
    "passkey_removed": "Une clé d’accès est retirée",
    "passkey_demanded": "Une clé d’accès est désormais exigée",
    "passkey_not_demanded": "Une clé d’accès n’est plus exigée",
    "passkey_copied": "Une clé d’accès a peut-être été copiée",
}
SECURITY_DETAILS = {
    "email_changed": "Votre compte Cap Métiers porte désormais une autre adresse ; celle-ci ne sert plus.",
    "second_factor_set_up": "Un code de votre téléphone est désormais demandé après votre mot de passe.",
    "second_factor_removed": "Votre mot de passe suffit de nouveau pour vous identifier.",
    "recovery_codes_renewed": "Les codes de secours d’avant ne valent plus rien.",
    "recovery_code_used": "Quelqu’un s’est identifié avec l’un de vos codes de secours, à la place de votre appareil.",
    "passkey_added": "L’appareil qui la garde ouvre désormais votre compte sans mot de passe.",
    "passkey_removed": "L’appareil qui la gardait n’ouvre plus votre compte.",
    "passkey_demanded": "Une clé d’accès ou un code est désormais demandé après votre mot de passe.",
    "passkey_not_demanded": "Aucune clé d’accès n’est plus demandée après votre mot de passe.",
    "passkey_copied": (
        "Une identification avec l’une de vos clés d’accès a été refusée : cette clé semble être entre deux mains. "
        "Retirez-la de votre compte et ajoutez-en une autre."
    ),
}
CALENDAR_NOTE = "Inscription par ParcoursPro : {url}"
CALENDAR_CANCELLED = "Annulé : {title}"

REASONS = {
    "service_needs": "Nécessités de service",
    "not_in_plan": "Hors du plan de développement des compétences",
    "not_for_position": "Sans lien avec les missions du poste",
    "colleague_first": "Un collègue est prioritaire",
    "already_trained": "Formation équivalente déjà suivie",
    "prerequisites_missing": "Prérequis non remplis",
    "audience_mismatch": "Public non concerné",
    "objectives_mismatch": "Objectifs de la personne et de l’action différents",
    "information_missing": "Informations demandées non reçues",
}
EXPORT_KINDS = {"requests": "demandes", "decisions": "décisions", "presences": "présences"}
EXPORT_FORMATS = {"csv": "CSV", "xlsx": "XLSX"}

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def full_name(person: Mapping[str, str | None]) -> str:
    """Alain Proviste."""
    return " ".join(part for part in (person["given_name"], person["family_name"]) if part)


def greeting_name(person: Mapping[str, str | None]) -> str:
    """Monsieur Alain Proviste; without civility the names alone."""
    civility = CIVILITIES.get(person["civility"] or "")
    return f"{civility} {full_name(person)}" if civility else full_name(person)


def _number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def written_day(text: str) -> str:
    """2026-11-20 → 20 novembre 2026."""
    day = date.fromisoformat(text)
    return f"{_number(day)}{NBSP}{_MONTHS[day.month - 1]}{NBSP}{day.year}"


def written_instant_day(instant: str) -> str:
    """2026-11-20T23:30:00Z → 21 novembre 2026, in Paris."""
    return written_day(datetime.fromisoformat(instant).astimezone(PARIS).date().isoformat())


def written_weekday(text: str) -> str:
    """2026-11-20 → vendredi 20 novembre 2026."""
    return f"{_DAYS[date.fromisoformat(text).weekday()]} {written_day(text)}"


def written_period(first: str, last: str) -> str:
    """« le 20 novembre 2026 », « du 20 au 21 novembre 2026 », « du 30 novembre au 2 décembre 2026 »."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin == end:
        return f"le {written_day(first)}"
    start = _number(begin)
    if (begin.year, begin.month) != (end.year, end.month):
        start += f"{NBSP}{_MONTHS[begin.month - 1]}"
    if begin.year != end.year:
        start += f"{NBSP}{begin.year}"
    return f"du {start} au {written_day(last)}"


def written_time(instant: str) -> str:
    """2026-11-20T08:00:00Z → 9 h, in Paris."""
    moment = datetime.fromisoformat(instant).astimezone(PARIS)
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}" if moment.minute else f"{moment.hour}{NBSP}h"


def written_moment(instant: str) -> str:
    """2026-11-20T08:00:00Z → vendredi 20 novembre 2026 à 9 h, in Paris."""
    day = datetime.fromisoformat(instant).astimezone(PARIS).date()
    return f"{written_weekday(day.isoformat())} à {written_time(instant)}"


def written_duration(minutes: int) -> str:
    """630 → 10 h 30; 45 → 45 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" if rest else f"{hours}{NBSP}h"


def written_days(duration_days: str) -> str:
    """2.0 → 2 jours; 0.2 → 0,2 jour."""
    days = Decimal(duration_days).normalize()
    return f"{days:f}".replace(".", ",") + NBSP + ("jours" if days >= 2 else "jour")


def capitalize_first(text: str) -> str:
    """The first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """The first letter in lower case, the others as they are."""
    return text[:1].lower() + text[1:]


def stated_reason(code: str | None, text: str | None) -> str | None:
    """The reason of the list, what was written beside it, or both; None where neither says anything."""
    said = [part for part in (REASONS.get(code or ""), text) if part]
    return " : ".join(said) or None
