"""What the catalogue reads from its environment."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from chassis.settings import BadSettings, ServiceSettings, setting


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beside what every service needs: where files wait to be imported."""

    imports_store_url: str = setting(
        "PP_IMPORTS_STORE_URL", help="where files wait to be imported: file:///folder or s3://bucket/prefix"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        parts = urlsplit(self.imports_store_url)
        if parts.scheme not in ("file", "s3") or not (parts.path if parts.scheme == "file" else parts.netloc):
            raise BadSettings("PP_IMPORTS_STORE_URL is malformed (file:///folder or s3://bucket/prefix is wanted)")
