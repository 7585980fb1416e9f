"""Keys of the tests' documents: made once a process, worth nothing."""

from datetime import UTC, datetime
from functools import cache

from deploy.local.keys import certificate_for, new_ed25519_key, new_rsa_key

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
# Short: what is tested is not their strength.
RSA_BITS = 2_048


@cache
def settings() -> dict[str, str]:
    """The settings of documents that hold keys."""
    key = new_rsa_key(RSA_BITS)
    return {
        "PP_SEAL_KEY": key.decode(),
        "PP_SEAL_CERTIFICATE": certificate_for(key, since=SINCE, until=UNTIL).decode(),
        "PP_BADGE_RSA_KEY": new_rsa_key(RSA_BITS).decode(),
        "PP_BADGE_ED25519_KEY": new_ed25519_key().decode(),
    }
