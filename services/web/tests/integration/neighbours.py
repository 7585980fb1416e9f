"""A small HTTP server that stands for web's neighbours: the provider's endpoints are real, the APIs are tables."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from joserfc import jwt
from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support import tokens

ALAIN = "01930000-0000-7000-8000-000000000001"
OURS = "01930000-0000-7000-8000-000000000101"
DUNES = "01930000-0000-7000-8000-000000000102"


@dataclass(frozen=True)
class Asked:
    """One request that a neighbour received."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Neighbours:
    """What the stand-in answers; `answers` by method and path (a body may be made of what is asked); `seen` in turn."""

    url: str = ""
    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    seen: list[Asked] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    families: dict[str, dict[str, Any]] = field(default_factory=dict)
    token_answer: tuple[int, Any] | None = None
    access_ttl_s: int = 300
    refresh_delay_s: float = 0.0
    sign_in: str = "01930000-0000-7000-8000-000000000901"
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def issuer(self) -> str:
        return f"{self.url}/sso"

    def asked(self, method: str, path: str) -> list[Asked]:
        return [entry for entry in self.seen if (entry.method, entry.path) == (method, path)]

    def answer(self, asked: Asked) -> tuple[int, Any, dict[str, str]]:
        self.seen.append(asked)
        endpoint = _PROVIDER.get(asked.path)
        if endpoint:
            return endpoint(self, asked)
        status, body = self.answers.get((asked.method, asked.path), (404, {"code": "not-found", "status": 404}))
        return status, body(asked) if callable(body) else body, {}

    def _metadata(self, _asked: Asked) -> tuple[int, Any, dict[str, str]]:
        names = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "revocation_endpoint": "revoke",
            "end_session_endpoint": "logout",
            "jwks_uri": "jwks.json",
        }
        endpoints = {name: f"{self.issuer}/{path}" for name, path in names.items()}
        promised = {"issuer": self.issuer, "authorization_response_iss_parameter_supported": True}
        return 200, promised | endpoints, {}

    def _keys(self, _asked: Asked) -> tuple[int, Any, dict[str, str]]:
        return 200, {"keys": [tokens.key().as_dict(private=False)]}, {}

    def _authorize(self, asked: Asked) -> tuple[int, Any, dict[str, str]]:
        code = uuid4().hex
        self.codes[code] = asked.query
        query = urlencode({"code": code, "state": asked.query["state"], "iss": self.issuer})
        return 302, None, {"Location": f"{asked.query['redirect_uri']}?{query}"}

    def _token(self, asked: Asked) -> tuple[int, Any, dict[str, str]]:
        if self.token_answer:
            return *self.token_answer, {}
        form = asked.body
        if form["grant_type"] == "authorization_code":
            return self._first_tokens(form)
        time.sleep(self.refresh_delay_s)
        return self._next_tokens(form)

    def _first_tokens(self, form: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        wished = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if wished is None or wished["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}, {}
        family = {"role": self.person["active_role"], "organisation": self.person["active_organisation"]}
        claims = {"iss": self.issuer, "aud": "web", "sub": self.person["sub"], "nonce": wished["nonce"]}
        claims["sid"] = self.sign_in
        now = int(time.time())
        id_token = tokens.sign(claims | {"iat": now, "exp": now + 300})
        return 200, self._issue(family) | {"id_token": id_token}, {}

    def _next_tokens(self, form: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        with self.lock:
            family = self.families.pop(form["refresh_token"], None)
        if family is None:
            return 400, {"error": "invalid_grant"}, {}
        if "active_role" in form:
            wished = {"role": form["active_role"], "organisation": form["active_organisation"] or None}
            if wished not in self.person["roles"]:
                self.families[form["refresh_token"]] = family
                return 400, {"error": "access_denied"}, {}
            family = wished
        return 200, self._issue(family), {}

    def _issue(self, family: dict[str, Any]) -> dict[str, Any]:
        refresh_token = uuid4().hex
        self.families[refresh_token] = family
        access = tokens.token_for(self.person["sub"], role=family["role"], organisation_id=family["organisation"])
        return {"access_token": access, "refresh_token": refresh_token, "expires_in": self.access_ttl_s}

    def _userinfo(self, asked: Asked) -> tuple[int, Any, dict[str, str]]:
        claims = jwt.decode(asked.headers["authorization"].removeprefix("Bearer "), tokens.key()).claims
        pair = {"active_role": claims["active_role"], "active_organisation": claims["active_organisation"]}
        return 200, self.person | pair, {}

    def _revoke(self, _asked: Asked) -> tuple[int, Any, dict[str, str]]:
        return 200, {}, {}


_PROVIDER: dict[str, Callable[[Neighbours, Asked], tuple[int, Any, dict[str, str]]]] = {
    "/sso/.well-known/openid-configuration": Neighbours._metadata,
    "/sso/jwks.json": Neighbours._keys,
    "/sso/authorize": Neighbours._authorize,
    "/sso/token": Neighbours._token,
    "/sso/userinfo": Neighbours._userinfo,
    "/sso/revoke": Neighbours._revoke,
}


class _Silent(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Nothing."""


def _application(neighbours: Neighbours) -> Any:
    @Request.application
    def answer(request: Request) -> Response:
        body = request.json if request.is_json else request.form.to_dict()
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.method, request.path, request.args.to_dict(), headers, body)
        status, found, extra = neighbours.answer(asked)
        payload = found if isinstance(found, bytes) else json.dumps(found)
        return Response(payload, status=status, headers={"Content-Type": "application/json"} | extra)

    return answer


def held(role: str, organisation: str | None = OURS) -> dict[str, str | None]:
    """A role as userinfo names it."""
    return {"role": role, "organisation": organisation}


def alain() -> dict[str, Any]:
    """The claims about Alain: a beneficiary of one organisation, and nothing else."""
    return {
        "sub": ALAIN,
        "given_name": "Alain",
        "family_name": "Proviste",
        "organisations": [{"id": OURS, "name": "Ma structure"}, {"id": DUNES, "name": "Mission locale des Dunes"}],
        "roles": [held("beneficiary")],
        "active_role": "beneficiary",
        "active_organisation": OURS,
    }


@contextmanager
def listening(port: int = 0) -> Iterator[Neighbours]:
    """The stand-in, answering on a port of loopback."""
    made = Neighbours(person=alain())
    server = make_server("127.0.0.1", port, _application(made), threaded=True, request_handler=_Silent)
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()
