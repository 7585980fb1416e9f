"""Settings of identity; the table in README.md says the same."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from chassis.settings import BadSettings, ServiceSettings, setting
from identity.domain.clients import LOOPBACK

SHORTEST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What identity needs besides."""

    key_encryption_secret: str = setting(
        "PP_KEY_ENCRYPTION_SECRET", secret=True, help="wraps the private signing keys; 32 characters at least"
    )
    session_secret: str = setting(
        "PP_SESSION_SECRET", secret=True, help="signs forms and waiting requests; 32 characters at least"
    )
    assets_dir: Path = setting("PP_ASSETS_DIR", help="node_modules folder with the front-end packages")
    proxy_hops: int = setting(
        "PP_PROXY_HOPS", default=1, help="trusted proxies in front; 0 where clients connect directly"
    )
    hashes_at_once: int = setting("PP_HASHES_AT_ONCE", default=1, help="password hashes computed at once, per process")
    hashes_waiting: int = setting(
        "PP_HASHES_WAITING", default=1, help="sign-ins that may wait for their hash, per process; others are told so"
    )
    first_affiliation: str = setting(
        "PP_FIRST_AFFILIATION",
        default="staff",
        help="who confirms the first person of an organisation, or automatic",
    )
    client_secret: str = setting(
        "PP_CLIENT_SECRET", default="", secret=True, help="secret of the client that register-client registers"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("key_encryption_secret", "session_secret"):
            if len(getattr(self, name)) < SHORTEST_SECRET:
                raise BadSettings(f"PP_{name.upper()} is shorter than {SHORTEST_SECRET} characters")
        if self.first_affiliation not in ("staff", "automatic"):
            raise BadSettings("PP_FIRST_AFFILIATION is neither staff nor automatic")
        if not self.is_secure and urlsplit(self.issuer).netloc.rpartition(":")[0] not in LOOPBACK:
            raise BadSettings("PP_ISSUER must be https off loopback (OpenID Connect Discovery section 3)")

    @property
    def first_affiliation_is_automatic(self) -> bool:
        """Whether whoever comes first to an organisation belongs to it without anybody's consent."""
        return self.first_affiliation == "automatic"

    @property
    def is_secure(self) -> bool:
        """Whether people reach us by https, so that cookies may be `Secure`."""
        return self.issuer.startswith("https://")
