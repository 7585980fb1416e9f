"""Gather everything that each service holds about a person, for them to take along (GDPR articles 15 and 20)."""

from collections.abc import Callable
from dataclasses import dataclass

from web.clients.documents import Documents
from web.clients.enrolment import Enrolments
from web.clients.gateway import Json
from web.clients.identity import Accounts
from web.clients.notification import Messages


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Who holds something about people."""

    accounts: Accounts
    enrolments: Enrolments
    documents: Documents
    messages: Messages


def gather_my_data(holders: Holders, token: str) -> Json:
    """One document; all of it, or nothing.

    Raises:
        Unreachable: a service does not answer.
        Refused: the sign-in is over.
    """

    def enrolments_after(cursor: str | None) -> Json:
        return holders.enrolments.page({"scope": "mine", "limit": 100, "cursor": cursor}, token=token)

    def messages_after(cursor: str | None) -> Json:
        return holders.messages.page({"limit": 100, "cursor": cursor}, token=token)

    return {
        "account": holders.accounts.my_data(token=token),
        "enrolments": _all(enrolments_after),
        "documents": holders.documents.mine(token=token),
        "messages": _all(messages_after),
    }


def _all(page_after: Callable[[str | None], Json]) -> list[Json]:
    found: list[Json] = []
    cursor: str | None = None
    while True:
        page = page_after(cursor)
        found += page["items"]
        cursor = page.get("next_cursor")
        if not cursor:
            return found
