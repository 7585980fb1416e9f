"""compose.production.yaml as operators run it: servers, certificate and secrets come from outside the project."""

import os
import shutil
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.compose import images, standins
from deploy.compose.engine import Engine
from deploy.compose.prepare import prepare
from deploy.compose.stack import HERE, NOTICED_S, Recipe, Stack
from deploy.local.demo import DATA as DEMO
from deploy.local.demo import SPEAKERS
from deploy.local.instance import LOOPBACK
from deploy.local.platform import AUDIENCE
from deploy.local.services import SERVICES, WEB_CLIENT

PROJECT = "parcourspro-production"
HOST, TLS_PORT = "parcourspro.example", 8443
SITE = f"https://{HOST}:{TLS_PORT}"
# Whom the images run as.
USER = 10_001
SERVERS_TIMEOUT_S = 120.0
# TLS ends here, in front of the gateway, as at a load balancer.
BALANCER = f"""\
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
resolvers engine
    nameserver engine 127.0.0.11:53
frontend site
    bind :{TLS_PORT} ssl crt /balancer/site.pem
    default_backend gateway
backend gateway
    server gateway gateway:8080 resolvers engine init-addr none
"""


def _certificate(folder: Path) -> None:
    """`site.pem` (key and certificate) and `authorities.pem`: one that vouches for itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "site.pem").write_bytes(private + pem)
    (folder / "authorities.pem").write_bytes(pem)


class ByName(httpx.HTTPTransport):
    """To the site by its name, which no name server knows: over the one published port, with the right certificate."""

    def __init__(self, *, port: int, authorities: Path) -> None:
        super().__init__(verify=ssl.create_default_context(cafile=str(authorities)))
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == HOST, request.url
        reached = request.url.copy_with(host=LOOPBACK, port=self._port)
        named = {**request.extensions, "sni_hostname": HOST}
        sent = httpx.Request(request.method, reached, headers=request.headers, stream=request.stream, extensions=named)
        return super().handle_request(sent)


class Production:
    """The servers, the secrets and the balancer that operators have, and the project that stands on them."""

    def __init__(self, engine: Engine, *, folder: Path, ports: Mapping[str, int], tag: str) -> None:
        self._engine, self._folder, self._ports, self._tag = engine, folder, ports, tag
        self._started: list[str] = []
        settings = {
            "PP_PUBLIC_URL": SITE,
            "PP_REGISTRY": "parcourspro",
            "PP_SECRETS_DIR": str(folder / "secrets"),
            "PP_GATEWAY_DIR": str(folder / "gateway"),
            "PP_AUTHORITIES_FILE": "/run/secrets/authorities.pem",
            # An object store in production: what is tried here writes no file.
            "PP_IMPORTS_STORE_URL": "file:///tmp/imports",
            "PP_DOCUMENTS_STORE_URL": "file:///tmp/documents",
        }
        recipe = Recipe(files=(HERE / "compose.production.yaml",), settings=settings)
        self.stack = Stack(engine, project=PROJECT, ports={**ports, "mailbox": 0}, tag=tag, recipe=recipe)

    @property
    def secrets(self) -> Path:
        """One folder a service, one secret a file."""
        return self._folder / "secrets"

    @property
    def way(self) -> ByName:
        return ByName(port=self._ports["tls"], authorities=self._folder / "balancer/authorities.pem")

    def _prepare(self) -> None:
        for name in ("gateway/keys", "balancer", *(f"secrets/{one}" for one in ("postgres", "rabbitmq", *SERVICES))):
            (self._folder / name).mkdir(parents=True)
        prepare(self._folder / "secrets")
        _certificate(self._folder / "balancer")
        (self._folder / "balancer/haproxy.cfg").write_text(BALANCER)
        shutil.copy(self._folder / "balancer/authorities.pem", self._folder / "secrets/web")
        for written in ("gateway", "gateway/keys"):
            shutil.chown(self._folder / written, USER)
        for service in SERVICES:
            self._close(self._folder / "secrets" / service)

    @staticmethod
    def _close(secrets: Path) -> None:
        """To everybody but the user of the images."""
        for path in (secrets, *secrets.iterdir()):
            os.chown(path, USER, USER)
            path.chmod(0o500 if path.is_dir() else 0o400)

    def _serve(self, name: str, image: str, *command: str, options: tuple[str, ...] = ()) -> None:
        """A server of somebody else's, reached by its name from the network that leads outside."""
        container = f"outside-{name}"
        network = ("--network", f"{PROJECT}_outside", "--network-alias", HOST if name == "balancer" else name)
        self._engine.docker("run", "--detach", "--name", container, *network, *options, image, *command)
        self._started.append(container)

    def _serve_all(self) -> None:
        secrets = self._folder / "secrets"
        password = ("--env", "POSTGRES_PASSWORD_FILE=/run/secrets/password", "--shm-size", "128m")
        of_postgres = _shown(secrets / "postgres", "/run/secrets", "/docker-entrypoint-initdb.d")
        options = (*password, *of_postgres)
        self._serve("postgres", standins.image("postgres"), "postgres", "-c", "max_connections=300", options=options)
        told = (
            "RABBITMQ_CONFIG_FILE=/run/secrets/rabbitmq",
            "RABBITMQ_ENABLED_PLUGINS_FILE=/run/secrets/enabled_plugins",
        )
        environment = tuple(word for one in told for word in ("--env", one))
        of_rabbitmq = (*environment, "--hostname", "rabbitmq", *_shown(secrets / "rabbitmq", "/run/secrets"))
        self._serve("rabbitmq", standins.image("rabbitmq"), options=of_rabbitmq)
        mails = ("deploy.local.mailbox", "/tmp/mails", "2525", "8025", "0.0.0.0")
        self._serve("mailbox", images.image(images.TOOLS, tag=self._tag), *mails)
        of_balancer = ("--publish", f"{LOOPBACK}:{self._ports['tls']}:{TLS_PORT}")
        command = ("haproxy", "-W", "-db", "-f", "/balancer/haproxy.cfg")
        shown = _shown(self._folder / "balancer", "/balancer")
        self._serve("balancer", standins.image("haproxy"), *command, options=(*of_balancer, *shown))
        self._wait_for_servers()

    def _wait_for_servers(self) -> None:
        until = time.monotonic() + SERVERS_TIMEOUT_S
        listens = "exec 3<>/dev/tcp/rabbitmq/5672 4<>/dev/tcp/postgres/5432"
        inside = ("run", "--rm", "--network", f"{PROJECT}_outside", "--entrypoint", "bash")
        probe = (images.image(images.TOOLS, tag=self._tag), "-c", f"until {listens}; do sleep 1; done 2>/dev/null")
        self._engine.docker(*inside, *probe, timeout_s=until - time.monotonic())

    def _run(self, service: str, *words: str, options: tuple[str, ...] = ()) -> None:
        self.stack.compose("run", "--rm", "--no-deps", "-T", *options, f"migrate-{service}", *words)

    def _make_identity_known(self) -> None:
        """As the runbooks have it: keys, web as a client, the gateway's file."""
        self._run("identity", "keys", "ensure")
        keys = self._folder / "gateway/keys"
        self._run("identity", "keys", "export", "/keys", options=("--volume", f"{keys}:/keys"))
        web = ("register-client", WEB_CLIENT, f"{SITE}/connexion/retour", f"{SITE}/", "--audience", AUDIENCE)
        self._run("identity", *web, "--secret-file", "/run/secrets/web-client-secret")
        # Rendered where the gateway will read: the file names the keys by their paths.
        rendered = ("gateway.render", "--target=haproxy", "--environment=production", "--keys=/gateway/keys")
        more = ("--patch=deploy/compose/gateway.yaml", "--listen=0.0.0.0:8080", "--slots=4")
        place = ("--network", "none", "--volume", f"{self._folder / 'gateway'}:/gateway")
        tools = images.image(images.TOOLS, tag=self._tag)
        self._engine.docker("run", "--rm", *place, tools, *rendered, *more, "--output=/gateway/haproxy.cfg")

    def up(self) -> None:
        """In the order of the runbooks; raises CannotGoOn with what a container said last."""
        self._prepare()
        # Makes the networks; nothing runs yet.
        self.stack.compose("up", "--no-start", "--no-build")
        self._serve_all()
        for service in SERVICES:
            self._run(service)
        self._make_identity_known()
        self.stack.up()
        for service in SPEAKERS:
            demo = ("--volume", f"{DEMO}:/demo:ro")
            self._run(service, "seed-demo", f"/demo/{service}.json", options=demo)
        time.sleep(NOTICED_S)

    def down(self) -> None:
        """Also what came half-way up."""
        if self._started:
            self._engine.docker("rm", "--force", "--volumes", *self._started)
        self.stack.down()


def _shown(folder: Path, *places: str) -> tuple[str, ...]:
    return tuple(word for place in places for word in ("--volume", f"{folder}:{place}:ro"))
