"""Copies of neighbours' data: the newest wins, and many are written at the price of one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, Uuid, event, select

from chassis.copies import LAST_VERSION, apply_newer, keep_newer
from chassis.database import Session, engine, transaction
from chassis.events import Event
from chassis.ids import new_id

AT = datetime(2026, 1, 29, 9, 0, tzinfo=UTC)
METADATA = MetaData()
COPIES = Table(
    "copies",
    METADATA,
    Column("subject", Uuid, primary_key=True),
    Column("label", Text),
    Column("version", Integer, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)
Keep = Callable[[Session, Table, Event, dict[str, str]], object]


@pytest.fixture(autouse=True)
def _tables(chassis_database: str) -> None:
    assert chassis_database
    METADATA.create_all(engine())


@contextmanager
def statements() -> Iterator[list[str]]:
    """What was sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine(), "before_cursor_execute", note)


def told(*, version: int | None = 1, subject: UUID | None = None, is_restored: bool = False) -> Event:
    return Event(
        type="thing.told.v1",
        subject=subject or new_id(),
        subject_version=version,
        data={},
        occurred_at=AT,
        is_restored=is_restored,
    )


def kept() -> dict[UUID, str]:
    with transaction() as session:
        return {row.subject: row.label for row in session.execute(select(COPIES))}


def test_copies_that_follow_one_another_are_one_statement() -> None:
    with statements() as sent, transaction() as session:
        for number in range(50):
            keep_newer(session, COPIES, told(), {"label": str(number)})
    assert len([statement for statement in sent if "INSERT INTO copies" in statement]) == 1
    assert sorted(kept().values(), key=int) == [str(number) for number in range(50)]


def test_a_copy_is_there_for_the_next_statement_of_its_transaction() -> None:
    with transaction() as session:
        keep_newer(session, COPIES, told(), {"label": "here"})
        assert session.scalars(select(COPIES.c.label)).all() == ["here"]


@pytest.mark.parametrize("keep", [apply_newer, keep_newer])
@pytest.mark.parametrize("versions", [(1, 2), (2, 1)])
@pytest.mark.parametrize("apart", [True, False])
def test_of_two_versions_the_newer_stays_whatever_the_order(keep: Keep, versions: tuple[int, int], apart: bool) -> None:
    subject = new_id()
    with transaction() as session:
        for version in versions:
            keep(session, COPIES, told(version=version, subject=subject), {"label": str(version)})
            if apart:
                session.execute(select(1))
    assert kept() == {subject: "2"}


@pytest.mark.parametrize("keep", [apply_newer, keep_newer])
def test_what_a_restored_owner_says_replaces_what_was_later(keep: Keep) -> None:
    subject = new_id()
    with transaction() as session:
        keep(session, COPIES, told(version=7, subject=subject), {"label": "lost"})
        keep(session, COPIES, told(version=5, subject=subject, is_restored=True), {"label": "restored"})
        keep(session, COPIES, told(version=6, subject=subject), {"label": "next"})
    assert kept() == {subject: "next"}


@pytest.mark.parametrize("keep", [apply_newer, keep_newer])
def test_a_restored_owner_does_not_bring_an_erased_person_back(keep: Keep) -> None:
    subject = new_id()
    with transaction() as session:
        keep(session, COPIES, told(version=LAST_VERSION, subject=subject), {"label": ""})
        keep(session, COPIES, told(version=5, subject=subject, is_restored=True), {"label": "a name"})
    assert kept() == {subject: ""}


def test_only_a_newer_version_counts_as_written() -> None:
    subject = new_id()
    with transaction() as session:
        written = [
            apply_newer(session, COPIES, told(version=version, subject=subject), {"label": "a"})
            for version in (2, 2, 1, 3)
        ]
    assert written == [True, False, False, True]


@pytest.mark.parametrize("keep", [apply_newer, keep_newer])
def test_an_event_without_a_version_is_no_state(keep: Keep) -> None:
    with pytest.raises(ValueError, match="no subject version"), transaction() as session:
        keep(session, COPIES, told(version=None), {"label": "a"})


def _keep_and_fail() -> None:
    with transaction() as session:
        keep_newer(session, COPIES, told(), {"label": "lost"})
        raise RuntimeError("the handler failed")


def test_a_transaction_that_fails_keeps_no_copy() -> None:
    with pytest.raises(RuntimeError, match="handler"):
        _keep_and_fail()
    assert kept() == {}
