"""Dead letters: an operator lists, reads and replays what a service could not handle."""

from collections.abc import Iterator
from dataclasses import dataclass

from chassis.broker import BlockingChannel, Names, connect, properties_of


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A parked message."""

    tag: int
    message_id: str
    reason: str
    parked_at: str
    body: bytes


def _drain(channel: BlockingChannel, queue: str) -> Iterator[DeadLetter]:
    while True:
        method, properties, body = channel.basic_get(queue)
        if method is None or properties is None:
            return
        headers = properties.headers or {}
        died_of = headers.get("x-first-death-reason", "unknown")
        yield DeadLetter(
            tag=int(method.delivery_tag or 0),
            message_id=str(properties.message_id or ""),
            reason=str(headers.get("x-reason", died_of)),
            parked_at=str(headers.get("x-parked-at", "")),
            body=body or b"",
        )


def read(url: str, *, service: str, most: int = 1000) -> list[DeadLetter]:
    """What is parked, oldest first; everything stays where it is."""
    connection = connect(url)
    channel = connection.channel()
    found = [letter for letter, _ in zip(_drain(channel, Names(service).dead_letters), range(most), strict=False)]
    connection.close()
    return found


def replay(url: str, *, service: str, message_id: str | None) -> int:
    """Put one message (or all: None) back into the inbox; returns how many. A message leaves only once it is back."""
    names = Names(service)
    connection = connect(url)
    channel = connection.channel()
    channel.confirm_delivery()
    moved = 0
    for letter in _drain(channel, names.dead_letters):
        if message_id in (None, letter.message_id):
            channel.basic_publish(
                names.comeback, names.inbox, letter.body, properties_of(letter.message_id), mandatory=True
            )
            channel.basic_ack(letter.tag)
            moved += 1
    connection.close()
    return moved
