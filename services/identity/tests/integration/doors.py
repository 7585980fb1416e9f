"""The JSON doors as people of the tests open them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from chassis.database import transaction
from chassis.tables import OUTBOX
from services.identity.tests.integration.arranging import an_account, confirmed, signed_in
from tests.support.tokens import bearer

Ask = Callable[..., TestResponse]
Header = dict[str, str]


def asking(app: Flask) -> Ask:
    """`ask(method, path, header, body)`: one request."""
    client = app.test_client()

    def ask(method: str, path: str, header: Header, body: Any = None) -> TestResponse:
        return client.open(f"/api/identity/v1{path}", method=method, headers=header, json=body)

    return ask


def a_referent(organisation_id: UUID, given_name: str = "Annie") -> tuple[UUID, Header]:
    """The first confirmed person of an organisation, who has signed in; with the header of their requests."""
    account_id = an_account(given_name, family_name="Versaire")
    confirmed(account_id, organisation_id)
    signed_in(account_id)
    return account_id, as_referent(account_id, organisation_id)


def as_referent(account_id: UUID, organisation_id: UUID) -> Header:
    return bearer(account_id, role="referent", organisation_id=organisation_id)


def as_person(account_id: UUID) -> Header:
    return bearer(account_id)


def staff() -> Header:
    return bearer(an_account("Camille", family_name="Onette", is_staff=True), role="staff")


def said(kind: str) -> list[dict[str, Any]]:
    """The data of every fact of this type that waits in the outbox, oldest first."""
    with transaction() as session:
        rows = session.execute(select(OUTBOX.c.data).where(OUTBOX.c.type == kind).order_by(OUTBOX.c.position))
        return [row.data for row in rows]
