"""What mail servers report afterwards."""

import pytest

from notification.channels.bounces import LARGEST, Report, Unreadable, read_report

IDENTIFIER = "0123456789abcdef0123456789abcdef01234567"
STATUS = """From: MAILER-DAEMON@mx.example.org
To: noreply@cap-metiers.pro
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; alain.proviste@example.org
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} <alain.proviste@example.org>:
    Recipient address rejected

--b
Content-Type: message/rfc822

From: noreply@cap-metiers.pro
Message-ID: <{identifier}@cap-metiers.pro>
Subject: Bonjour

Bonjour
--b--
"""
COMPLAINT = """From: fbl@mx.example.org
To: noreply@cap-metiers.pro
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: ExampleFBL/1.0
Version: 1

--b
Content-Type: message/rfc822

From: noreply@cap-metiers.pro
Message-ID: <{identifier}@cap-metiers.pro>

Bonjour
--b--
"""


def report_of(template: str, *, status: str = "5.1.1", identifier: str = IDENTIFIER) -> Report:
    return read_report(template.format(status=status, identifier=identifier).replace("\n", "\r\n").encode())


def test_a_delivery_that_failed_for_good_names_our_message_and_the_servers_words() -> None:
    report = report_of(STATUS)
    assert (report.identifier, report.is_permanent, report.is_complaint) == (IDENTIFIER, True, False)
    assert report.reason.startswith("5.1.1 smtp; 550 5.1.1 <alain.proviste@example.org>: Recipient address rejected")


@pytest.mark.parametrize("status", ["4.2.2", "4.4.7", "2.0.0"])
def test_a_delay_is_no_bounce(status: str) -> None:
    assert not report_of(STATUS, status=status).is_permanent


def test_a_feedback_report_is_a_complaint() -> None:
    assert report_of(COMPLAINT).is_complaint


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "neither"),
        (b"From: a@example.org\r\n\r\nBonjour", "neither"),
        (b"\x00\xff" * 100, "neither"),
        (b"x" * (LARGEST + 1), "larger"),
        (STATUS.format(status="5.1.1", identifier="elsewhere").encode(), "no message of ours"),
        (STATUS.replace("Status: {status}\n", "").format(status="", identifier=IDENTIFIER).encode(), "no status"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_report(content)
