"""Addresses of the site that papers carry; bound once a process by the entrance."""

from documents.domain.credentials import Addresses

# Where backpacks may write to.
CONTACT = "parcourspro@cap-metiers.pro"
_public_url = ""


def bind(public_url: str) -> None:
    """Name the site, as people see it."""
    global _public_url
    _public_url = public_url.rstrip("/")


def badge_addresses() -> Addresses:
    """Where the public parts of badges stand; stable, for credentials name them for ever."""
    return Addresses(base=f"{_public_url}/api/documents/v1/badges", site=_public_url)


def verification_url(code: str) -> str:
    """The public page that checks a document."""
    return f"{_public_url}/verifier/{code}"
