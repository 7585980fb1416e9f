"""The mailbox of the local platform."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from deploy.local.mailbox import pages
from deploy.local.mailbox.store import MailStore


def mail(subject: str = "Votre demande d’inscription") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "noreply@cap-metiers.pro", "a@example.org"
    message.set_content("Bonjour Inès : http://127.0.0.1:8080/mon-espace")
    message.add_alternative("<p>Bonjour <b>Inès</b></p><script>alert(1)</script>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="reçu.pdf")
    return message.as_bytes()


@pytest.fixture
def store(tmp_path: Path) -> MailStore:
    return MailStore(tmp_path / "mails")


@pytest.fixture
def client(store: MailStore) -> FlaskClient:
    return pages.create(store).test_client()


def items(client: FlaskClient, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(client.get("/api/messages", query_string=query).text)["items"]
    return found


def test_mails_are_found_by_recipient_newest_first(store: MailStore, client: FlaskClient) -> None:
    store.add(mail("premier"), recipients=["Ines@example.org"])
    store.add(mail("autre"), recipients=["paul@example.org"])
    store.add(mail("second"), recipients=["ines@example.org"])
    assert [item["subject"] for item in items(client, to="ines@example.org")] == ["second", "premier"]


def test_a_mail_is_given_as_text_html_and_list_of_attachments(store: MailStore, client: FlaskClient) -> None:
    store.add(mail(), recipients=["a@example.org"])
    (item,) = items(client)
    assert item["subject"] == "Votre demande d’inscription"
    assert "Bonjour Inès" in item["text"]
    assert "<b>Inès</b>" in item["html"]
    assert item["attachments"] == [{"name": "reçu.pdf", "content_type": "application/pdf", "size": 8}]


def test_a_blind_copy_is_found_by_its_recipient(store: MailStore, client: FlaskClient) -> None:
    store.add(mail(), recipients=["a@example.org", "blind@example.org"])
    assert len(items(client, to="blind@example.org")) == 1


def test_the_pages_show_the_mail_and_its_attachment(store: MailStore, client: FlaskClient) -> None:
    mail_id = store.add(mail(), recipients=["a@example.org"])
    assert "Votre demande" in client.get("/").text
    assert "Bonjour Inès" in client.get(f"/messages/{mail_id}").text
    assert client.get(f"/messages/{mail_id}/attachments/0").data == b"%PDF-1.7"


def test_the_html_of_a_mail_runs_no_script(store: MailStore, client: FlaskClient) -> None:
    mail_id = store.add(mail(), recipients=["a@example.org"])
    policy = client.get(f"/messages/{mail_id}/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    "path", ["/messages/1/html", "/messages/../store.py", f"/messages/{'0' * 19}-0000", "/static/../x"]
)
def test_what_is_not_a_mail_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_attachment_that_is_not_there_is_not_found(store: MailStore, client: FlaskClient) -> None:
    mail_id = store.add(mail(), recipients=["a@example.org"])
    assert client.get(f"/messages/{mail_id}/attachments/1").status_code == 404


def test_a_mail_that_is_broken_is_listed_all_the_same(store: MailStore, client: FlaskClient) -> None:
    mail_id = store.add(b"\xff\xfe not a mail at all", recipients=["a@example.org"])
    assert client.get("/").status_code == 200
    assert client.get(f"/messages/{mail_id}").status_code == 200
    assert len(items(client)) == 1


def test_a_foreign_host_name_reads_nothing(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "attacker.example"}).status_code == 400


def test_the_mailbox_can_be_emptied(store: MailStore, client: FlaskClient) -> None:
    store.add(mail(), recipients=["a@example.org"])
    assert client.delete("/api/messages").status_code == 204
    assert items(client) == []
