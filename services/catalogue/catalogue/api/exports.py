"""The published catalogue for other systems."""

from collections.abc import Iterator
from contextlib import ExitStack

from flask import Response, current_app, request

from catalogue.usecases.export_catalogue import export_catalogue, fingerprint_of_export
from chassis.auth import public
from chassis.clock import now
from chassis.database import snapshot
from chassis.doors import Blueprint

FRESH_FOR_S = 300
PIECES = 50
blp = Blueprint("exports", __name__, url_prefix="/api/catalogue/v1", description="The catalogue for other systems")


def _joined(pieces: Iterator[str]) -> Iterator[bytes]:
    """Fewer and larger pieces: a chunk of HTTP each."""
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) == PIECES:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


@blp.get("/exports/lheo-2.3.xml")
@public
@blp.response(200, {"type": "string"}, content_type="application/xml")
@blp.alt_response(404, description="Nothing is published")
def lheo() -> Response:
    """The published catalogue in LHÉO 2.3, streamed; at this address for good."""
    instant, site = now(), str(current_app.config["PUBLIC_URL"])
    with ExitStack() as stack:
        connection = stack.enter_context(snapshot())
        tag = fingerprint_of_export(connection, now=instant)
        answer = Response(mimetype="application/xml")
        if request.method != "HEAD":
            answer.response = _joined(export_catalogue(connection, site=site, now=instant))
        answer.headers["Cache-Control"] = f"public, max-age={FRESH_FOR_S}"
        answer.headers["Content-Disposition"] = 'inline; filename="parcourspro-lheo-2.3.xml"'
        answer.set_etag(tag)
        answer.make_conditional(request)
        # The connection lives as long as the answer is being sent, also where the reader goes away.
        answer.call_on_close(stack.pop_all().close)
    return answer
