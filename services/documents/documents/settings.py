"""What the documents service reads from its environment."""

from dataclasses import dataclass

from chassis.settings import ServiceSettings, setting


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beside what every service needs: where the files are kept."""

    documents_store_url: str = setting(
        "PP_DOCUMENTS_STORE_URL", help="where the PDF files are kept: file:///folder or s3://bucket/prefix"
    )
