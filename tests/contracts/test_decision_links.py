"""What notification signs, enrolment reads: the link by which an HR validator decides (contracts/decisions/0017)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis.errors import NotFound
from enrolment.api import decision_links as read
from enrolment.usecases.recognise_link_holder import DecisionLink
from notification.channels import decision_links as signed

SECRET = "a-secret-that-both-services-know-0123456"  # worth nothing
ENROLMENT, ACCOUNT = UUID(int=1), UUID(int=2)
ENDS_AT = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


def _token() -> str:
    signed.bind(SECRET)
    return signed.path_for(ENROLMENT, ACCOUNT, ends_at=ENDS_AT).removeprefix(f"{signed.PATH}/")


def test_enrolment_reads_what_notification_signed() -> None:
    read.bind(SECRET)
    assert read.read_link(_token()) == DecisionLink(
        enrolment_id=ENROLMENT, account_id=ACCOUNT, ends_at=int(ENDS_AT.timestamp())
    )


def test_a_link_of_another_secret_is_none_of_ours() -> None:
    read.bind("quite-another-secret-that-is-long-enough")
    with pytest.raises(NotFound):
        read.read_link(_token())


def test_a_changed_link_is_none_of_ours() -> None:
    read.bind(SECRET)
    token = _token()
    with pytest.raises(NotFound):
        read.read_link(f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}")


def test_staff_read_the_e_mail_without_what_would_let_them_decide() -> None:
    token = _token()
    shown = signed.hide(f"Décidez : https://site.example.org{signed.PATH}/{token} ou plus tard.")
    assert token not in shown
    assert shown == f"Décidez : https://site.example.org{signed.PATH}/… ou plus tard."
