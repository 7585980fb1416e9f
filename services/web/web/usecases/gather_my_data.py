"""Gather everything that each service holds about a person, for them to take along (GDPR articles 15 and 20)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from web import labels
from web.clients.catalogue import Catalogue
from web.clients.documents import Badges, Documents
from web.clients.enrolment import Enrolments
from web.clients.follow_up import FollowUp
from web.clients.gateway import Json, every
from web.clients.identity import Accounts
from web.clients.notification import Messages

AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Who holds something about people."""

    accounts: Accounts
    catalogue: Catalogue
    enrolments: Enrolments
    follow_up: FollowUp
    documents: Documents
    badges: Badges
    messages: Messages


def gather_my_data(holders: Holders, token: str) -> Json:
    """One document; all of it, or nothing. Whatever the active role opens besides is somebody else's and stays out.

    Raises:
        Unreachable: a service does not answer.
        Refused: the sign-in is over.
    """

    def all_of(page: Callable[..., Json], **criteria: Any) -> list[Json]:
        asked: Mapping[str, Any] = {**criteria, "limit": AT_ONCE}
        return every(lambda cursor: page({**asked, "cursor": cursor}, token=token))

    account = holders.accounts.my_data(token=token)
    own = {"account_id": account["account_id"]}
    return {
        "account": account,
        "enrolments": all_of(holders.enrolments.page, scope="mine"),
        "requests_in_detail": _in_detail(holders.follow_up.my_data(token=token)),
        "complaints": all_of(holders.follow_up.complaints, scope="mine"),
        "documents": all_of(holders.documents.page, **own),
        "badges": all_of(holders.badges.page, **own),
        "favourites": every(lambda cursor: holders.catalogue.favourites(cursor, token=token)),
        "saved_searches": holders.catalogue.saved_searches(token=token),
        "last_search": holders.catalogue.last_search(token=token),
        "messages": all_of(holders.messages.page),
        "preferences": holders.messages.preferences(token=token),
    }


def _in_detail(told: Json) -> Json:
    """Questions of the house get their words, and what becomes of answers is said beside them."""
    for questionnaire in told["questionnaires"]:
        for question in questionnaire["questions"]:
            question["label"] = question["label"] or labels.decisions.HOUSE_QUESTIONS.get(question["question_id"])
    return {**told, "about_questionnaires": labels.decisions.ANSWERS_ARE_TIED}
