"""Every kind of e-mail belongs to one topic, and what a person must learn always goes at once."""

import pytest

from notification.domain.kinds import MessageKind
from notification.domain.topics import ALLOWED, TOPIC_OF, Delivery, Topic, may_be_stopped


def test_every_kind_has_its_topic() -> None:
    assert set(TOPIC_OF) == set(MessageKind)


def test_every_topic_says_how_it_may_go() -> None:
    assert set(ALLOWED) == set(Topic)


@pytest.mark.parametrize("topic", [Topic.ACCOUNT, Topic.MY_REQUESTS])
def test_what_concerns_ones_own_request_or_account_always_goes_at_once(topic: Topic) -> None:
    assert ALLOWED[topic] == (Delivery.AT_ONCE,)


@pytest.mark.parametrize("topic", Topic)
def test_unless_one_chooses_otherwise_everything_goes_at_once(topic: Topic) -> None:
    assert ALLOWED[topic][0] is Delivery.AT_ONCE


@pytest.mark.parametrize("kind", [MessageKind.NEW_REQUEST, MessageKind.REQUEST_TO_CONSIDER, MessageKind.ENROLLED])
def test_nobody_stops_what_waits_for_them_or_what_they_asked_for(kind: MessageKind) -> None:
    assert not may_be_stopped(kind)
