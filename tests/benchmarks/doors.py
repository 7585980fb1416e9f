"""Identity's HTTP doors as in production, on a durable PostgreSQL of their own, with people and clients."""

import http.client
import re
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, urlencode, urlsplit

from chassis import clock, database
from chassis.migrating import migrate
from deploy.local import postgres
from deploy.local.instance import LOOPBACK, ROOT, Instance
from deploy.local.postgres import Cluster
from deploy.local.processes import Processes, plain_environment
from identity.domain.clients import CLIENT_CREDENTIALS, AuthMethod
from identity.store import key_ring
from identity.usecases.open_account import NewAccount, open_account
from identity.usecases.register_client import ClientRegistration, register_client
from identity.usecases.rotate_keys import ensure_key
from tests.benchmarks.harness import CannotMeasure

NAME = "identity.serve"
KEY_SECRET, SECRET, PASSWORD = "k" * 32, "c" * 32, "Essai-ParcoursPro-2026"
BACK = "http://127.0.0.1/retour"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_HIDDEN = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')


@dataclass
class Doors(AbstractContextManager["Doors"]):
    """Fresh each time. Main thread only."""

    folder: Path
    instance: Instance = field(default_factory=lambda: Instance(name="bench-identity"))
    server: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self._processes = Processes(self.instance)
        self._cluster = Cluster(self.instance, self._processes)

    def __enter__(self) -> "Doors":
        self.instance.lock()
        self._processes.end_leftovers()
        self._cluster.wipe()
        self.instance.wipe()
        self.instance.allocate_ports([postgres.NAME, NAME])
        self._cluster.start()
        self._cluster.wait()
        self._cluster.ensure_databases(["identity"])
        url = self._cluster.service_url("identity")
        migrate("identity", url=url)
        database.bind(url)
        self._furnish()
        with (self.folder / "identity.log").open("wb") as log:
            command = [sys.executable, "-m", "identity", "serve"]
            self.server = subprocess.Popen(command, cwd=ROOT, env=self._environment(url), stdout=log, stderr=log)
        self._wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=40)
        database.unbind()
        self._processes.stop(postgres.NAME)
        self.instance.unlock()

    def _environment(self, url: str) -> dict[str, str]:
        return plain_environment(
            PP_DATABASE_URL=url,
            PP_ISSUER=f"http://{self.address}/sso",
            PP_JWKS_URL=f"http://{self.address}/sso/jwks.json",
            PP_PUBLIC_URL=f"http://{self.address}",
            PP_HTTP_BIND=self.address,
            PP_LOG_LEVEL="warning",
            PP_KEY_ENCRYPTION_SECRET=KEY_SECRET,
            PP_SESSION_SECRET="s" * 32,
            PP_ASSETS_DIR=str(ROOT / "node_modules"),
            PP_PROXY_HOPS="0",
        )

    def _furnish(self) -> None:
        key_ring.configure(secret=KEY_SECRET)
        now = clock.now()
        with database.transaction() as session:
            ensure_key(session, now=now)
            for client_id, of_people in (("web", True), ("server", False)):
                wanted = ClientRegistration(
                    client_id=client_id,
                    name=client_id,
                    auth_method=AuthMethod.CLIENT_SECRET_BASIC,
                    secret=SECRET,
                    redirect_uris=[BACK] if of_people else [],
                    post_logout_redirect_uris=[],
                    grants=["authorization_code", "refresh_token"] if of_people else [CLIENT_CREDENTIALS],
                    service_scopes=[] if of_people else ["rafael:read"],
                    requires_pkce=False,
                )
                register_client(session, wanted, now=now)
            someone = NewAccount(
                email="alain.proviste@example.org",
                password=PASSWORD,
                civility=None,
                given_name="Alain",
                family_name="Proviste",
            )
            open_account(session, someone, now=now)

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/readyz").status == http.client.OK:
                    return
            except OSError:
                time.sleep(0.1)
        raise CannotMeasure("identity did not start")

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.instance.ports[NAME]}"

    @property
    def pids(self) -> list[int]:
        """The server and PostgreSQL, children included."""
        return [self.server.pid if self.server else 0, self._processes[postgres.NAME].pid]

    def ask(
        self, method: str, path: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.address, timeout=30)
        body = urlencode(form) if form is not None else None
        connection.request(method, path, body=body, headers={**(FORM if form else {}), **(headers or {})})
        return connection.getresponse()


@dataclass
class Visit:
    """A browser that has the sign-in page open; `send` presses the button."""

    doors: Doors
    waiting: str = ""
    _cookie: str = ""
    _form: dict[str, str] = field(default_factory=dict)

    def open(self) -> "Visit":
        asked = {"response_type": "code", "client_id": "web", "redirect_uri": BACK, "scope": "openid", "nonce": "n"}
        page = self.doors.ask("GET", f"/sso/authorize?{urlencode(asked)}").headers["Location"]
        self.waiting = parse_qs(urlsplit(page).query)["waiting"][0]
        shown = self.doors.ask("GET", page)
        self._cookie = shown.headers["Set-Cookie"].partition(";")[0]
        found = _HIDDEN.search(shown.read().decode())
        token = found[1] if found else ""
        self._form = {"csrf_token": token, "sealed": self.waiting, "email": "alain.proviste@example.org"}
        return self

    def send(self, *, password: str = PASSWORD) -> http.client.HTTPResponse:
        form = {**self._form, "password": password}
        return self.doors.ask("POST", "/sso/connexion", form=form, headers={"Cookie": self._cookie})

    def tokens(self, authorization: str) -> str:
        """The body of a token answer."""
        sent = self.send()
        cookies = [line.partition(";")[0] for line in sent.headers.get_all("Set-Cookie") or []]
        signed_in = next(one for one in cookies if "sign_in" in one)
        back = self.doors.ask("GET", sent.headers["Location"], headers={"Cookie": signed_in}).headers["Location"]
        code = parse_qs(urlsplit(back).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
        return self.doors.ask("POST", "/sso/token", form=form, headers={"Authorization": authorization}).read().decode()
