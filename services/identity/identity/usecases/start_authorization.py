"""Give a client a code for the person who is signed in, or say that the person must sign in."""

import secrets
from datetime import datetime

from chassis.database import Session
from identity.domain.accounts import AccountState
from identity.domain.clients import digest
from identity.domain.grants import AuthorizationCode, SignIn
from identity.domain.lifetimes import AUTHORIZATION_CODE_TTL
from identity.domain.protocol import AuthorizationRequest, CodeIssued, Refusal, SignInNeeded
from identity.store import accounts, grants, sign_ins

CODE_BYTES = 32
# No platform of Cap Métiers needs consent; asking to sign in again is the nearest stricter thing.
_ASKS_AGAIN = {"login", "consent", "select_account"}
_LOGIN_REQUIRED = Refusal(error="login_required", description="The person is not signed in, or not as asked")


def start_authorization(
    session: Session, request: AuthorizationRequest, *, sign_in_token: str, asked_at: datetime, now: datetime
) -> CodeIssued | SignInNeeded | Refusal:
    """`asked_at` is when the request was first made: a sign-in since then satisfies `prompt=login` and `max_age`."""
    sign_in = _alive(session, sign_in_token, now=now)
    is_fresh = sign_in is not None and sign_in.authenticated_at >= asked_at
    if sign_in is None or not _is_suitable(request, sign_in, is_fresh=is_fresh, now=now):
        # After a fresh sign-in as somebody else than hinted, asking again would go round in circles.
        return _LOGIN_REQUIRED if is_fresh or "none" in request.prompts else SignInNeeded()
    code = secrets.token_urlsafe(CODE_BYTES)
    sign_in.seen_at = now
    session.add(
        AuthorizationCode(
            code_hash=digest(code),
            client_id=request.client_id,
            redirect_uri=request.redirect_uri,
            sign_in_id=sign_in.id,
            account_id=sign_in.account_id,
            scope=request.scope,
            nonce=request.nonce,
            code_challenge=request.code_challenge,
            issued_at=now,
            expires_at=now + AUTHORIZATION_CODE_TTL,
        )
    )
    return CodeIssued(code=code)


def _alive(session: Session, sign_in_token: str, *, now: datetime) -> SignIn | None:
    sign_in = sign_ins.find_by_token(session, sign_in_token)
    if sign_in is None or not sign_in.is_alive(now, last_use=grants.last_use(session, sign_in.id)):
        return None
    account = accounts.find_account(session, sign_in.account_id)
    return sign_in if account is not None and account.state is AccountState.ACTIVE else None


def _is_suitable(request: AuthorizationRequest, sign_in: SignIn, *, is_fresh: bool, now: datetime) -> bool:
    if request.hinted_account not in (None, sign_in.account_id):
        return False
    if is_fresh:
        return True
    if request.prompts & _ASKS_AGAIN:
        return False
    age_s = (now - sign_in.authenticated_at).total_seconds()
    return request.max_age_s is None or age_s <= request.max_age_s
