"""The services with the demo's people, actions and requests, each on its own database; events are carried by hand.

No broker: what one service wrote into its outbox is given to the handlers of those who hear it, as the consumer would.
"""

from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from sqlalchemy import func, select, update

from chassis import clock, database, worker
from chassis.database import transaction
from chassis.events import Confidentiality, Event
from chassis.messages import Message, encode
from chassis.tables import OUTBOX
from tests.contracts.apps import app_of, wire
from tests.contracts.parts import HEARING, SPEAKING, hearing_of, service_of
from tests.support.databases import Databases

DEMO = Path(__file__).resolve().parents[2] / "deploy/local/demo"
SEEDED = ("identity", "catalogue", "enrolment")
_FIELDS = ("id", "type", "subject", "subject_version", "occurred_at", "traceparent", "data")


def unsaid(speaker: str) -> list[Message]:
    """What the bound database still has to say; marked as said."""
    with transaction() as session:
        waiting = select(OUTBOX).where(OUTBOX.c.sent_at.is_(None)).order_by(OUTBOX.c.position)
        rows = [dict(row._mapping) for row in session.execute(waiting)]
        session.execute(update(OUTBOX).where(OUTBOX.c.sent_at.is_(None)).values(sent_at=func.now()))
    return [
        encode(
            Event(confidentiality=Confidentiality(row["confidentiality"]), **{name: row[name] for name in _FIELDS}),
            speaker=speaker,
        )
        for row in rows
    ]


class World:
    """Databases by service, and everything that was said in them."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        self._databases = databases
        self._urls = {name: databases.clone(name) for name in SPEAKING}
        self._environment = {"PP_DOCUMENTS_STORE_URL": f"file://{folder}"}
        self._bound = ""
        self.said: list[dict[str, Any]] = []

    def bind(self, name: str) -> None:
        """This process is a process of `name` from now on."""
        if self._bound != name:
            wire(name, self._environment)
            database.bind(self._urls[name])
            self._bound = name

    def app(self, name: str) -> Flask:
        """The app of a service, on its database."""
        self.bind(name)
        return app_of(name, self._environment)

    def seed(self) -> None:
        """Fill the services as `make run` does, in its order, events first; documents are made at the end."""
        for name in SEEDED:
            self.bind(name)
            described = service_of(name)
            described.part(described.commands["seed-demo"])([str(DEMO / f"{name}.json")])
            self.carry()
        self.make_documents()

    def make_documents(self) -> None:
        """Do the tasks that documents has, as its worker would."""
        self.bind("documents")
        described = service_of("documents")
        while worker.run_due(described.part(described.tasks)):
            pass
        self.carry()

    def carry(self) -> None:
        """Take what was said to those who hear it, until nobody has more to say."""
        while True:
            messages: list[Message] = []
            for name in SPEAKING:
                self.bind(name)
                messages += unsaid(name)
            if not messages:
                return
            self.said += [orjson.loads(message.body) for message in messages]
            for name in HEARING:
                self._hear(name, messages)

    def _hear(self, name: str, messages: list[Message]) -> None:
        self.bind(name)
        hearing = hearing_of(name)
        keys = set(hearing.binding_keys(name))
        with transaction() as session:
            for message in messages:
                if message.routing_key in keys:
                    hearing.apply(session, [message.body], clock.now())

    def close(self) -> None:
        database.unbind()
        for url in self._urls.values():
            self._databases.drop(url)
