"""A request that meets others' locks is refused and changes nothing; it is no crash."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, text

from chassis import problems
from chassis.auth import public
from chassis.database import engine, transaction


@public
def _change() -> dict[str, str]:
    with transaction() as session:
        session.execute(text("INSERT INTO changes VALUES (1)"))
        session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        session.execute(text("LOCK TABLE wanted"))
    return {"status": "changed"}


@pytest.fixture
def client(chassis_database: str) -> FlaskClient:
    assert chassis_database
    with engine().begin() as connection:
        connection.execute(text("CREATE TABLE changes (number int)"))
        connection.execute(text("CREATE TABLE wanted (number int)"))
    app = Flask("contended")
    app.add_url_rule("/changes", view_func=_change, methods=["POST"])
    problems.install(app)
    return app.test_client()


@pytest.fixture
def locked(client: FlaskClient) -> Iterator[Connection]:
    """Somebody else's transaction holds what the request wants."""
    assert client
    with engine().begin() as connection:
        connection.execute(text("LOCK TABLE wanted"))
        yield connection


@pytest.mark.usefixtures("locked")
def test_a_request_that_gets_no_lock_is_refused_as_busy_and_changes_nothing(client: FlaskClient) -> None:
    answer = client.post("/changes")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "busy")
    with transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM changes")) == 0


def test_the_same_request_goes_through_when_nobody_is_in_its_way(client: FlaskClient) -> None:
    assert client.post("/changes").status_code == 200
