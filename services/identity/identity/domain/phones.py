"""Telephone numbers: checked when given, kept as E.164."""

import phonenumbers

from identity.domain.errors import InvalidPhone

# Numbers without a country code are French ones.
_REGION = "FR"


def checked_phone(text: str | None) -> str | None:
    """The number as it is kept, None for an empty text.

    Raises:
        InvalidPhone: no such number can exist.
    """
    typed = (text or "").strip()
    if not typed:
        return None
    try:
        number = phonenumbers.parse(typed, _REGION)
    except phonenumbers.NumberParseException as fault:
        raise InvalidPhone from fault
    if not phonenumbers.is_possible_number(number):
        raise InvalidPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
