"""What a person reads when the gateway itself answers a page: title and message by status."""

PAGES: dict[int, tuple[str, str]] = {
    400: ("Demande incomprise", "L’adresse demandée n’est pas valide."),
    404: ("Page introuvable", "Cette page n’existe pas ou n’existe plus."),
    405: ("Demande incomprise", "Cette façon de demander la page n’est pas prévue."),
    411: ("Envoi refusé", "La taille de l’envoi doit être annoncée."),
    413: ("Envoi trop volumineux", "Ce que vous envoyez dépasse la taille permise."),
    429: ("Trop de demandes", "Merci de patienter une minute avant de réessayer."),
    500: ("Service en panne", "Une erreur est survenue ; rien n’a été modifié."),
    502: ("Service indisponible", "ParcoursPro n’a pas pu répondre. Merci de réessayer dans un instant."),
    503: ("Service indisponible", "ParcoursPro est momentanément indisponible. Merci de réessayer dans un instant."),
    504: ("Réponse trop longue", "ParcoursPro n’a pas répondu à temps. Merci de réessayer dans un instant."),
}
