"""Searching and keeping: French words."""

DURATIONS = {
    "half_day": "Une demi-journée au plus",
    "day": "Jusqu'à une journée",
    "two_days": "Jusqu'à deux jours",
    "longer": "Plus de deux jours",
}
SORTS = {"date": "Date", "relevance": "Pertinence", "distance": "Distance"}
RADII_KM = (10, 20, 50, 100)
# What a filter's fault is called beside its field.
FAULTS = {
    "q": "Ce texte est trop long ou contient des signes qui ne s'écrivent pas.",
    "place": "Ce lieu n'est pas reconnu.",
    "starts_from": "Cette date n'existe pas.",
    "starts_to": "Cette date n'existe pas, ou vient avant la première.",
}
FAULT = "Ce filtre n'est pas reconnu."
FLASHES = {
    "favourite-kept": "L'action est dans vos favoris.",
    "favourite-dropped": "L'action n'est plus dans vos favoris.",
    "search-saved": "La recherche est enregistrée.",
    "search-changed": "La recherche est modifiée.",
    "search-removed": "La recherche est supprimée.",
}
FORM_ERRORS = {
    "label-missing": "Donnez un nom à cette recherche.",
    "label-too-long": "Ce nom est trop long : 80 caractères au plus.",
}
EVERY_ACTION = "Toutes les actions"
DESCRIBED = {
    "no_remote": "sans les actions à distance",
    "seats_left": "avec des places restantes",
    "upcoming": "à venir",
    "starts_from": "à partir du {day}",
    "starts_to": "jusqu'au {day}",
}
QUOTED = "« {text} »"
WITHIN = "{place} (à {km} km au plus)"
