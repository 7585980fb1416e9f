"""Platforms that rely on the Cap Métiers account: French words."""

AUTH_METHODS = {
    "client_secret_basic": "Secret, dans l'en-tête (client_secret_basic)",
    "client_secret_post": "Secret, dans le formulaire (client_secret_post)",
    "private_key_jwt": "Clé privée de la plateforme (private_key_jwt)",
    "none": "Aucune : application publique, avec PKCE",
}
SCOPES = {
    "openid": "Identifier la personne (toujours)",
    "profile": "Nom et prénom",
    "email": "Adresse e-mail",
    "organisations": "Structures de rattachement",
    "roles": "Statuts dans ses structures",
}
FACTS = {
    "registered": "Enregistrée",
    "changed": "Modifiée",
    "secret_replaced": "Nouveau secret, l'ancien valable 24 heures encore",
    "secret_replaced_at_once": "Nouveau secret, l'ancien arrêté aussitôt",
    "disabled": "Désactivée",
    "enabled": "Activée à nouveau",
}
FIELDS = {
    "name": "Nom",
    "auth_method": "Authentification",
    "redirect_uris": "Adresses de retour",
    "post_logout_redirect_uris": "Après la déconnexion",
    "backchannel_logout_uri": "Avertie des déconnexions",
    "scopes": "Apprend de la personne",
    "service_scopes": "Portées de service",
    "grants": "Moyens d'obtenir des jetons",
    "requires_pkce": "PKCE obligatoire",
    "audience": "Destinataire des jetons",
    "key_names": "Clés publiques",
}


def value(told: object) -> str:
    """A value of the history, as people read it."""
    if isinstance(told, bool):
        return "oui" if told else "non"
    if isinstance(told, list):
        return ", ".join(str(one) for one in told) or "aucun"
    return AUTH_METHODS.get(str(told), str(told)) if told else "aucun"


OLD_SECRET = {
    "keep": "L'ancien secret reste valable 24 heures : la plateforme change ses réglages sans interruption",
    "end": "L'ancien secret cesse aussitôt : quelqu'un d'autre le connaît peut-être",
}
REASONS = {
    "odd-client-id": "L'identifiant s'écrit en minuscules, chiffres, points, tirets, de 2 à 64 caractères.",
    "not-an-absolute-address": "Une adresse commence par https:// et nomme un site.",
    "odd-characters": "Une adresse ne contient ni espace, ni accent, ni « # ».",
    "not-https": "Une adresse commence par https:// (http:// pour cet ordinateur seulement).",
    "unknown-grant": "Indiquez une adresse de retour, ou une portée pour les serveurs de la plateforme.",
    "no-redirect-uri": "Indiquez au moins une adresse de retour.",
    "redirect-uri-without-code": "Une plateforme sans personnes n'a pas d'adresse de retour.",
    "refresh-without-code": "Indiquez au moins une adresse de retour.",
    "odd-scope": "Une portée s'écrit en minuscules, chiffres, deux-points, points et tirets.",
    "public-without-pkce": "Une application publique utilise toujours PKCE.",
    "public-with-client-credentials": "Une application publique n'a pas de serveurs : retirez les portées de service.",
    "secret-and-method-disagree": "Ce mode d'authentification ne va pas avec un secret.",
    "keys-and-method-disagree": "Les clés publiques vont avec « Clé privée de la plateforme », et lui seul.",
    "keys-unreadable": "Les clés publiques ne sont pas un document JWKS lisible.",
    "keys-unfit": "Les clés sont publiques, RSA (2048 bits au moins) ou P-256, et chacune porte un nom différent.",
    "no-secret-for-this-method": "Cette plateforme ne s'authentifie pas par un secret.",
    "audience-is-ours": "Ce destinataire est celui de nos propres API : demandez-le à l'exploitation.",
}
PROBLEMS = {
    "invalid-client-registration": "La plateforme ne peut pas être enregistrée ainsi.[ {why}]",
    "client-exists": "Une plateforme porte déjà l'identifiant « {client_id} ».",
    "operators-client": "Cette plateforme entre dans nos propres API : seule l'exploitation la modifie.",
}
FORM_ERRORS = {
    "platform-client-id": REASONS["odd-client-id"],
    "platform-name": "Indiquez le nom de la plateforme (100 caractères au plus).",
    "platform-addresses": "Dix adresses au plus, une par ligne, de 500 caractères au plus.",
    "platform-keys": REASONS["keys-unreadable"],
    "platform-text": "Ce texte est trop long.",
    "platform-invalid": "Vérifiez ce champ.",
}
FLASHES = {
    "platform-registered": "La plateforme « {name} » est enregistrée.",
    "platform-changed": "La plateforme « {name} » est modifiée.",
    "platform-disabled": "La plateforme « {name} » est désactivée : elle n'identifie plus personne.",
    "platform-enabled": "La plateforme « {name} » est de nouveau active.",
}
