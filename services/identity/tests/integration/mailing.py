"""What the worker of identity does with links, and what notification would be told."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import REGISTRY
from sqlalchemy import event, select

from chassis.database import engine, transaction
from chassis.tables import OUTBOX
from chassis.worker import run_due
from identity.jobs import TASKS
from services.identity.tests.integration.arranging import SITE, Browser, field_of
from tests.contracts.schemas import faults

NEW_PASSWORD = "cheval-agrafe-batterie-2026"


def told(event_type: str) -> list[dict[str, Any]]:
    """The data of every such fact, in the order they were said; each matches its contract."""
    with transaction() as session:
        rows = session.execute(select(OUTBOX).where(OUTBOX.c.type == f"{event_type}.v1").order_by(OUTBOX.c.position))
        found = [row._mapping for row in rows]
    for row in found:
        assert row["confidentiality"] == "secret"
        assert faults(envelope_of(row), is_closed=True) == []
    return [dict(row["data"]) for row in found]


def envelope_of(row: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": str(row["id"]),
        "source": "/identity",
        "type": row["type"],
        "subject": str(row["subject"]),
        "time": row["occurred_at"].isoformat(),
        "datacontenttype": "application/json",
        "confidentiality": row["confidentiality"],
        "data": row["data"],
    }


def work() -> None:
    """Everything that waits for the worker."""
    while run_due(TASKS):
        pass


def link_of(event_type: str) -> str:
    """The page, below the site, to which the newest such e-mail leads."""
    work()
    link: str = told(event_type)[-1]["link"]
    assert link.startswith(f"{SITE}/sso/")
    return link.removeprefix(SITE)


def fill_in(browser: Browser, page: str, **fields: str) -> Any:
    """Open a page, fill in its form and send it where it says."""
    shown = browser.get(page)
    assert shown.status_code == 200, shown.text
    found = re.search(r'<form method="post" action="([^"]+)"', shown.text)
    assert found, shown.text
    form = {"csrf_token": field_of(shown.text, "csrf_token"), **fields}
    return browser.post(found[1].replace("&amp;", "&"), form)


@dataclass
class Work:
    """What the database and the hasher were asked to do: statements without their values, and a number of hashes."""

    statements: list[str] = field(default_factory=list)
    hashes: float = 0


def _hashes() -> float:
    return REGISTRY.get_sample_value("parcourspro_password_hashes_total") or 0


@contextmanager
def work_of() -> Iterator[Work]:
    """Watch what is done meanwhile: the same work takes the same time, whatever the machine does."""
    watched, before = Work(), _hashes()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        watched.statements.append(" ".join(statement.split()))

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield watched
    finally:
        event.remove(engine(), "before_cursor_execute", note)
        watched.hashes = _hashes() - before
