"""What web reads from its environment."""

from dataclasses import dataclass
from pathlib import Path

from chassis.settings import ServiceSettings, setting


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """The shared settings and web's own."""

    api_url: str = setting("PP_API_URL", help="address of the gateway for our own calls, no slash at the end")
    provider_url: str = setting(
        "PP_PROVIDER_URL", default="", help="where web itself reaches the OpenID provider; at PP_ISSUER when empty"
    )
    client_id: str = setting("PP_CLIENT_ID", help="web's name at the OpenID provider")
    client_secret: str = setting("PP_CLIENT_SECRET", secret=True, help="web's secret at the OpenID provider")
    session_secret: str = setting(
        "PP_SESSION_SECRET", secret=True, help="seals tokens and cookies; 32 characters or more"
    )
    assets_dir: Path = setting("PP_ASSETS_DIR", help="node_modules folder with the front-end packages")
    idle_limit_s: int = setting(
        "PP_SIGN_IN_IDLE_S", default=7_200, help="a sign-in unused for so long ends, in seconds"
    )
    lifetime_s: int = setting("PP_SIGN_IN_LIFETIME_S", default=43_200, help="a sign-in ends after so long, in seconds")
