"""Second factors and their recovery codes; the secrets are kept as JWE (RFC 7516), the codes as hashes."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe
from joserfc.jwk import OctKey
from sqlalchemy.orm import Session

from identity.domain.clients import digest
from identity.domain.second_factors import RecoveryCode, SecondFactor, folded_recovery_code
from identity.store.proof_tables import RECOVERY_CODES

_WRAPPING = {"alg": "A256KW", "enc": "A256GCM"}
_key: OctKey | None = None


def configure(*, secret: str) -> None:
    """Derive the sealing key from `PP_KEY_ENCRYPTION_SECRET` (RFC 5869); another one than for signing keys."""
    global _key
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"parcourspro second factors").derive(secret.encode())
    _key = OctKey.import_key(derived)


def _configured() -> OctKey:
    if _key is None:
        raise RuntimeError("the seal of second factors is not configured")
    return _key


def seal(secret: str) -> str:
    """The secret as it is kept."""
    return jwe.encrypt_compact(_WRAPPING, secret.encode(), _configured())


def open_seal(sealed: str) -> str:
    """The secret that `seal` hid."""
    return (jwe.decrypt_compact(sealed, _configured()).plaintext or b"").decode()


def find_factor(session: Session, account_id: UUID) -> SecondFactor | None:
    """The factor of an account, in force or waiting for its first code."""
    return session.get(SecondFactor, account_id)


def lock_factor(session: Session, account_id: UUID) -> SecondFactor | None:
    """The same, locked until the transaction ends: a code works once."""
    return session.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)


def has_code(session: Session, account_id: UUID) -> bool:
    """Whether a code of the telephone is asked for after the password."""
    factor = find_factor(session, account_id)
    return factor is not None and factor.confirmed_at is not None


def delete_factor(session: Session, account_id: UUID) -> None:
    """Remove the factor; recovery codes are removed by themselves, they may stand in for a passkey."""
    factor = session.get(SecondFactor, account_id)
    if factor is not None:
        session.delete(factor)
        session.flush()


def delete_recovery_codes(session: Session, account_id: UUID) -> None:
    """Remove them all, used ones too."""
    session.execute(sa.delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account_id == account_id))


def replace_recovery_codes(session: Session, account_id: UUID, *, codes: Iterable[str]) -> None:
    """Keep the hashes of these codes, and of no others."""
    delete_recovery_codes(session, account_id)
    session.add_all(RecoveryCode(code_hash=digest(folded_recovery_code(code)), account_id=account_id) for code in codes)


def lock_recovery_code(session: Session, account_id: UUID, *, unverified_code: str) -> RecoveryCode | None:
    """The unused code of this account, locked until the transaction ends."""
    mine = sa.select(RecoveryCode).where(
        RECOVERY_CODES.c.account_id == account_id,
        RECOVERY_CODES.c.code_hash == digest(folded_recovery_code(unverified_code)),
        RECOVERY_CODES.c.used_at.is_(None),
    )
    return session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one_or_none()


def unused_recovery_codes(session: Session, account_id: UUID) -> int:
    """How many are left."""
    left = sa.select(sa.func.count()).where(
        RECOVERY_CODES.c.account_id == account_id, RECOVERY_CODES.c.used_at.is_(None)
    )
    return int(session.scalar(left) or 0)
