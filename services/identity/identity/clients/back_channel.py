"""Tell a client that a sign-in has ended (OpenID Connect Back-Channel Logout 1.0 section 2.5)."""

import httpx

TIMEOUT = httpx.Timeout(5.0, connect=3.0)
_HEARD = (200, 202, 204)
# The client looked at the token and does not want it; another of the same kind would fare no better.
_REFUSED = 400


class NotHeard(Exception):
    """The client did not answer as it should; trying again may help."""


class LogoutRefused(Exception):
    """The client refused the token."""


def send_logout_token(logout_token: str, *, address: str) -> None:
    """
    Raises:
        NotHeard: no answer, or one that is no yes; redirects are not followed.
        LogoutRefused: the client says that the token does not hold.
    """
    try:
        answer = httpx.post(address, data={"logout_token": logout_token}, timeout=TIMEOUT, follow_redirects=False)
    except httpx.HTTPError as fault:
        raise NotHeard(type(fault).__name__) from fault
    if answer.status_code == _REFUSED:
        raise LogoutRefused(f"status {answer.status_code}")
    if answer.status_code not in _HEARD:
        raise NotHeard(f"status {answer.status_code}")
