"""Messages on the site, wishes about e-mails, the console of staff: French words."""

TOPICS = {
    "account": "Mon compte",
    "my_requests": "Mes demandes d'inscription",
    "reminders": "Rappels avant mes sessions",
    "documents": "Mes documents",
    "to_decide": "Les demandes que je dois étudier",
    "my_team": "Les personnes de ma structure",
    "my_sessions": "Les sessions que j'anime",
    "news": "Nouveautés de mes recherches enregistrées",
}
TOPIC_HINTS = {
    "account": "Adresse, mot de passe, rattachements, habilitations.",
    "my_requests": "Décisions, liste d'attente, dates déplacées ou annulées.",
    "reminders": "Une semaine et un jour avant.",
    "documents": "Certificats, attestations et convocations disponibles.",
    "to_decide": "Demandes d'inscription qui attendent votre décision.",
    "my_team": "Présences, annulations, sessions déplacées.",
    "my_sessions": "Annulations et changements de dates.",
    "news": "Nouvelles actions qui répondent à vos critères.",
}
DELIVERIES = {"at_once": "Tout de suite", "daily_digest": "Un récapitulatif par jour", "off": "Pas d'e-mail"}
MAIL_STATUSES = {
    "queued": "En attente",
    "held": "Pour le récapitulatif",
    "muted": "Sur le site seulement",
    "sent": "Envoyé",
    "digested": "Dans le récapitulatif",
    "bounced": "Refusé par le serveur",
    "complained": "Signalé comme indésirable",
    "failed": "Abandonné après plusieurs essais",
    "dropped": "Sans destinataire",
}
MAIL_TONES = {
    "queued": "info",
    "held": "info",
    "sent": "success",
    "digested": "success",
    "bounced": "danger",
    "complained": "danger",
    "failed": "danger",
}
PROBLEMS = {
    "delivery-not-allowed": "Ces messages-là ne peuvent pas être reçus ainsi.",
    "link-forged": "Ce lien n'est pas valable : il a peut-être été coupé par votre messagerie.",
    "nothing-to-resend": "Ce message ne peut pas être renvoyé : il attend encore, a été effacé, ou contenait un lien à "
    "usage unique.",
}
NEXT_STEPS = {
    "choose-another-delivery": "Choisissez une autre façon de les recevoir.",
    "open-preferences": "Identifiez-vous et ouvrez vos préférences.",
}
FLASHES = {
    "preferences": "Vos préférences sont enregistrées.",
    "resent": "Le message est renvoyé à l'adresse actuelle de la personne.",
    "all-read": "Tous vos messages sont marqués comme lus.",
}
