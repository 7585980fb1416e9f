"""Security headers of every answer; the content security policy has no exception for inline code."""

from urllib.parse import urlsplit

from flask import Response, g, request

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def allow_form_target(url: str) -> None:
    """Let a form of this answer lead to the origin of `url`: browsers apply `form-action` to redirects as well."""
    parts = urlsplit(url)
    g.theme_form_target = f"{parts.scheme}://{parts.netloc}"


def allow_own_frames() -> None:
    """Let this answer show pages of this site in frames; each of those says itself whether it lets itself be framed."""
    g.theme_frames = True


def add_headers(response: Response) -> Response:
    """Complete an answer; what a view set itself stays. A page is stored by nobody unless its view says otherwise."""
    policy = _POLICY
    target = g.get("theme_form_target")
    if target:
        policy = f"{policy} {target}"
    if g.get("theme_frames"):
        policy = f"{policy}; frame-src 'self'"
    response.headers.setdefault("Content-Security-Policy", policy)
    for name, value in _FIXED.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
