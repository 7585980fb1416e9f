"""The second factor: time-based one-time passwords (RFC 6238) by pyotp, and recovery codes for a lost telephone."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import pyotp
from pyotp.utils import strings_equal

from identity.domain.lifetimes import SECOND_FACTOR_WAIT

STEP_S = 30
# A code is taken one step early or late: clocks of telephones differ (RFC 6238 section 5.2).
DRIFT = (0, -1, 1)
DIGITS = 6
ISSUER_NAME = "Cap Metiers"
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10
_GROUP = 4


@dataclass(eq=False, kw_only=True)
class SecondFactor:
    """One per account; in force from `confirmed_at`. `last_step` is the newest whose code was used: each works once."""

    account_id: UUID
    sealed_secret: str
    made_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0

    WAIT: ClassVar = SECOND_FACTOR_WAIT

    def is_waiting(self, now: datetime) -> bool:
        """Whether its first code is still awaited."""
        return self.confirmed_at is None and now - self.made_at < self.WAIT

    def take(self, unverified_code: str, *, secret: str, now: datetime) -> bool:
        """Whether this is a code of now that was not used before; it is used by this."""
        typed = "".join(unverified_code.split())
        step = int(now.timestamp()) // STEP_S
        totp = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S)
        # All three are compared, whichever fits.
        fitting = [step + drift for drift in DRIFT if strings_equal(totp.generate_otp(step + drift), typed)]
        fresh = [one for one in fitting if one > self.last_step]
        if not fresh:
            return False
        self.last_step = fresh[0]
        return True


@dataclass(eq=False, kw_only=True)
class RecoveryCode:
    """Stands in for a code of the telephone, once; 80 random bits, kept as SHA-256."""

    code_hash: bytes
    account_id: UUID
    used_at: datetime | None = None


def new_secret() -> str:
    """160 bits (RFC 4226 section 4), base32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, *, account_name: str) -> str:
    """What the QR code holds: otpauth://totp/…"""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S).provisioning_uri(
        name=account_name, issuer_name=ISSUER_NAME
    )


def new_recovery_code() -> str:
    """Four groups of four letters and digits."""
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def folded_recovery_code(unverified_text: str) -> str:
    """However it was typed: case, spaces and hyphens do not count."""
    return "".join(character for character in unverified_text.lower() if character.isalnum())
