"""The app factory: what every HTTP door of the house has, whatever it serves."""

import re
import time
from collections.abc import Sequence
from typing import Any

import orjson
from flask import Flask, Response, abort, g, request
from flask.json.provider import JSONProvider
from flask_smorest import Api, Blueprint

from chassis import health, metrics, problems
from chassis.auth import TokenVerifier, public
from chassis.logs import log
from chassis.service import Service
from chassis.settings import ServiceSettings
from chassis.tracing import traced
from chassis.versions import IF_MATCH

OPENAPI_VERSION = "3.1.0"
_LOG = log(__name__)
_TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class OrjsonProvider(JSONProvider):
    """orjson reads and writes UUIDs, dates and decimals-as-text quickly; instants are RFC 3339."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        options = orjson.OPT_UTC_Z | (orjson.OPT_SORT_KEYS if kwargs.get("sort_keys") else 0)
        return orjson.dumps(obj, default=str, option=options).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)


class ProblemApi(Api):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest, whose documented refusals are problem details too; installs no error handler of its own."""

    ERROR_SCHEMA = problems.ProblemSchema

    def _register_error_handlers(self) -> None:
        problems.install(self._app)


def _document(app: Flask, service: Service, blueprints: Sequence[Blueprint]) -> None:
    app.config.update(API_TITLE=f"ParcoursPro {service.name}", API_VERSION="v1", OPENAPI_VERSION=OPENAPI_VERSION)
    api = ProblemApi(app)
    api.spec.components.security_scheme("accessToken", _TOKEN)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)

    @app.get("/openapi.json")
    @public
    def openapi() -> Response:
        return Response(orjson.dumps(openapi_document(app)), content_type="application/json")

    app.extensions["api_spec"] = api.spec


_CONVERTED = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def openapi_document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of the running code: who may call each operation, problems as problem+json."""
    document: dict[str, Any] = app.extensions["api_spec"].to_dict()
    for rule in app.url_map.iter_rules():
        operations = document["paths"].get(_CONVERTED.sub(r"{\1}", rule.rule), {})
        for method in {name.upper() for name in operations} & (rule.methods or set()):
            _complete(operations[method.lower()], access_of(app, rule.endpoint, method))
    for response in document.get("components", {}).get("responses", {}).values():
        if "application/json" in response.get("content", {}):
            response["content"] = {problems.CONTENT_TYPE: response["content"]["application/json"]}
    return document


def _complete(operation: dict[str, Any], access: tuple[str, ...]) -> None:
    answers = operation.get("responses", {})
    if access != ("public",):
        operation |= {"security": [{"accessToken": []}], "x-roles": list(access)}
    if "412" in answers:
        operation["parameters"] = [*operation.get("parameters", []), IF_MATCH]
    for status, answer in answers.items():
        if status[0] in "45" and not answer.keys() & {"content", "$ref"}:
            answer["content"] = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def access_of(app: Flask, endpoint: str, method: str) -> tuple[str, ...]:
    """Who may call one method of one endpoint: ("public",), ("signed-in",) or roles; empty where nobody said."""
    view = app.view_functions[endpoint]
    view_class = getattr(view, "view_class", None)
    handler = getattr(view_class, method.lower(), None) if view_class else view
    return tuple(getattr(handler, "access", ()))


def _trace_and_measure(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        rule = request.url_rule.rule if request.url_rule else "none"
        g.trace = traced(request.headers.get("traceparent"), f"{request.method} {rule}")
        g.trace.__enter__()
        g.began_at = time.perf_counter()
        # PostgreSQL takes no NUL, so nothing of ours has such a name.
        if "\0" in request.path:
            abort(404)

    @app.after_request
    def measure(answer: Response) -> Response:
        seconds = time.perf_counter() - g.get("began_at", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else "none"
        metrics.HTTP_SECONDS.labels(request.method, route, answer.status_code).observe(seconds)
        if route not in ("/livez", "/readyz", "/metrics"):
            told = {"method": request.method, "route": route, "status": answer.status_code}
            _LOG.info("request answered", **told, seconds=round(seconds, 4))
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        return answer

    @app.teardown_request
    def end(_fault: BaseException | None) -> None:
        trace = g.pop("trace", None)
        if trace is not None:
            trace.__exit__(None, None, None)


def create_app(
    service: Service, settings: ServiceSettings, *, blueprints: Sequence[Blueprint] = (), import_name: str | None = None
) -> Flask:
    """A Flask app with health, metrics, logs, traces, problem details, token verification and the JSON doors."""
    app = Flask(import_name or service.name, static_folder=None)
    app.json = OrjsonProvider(app)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["token_verifier"] = TokenVerifier(issuer=settings.issuer, jwks_url=settings.jwks_url)
    _trace_and_measure(app)
    _document(app, service, blueprints)
    health.install(app, [health.database_check(service.name)])
    return app
