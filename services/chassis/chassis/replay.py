"""Replay: a service repeats its state to one neighbour, versions unchanged, on a topic that only this one reads.

Each stretch of keys ends with a closing that names all that exists, so that the neighbour can remove ghosts.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.broker import AMQPError, Names, Publisher
from chassis.consumer import CLOSING_TYPE
from chassis.database import transaction
from chassis.events import Event
from chassis.ids import new_id
from chassis.messages import encode
from chassis.states import State

PAGE = 500


def _closing(state: State, *, replay: UUID, page: list[Event], after: UUID | None, now: datetime) -> Event:
    is_last = len(page) < PAGE
    return Event(
        type=CLOSING_TYPE,
        subject=replay,
        occurred_at=now,
        replay=replay,
        data={
            "state": state.name,
            "first": str(after) if after else None,
            "last": None if is_last else str(page[-1].subject),
            "named": list(dict.fromkeys(str(event.subject) for event in page)),
        },
    )


def replay(
    states: Sequence[State], *, broker_url: str, speaker: str, to: str, now: datetime, is_restored: bool = False
) -> dict[str, int]:
    """Repeat every state that `to` may receive; returns how many subjects were sent, by state.

    is_restored: our database went back in time, so what the neighbour has of later is void; it tells each difference.

    Raises:
        AMQPError: the broker was lost, or the neighbour has no queue; the replay can simply be started again.
    """
    publisher = Publisher(broker_url)
    key = Names(to).replay_key(speaker)
    counts: dict[str, int] = {}
    for state in states:
        if to not in state.to:
            continue
        run, after, counts[state.name] = new_id(), None, 0
        while True:
            with transaction() as session:
                page = state.page(session, after, PAGE)
            events = [replace(event, id=new_id(), replay=run, is_restored=is_restored) for event in page]
            events.append(_closing(state, replay=run, page=page, after=after, now=now))
            if publisher.publish([encode(event, speaker=speaker, key=key) for event in events]):
                raise AMQPError(f"no queue of {to} takes a replay of {speaker}")
            counts[state.name] += len(page)
            if len(page) < PAGE:
                break
            after = page[-1].subject
    publisher.close()
    return counts
