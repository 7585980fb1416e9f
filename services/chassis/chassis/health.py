"""Health and metrics of a process: /livez, /readyz, /metrics. Never routed by the gateway."""

import os
from collections.abc import Callable

from flask import Flask, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client import REGISTRY as OWN
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chassis.auth import public
from chassis.database import engine
from chassis.revisions import revisions

Check = Callable[[], str | None]


def database_check(service: str) -> Check:
    """A check that says what is wrong with the database or its migrations, None where all is well.

    A revision that this code does not know is a newer one; it only adds, so that old and new code work side by side.
    """
    needed, *earlier = revisions(service) or (None,)

    def check() -> str | None:
        try:
            with engine().connect() as connection:
                found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except SQLAlchemyError as fault:
            return f"database: {type(fault).__name__}"
        return f"migrations: {found} instead of {needed}" if found is None or found in earlier else None

    return check


def exposition() -> bytes:
    """The metrics of this process, or of all processes of its pool where PROMETHEUS_MULTIPROC_DIR is set."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(OWN)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    return generate_latest(registry)


def install(app: Flask, checks: list[Check]) -> None:
    """Add the three routes; `/readyz` answers 503 with what is wrong."""

    @app.get("/livez")
    @public
    def livez() -> Response:
        return jsonify({"status": "alive"})

    @app.get("/readyz")
    @public
    def readyz() -> tuple[Response, int]:
        faults = [fault for fault in (check() for check in checks) if fault]
        return jsonify({"status": "unready" if faults else "ready", "faults": faults}), 503 if faults else 200

    @app.get("/metrics")
    @public
    def metrics() -> Response:
        return Response(exposition(), content_type=CONTENT_TYPE_LATEST)
