"""Spans of the gateway: off as it is delivered, on by one overlay, and only where Kong stands."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.render import kong
from gateway.render.haproxy import config
from gateway.render.haproxy.options import Options, read_keys
from gateway.state import files, reading
from gateway.state.errors import StateError
from gateway.state.model import OpenTelemetry
from tests.gateway.tokens import Signer

TRACES = files.KONG / "options" / "traces.yaml"
Document = dict[str, Any]


@pytest.fixture
def options(tmp_path: Path) -> Options:
    Signer.fresh("some-key").publish(tmp_path)
    return Options(listen="127.0.0.1:8080", keys=read_keys(tmp_path), addresses={})


@pytest.fixture
def document() -> Document:
    return files.load("production")


def traces_of(document: Document) -> Document:
    found: Document = next(plugin for plugin in document["plugins"] if plugin["name"] == "opentelemetry")
    return found


@pytest.mark.parametrize("environment", files.ENVIRONMENTS)
def test_traces_are_off_unless_asked_for(environment: str) -> None:
    routes = reading.read(files.load(environment)).routes
    assert [route for route in routes if route.plugins[OpenTelemetry] != routes[0].plugins[OpenTelemetry]] == []
    assert traces_of(files.load(environment))["enabled"] is False


@pytest.mark.parametrize("environment", files.ENVIRONMENTS)
def test_the_overlay_of_traces_turns_them_on_for_kong(environment: str) -> None:
    document = files.load(environment, patches=[TRACES])
    (plugin,) = {route.plugins[OpenTelemetry] for route in reading.read(document).routes}
    assert isinstance(plugin, OpenTelemetry)
    assert plugin.is_on


def test_the_file_for_kong_carries_them_and_haproxy_says_that_it_cannot(options: Options) -> None:
    document = files.load("production", patches=[TRACES])
    state = reading.read(document)
    assert traces_of(yaml.safe_load(kong.render(document, state, options)))["enabled"] is True
    with pytest.raises(StateError, match="HAProxy tells no spans"):
        config.render(state, options)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("traces_endpoint", "collector:4318"),
        ("traces_endpoint", "http://collector:4318"),
        ("propagation", {"extract": ["b3"], "inject": ["w3c"], "default_format": "w3c"}),
        ("sampling_rat", 0.1),
    ],
)
def test_another_form_of_it_is_refused(document: Document, field: str, value: object) -> None:
    traces_of(document)["config"][field] = value
    with pytest.raises(StateError, match="opentelemetry"):
        reading.read(document)


def test_nothing_else_can_be_switched_off(document: Document) -> None:
    document["plugins"][0]["enabled"] = False
    with pytest.raises(StateError, match="enabled must be true"):
        reading.read(document)
