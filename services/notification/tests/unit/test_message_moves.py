"""How a message moves: the whole table, and nothing beside it."""

from datetime import UTC, datetime
from itertools import product

import pytest

from chassis.ids import new_id
from notification.domain.errors import UnknownMove
from notification.domain.kinds import MessageKind
from notification.domain.message import TRANSITIONS, WAITING, Message, MessageStatus, Move, message_identifier

NOW = datetime(2026, 12, 22, 17, tzinfo=UTC)


def _message(status: MessageStatus) -> Message:
    return Message(
        message_id=new_id(),
        event_id=new_id(),
        account_id=new_id(),
        kind=MessageKind.ENROLLED,
        status=status,
        created_at=NOW,
        status_changed_at=NOW,
        subject="Objet",
        text_body="Texte",
        html_body="<p>Texte</p>",
    )


@pytest.mark.parametrize(("status", "move"), TRANSITIONS)
def test_a_move_of_the_table_changes_the_status(status: MessageStatus, move: Move) -> None:
    message = _message(status)
    message.move(move, now=NOW)
    assert message.status is TRANSITIONS[status, move]


@pytest.mark.parametrize(("status", "move"), sorted(set(product(MessageStatus, Move)) - set(TRANSITIONS)))
def test_any_other_move_is_refused_and_changes_nothing(status: MessageStatus, move: Move) -> None:
    message = _message(status)
    with pytest.raises(UnknownMove):
        message.move(move, now=NOW)
    assert message.status is status


@pytest.mark.parametrize("status", MessageStatus)
def test_an_erased_message_keeps_that_it_was_sent_and_forgets_what_it_said(status: MessageStatus) -> None:
    message = _message(status)
    message.erase(now=NOW)
    assert message.status is (MessageStatus.DROPPED if status in WAITING else status)
    assert (message.subject, message.text_body, message.html_body, message.sent_to) == (None, None, None, None)


def test_the_identifier_is_the_same_for_the_same_fact_and_differs_otherwise() -> None:
    event_id, account_id = new_id(), new_id()
    first = message_identifier(event_id, account_id, kind=MessageKind.ENROLLED)
    assert first == message_identifier(event_id, account_id, kind=MessageKind.ENROLLED)
    others = {
        message_identifier(new_id(), account_id, kind=MessageKind.ENROLLED),
        message_identifier(event_id, new_id(), kind=MessageKind.ENROLLED),
        message_identifier(event_id, account_id, kind=MessageKind.DECLINED),
    }
    assert first not in others
    assert len(others) == 3
