"""Dead letters: an operator lists, reads and replays what a service could not handle."""

from collections.abc import Iterator
from dataclasses import dataclass

from chassis.broker import BlockingChannel, Names, connect, properties_of

LOOKS = 3
LOOK_AGAIN_S = 0.15


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A parked message."""

    tag: int
    message_id: str
    reason: str
    parked_at: str
    body: bytes


def _drain(channel: BlockingChannel, queue: str) -> Iterator[DeadLetter]:
    seen_empty = 0
    while True:
        method, properties, body = channel.basic_get(queue)
        if method is None or properties is None:
            # A quorum queue takes back what another reader returned a little later: look again before we say none.
            seen_empty += 1
            if seen_empty > LOOKS:
                return
            channel.connection.sleep(LOOK_AGAIN_S)
            continue
        headers = properties.headers or {}
        died_of = headers.get("x-first-death-reason", "unknown")
        yield DeadLetter(
            tag=int(method.delivery_tag or 0),
            message_id=str(properties.message_id or ""),
            reason=str(headers.get("x-reason", died_of)),
            parked_at=str(headers.get("x-parked-at", "")),
            body=body or b"",
        )


def _give_back(channel: BlockingChannel, queue: str) -> None:
    """Return what was read and not acknowledged, and wait until the broker has taken it back."""
    channel.basic_nack(0, multiple=True, requeue=True)
    channel.queue_declare(queue, passive=True)


def read(url: str, *, service: str, most: int = 1000) -> list[DeadLetter]:
    """What is parked, oldest first; everything stays where it is."""
    connection = connect(url)
    channel = connection.channel()
    found = [letter for letter, _ in zip(_drain(channel, Names(service).dead_letters), range(most), strict=False)]
    _give_back(channel, Names(service).dead_letters)
    connection.close()
    return found


def replay(url: str, *, service: str, message_id: str | None) -> int:
    """Put one message (or all: None) back into the inbox; returns how many. A message leaves only once it is back."""
    names = Names(service)
    connection = connect(url)
    channel = connection.channel()
    channel.confirm_delivery()
    moved: set[int | str] = set()
    for letter in _drain(channel, names.dead_letters):
        # One that the consumer parks again while we are at it comes back here: once is enough.
        if message_id in (None, letter.message_id) and letter.message_id not in moved:
            channel.basic_publish(
                names.comeback, names.inbox, letter.body, properties_of(letter.message_id), mandatory=True
            )
            channel.basic_ack(letter.tag)
            moved.add(letter.message_id or letter.tag)
    _give_back(channel, names.dead_letters)
    connection.close()
    return len(moved)
