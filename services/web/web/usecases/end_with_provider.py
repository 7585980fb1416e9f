"""The provider says that a sign-in has ended there (OpenID Connect Back-Channel Logout 1.0): it ends here too."""

from datetime import datetime

from sqlalchemy.orm import Session

from web.clients.openid import OpenIdProvider
from web.store import sign_ins


def end_with_provider(
    session: Session, unverified_logout_token: str, *, provider: OpenIdProvider, now: datetime
) -> int:
    """Forget every sign-in that came from it; says how many. A second time finds none.

    Raises:
        SignInFailed: the token does not hold.
        Unreachable: the provider's keys cannot be read now.
    """
    ended = provider.ended_sign_in(unverified_logout_token, now=now)
    return sign_ins.remove_of_provider(session, ended)
