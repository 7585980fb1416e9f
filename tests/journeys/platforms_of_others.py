"""Two platforms whose OpenID Connect is not ours: openid-client under Node, and Apache with mod_auth_openidc."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joserfc.jwk import RSAKey

from deploy.local.instance import choose_ports
from deploy.local.packages import find_program
from deploy.local.processes import plain_environment
from tests.support.platforms import PlatformUnderTest

NODE_SCRIPT = Path(__file__).with_name("second_platform.mjs")
MODULES = Path("/usr/lib/apache2/modules")
_MODULES = ("mpm_event", "authn_core", "authz_core", "authz_user", "headers", "dir", "auth_openidc")
PATIENCE_S = 30.0
AUDIENCE = "rafael-api"


def free_port() -> int:
    return choose_ports(["one"], saved={})["one"]


@contextmanager
def _running(
    command: list[str], *, port: int, log: Path, environment: dict[str, str], user: str | None = None
) -> Iterator[None]:
    """A process that listens on `port`; ended by its pid."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=log.parent, env=environment, stdout=output, stderr=output, user=user)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not _listens(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def rafael(platform: PlatformUnderTest, folder: Path) -> Iterator[str]:
    """Registered by command, proves itself by a key of its own; gives its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    key = RSAKey.generate_key(2048, parameters={"kid": "rafael", "use": "sig", "alg": "RS256"}, private=True)
    keys = folder / "rafael.jwks.json"
    keys.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    register = ["register-client", "rafael", f"{address}/retour", f"{address}/", "--name", "Rafael"]
    proof = ["--auth-method", "private_key_jwt", "--jwks-file", str(keys), "--audience", AUDIENCE]
    more = ["--service-scope", "rafael:read", "--backchannel-logout-uri", f"{address}/fin"]
    platform.run_command("identity", *register, *proof, *more)
    environment = plain_environment(
        ISSUER=f"{platform.site_url}/sso",
        PORT=str(port),
        CLIENT_ID="rafael",
        PRIVATE_JWK=json.dumps(key.as_dict(private=True)),
        AUDIENCE=AUDIENCE,
    )
    node = find_program("node") or "node"
    with _running([node, str(NODE_SCRIPT)], port=port, log=folder / "rafael.log", environment=environment):
        yield address


def _apache_configuration(platform: PlatformUnderTest, folder: Path, *, port: int, secret: str) -> str:
    address = f"http://localhost:{port}"
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in _MODULES)
    return f"""{modules}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache-errors.log
DocumentRoot {folder}/pages
DirectoryIndex index.html
OIDCProviderMetadataURL {platform.site_url}/sso/.well-known/openid-configuration
OIDCClientID apache
OIDCClientSecret {secret}
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCRedirectURI {address}/protected/retour
OIDCCryptoPassphrase {secrets.token_urlsafe(32)}
OIDCResponseType code
OIDCPKCEMethod S256
OIDCScope "openid profile email"
OIDCRemoteUserClaim sub
OIDCSessionType server-cache
OIDCCacheType shm
OIDCInfoHook iat access_token access_token_expires id_token userinfo session
OIDCDefaultURL {address}/protected/
<Directory {folder}/pages>
    Require all granted
    ForceType text/html
</Directory>
<Location /protected/>
    AuthType openid-connect
    Require valid-user
    Header set X-Person "expr=%{{REMOTE_USER}}"
</Location>
"""


def _owner(folder: Path) -> str | None:
    """Apache refuses to work as root: then everything of its folder, and the process, are nobody's."""
    if os.geteuid() != 0:
        return None
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, "nobody", "nogroup")
    return "nobody"


@contextmanager
def apache(platform: PlatformUnderTest) -> Iterator[str]:
    """Registered by command with a secret; gives its address. Its pages under /protected/ ask to sign in."""
    with (
        tempfile.TemporaryDirectory(prefix="parcourspro-apache-") as folder,
        _apache(platform, Path(folder)) as address,
    ):
        yield address


@contextmanager
def _apache(platform: PlatformUnderTest, folder: Path) -> Iterator[str]:
    port = free_port()
    address = f"http://localhost:{port}"
    pages = folder / "pages" / "protected"
    pages.mkdir(parents=True)
    (pages / "index.html").write_text("<!doctype html><title>Apache</title><main>apache lets you in</main>")
    (folder / "pages" / "index.html").write_text("<!doctype html><title>Apache</title><main>apache says bye</main>")
    secret, secret_file = secrets.token_urlsafe(32), folder / "apache.secret"
    secret_file.write_text(secret)
    register = ["register-client", "apache", f"{address}/protected/retour", f"{address}/", "--name", "Apache"]
    more = ["--secret-file", str(secret_file)]
    back = ["--backchannel-logout-uri", f"{address}/protected/retour?logout=backchannel"]
    platform.run_command("identity", *register, *more, *back)
    configuration = folder / "apache.conf"
    configuration.write_text(_apache_configuration(platform, folder, port=port, secret=secret))
    command = [find_program("apache2") or "apache2", "-D", "FOREGROUND", "-f", str(configuration)]
    with _running(command, port=port, log=folder / "apache.log", environment=plain_environment(), user=_owner(folder)):
        yield address
