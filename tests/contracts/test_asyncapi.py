"""contracts/asyncapi.yaml is well made, and the services say and hear what it tells, no more and no less."""

from typing import Any

import pytest

from chassis.broker import EXCHANGE, Names
from tests.contracts import parts, speech
from tests.contracts.schemas import SUFFIX, event_types

ACTIONS = {"says": "send", "hears": "receive", "replays_to": "send", "hears_replay_of": "receive"}


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in _references(value)]
    if isinstance(node, list):
        return [found for value in node for found in _references(value)]
    return []


def test_every_reference_leads_somewhere() -> None:
    references = _references(speech.document())
    files = [reference for reference in references if not reference.startswith("#/")]
    assert all(speech.resolve(reference) for reference in references if reference.startswith("#/"))
    assert {f"events/{event_type}{SUFFIX}" for event_type in event_types()} == set(files)


def test_it_is_version_3_and_every_channel_stands_on_the_one_exchange() -> None:
    document = speech.document()
    exchanges = {
        speech.resolve(channel["bindings"]["$ref"])["amqp"]["exchange"]["name"]
        for channel in document["channels"].values()
    }
    assert document["asyncapi"] == "3.0.0"
    assert exchanges == {EXCHANGE}


def test_every_operation_has_the_action_of_its_verb() -> None:
    assert [o for o in speech.operations() if o.action != ACTIONS[o.verb]] == []


def test_no_two_channels_share_a_routing_key() -> None:
    addresses = [channel["address"] for channel in speech.document()["channels"].values()]
    assert len(addresses) == len(set(addresses))


def test_everything_said_is_heard_by_somebody_and_back() -> None:
    said = {operation.address for operation in speech.with_verb("says")}
    heard = {operation.address for operation in speech.with_verb("hears")}
    assert said == heard


@pytest.mark.parametrize("service", parts.HEARING)
def test_a_service_hears_exactly_what_the_contract_tells(service: str) -> None:
    told = {(o.address, kind) for o in speech.with_verb("hears") if o.service == service for kind in o.types}
    heard = {(row.binding_key, row.event) for row in parts.heard_by(service)}
    assert heard == told


@pytest.mark.parametrize("service", parts.HEARING)
def test_a_queue_is_bound_to_exactly_the_keys_that_its_user_may_read(service: str) -> None:
    told = {o.address for o in speech.operations() if o.service == service and o.action == "receive"}
    assert set(parts.hearing_of(service).binding_keys(service)) == told


@pytest.mark.parametrize("service", parts.SPEAKING)
def test_a_service_replays_its_states_to_exactly_those_who_keep_a_copy(service: str) -> None:
    told = {(o.object, o.address) for o in speech.with_verb("replays_to") if o.service == service}
    receivers = {target for state in parts.states_of(service) for target in state.to}
    assert {(target, Names(target).replay_key(service)) for target in receivers} == told


@pytest.mark.parametrize("service", parts.HEARING)
def test_every_replayed_state_that_a_service_receives_has_its_closing(service: str) -> None:
    described = parts.service_of(service)
    closings = set(described.part(described.closings, {}))
    received = {s.name for speaker in parts.SPEAKING for s in parts.states_of(speaker) if service in s.to}
    assert closings == received


@pytest.mark.parametrize("service", parts.HEARING)
def test_what_a_service_hears_on_a_replay_is_a_copy_of_what_it_hears_anyway(service: str) -> None:
    copies = {row.event for row in parts.heard_by(service) if row.is_copy}
    replayed = {kind for o in speech.with_verb("hears_replay_of") if o.service == service for kind in o.types} - {
        "replay.closed.v1"
    }
    assert replayed == copies


def test_those_that_hear_nothing_have_no_queue() -> None:
    silent = {"identity", "web"}
    assert {operation.service for operation in speech.with_verb("hears")} & silent == set()
    assert [name for name in silent if parts.service_of(name).heard] == []
