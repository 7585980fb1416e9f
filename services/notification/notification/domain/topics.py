"""What a person may choose: of which matters they are told at once, once a day, or not by e-mail.

What a person must learn about their own request, or their account, always goes at once.
"""

from collections.abc import Mapping
from enum import StrEnum

from notification.domain.kinds import ABOUT_ACCOUNTS
from notification.domain.kinds import MessageKind as Kind


class Delivery(StrEnum):
    """How e-mails of one topic reach a person. Switched off, they are still among the messages on the site."""

    AT_ONCE = "at_once"
    DAILY_DIGEST = "daily_digest"
    OFF = "off"


class Topic(StrEnum):
    """A matter on which one may be told."""

    ACCOUNT = "account"
    MY_REQUESTS = "my_requests"
    REMINDERS = "reminders"
    DOCUMENTS = "documents"
    TO_DECIDE = "to_decide"
    MY_TEAM = "my_team"
    MY_SESSIONS = "my_sessions"
    NEWS = "news"


# The first is how it goes unless the person chooses otherwise.
ALLOWED: Mapping[Topic, tuple[Delivery, ...]] = {
    Topic.ACCOUNT: (Delivery.AT_ONCE,),
    Topic.MY_REQUESTS: (Delivery.AT_ONCE,),
    Topic.REMINDERS: (Delivery.AT_ONCE, Delivery.OFF),
    Topic.DOCUMENTS: (Delivery.AT_ONCE, Delivery.DAILY_DIGEST, Delivery.OFF),
    Topic.TO_DECIDE: (Delivery.AT_ONCE, Delivery.DAILY_DIGEST),
    Topic.MY_TEAM: (Delivery.AT_ONCE, Delivery.DAILY_DIGEST, Delivery.OFF),
    Topic.MY_SESSIONS: (Delivery.AT_ONCE, Delivery.DAILY_DIGEST),
    Topic.NEWS: (Delivery.AT_ONCE, Delivery.DAILY_DIGEST, Delivery.OFF),
}

_KINDS: Mapping[Topic, tuple[Kind, ...]] = {
    Topic.ACCOUNT: (
        *sorted(ABOUT_ACCOUNTS),
        Kind.AFFILIATION_CONFIRMED,
        Kind.AFFILIATION_REFUSED,
        Kind.AFFILIATION_WITHDRAWN,
        Kind.FIRST_REFERENT,
        Kind.ROLE_GRANTED,
        Kind.ROLE_REVOKED,
        Kind.REFERENCING_ACCEPTED,
        Kind.REFERENCING_REFUSED,
        Kind.CHANGE_REPORT_DECIDED,
        Kind.MEMBERSHIP_CONFIRMED,
        Kind.MEMBERSHIP_REFUSED,
        Kind.MEMBERSHIP_ENDING,
        Kind.ADDRESS_FAILING,
        Kind.DAILY_DIGEST,
    ),
    Topic.MY_REQUESTS: (
        Kind.REQUEST_RECEIVED,
        Kind.PRE_ENROLLED,
        Kind.REFUSED_BY_HR,
        Kind.WAITLISTED,
        Kind.PROMOTED,
        Kind.PLACE_OFFERED,
        Kind.OFFER_TAKEN,
        Kind.OFFER_LAPSED,
        Kind.ENROLLED,
        Kind.DECLINED,
        Kind.CANCELLED,
        Kind.EXPIRED,
        Kind.SESSION_CANCELLED,
        Kind.SESSION_MOVED,
        Kind.INFORMATION_WANTED,
        Kind.PRESENCE_SETTLED,
    ),
    Topic.REMINDERS: (Kind.SESSION_REMINDER, Kind.QUESTIONNAIRE_AVAILABLE),
    Topic.DOCUMENTS: (
        Kind.DOCUMENT_AVAILABLE,
        Kind.DOCUMENT_REPLACED,
        Kind.CONVOCATION_AVAILABLE,
        Kind.BADGE_ISSUED,
        Kind.BADGE_DECLINED,
        Kind.BADGE_REVOKED,
    ),
    Topic.TO_DECIDE: (
        Kind.NEW_REQUEST,
        Kind.REQUEST_TO_CONSIDER,
        Kind.VALIDATOR_MISSING,
        Kind.AFFILIATION_REQUESTED,
        Kind.BADGE_REQUESTED,
        Kind.INFORMATION_RECEIVED,
        Kind.INFORMATION_MISSED,
        Kind.DECISION_REMINDER,
        Kind.DECISION_ESCALATION,
        Kind.DEPUTY_NAMED,
    ),
    Topic.MY_TEAM: (
        Kind.CANCELLED_TO_HR,
        Kind.SESSION_MOVED_TO_HR,
        Kind.PRESENCE_RECORDED,
        Kind.EXPORT_READY,
    ),
    Topic.MY_SESSIONS: (
        Kind.CANCELLED_TO_PROVIDER,
        Kind.SESSION_CANCELLED_TO_PROVIDER,
        Kind.SESSION_MOVED_TO_PROVIDER,
        Kind.PRESENCE_CONTESTED,
    ),
    Topic.NEWS: (Kind.SAVED_SEARCH_MATCHED,),
}
TOPIC_OF: Mapping[Kind, Topic] = {kind: topic for topic, kinds in _KINDS.items() for kind in kinds}
if without := set(Kind) - TOPIC_OF.keys():
    raise LookupError(f"kinds of e-mails without a topic: {', '.join(sorted(without))}")


def may_be_stopped(kind: Kind) -> bool:
    """Whether its reader may switch it off; such e-mails carry List-Unsubscribe (RFC 8058)."""
    return Delivery.OFF in ALLOWED[TOPIC_OF[kind]]
