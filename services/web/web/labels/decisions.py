"""The employer's and the provider's sides: decisions, presence, closing, questionnaires, exports; French words."""

REASONS = {
    "service_needs": "Nécessités de service",
    "not_in_plan": "Hors du plan de développement des compétences",
    "not_for_position": "Sans lien avec les missions du poste",
    "colleague_first": "Un collègue est prioritaire",
    "already_trained": "Formation équivalente déjà suivie",
    "prerequisites_missing": "Prérequis non remplis",
    "audience_mismatch": "Public non concerné",
    "objectives_mismatch": "Objectifs de la personne et de l'action différents",
    "information_missing": "Informations demandées non reçues",
    "other": "Autre motif (à préciser)",
}
HR_REASONS = ("service_needs", "not_in_plan", "not_for_position", "colleague_first", "already_trained", "other")
PROVIDER_REASONS = (
    "prerequisites_missing",
    "audience_mismatch",
    "objectives_mismatch",
    "information_missing",
    "other",
)
# What an employer decided, by the decision of the move.
HR_DECISIONS = {
    "approve": "Validée",
    "approve_and_enrol": "Validée",
    "approve_for_waiting_list": "Validée, en liste d'attente",
    "refuse": "Refusée",
    "withdraw_consent": "Accord retiré",
}
CHOOSE = "Choisissez…"
DECIDED_BY = {"me": "Mes décisions", "organisation": "Toute la structure"}
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
INBOX_ORDERS = {"requested_at": "La plus ancienne demande d'abord", "starts_at": "La session la plus proche d'abord"}
PROBLEMS = {
    "deputy-unfit": "Cette suppléance ne peut pas être enregistrée.",
    "deputy-overlap": "Cette personne a déjà un suppléant sur une partie de ces dates (du {first_day} au {last_day}).",
}
NEXT_STEPS = {
    "correct-the-deputy": "Vérifiez les personnes et les dates.",
}
FORM_ERRORS = {
    "absent": "Choisissez la personne absente.",
    "deputy": "Choisissez la personne qui décide à sa place.",
    "first-day": "Indiquez le premier jour de l'absence.",
    "last-day": "Indiquez le dernier jour de l'absence.",
    "days-order": "Le dernier jour précède le premier.",
}
FLASHES = {
    "deputy-named": "La suppléance est enregistrée. La personne suppléante en est avertie par e-mail.",
    "deputy-ended": "La suppléance est retirée.",
}
