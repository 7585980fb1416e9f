"""Every French sentence of identity that is not in a template."""

from collections.abc import Mapping
from datetime import timedelta

EMAIL = "Adresse e-mail"
PASSWORD = "Mot de passe"
EMAIL_MISSING = "Indiquez votre adresse e-mail."
EMAIL_TOO_LONG = "Cette adresse e-mail est trop longue."
PASSWORD_MISSING = "Indiquez votre mot de passe."
PASSWORD_TOO_LONG = "Ce mot de passe est trop long."
SIGN_IN_REFUSED = "L’adresse e-mail ou le mot de passe est incorrect. Vérifiez-les, puis recommencez."
SIGN_IN_BUSY = "Beaucoup de personnes s’identifient en ce moment. Réessayez dans quelques secondes."
CURRENT_PASSWORD = "Mot de passe actuel"
NEW_PASSWORD = "Nouveau mot de passe"
CONFIRMATION = "Confirmation du mot de passe"
CONFIRMATION_MISSING = "Saisissez le mot de passe une deuxième fois."
PASSWORDS_DIFFER = "Les deux mots de passe ne sont pas identiques."
PASSWORD_WRONG = "Ce mot de passe est incorrect."
CIVILITY = "Civilité"
CIVILITIES = {"mrs": "Madame", "mr": "Monsieur"}
CIVILITY_MISSING = "Indiquez votre civilité."
FAMILY_NAME = "Nom"
FAMILY_NAME_MISSING = "Indiquez votre nom."
GIVEN_NAME = "Prénom"
GIVEN_NAME_MISSING = "Indiquez votre prénom."
JOB_TITLE = "Fonction"
JOB_TITLE_MISSING = "Indiquez votre fonction."
PHONE = "Téléphone"
MOBILE_PHONE = "Téléphone mobile pro"
PHONE_INVALID = "Ce numéro de téléphone n’est pas valable."
EMAIL_INVALID = "Cette adresse e-mail n’est pas valable. Exemple : prenom.nom@structure.fr"
ODD_CHARACTERS = "Un caractère de ce texte n’est pas accepté."
TOO_LONG = "Ce texte est trop long."
CODE = "Code"
CODE_MISSING = "Saisissez un code."
CODE_WRONG = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant, puis recommencez."
# What stands for an organisation in the address of the account form where it is not in the list.
NO_ORGANISATION = "aucune"
SEARCH_FAULTS = {
    "invalid-siret": "Ce numéro SIRET n’est pas valable. Vérifiez ses 14 chiffres, ou cherchez par nom.",
    "search-too-short": "Saisissez au moins deux lettres ou chiffres.",
}
PASSKEY_NAME = "Nom de la clé"
PASSKEY_NAME_MISSING = "Donnez un nom à votre clé."
PASSKEY_UNANSWERED = "Votre appareil n’a pas répondu. Recommencez."
PASSKEY_NOT_KNOWN = "Cette clé d’accès n’a pas été reconnue. Recommencez, ou choisissez un autre moyen."
PASSKEY_MISSING = "Ajoutez d’abord une clé d’accès."
PASSKEY_GONE = "Cette clé d’accès n’est plus là."
PASSKEY_FAULTS = {
    "passkey-refused": "Cette clé d’accès n’a pas pu être ajoutée. Recommencez.",
    "too-many-passkeys": "Votre compte a déjà {most} clés d’accès. Retirez-en une, puis recommencez.",
}
SECOND_FACTOR_KEPT = "Un compte de Cap Métiers garde toujours un second facteur."
SAME_EMAIL = "C’est déjà l’adresse de votre compte."
LAST_REFERENT = (
    "Vous êtes le seul référent d’une structure qui a d’autres membres. Nommez d’abord un autre référent, puis revenez "
    "fermer votre compte."
)
CLOSING_UNDERSTOOD = "J’ai compris que la fermeture est définitive."
CLOSING_NOT_UNDERSTOOD = "Cochez la case pour fermer votre compte."
PASSWORD_REFUSALS = {
    "too-short": "Ce mot de passe est trop court : il faut au moins {shortest} caractères.",
    "too-long": "Ce mot de passe est trop long : {longest} caractères au plus.",
    "own-words": "Ce mot de passe contient votre nom, votre prénom ou votre adresse e-mail. Choisissez-en un autre.",
    "too-easy": (
        "Ce mot de passe est trop facile à deviner : il contient des mots ou des suites trop courants. Allongez-le, "
        "par exemple avec plusieurs mots sans rapport entre eux."
    ),
}
MEASURES = {
    "password": "Votre mot de passe est changé. Vos autres connexions ont pris fin.",
    "second-factor-removed": "Votre second facteur est retiré.",
    "passkey-added": "Votre clé d’accès est ajoutée : elle vous identifie désormais sans mot de passe.",
    "passkey-removed": "Cette clé d’accès est retirée. Effacez-la aussi de votre appareil.",
    "passkey-demanded": "Une clé d’accès ou un code est désormais demandé après votre mot de passe.",
    "passkey-demanded-no-more": "Aucune clé d’accès n’est plus demandée après votre mot de passe.",
}


def sign_in_closed(wait: timedelta) -> str:
    """Why no attempt is looked at, and how long."""
    return f"Trop de tentatives ont échoué. Par sécurité, réessayez dans {_minutes(wait)}."


def _minutes(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


def password_refused(figures: Mapping[str, object]) -> str:
    """Why a new password breaks the rule, and what helps."""
    return PASSWORD_REFUSALS[str(figures["reason"])].format_map(figures)


def asked_too_often(wait: timedelta) -> str:
    """Why nothing more is sent from this network address, and how long."""
    return f"Trop de demandes viennent de votre réseau. Réessayez dans {_minutes(wait)}."


# « Ma structure n'est pas dans la liste »
SIRET = "SIRET"
SIRET_MISSING = "Indiquez les 14 chiffres du SIRET."
ORGANISATION_NAME = "Nom de la structure"
ORGANISATION_NAME_MISSING = "Indiquez le nom de la structure."
STREET = "Adresse"
POSTCODE = "Code postal"
POSTCODE_MISSING = "Indiquez les 5 chiffres du code postal."
CITY = "Commune"
CITY_MISSING = "Indiquez la commune."
ACTIVITY_NUMBER = "Numéro de déclaration d’activité"
REFERENCING_EXISTS = "Votre demande pour cette structure attend déjà la réponse de Cap Métiers."
REFERENCING_FAULTS = {
    "invalid-siret": "Ce numéro SIRET n’est pas valable. Vérifiez ses 14 chiffres.",
    "siret-taken": "Cette structure est déjà dans la liste : recherchez-la par son SIRET.",
    "invalid-activity-number": "Un numéro de déclaration d’activité compte 11 chiffres.",
    "invalid-email": "Cette adresse e-mail n’est pas valable.",
}
