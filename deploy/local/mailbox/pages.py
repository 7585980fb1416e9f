"""The mailbox in the browser, and as JSON for the tests. What a mail contains is shown, never run."""

from flask import Flask, Response, abort, jsonify, render_template, request
from werkzeug.routing import BaseConverter

from deploy.local.mailbox.store import ID_PATTERN, Mail, MailStore

SHOWN = 100
PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
# The mail's HTML: an origin of its own, no script, no form, no picture from elsewhere; links open beside.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)


class MailId(BaseConverter):
    regex = ID_PATTERN


def _found(store: MailStore, mail_id: str) -> Mail:
    mail = store.get(mail_id)
    if mail is None:
        abort(404)
    return mail


def _add_pages(app: Flask, store: MailStore) -> None:
    @app.get("/")
    def index() -> str:
        address = request.args.get("to", "")
        count, mails = len(store.ids_sent_to(address)), store.sent_to(address, limit=SHOWN)
        return render_template("list.html", mails=mails, count=count, address=address)

    @app.get("/messages/<mail:mail_id>")
    def show(mail_id: str) -> str:
        return render_template("mail.html", mail=_found(store, mail_id))

    @app.get("/messages/<mail:mail_id>/html")
    def html(mail_id: str) -> Response:
        body = _found(store, mail_id).body("html") or ""
        # Links of the mail open beside the mailbox, not inside the frame.
        answer = Response(f'<base target="_blank">{body}', content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = MAIL_POLICY
        return answer

    @app.get("/messages/<mail:mail_id>/attachments/<int:number>")
    def attachment(mail_id: str, number: int) -> Response:
        attachments = _found(store, mail_id).attachments
        if number >= len(attachments):
            abort(404)
        chosen = attachments[number]
        answer = Response(chosen.content, content_type="application/octet-stream")
        answer.headers.set("Content-Disposition", "attachment", filename=chosen.name)
        return answer


def _add_json(app: Flask, store: MailStore) -> None:
    @app.get("/api/messages")
    def messages() -> Response:
        """Newest first, the newest 100 at most; `to`: one address."""
        mails = store.sent_to(request.args.get("to"), limit=SHOWN)
        return jsonify({"items": [mail.as_json for mail in mails]})

    @app.delete("/api/messages")
    def clear() -> tuple[str, int]:
        store.clear()
        return "", 204


def create(store: MailStore) -> Flask:
    app = Flask(__name__)
    # Names that resolve to loopback by somebody else's will read nothing here.
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.url_map.converters["mail"] = MailId
    _add_pages(app, store)
    _add_json(app, store)

    @app.after_request
    def protect(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return app
