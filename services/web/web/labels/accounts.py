"""One's own account: profile, sign-ins, data: French words."""

from collections.abc import Sequence

FORM_ERRORS = {
    "given-name": "Indiquez votre prénom.",
    "family-name": "Indiquez votre nom.",
    "name-length": "Ce texte est trop long : 100 caractères au plus.",
    "phone-length": "Ce numéro est trop long.",
}
FLASHES = {
    "profile-kept": "Vos informations sont enregistrées.",
    "sign-in-ended": "Cette connexion a pris fin.",
    "sign-ins-ended": "Vos autres connexions ont pris fin.",
}
METHODS = {"pwd": "mot de passe", "otp": "code du second facteur", "pop": "clé d’accès"}
# What a browser says of itself: the first that fits, most telling first.
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN_BROWSER = "Navigateur inconnu"


def browser_named(agent: str) -> str:
    """« Firefox sur Windows », by what the browser says; good enough to recognise one's own."""
    browser = next((name for mark, name in BROWSERS if mark in agent), None)
    system = next((name for mark, name in SYSTEMS if mark in agent), None)
    if browser and system:
        return f"{browser} sur {system}"
    return browser or system or UNKNOWN_BROWSER


def methods_named(methods: Sequence[str]) -> str:
    """« mot de passe, code du second facteur »."""
    return ", ".join(METHODS[method] for method in methods if method in METHODS)
