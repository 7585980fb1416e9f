"""An OpenID Connect relying party: code with PKCE, refresh, logout (OpenID Connect Core 1.0, RFC 9700)."""

import base64
import hashlib
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chassis.tracing import current_traceparent
from web.domain.errors import RoleNotGiven, SignInEnded, SignInFailed, Unreachable
from web.domain.sign_ins import Attempt, HeldRole, Tokens

SCOPES = "openid profile email organisations roles"
LEEWAY_S = 10
METADATA_TTL_S = 3_600.0
REFETCH_S = 10.0
LOGOUT_TOKEN_TYPE = "logout+jwt"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
TIMEOUT = httpx.Timeout(10.0, connect=3.0)


@dataclass(frozen=True, kw_only=True)
class Client:
    """How the provider knows us."""

    client_id: str
    client_secret: str
    redirect_uri: str
    after_logout_uri: str


class OpenIdProvider:
    """Our side of the conversation with one issuer. Safe to share between threads.

    `reached_at`: the address that leads to the issuer from here, where its own (as browsers know it) does not.
    """

    def __init__(self, *, issuer: str, client: Client, http: httpx.Client, reached_at: str = "") -> None:
        self._issuer = issuer
        self._reached_at = reached_at or issuer
        self._client = client
        self._http = http
        self._lock = threading.Lock()
        self._metadata: dict[str, Any] = {}
        self._keys = KeySet([])
        self._read_at = float("-inf")

    def authorization_url(self, attempt: Attempt) -> str:
        """Where the browser goes to sign in."""
        digest = hashlib.sha256(attempt.code_verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self._client.redirect_uri,
            "scope": SCOPES,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._endpoint('authorization_endpoint')}?{urlencode(query)}"

    def check_issuer(self, unverified_issuer: str | None) -> None:
        """RFC 9207: an answer that names its issuer must name ours; one that promised to and does not is refused.

        Raises:
            SignInFailed: the answer comes from somewhere else.
        """
        promised = self._described().get("authorization_response_iss_parameter_supported", False)
        if unverified_issuer != self._issuer and (promised or unverified_issuer is not None):
            raise SignInFailed("issuer of the answer is not ours")

    def exchange(self, code: str, attempt: Attempt, *, now: datetime) -> tuple[Tokens, dict[str, Any]]:
        """Tokens for a code, and the claims of the verified ID token.

        Raises:
            SignInFailed: the code or the ID token does not hold.
        """
        answer = self._token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._client.redirect_uri,
                "code_verifier": attempt.code_verifier,
            }
        )
        if answer.status_code != httpx.codes.OK:
            raise SignInFailed("the code was refused")
        tokens = _tokens(answer.json(), now=now)
        claims = self._verified(tokens.id_token, now=now)
        if claims.get("nonce") != attempt.nonce:
            raise SignInFailed("the nonce is not ours")
        return tokens, claims

    def refresh(self, tokens: Tokens, *, now: datetime, switch_to: HeldRole | None = None) -> Tokens:
        """New tokens for old, in another role where `switch_to` says so. The old refresh token is spent.

        Raises:
            SignInEnded: the provider gives no more tokens in this family.
            RoleNotGiven: it refused the switch only; the old tokens stay good.
        """
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
        if switch_to:
            form["active_role"] = switch_to.role.value
            form["active_organisation"] = str(switch_to.organisation_id or "")
        answer = self._token(form)
        if answer.status_code != httpx.codes.OK:
            raise SignInEnded if _error(answer) == "invalid_grant" else RoleNotGiven
        return _tokens(answer.json(), now=now, earlier=tokens)

    def claims_about(self, tokens: Tokens, *, account_id: UUID) -> dict[str, Any]:
        """What the provider says about the bearer (userinfo).

        Raises:
            SignInEnded: the token is not accepted, or it is another person's (OpenID Connect Core 5.3.2).
        """
        headers = {"Authorization": f"Bearer {tokens.access_token}"}
        answer = self._call("GET", self._endpoint("userinfo_endpoint"), headers=headers)
        if answer.status_code != httpx.codes.OK:
            raise SignInEnded
        claims: dict[str, Any] = _json(answer)
        if claims.get("sub") != str(account_id):
            raise SignInEnded
        return claims

    def logout_url(self, tokens: Tokens) -> str:
        """Where the browser goes to end the session at the provider as well (RP-Initiated Logout 1.0)."""
        query = {
            "id_token_hint": tokens.id_token,
            "client_id": self._client.client_id,
            "post_logout_redirect_uri": self._client.after_logout_uri,
        }
        return f"{self._endpoint('end_session_endpoint')}?{urlencode(query)}"

    def ended_sign_in(self, unverified_logout_token: str, *, now: datetime) -> str:
        """The `sid` of the sign-in that has ended at the provider (Back-Channel Logout 1.0 section 2.6).

        Raises:
            SignInFailed: the token is no logout token of this provider for us.
        """
        claims = self._verified(unverified_logout_token, now=now, token_type=LOGOUT_TOKEN_TYPE)
        events = claims.get("events")
        if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict) or "nonce" in claims:
            raise SignInFailed("the token tells of no logout")
        if not isinstance(claims.get("sid"), str):
            raise SignInFailed("the logout token names no sign-in")
        return str(claims["sid"])

    def _credentials(self) -> tuple[str, str]:
        return self._client.client_id, self._client.client_secret

    def _token(self, form: dict[str, str]) -> httpx.Response:
        answer = self._call("POST", self._endpoint("token_endpoint"), data=form, auth=self._credentials())
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            raise Unreachable("identity")
        return answer

    def _call(self, method: str, url: str, **options: Any) -> httpx.Response:
        headers = {**options.pop("headers", {}), "traceparent": current_traceparent() or ""}
        reached = url.replace(self._issuer, self._reached_at, 1) if url.startswith(self._issuer) else url
        try:
            return self._http.request(method, reached, headers=headers, timeout=TIMEOUT, **options)
        except httpx.HTTPError as fault:
            raise Unreachable("identity") from fault

    def _endpoint(self, name: str) -> str:
        try:
            return str(self._described()[name])
        except KeyError as fault:
            raise Unreachable("identity") from fault

    def _described(self, *, with_key: str | None = None) -> dict[str, Any]:
        """The provider's metadata, read again after an hour, or (not too often) when a key is unknown."""
        with self._lock:
            age = time.monotonic() - self._read_at
            lacks_key = with_key is not None and all(key.kid != with_key for key in self._keys.keys)
            if age > METADATA_TTL_S or (lacks_key and age > REFETCH_S):
                metadata = _json(self._call("GET", f"{self._issuer}/.well-known/openid-configuration"))
                if metadata.get("issuer") != self._issuer:
                    raise Unreachable("identity")
                keys: Any = _json(self._call("GET", metadata["jwks_uri"]))
                self._metadata, self._keys, self._read_at = metadata, KeySet.import_key_set(keys), time.monotonic()
            return self._metadata

    def _verified(self, unverified_token: str, *, now: datetime, token_type: str | None = None) -> dict[str, Any]:
        """The claims of an ID token, or of a token of another type that says so in its header."""
        try:
            self._described(with_key=_unverified_kid(unverified_token))
            token = jwt.decode(unverified_token, self._keys, algorithms=["RS256"])
            if token_type is not None and token.header.get("typ") != token_type:
                raise SignInFailed("the token is of another type")
            jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=LEEWAY_S,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._client.client_id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
            ).validate(token.claims)
        except (JoseError, ValueError, KeyError) as fault:
            raise SignInFailed("the token does not hold") from fault
        if token.claims.get("azp", self._client.client_id) != self._client.client_id:
            raise SignInFailed("the token is for another client")
        return dict(token.claims)


def _unverified_kid(unverified_token: str) -> str:
    return str(jws.extract_compact(unverified_token.encode()).headers()["kid"])


def _error(answer: httpx.Response) -> str:
    """The error code of a token endpoint (RFC 6749 section 5.2)."""
    try:
        return str(answer.json()["error"])
    except (ValueError, KeyError, TypeError):
        return "invalid_grant"


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        document = answer.json()
    except ValueError as fault:
        raise Unreachable("identity") from fault
    if answer.status_code != httpx.codes.OK or not isinstance(document, dict):
        raise Unreachable("identity")
    return document


def _tokens(document: dict[str, Any], *, now: datetime, earlier: Tokens | None = None) -> Tokens:
    return Tokens(
        access_token=document["access_token"],
        refresh_token=document.get("refresh_token") or (earlier.refresh_token if earlier else ""),
        id_token=document.get("id_token") or (earlier.id_token if earlier else ""),
        access_expires_at=now + timedelta(seconds=int(document.get("expires_in", 300))),
    )
