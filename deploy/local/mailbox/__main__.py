"""`python -m deploy.local.mailbox FOLDER SMTP_PORT HTTP_PORT [HOST]`: takes every mail, delivers none.

On loopback, unless a host is named: a container has a network of its own.
"""

import signal
import sys
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from werkzeug.serving import WSGIRequestHandler, make_server

from deploy.local.instance import LOOPBACK
from deploy.local.mailbox import pages
from deploy.local.mailbox.store import MailStore

LARGEST_MAIL_BYTES = 10_485_760


class Catcher:
    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        self._store.add(raw, recipients=list(envelope.rcpt_tos))
        return "250 Message accepted for delivery"


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def main(arguments: list[str]) -> int:
    folder, smtp_port, http_port = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    host = arguments[3] if len(arguments) > 3 else LOOPBACK
    store = MailStore(folder)
    smtp = Controller(Catcher(store), hostname=host, port=smtp_port, data_size_limit=LARGEST_MAIL_BYTES)
    web = make_server(host, http_port, pages.create(store), threaded=True, request_handler=Quiet)
    smtp.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: threading.Thread(target=web.shutdown).start())
    web.serve_forever()
    smtp.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
