"""Connections that wait in a process for their next use."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from chassis.database import glance, snapshot, transaction

Reading = Callable[[], AbstractContextManager[Connection]]
BEGUN = text("SELECT transaction_timestamp()")
PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%transaction_timestamp%'")
OFTEN = 12

PID = text("SELECT pg_backend_pid()")
END_OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def _used() -> set[int]:
    with transaction() as session, snapshot() as connection:
        return {session.scalars(PID).one(), connection.scalars(PID).one()}


def test_connections_are_used_again(chassis_database: str) -> None:
    assert chassis_database
    assert _used() == _used()


def test_connections_that_the_server_closed_at_rest_are_replaced_before_they_are_used(chassis_database: str) -> None:
    before = _used()
    with psycopg.connect(chassis_database, autocommit=True) as other:
        other.execute(END_OTHERS)
    assert len(before) == 2
    assert _used().isdisjoint(before)


def test_a_snapshot_is_one_transaction_and_a_glance_one_for_each_statement(chassis_database: str) -> None:
    assert chassis_database
    with snapshot() as connection:
        assert connection.scalar(BEGUN) == connection.scalar(BEGUN)
    with glance() as connection:
        assert connection.scalar(BEGUN) < connection.scalars(BEGUN).one()
    with snapshot() as connection:
        assert connection.scalar(BEGUN) == connection.scalar(BEGUN)


@pytest.mark.parametrize("reading", [snapshot, glance])
def test_who_only_reads_can_write_nothing(chassis_database: str, reading: Reading) -> None:
    assert chassis_database
    with pytest.raises(DBAPIError, match="read-only transaction"), reading() as connection:
        connection.execute(text("DELETE FROM outbox"))


@pytest.mark.parametrize("reading", [snapshot, glance])
def test_a_statement_that_is_often_read_is_prepared(chassis_database: str, reading: Reading) -> None:
    assert chassis_database
    for _ in range(OFTEN):
        with reading() as connection:
            connection.execute(BEGUN)
    with reading() as connection:
        assert connection.scalar(PREPARED) == 1


def test_a_snapshot_sees_the_state_it_began_with(chassis_database: str) -> None:
    assert chassis_database
    count = text("SELECT count(*) FROM inbox")
    with snapshot() as connection:
        before = connection.scalar(count)
        with transaction() as session:
            session.execute(text("INSERT INTO inbox (event_id, heard_at) VALUES (gen_random_uuid(), now())"))
        assert connection.scalar(count) == before
    with snapshot() as connection:
        assert connection.scalar(count) == 1
