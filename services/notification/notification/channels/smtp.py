"""SMTP: one connection, kept open between messages; what the server answers becomes `Refused` or `Unavailable`."""

import smtplib
import ssl
import threading
import time
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 30.0
IDLE_S = 60.0
PROBE_AFTER_S = 2.0
MOST_PER_CONNECTION = 100
_SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Refused(Exception):
    """The server refuses this message to this address for good (5xx); its code and words."""


class Unavailable(Exception):
    """Not now: the network, a 4xx answer, or our own account at the server; trying later helps."""


@dataclass(frozen=True, kw_only=True)
class SmtpAddress:
    """Where mail leaves. `security` is smtp (none), smtp+starttls or smtps."""

    security: str
    host: str
    port: int
    user: str | None
    password: str | None

    @classmethod
    def parse(cls, url: str) -> "SmtpAddress":
        """Read `smtp://`, `smtp+starttls://` or `smtps://` `[user:password@]host[:port]`.

        Raises:
            ValueError: another scheme, no host, or a user without encryption.
        """
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise ValueError("smtp://, smtp+starttls:// or smtps:// and a host are wanted")
        if parts.username and parts.scheme == "smtp" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("a password travels by smtp+starttls:// or smtps:// only")
        return cls(
            security=parts.scheme,
            host=parts.hostname,
            port=parts.port or _SCHEMES[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:500]


class SmtpChannel:
    """Sends one message at a time over a connection that is opened when needed and reused."""

    def __init__(self, address: SmtpAddress, *, tls: ssl.SSLContext | None = None) -> None:
        self._address = address
        self._tls = tls or ssl.create_default_context()
        self._lock = threading.Lock()
        self._connection: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._sent = 0

    def send(self, message: EmailMessage, *, sender: str, recipient: str) -> None:
        """Hand the message to the server.

        Raises:
            Refused: the server will never take it.
            Unavailable: it may take it later. Where the connection was lost after the text, it may even have taken it.
        """
        with self._lock:
            try:
                self._ready().send_message(message, from_addr=sender, to_addrs=[recipient])
            except smtplib.SMTPRecipientsRefused as fault:
                code, words = next(iter(fault.recipients.values()))
                raise self._fault(code, words) from fault
            except smtplib.SMTPNotSupportedError as fault:
                raise Refused("the server takes no address with accents (SMTPUTF8)") from fault
            except (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError) as fault:
                # Our own address or password: no fault of the recipient's, whatever the code.
                self._drop()
                raise Unavailable(_said(fault.smtp_code, fault.smtp_error)) from fault
            except smtplib.SMTPResponseException as fault:
                raise self._fault(fault.smtp_code, fault.smtp_error) from fault
            except (smtplib.SMTPException, OSError) as fault:
                self._drop()
                raise Unavailable(type(fault).__name__) from fault
            self._used_at = time.monotonic()
            self._sent += 1

    def _fault(self, code: int, words: bytes | str) -> Exception:
        if code == 421:  # the server is about to close (RFC 5321 section 3.8)
            self._drop()
        return Refused(_said(code, words)) if 500 <= code < 600 else Unavailable(_said(code, words))

    def _ready(self) -> smtplib.SMTP:
        if self._connection is not None and not self._is_alive(self._connection):
            self._drop()
        if self._connection is None:
            self._connection = self._open()
            self._sent = 0
        return self._connection

    def _is_alive(self, connection: smtplib.SMTP) -> bool:
        idle_s = time.monotonic() - self._used_at
        if idle_s > IDLE_S or self._sent >= MOST_PER_CONNECTION:
            return False
        if idle_s < PROBE_AFTER_S:
            return True
        try:
            return connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _open(self) -> smtplib.SMTP:
        address = self._address
        if address.security == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                address.host, address.port, timeout=TIMEOUT_S, context=self._tls
            )
        else:
            connection = smtplib.SMTP(address.host, address.port, timeout=TIMEOUT_S)
        try:
            if address.security == "smtp+starttls":
                connection.starttls(context=self._tls)
            if address.user is not None:
                connection.login(address.user, address.password or "")
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Say goodbye to the server."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                try:
                    connection.quit()
                except (smtplib.SMTPException, OSError):
                    connection.close()


_channel: SmtpChannel | None = None


def bind(channel: SmtpChannel) -> None:
    """Name the way out for this process."""
    global _channel
    if _channel is not None:
        _channel.close()
    _channel = channel


def bound() -> SmtpChannel:
    """The way out of this process.

    Raises:
        RuntimeError: `bind` was not called.
    """
    if _channel is None:
        raise RuntimeError("no mail server is bound to this process")
    return _channel
