"""Addresses of the site that papers carry; bound once a process by the entrance."""

_public_url = ""


def bind(public_url: str) -> None:
    """Name the site, as people see it."""
    global _public_url
    _public_url = public_url.rstrip("/")


def verification_url(code: str) -> str:
    """The public page that checks a document."""
    return f"{_public_url}/verifier/{code}"
