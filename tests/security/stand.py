"""One service as an attacker meets it: its routes from contracts/http, its database watched for any change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import inspect, text
from werkzeug.test import TestResponse

from chassis.database import engine
from chassis.principal import Role
from tests.contracts import openapi
from tests.contracts.apps import WITH_API
from tests.contracts.world import World
from tests.security import samples
from tests.support import tokens

PROBLEM = "application/problem+json"
STRANGER = UUID("01930000-0000-7000-8000-00000000ffff")
STRANGE_ORGANISATION = UUID("01930000-0000-7000-8000-0000000eeeee")
NOWHERE = "01930000-0000-7000-8000-000000dddddd"
# What a rule over several fields asks for besides; no schema tells it.
_NEEDED_TOO = {"POST /api/identity/v1/organisations/{organisation_id}/change-reports": {"name": "text"}}


@dataclass(frozen=True, kw_only=True)
class Route:
    """One operation of one service."""

    service: str
    method: str
    path: str
    operation: Mapping[str, Any]
    # What stands in the path where it is no key of a thing: a number, one of a few words.
    words: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def roles(self) -> frozenset[str]:
        """Active roles that may call; empty where any signed-in account may."""
        return frozenset(self.operation.get("x-roles", ())) - {"signed-in"}

    @property
    def is_public(self) -> bool:
        return not self.operation.get("security")

    @property
    def body(self) -> dict[str, Any] | None:
        content = self.operation.get("requestBody", {}).get("content", {})
        found: dict[str, Any] | None = content.get("application/json", {}).get("schema")
        return found

    @property
    def parameters(self) -> list[str]:
        """Names in the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def at(self, **values: str) -> str:
        return self.path.format(**{name: values.get(name, self.words.get(name, NOWHERE)) for name in self.parameters})


def _words(item: Mapping[str, Any]) -> dict[str, str]:
    schemas = {entry["name"]: entry["schema"] for entry in item.get("parameters", []) if entry["in"] == "path"}
    numbers = {name: "1" for name, schema in schemas.items() if schema.get("type") == "integer"}
    return numbers | {name: schema["enum"][0] for name, schema in schemas.items() if "enum" in schema}


def _routes() -> list[Route]:
    found = []
    for service in WITH_API:
        document = openapi.read(service)
        for method, path, operation in openapi.operations(document):
            words = _words(document["paths"][path])
            found.append(Route(service=service, method=method, path=path, operation=operation, words=words))
    return found


# Every operation of every OpenAPI file; those that ask for a token; those that take a body.
ROUTES = _routes()
PRIVATE = [route for route in ROUTES if not route.is_public]
TAKING = [route for route in ROUTES if route.body is not None]


class Stand:
    """A running app with the world's data in its database."""

    def __init__(self, service: str, world: World) -> None:
        self.service = service
        self.app: Flask = world.app(service)
        self.document = openapi.read(service)
        self._client = self.app.test_client()
        names = sorted(set(inspect(engine()).get_table_names()) - {"alembic_version"})
        counts = [f"SELECT '{n}', count(*), max(xmin::text::bigint) FROM {n}" for n in names]  # noqa: S608  # our own table names
        self._state = text(" UNION ALL ".join(counts))

    def state(self) -> list[tuple[Any, ...]]:
        """Changes with any row written, changed or removed, in any table."""
        with engine().connect() as connection:
            return sorted(tuple(row) for row in connection.execute(self._state))

    def smallest_body(self, route: Route) -> Any:
        body: Any = samples.smallest(self.document, route.body) if route.body else None
        return {**body, **_NEEDED_TOO[str(route)]} if str(route) in _NEEDED_TOO else body

    def resolved_body(self, route: Route) -> dict[str, Any]:
        """The schema of what the route takes."""
        return samples.resolved(self.document, route.body or {})

    def token(
        self, route: Route, *, account_id: UUID = STRANGER, organisation_id: UUID = STRANGE_ORGANISATION
    ) -> dict[str, str]:
        """The header of somebody whose role is right and whose organisation has nothing here."""
        role = sorted(route.roles)[0] if route.roles else Role.BENEFICIARY.value
        return tokens.bearer(account_id, role=role, organisation_id=None if role == Role.STAFF else organisation_id)

    def ask(self, route: Route, *, at: str | None = None, **request: Any) -> TestResponse:
        """Send a request whose refusal must change nothing; says so itself."""
        before = self.state()
        answer: TestResponse = self._client.open(at or route.at(), method=route.method, **request)
        assert self.state() == before, f"{route} answered {answer.status} and changed something"
        return answer


def is_problem(answer: TestResponse, *statuses: int) -> bool:
    """Whether the answer is a problem of one of these statuses that tells the same in body and status line."""
    if answer.status_code not in statuses or answer.mimetype != PROBLEM:
        return False
    body = answer.get_json(force=True)
    return bool(
        body["status"] == answer.status_code
        and body["type"] == f"urn:parcourspro:problem:{body['code']}"
        and "Traceback" not in answer.text
    )
