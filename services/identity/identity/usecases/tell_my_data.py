"""Tell a person everything that identity holds about them (GDPR articles 15 and 20)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.domain.grants import SignIn
from identity.domain.organisations import Organisation
from identity.domain.passkeys import Passkey
from identity.domain.second_factors import SecondFactor
from identity.store import accounts, organisations, passkeys, second_factors, sign_ins
from identity.store.accounts import LoggedRight
from identity.usecases.tell_me import Me, tell_me


@dataclass(frozen=True, kw_only=True)
class MyData:
    """Secrets are not told: that there is a password, a second factor, recovery codes; of passkeys name and dates."""

    me: Me
    organisations: dict[UUID, Organisation]
    sign_ins: list[SignIn]
    factor: SecondFactor | None
    recovery_codes_left: int
    passkeys: list[Passkey]
    rights_log: list[LoggedRight]


def tell_my_data(session: Session, account_id: UUID, *, now: datetime) -> MyData:
    """
    Raises:
        NotFound: the account is gone.
    """
    me = tell_me(session, account_id, now=now)
    logged = accounts.logged_rights(session, account_id)
    named = {one.organisation_id for one in logged}
    return MyData(
        me=me,
        organisations=organisations.organisations_by_id(session, [one for one in named if one]),
        sign_ins=[one for one in sign_ins.all_of(session, account_id) if one.authenticated_at <= now],
        factor=second_factors.find_factor(session, account_id),
        recovery_codes_left=second_factors.unused_recovery_codes(session, account_id),
        passkeys=passkeys.passkeys_of(session, account_id),
        rights_log=logged,
    )
