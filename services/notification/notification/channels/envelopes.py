"""The MIME message: headers that nobody can inject into, text and HTML, the calendar, threads per request."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from uuid import UUID

from notification.channels.calendars import files_of

SENDER_NAME = "ParcoursPro"
LONGEST_SUBJECT = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0080-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class MailPolicy(EmailPolicy):
    """SMTP's rules, with subjects as RFC 2047 words by the older encoder, and signatures left as they are.

    The newer encoder of Python 3.11 loses or doubles a space where it breaks a line inside a text with accents.
    """

    def fold(self, name: str, value: str) -> str:
        if name.lower() == "dkim-signature":
            return f"{name}: {value}\r\n"
        return _subject_line(value) if name.lower() == "subject" else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in ("dkim-signature", "subject"):
            return self.fold(name, value).encode()
        return super().fold_binary(name, value)


def _subject_line(text: str) -> str:
    encoded = Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {encoded}\r\n"


_POLICY = MailPolicy(linesep="\r\n")


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Under which addresses mail leaves."""

    sender: str
    reply_to: str


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What goes into one envelope.

    `calendar` is an iCalendar text, of one or more files; `thread` the request it belongs to; `stop_url` where its
    reader stops such e-mails in one click, None where they may not.
    """

    identifier: str
    recipient: str
    subject: str
    text: str
    html: str
    calendar: str | None
    thread: UUID | None
    written_at: datetime
    stop_url: str | None = None


_addresses = Addresses(sender="", reply_to="")


def bind(*, sender: str, reply_to: str) -> None:
    """Name the addresses for this process."""
    global _addresses
    _addresses = Addresses(sender=sender, reply_to=reply_to)


def sender() -> str:
    """The bare address under which mail leaves."""
    return _addresses.sender


def reply_to() -> str:
    """The bare address to which people answer."""
    return _addresses.reply_to


def one_line(text: str) -> str:
    """A header's text: no line breaks, controls or direction overrides, and not endless.

    `=?` would open an encoded word (RFC 2047), which the parser of headers decodes, line breaks and all.
    """
    line = re.sub(r" {2,}", " ", _CONTROL.sub(" ", text).replace("=?", "= ?")).strip(" ")
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _domain() -> str:
    return _addresses.sender.rpartition("@")[2]


def message_id_of(identifier: str) -> str:
    """The Message-ID header: the same identifier gives the same one again."""
    return f"<{identifier}@{_domain()}>"


def thread_id_of(enrolment_id: UUID) -> str:
    """The id that all e-mails about one request refer to; no e-mail carries it as its own."""
    return f"<request-{enrolment_id}@{_domain()}>"


def envelope(sealed: Sealed) -> EmailMessage:
    """The message as SMTP takes it; the recipient stands as a bare address, names stay in the text."""
    message = EmailMessage(policy=_POLICY if sealed.recipient.isascii() else _POLICY.clone(utf8=True))
    message["From"] = Address(display_name=SENDER_NAME, addr_spec=_addresses.sender)
    message["To"] = sealed.recipient
    message["Reply-To"] = _addresses.reply_to
    message["Subject"] = one_line(sealed.subject)
    message["Date"] = format_datetime(sealed.written_at)
    message["Message-ID"] = message_id_of(sealed.identifier)
    if sealed.thread is not None:
        message["In-Reply-To"] = message["References"] = thread_id_of(sealed.thread)
    if sealed.stop_url is not None:
        message["List-Unsubscribe"] = f"<{sealed.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "fr"
    message.set_content(sealed.text, cte="quoted-printable")
    message.add_alternative(sealed.html, subtype="html", cte="quoted-printable")
    if sealed.calendar is not None:
        for number, calendar in enumerate(files_of(sealed.calendar)):
            _attach_calendar(message, calendar, name=f"parcourspro-{number + 1}.ics" if number else "parcourspro.ics")
    return message


def _attach_calendar(message: EmailMessage, calendar: str, *, name: str) -> None:
    method = "CANCEL" if "METHOD:CANCEL" in calendar else "PUBLISH"
    message.add_attachment(
        calendar.encode(),
        maintype="text",
        subtype="calendar",
        filename=name,
        params={"charset": "utf-8", "method": method},
    )
