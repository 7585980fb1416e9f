"""The rules of participation, their dry runs and staff's figures: French words."""

# The fields of the editor: label, unit.
NUMBERS = {
    "member_only_quota": ("Actions réservées aux adhérents par personne et par an", ""),
    "formation_quota": ("dont formations", ""),
    "organisation_cap": ("Personnes d'une même structure sur une même formation", ""),
    "cap_lift_days": ("Levée de cette limite", "jours avant la session"),
    "withdrawal_deadline_days": ("Désistement anticipé jusqu'à", "jours avant la session"),
    "promotion_deadline_days": ("Places libérées attribuées d'office jusqu'à", "jours avant la session"),
    "free_cancellation_days": ("Annulation libre après le déplacement d'une session", "jours"),
    "offer_answer_hours": ("Délai pour répondre à une place proposée", "heures"),
    "reminder_days": ("Premier rappel aux inscrits (0 : aucun)", "jours avant la session"),
    "last_reminder_days": ("Dernier rappel aux inscrits (0 : aucun)", "jours avant la session"),
    "hr_reminder_days": ("Rappel au ValideurRH d'une demande sans décision", "jours"),
    "hr_escalation_days": ("Alerte au référent d'une demande sans décision", "jours"),
    "presence_contest_days": ("Délai pour contester une présence", "jours"),
}
SCOPES = {"training_action": "toutes sessions de l'année confondues", "training_session": "session par session"}
MODES = {
    "direct": "la place est attribuée aussitôt à la personne suivante",
    "offer": "la place est proposée à la personne suivante, qui répond dans le délai",
}
FAULTS = {
    "above-member-only-quota": "Les formations ne peuvent pas dépasser le total.",
    "before-reminder": "L'alerte au référent ne peut pas précéder le rappel au ValideurRH.",
    "before-first-reminder": "Le dernier rappel ne peut pas précéder le premier.",
    "day-twice": "Deux vagues portent la même date.",
    "not-wider": "Chaque vague doit ouvrir à davantage de personnes que la précédente.",
}
OUTCOMES = {
    "undecided": "Sans accord de la structure",
    "wave-not-open": "Refusée : vague non ouverte",
    "rights-used-up": "Refusée : droits épuisés",
    "action-full": "Refusée : session et liste complètes",
    "waiting": "Restée en liste d'attente",
    "seat": "Une place",
    "left": "Désistement",
    "ended_by_others": "Terminée par d'autres",
}
REHEARSAL_STATES = {"queued": "En attente", "running": "En cours", "done": "Terminé"}
UNKNOWN = {"by_organisation": "Structure inconnue", "by_territory": "Territoire inconnu", "by_type": "Type inconnu"}
PROBLEMS = {
    "policy-invalid": "Ce règlement se contredit.",
    "policy-in-the-past": "Un règlement entre en vigueur au plus tôt le {earliest}.",
}
NEXT_STEPS = {
    "correct-the-policy": "Corrigez les champs indiqués.",
    "choose-a-later-day": "Choisissez une date à partir d'aujourd'hui.",
}
FORM_ERRORS = {
    "number": "Indiquez un nombre entre {min} et {max}.",
    "effective-on": "Indiquez la date d'entrée en vigueur.",
    "wave": "Chaque vague a une date et un nombre d'actions.",
    "rehearsed-year": "Indiquez une année entre 2000 et 2100.",
}
FLASHES = {
    "draft-begun": "Le brouillon est créé, à partir du règlement en vigueur.",
    "draft-kept": "Le brouillon est enregistré.",
    "draft-discarded": "Le brouillon est supprimé.",
    "draft-rehearsed": "L'essai à blanc est lancé.",
    "draft-published": "La version {version} du règlement est publiée.",
}
