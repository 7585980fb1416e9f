"""Headers that nobody can inject into, threads, and the calendar."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from notification.channels import envelopes
from notification.channels.calendars import Appointment, calendar_of
from notification.channels.envelopes import Sealed, envelope, one_line

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
REQUEST = UUID("01930000-0000-7000-8000-000000000401")
SLOT = {
    "date": "2026-12-21",
    "starts_at": "2026-12-21T08:00:00Z",
    "ends_at": "2026-12-21T16:30:00Z",
    "delivery_mode": "in_person",
    "place": {"name": "Espace Encan", "street": "Quai Louis Prunier", "postcode": "17000", "city": "La Rochelle"},
    "map_url": None,
    "remote_url": None,
}


@pytest.fixture(autouse=True)
def _addresses() -> None:
    envelopes.bind(sender="noreply@cap-metiers.pro", reply_to="parcourspro@cap-metiers.pro")


def _sealed(**changes: Any) -> Sealed:
    facts: dict[str, Any] = {
        "identifier": "abc",
        "recipient": "alain.proviste@example.org",
        "subject": "Inscription confirmée",
        "text": "Bonjour,\n\nÀ bientôt.\n",
        "html": "<p>Bonjour</p>",
        "calendar": None,
        "thread": REQUEST,
        "written_at": NOW,
    }
    return Sealed(**{**facts, **changes})


def _sent(sealed: Sealed) -> EmailMessage:
    return message_from_bytes(envelope(sealed).as_bytes(), _class=EmailMessage, policy=default)


def _appointment(**changes: Any) -> Appointment:
    facts: dict[str, Any] = {
        "enrolment_id": REQUEST,
        "title": "Accompagner; le, financement",
        "url": "https://parcourspro.example.org/actions/1",
        "first_day": "2026-12-21",
        "last_day": "2026-12-22",
        "slots": [SLOT, {**SLOT, "starts_at": "2026-12-22T08:00:00Z", "ends_at": "2026-12-22T16:30:00Z"}],
        "sequence": 3,
        "is_cancelled": False,
        "contact": "parcourspro@cap-metiers.pro",
    }
    return Appointment(**{**facts, **changes})


def _events(**changes: Any) -> list[Any]:
    return list(Calendar.from_ical(calendar_of(_appointment(**changes), now=NOW)).walk("VEVENT"))


def test_the_headers_are_those_of_a_service_message() -> None:
    sent = _sent(_sealed())
    assert str(sent["From"]) == "ParcoursPro <noreply@cap-metiers.pro>"
    assert sent["Reply-To"] == "parcourspro@cap-metiers.pro"
    assert sent["Message-ID"] == "<abc@cap-metiers.pro>"
    assert sent["References"] == sent["In-Reply-To"] == f"<request-{REQUEST}@cap-metiers.pro>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Subject"] == "Inscription confirmée"


def test_both_bodies_arrive_whole() -> None:
    sent = _sent(_sealed())
    bodies = [part for part in sent.walk() if not part.is_multipart()]
    said = {part.get_content_type(): part.get_content().replace("\r\n", "\n") for part in bodies}
    assert said == {"text/plain": "Bonjour,\n\nÀ bientôt.\n", "text/html": "<p>Bonjour</p>\n"}


@pytest.mark.parametrize(
    "subject",
    [
        "Objet\r\nBcc: eve@example.org",
        "Objet\nBcc: eve@example.org\n\n<b>corps</b>",
        "Objet\u2028Bcc: eve@example.org",
        "Objet\x00\x0b\x0c\x85Bcc: eve@example.org",
        "=?utf-8?q?Objet=0D=0ABcc:_eve@example.org?=",
        "Objet " * 200,
    ],
)
def test_a_subject_stays_one_header(subject: str) -> None:
    sent = _sent(_sealed(subject=subject))
    assert sent["Bcc"] is None
    assert len(sent.get_all("Subject", [])) == 1
    assert "\n" not in sent["Subject"]
    assert len(sent["Subject"]) <= envelopes.LONGEST_SUBJECT


@pytest.mark.parametrize("length", range(20, 120))
def test_no_space_of_a_subject_is_lost_or_doubled_wherever_its_lines_break(length: int) -> None:
    subject = ("Votre demande d’inscription : s’initier à l’entretien à visée pédagogique " * 3)[:length].strip()
    assert _sent(_sealed(subject=subject))["Subject"] == subject


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_makes_a_subject_that_is_read_back(text: str) -> None:
    envelopes.bind(sender="noreply@cap-metiers.pro", reply_to="parcourspro@cap-metiers.pro")
    line = one_line(text)
    sent = _sent(_sealed(subject=text))
    assert sent["Subject"] == line
    assert set(sent.keys()) >= {"From", "To", "Subject", "Message-ID"}
    assert sent["Bcc"] is None
    assert len(line) <= envelopes.LONGEST_SUBJECT


@pytest.mark.parametrize("recipient", ["a@example.org\r\nBcc: eve@example.org", "a@example.org\nX: y"])
def test_an_address_with_a_line_break_is_refused(recipient: str) -> None:
    with pytest.raises(ValueError):
        envelope(_sealed(recipient=recipient))


@pytest.mark.parametrize("recipient", ["zoé.élan@example.org", "a+b@example.org", "o'neil@example.org"])
def test_addresses_with_accents_and_signs_are_kept(recipient: str) -> None:
    assert f"To: {recipient}\r\n".encode() in envelope(_sealed(recipient=recipient)).as_bytes()


def test_the_calendar_is_attached_with_its_method() -> None:
    calendar = calendar_of(_appointment(), now=NOW)
    (attached,) = _sent(_sealed(calendar=calendar)).iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_filename() == "parcourspro.ics"
    assert "BEGIN:VTIMEZONE" in attached.get_content()


def test_each_slot_is_an_event_in_paris_with_its_place() -> None:
    first, second = _events()
    assert first["dtstart"].dt.isoformat() == "2026-12-21T09:00:00+01:00"
    assert second["dtstart"].dt.isoformat() == "2026-12-22T09:00:00+01:00"
    assert first["location"] == "Espace Encan, Quai Louis Prunier, 17000 La Rochelle"
    assert first["summary"] == "Accompagner; le, financement"


def test_the_uid_stays_while_the_sequence_grows() -> None:
    before, after = _events(), _events(sequence=4, slots=[{**SLOT, "starts_at": "2027-01-04T08:00:00Z"}] * 2)
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert after[0]["sequence"] > before[0]["sequence"]
    assert len({event["uid"] for event in before}) == 2


def test_a_cancellation_takes_the_same_events_out() -> None:
    text = calendar_of(_appointment(is_cancelled=True), now=NOW)
    events = list(Calendar.from_ical(text).walk("VEVENT"))
    assert "METHOD:CANCEL" in text
    assert {event["status"] for event in events} == {"CANCELLED"}
    assert [event["uid"] for event in events] == [event["uid"] for event in _events()]


def test_a_self_paced_session_fills_its_days_without_blocking_them() -> None:
    (event,) = _events(slots=[])
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 21), date(2026, 12, 23))
    assert event["transp"] == "TRANSPARENT"


def test_a_remote_slot_shows_its_address() -> None:
    (event,) = _events(
        slots=[{**SLOT, "place": None, "delivery_mode": "remote", "remote_url": "https://visio.example.org/x"}]
    )
    assert event["location"] == "https://visio.example.org/x"
