"""Letters about accounts: to the address that the fact names; a link is forgotten once its letter is gone."""

from typing import Any

import pytest

from tests.contracts.schemas import example_of

PROOF, RESET = "account.email_proof_requested.v1", "account.password_reset_requested.v1"


def test_somebody_without_an_account_gets_the_link_at_the_address_they_gave(house: Any) -> None:
    house.tell(PROOF)
    house.work()
    (letter,) = house.mailbox.messages
    assert house.mailbox.recipients == ["alain.proviste@example.org"]
    assert example_of(PROOF)["data"]["link"] in letter.get_body(("plain",)).get_content().replace("=\n", "")
    assert "tus@cap-metiers.pro" in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize("event_type", [PROOF, RESET])
def test_a_link_that_works_once_is_forgotten_once_its_letter_is_sent(house: Any, event_type: str) -> None:
    house.tell(event_type)
    assert "jeton=" in house.rows("SELECT text_body FROM messages")[0]["text_body"]
    house.work()
    (row,) = house.rows("SELECT status, subject, text_body, html_body FROM messages")
    assert (row["status"], row["subject"], row["text_body"], row["html_body"]) == ("sent", None, None, None)
    assert all("jeton=" not in str(task["payload"]) for task in house.rows("SELECT payload FROM tasks"))


@pytest.mark.parametrize(
    ("event_type", "changes", "kind"),
    [
        (PROOF, {"purpose": "change_email"}, "verify_new_address"),
        ("account.creation_attempted.v1", {}, "account_exists"),
        (RESET, {}, "password_reset"),
        ("account.security_changed.v1", {"change": "password_reset"}, "password_changed"),
        ("account.security_changed.v1", {"change": "email_changed"}, "security_changed"),
        ("account.inactivity_noticed.v1", {}, "inactivity_notice"),
    ],
)
def test_each_fact_makes_its_letter(house: Any, event_type: str, changes: dict[str, str], kind: str) -> None:
    house.tell(event_type, **changes)
    assert [row["kind"] for row in house.rows("SELECT kind FROM messages")] == [kind]


def test_an_address_just_given_up_is_told_where_it_was(house: Any) -> None:
    house.person("01930000-0000-7000-8000-000000000001", "Alain", "Proviste", email="alain.nouveau@example.org")
    house.tell("account.security_changed.v1", change="email_changed", email="alain.ancien@example.org")
    house.work()
    assert house.mailbox.recipients == ["alain.ancien@example.org"]
