"""What the documents service reads from its environment."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from chassis.settings import BadSettings, ServiceSettings, setting


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beside what every service needs: where the files are kept, and the keys that seal papers and sign badges."""

    documents_store_url: str = setting(
        "PP_DOCUMENTS_STORE_URL", help="where the PDF files are kept: file:///folder or s3://bucket/prefix"
    )
    seal_key: str = setting("PP_SEAL_KEY", secret=True, help="private key of the seal, PEM (RSA or elliptic curve)")
    seal_certificate: str = setting("PP_SEAL_CERTIFICATE", help="its certificate, PEM, with those above it after it")
    seal_tsa_url: str = setting("PP_SEAL_TSA_URL", default="", help="time-stamp authority (RFC 3161); none when empty")

    badge_rsa_key: str = setting("PP_BADGE_RSA_KEY", secret=True, help="RSA key that signs badges as VC-JWT, PEM")
    badge_ed25519_key: str = setting(
        "PP_BADGE_ED25519_KEY", secret=True, help="Ed25519 key that signs badges by Data Integrity, PEM"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        parts = urlsplit(self.documents_store_url)
        if parts.scheme not in ("file", "s3") or not (parts.path if parts.scheme == "file" else parts.netloc):
            raise BadSettings("PP_DOCUMENTS_STORE_URL is malformed (file:///folder or s3://bucket/prefix is wanted)")
        if self.seal_tsa_url and urlsplit(self.seal_tsa_url).scheme not in ("http", "https"):
            raise BadSettings("PP_SEAL_TSA_URL is malformed (http:// or https:// is wanted)")
