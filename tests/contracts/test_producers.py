"""What the services say is what the contracts tell: field by field, and nothing besides."""

from collections import Counter
from typing import Any

import orjson
import pytest

from chassis.database import transaction
from chassis.messages import encode
from chassis.principal import Role
from tests.contracts import deeds, parts, speech
from tests.contracts.schemas import faults
from tests.contracts.world import World

Envelopes = list[dict[str, Any]]
PAGE = 1_000
_LIVE = {"requested", "waitlisted", "offered", "pre_enrolled"}


@pytest.fixture(scope="module")
def replayed(world: World) -> Envelopes:
    """The states of all services as they would be told again, after everything was done."""
    deeds.do_all(world)
    told: Envelopes = []
    for name in parts.SPEAKING:
        world.bind(name)
        for state in parts.states_of(name):
            with transaction() as session:
                events = state.page(session, None, PAGE)
            told += [orjson.loads(encode(event, speaker=name).body) for event in events]
    return told


@pytest.fixture(scope="module")
def said(world: World, replayed: Envelopes) -> Envelopes:
    """Every message of the demo and of the deeds, states told again included."""
    return [*world.said, *replayed]


def test_every_message_matches_its_closed_schema(said: Envelopes) -> None:
    found = Counter((envelope["type"], fault) for envelope in said for fault in faults(envelope, is_closed=True))
    assert found == {}


def test_every_fact_of_the_contracts_is_said_by_somebody(said: Envelopes) -> None:
    told = {kind for operation in speech.with_verb("says") for kind in operation.types}
    assert told - {envelope["type"] for envelope in said} == set()


def test_a_version_of_a_subject_is_told_with_one_content_only(said: Envelopes) -> None:
    """Else two hearers could keep different copies of it for ever."""
    contents: dict[tuple[str, str, int], set[bytes]] = {}
    for envelope in said:
        if "subjectversion" in envelope:
            kind = envelope["type"].split(".")[0] + str(sorted(envelope["data"]))
            key = (kind, envelope["subject"], envelope["subjectversion"])
            contents.setdefault(key, set()).add(orjson.dumps(envelope["data"], option=orjson.OPT_SORT_KEYS))
    assert [key for key, found in contents.items() if len(found) > 1] == []


def test_names_and_addresses_of_persons_travel_in_personal_events_only(said: Envelopes) -> None:
    people = [envelope["data"] for envelope in said if envelope["type"] == "account.profile_changed.v1"]
    names = {person["family_name"] for person in people} | {person["email"] for person in people}
    public = [envelope for envelope in said if envelope["confidentiality"] == "public"]
    leaks = {e["type"] for e in public for name in names if f'"{name}"'.encode() in orjson.dumps(e["data"])}
    assert names
    assert leaks == set()


def test_an_undecided_enrolment_was_moved_by_its_person_or_by_nobody(said: Envelopes) -> None:
    requested = [envelope["data"] for envelope in said if envelope["type"] == "enrolment.requested.v1"]
    movers = {(data["actor"]["account_id"] in (data["account_id"], None), data["actor"]["role"]) for data in requested}
    assert movers <= {(True, Role.BENEFICIARY.value), (True, None)}
