"""Exports of an organisation: kinds, columns and the words in their cells."""

from web.labels import decisions, enrolments

KINDS = {"requests": "Demandes", "decisions": "Décisions", "presences": "Présences"}
KIND_HINTS = {
    "requests": "une ligne par demande, à la date de la demande",
    "decisions": "une ligne par décision de la structure, à la date de la décision",
    "presences": "une ligne par présence saisie, au premier jour de la session",
}
FORMATS = {"csv": "CSV (tableur)", "xlsx": "XLSX (Excel)"}
FREQUENCIES = {"weekly": "Chaque semaine, le lundi", "monthly": "Chaque mois, le 1er"}
FILE_NAME = "parcourspro-{kind}-{first}-{last}"
FILE_KINDS = {"requests": "demandes", "decisions": "decisions", "presences": "presences"}
COMMON = (
    "family_name",
    "given_name",
    "email",
    "action_title",
    "type_label",
    "first_day",
    "last_day",
    "requested_at",
    "status",
)
OF_KIND = {
    "requests": ("motivation", "uses_right", "decided_at", "reason_code", "reason"),
    "decisions": ("decision", "decided_at", "decider", "reason_code", "reason"),
    "presences": ("net_minutes", "planned_minutes", "presence_recorded_at"),
}
COLUMNS = {
    "family_name": "Nom",
    "given_name": "Prénom",
    "email": "E-mail",
    "action_title": "Action",
    "type_label": "Type",
    "first_day": "Premier jour",
    "last_day": "Dernier jour",
    "requested_at": "Demande envoyée le",
    "status": "État",
    "motivation": "Demande et éléments de motivation",
    "uses_right": "Droit utilisé",
    "decided_at": "Décision prise le",
    "decision": "Décision",
    "decider": "Décidée par",
    "reason_code": "Motif",
    "reason": "Précision",
    "net_minutes": "Minutes suivies",
    "planned_minutes": "Minutes prévues",
    "presence_recorded_at": "Présence saisie le",
}
WORDS = {
    "status": enrolments.STATUSES,
    "decision": decisions.HR_DECISIONS,
    "reason_code": decisions.REASONS,
    "uses_right": {"True": "oui", "False": "non"},
}
