"""Organisations, affiliations, referencing, changes and memberships as people read them."""

PROBLEMS = {
    "referencing-exists": "Une demande pour cette structure attend déjà la réponse de Cap Métiers.",
    "nothing-changes": "Les valeurs indiquées sont déjà celles de la structure.",
    "change-outdated": "La structure a changé depuis cette déclaration.",
    "membership-request-exists": "Une demande d'adhésion attend déjà la réponse de Cap Métiers.",
    "invalid-activity-number": "Un numéro de déclaration d'activité compte onze chiffres.",
    "first-sign-in-missing": "Cette personne ne s'est encore jamais connectée : le rôle ne prendrait pas effet.",
    "other-organisation": "Cette personne appartient à une autre structure.",
}
NEXT_STEPS = {
    "correct-the-report": "Corrigez la déclaration.",
    "report-again": "Refusez cette déclaration et demandez qu'elle soit faite à nouveau.",
    "wait-for-the-answer": "Vous recevrez un e-mail dès qu'une réponse sera donnée.",
    "choose-somebody-else": "Choisissez une autre personne.",
}
REQUEST_STATES = {
    "requested": "En attente",
    "reported": "En attente",
    "accepted": "Acceptée",
    "confirmed": "Confirmée",
    "refused": "Refusée",
    "applied": "Appliquée",
    "withdrawn": "Retirée",
}
TONES = {
    "requested": "warning",
    "reported": "warning",
    "accepted": "info",
    "confirmed": "success",
    "applied": "success",
    "refused": "danger",
    "withdrawn": "neutral",
}
FIELDS = {
    "name": "Nom",
    "siret": "SIRET",
    "street": "Adresse",
    "postcode": "Code postal",
    "city": "Commune",
    "activity_declaration_number": "Numéro de déclaration d'activité",
    "closed_on": "Fermeture",
}
FACTS = {
    "account opened": "Compte créé",
    "account closed": "Compte fermé",
    "affiliation requested": "Rattachement demandé",
    "affiliation confirmed": "Rattachement confirmé",
    "affiliation refused": "Rattachement refusé",
    "affiliation withdrawn": "Rattachement retiré",
    "role granted": "Rôle confié",
    "role revoked": "Rôle retiré",
    "second factor removed": "Second facteur retiré",
    "passkey added": "Clé d’accès ajoutée",
    "passkey removed": "Clé d’accès retirée",
    "passkey refused": "Clé d’accès refusée : peut-être copiée",
    "change report withdrawn": "Déclaration de changement retirée",
    "membership request withdrawn": "Demande d'adhésion retirée",
}
FILTERS = {
    "all": "Toutes",
    "members": "Adhérentes",
    "not_members": "Non adhérentes",
    "without_referent": "Sans référent",
    "providers": "Organismes de formation",
    "closed": "Fermées",
}
FORM_ERRORS = {
    "organisation-query": "Indiquez le SIRET ou le nom de la structure.",
    "organisation-name": "Indiquez le nom de la structure.",
    "organisation-siret": "Indiquez les 14 chiffres du SIRET.",
    "organisation-postcode": "Indiquez les 5 chiffres du code postal.",
    "organisation-city": "Indiquez la commune.",
    "organisation-day": "Indiquez une date.",
    "organisation-reason": "Indiquez le motif : la personne le lira.",
    "organisation-number": "Indiquez les 11 chiffres du numéro, ou laissez le champ vide.",
    "organisation-length": "Ce texte est trop long.",
}
FLASHES = {
    "affiliation-requested": "Votre demande de rattachement est envoyée. La réponse arrivera par e-mail.",
    "affiliation-confirmed": "Le rattachement de {name} est confirmé.",
    "affiliation-refused": "Le rattachement de {name} est refusé. Le motif lui est envoyé.",
    "affiliation-withdrawn": "Le rattachement de {name} est retiré.",
    "affiliation-left": "Votre rattachement est retiré.",
    "role-granted": "{name} a maintenant le rôle {role}.",
    "role-revoked": "{name} n'a plus le rôle {role}.",
    "role-handed-over": "Le rôle {role} est transmis à {name}.",
    "referencing-sent": "Votre demande de référencement est envoyée. La réponse arrivera par e-mail.",
    "referencing-accepted": "{name} est maintenant dans la liste.",
    "referencing-refused": "La demande est refusée. Le motif est envoyé à la personne.",
    "change-reported": "La déclaration est envoyée à Cap Métiers.",
    "change-kept": "Le changement est enregistré.",
    "change-accepted": "Le changement est accepté.",
    "change-refused": "Le changement est refusé. Le motif est envoyé.",
    "change-withdrawn": "La déclaration est retirée : rien ne change.",
    "membership-withdrawn": "La demande d'adhésion est retirée.",
    "membership-requested": "La demande d'adhésion est envoyée à Cap Métiers.",
    "membership-confirmed": "L'adhésion est confirmée.",
    "membership-refused": "La demande d'adhésion est refusée. Le motif est envoyé.",
    "organisation-registered": "La structure est enregistrée.",
}
FORM_LABELS = {
    "reason": "Motif",
    "message": "Message",
    "starts_on": "Premier jour",
    "ends_on": "Dernier jour",
    "siret": "SIRET",
    "name": "Nom de la structure",
    "street": "Adresse",
    "postcode": "Code postal",
    "city": "Commune",
    "activity_declaration_number": "Numéro de déclaration d'activité",
    "is_closing": "La structure ferme à la date d'effet",
    "effective_on": "Date d'effet",
}
LOG_TITLES = {"organisation": "Journal des droits", "account": "Journal des droits du compte"}
