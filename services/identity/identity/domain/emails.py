"""E-mail addresses: checked once when given, compared without regard to case."""

from email_validator import EmailNotValidError, validate_email

from identity.domain.errors import InvalidEmail


def checked_email(text: str) -> str:
    """The address as it is kept: normalised and in lower case. Deliverability is proved by a mail, not guessed.

    Raises:
        InvalidEmail: no mail can be sent there.
    """
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as fault:
        raise InvalidEmail from fault


def email_key(unverified_text: str) -> str:
    """What a typed address is compared as; any text has one, so that an unknown address costs what a known one does."""
    try:
        return checked_email(unverified_text)
    except InvalidEmail:
        return "".join(character for character in unverified_text if character.isprintable()).strip().lower()
