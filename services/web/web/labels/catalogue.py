"""Actions, sessions and how they are held: French words."""

# States of the other things that travel.
STATES = {
    "draft": "Brouillon",
    "published": "Publiée",
    "scheduled": "Programmée",
    "active": "Actif",
    "closed": "Fermé",
    "pending": "En préparation",
}
DELIVERY_MODES = {"in_person": "présentiel", "remote": "distanciel", "blended": "mixte"}
ACCESSES = {"open": "Ouverte à tous", "members": "Réservée aux adhérents"}
PROBLEMS = {
    "action-description-invalid": "La description de l'action se contredit.",
    "action-incomplete": "L'action n'est pas assez complète pour être publiée.",
    "action-not-published": "L'action n'a jamais été publiée.",
    "session-plan-invalid": "Les dates, les créneaux ou les places de la session se contredisent.",
    "duration-inconsistent": "Les créneaux ne correspondent pas à la durée de l'action.",
    "too-many-favourites": "Vous avez déjà {kept} favoris, le nombre le plus élevé possible.",
    "too-many-saved-searches": "Vous avez déjà {kept} recherches enregistrées, le nombre le plus élevé possible.",
    "place-unknown": "« {place} » n'est pas une commune que nous connaissons en Nouvelle-Aquitaine.",
    "session-over": "La session est terminée[ depuis le {ends_at}].",
}
NEXT_STEPS = {
    "remove-a-favourite": "Retirez d'abord un favori.",
    "remove-a-saved-search": "Supprimez d'abord une recherche enregistrée.",
    "choose-a-commune": "Choisissez une commune dans la liste proposée pendant la saisie.",
    "publish": "Publiez d'abord l'action.",
    "confirm-duration": "Vérifiez la durée et confirmez-la.",
}
