"""Every French sentence of identity that is not in a template."""

from datetime import timedelta

EMAIL = "Adresse e-mail"
PASSWORD = "Mot de passe"
EMAIL_MISSING = "Indiquez votre adresse e-mail."
EMAIL_TOO_LONG = "Cette adresse e-mail est trop longue."
PASSWORD_MISSING = "Indiquez votre mot de passe."
PASSWORD_TOO_LONG = "Ce mot de passe est trop long."
SIGN_IN_REFUSED = "L’adresse e-mail ou le mot de passe est incorrect. Vérifiez-les, puis recommencez."
SIGN_IN_BUSY = "Beaucoup de personnes s’identifient en ce moment. Réessayez dans quelques secondes."


def sign_in_closed(wait: timedelta) -> str:
    """Why no attempt is looked at, and how long."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    duration = f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"Trop de tentatives ont échoué. Par sécurité, réessayez dans {duration}."
