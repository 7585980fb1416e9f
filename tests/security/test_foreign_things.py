"""What exists but belongs to others is neither read nor changed: real things of the demo, asked for by outsiders."""

from typing import Any

import pytest

from chassis.principal import Role
from tests.contracts.world import World
from tests.security import belongings
from tests.security.belongings import EMPLOYER, PROVIDER
from tests.security.stand import PRIVATE, Route, Stand, is_problem
from tests.support import tokens

_ID = "01930000-0000-7000-8000-000000000{}".format
# Account and organisation in each role: nobody of the employer or of the provider whose things are asked for.
OUTSIDERS = {
    Role.BENEFICIARY: (_ID("006"), _ID("102")),
    Role.HR_VALIDATOR: (_ID("00b"), _ID("103")),
    Role.REFERENT: (_ID("00c"), _ID("102")),
    Role.TRAINING_PROVIDER: (_ID("00a"), _ID("105")),
}
# Of the same employer, without a say in it; what the organisation itself is and who may do what is told to its people.
COLLEAGUE = (_ID("005"), EMPLOYER)


# What anybody may keep for themselves is nobody else's.
_OF_EVERYBODY = ("/api/catalogue/v1/my/favourites/",)


def _strangers(route: Route) -> list[dict[str, str]]:
    headers = [_header(role, who) for role, who in OUTSIDERS.items() if not route.roles or role in route.roles]
    is_of_organisation = "organisation_id" in route.parameters
    if not is_of_organisation and (not route.roles or Role.BENEFICIARY in route.roles):
        headers.append(_header(Role.BENEFICIARY, COLLEAGUE))
    return headers


def _header(role: Role, who: tuple[str, str]) -> dict[str, str]:
    return tokens.bearer(who[0], role=role, organisation_id=who[1])


# What only staff may ask for has no outsiders; test_tokens_of_every_route sends everybody else away from it.
_OF_SOMEBODY = [
    route for route in PRIVATE if route.parameters and _strangers(route) and not route.path.startswith(_OF_EVERYBODY)
]
_LISTS = [route for route in PRIVATE if route.method == "GET" and not route.parameters and _strangers(route)]


@pytest.fixture(scope="package")
def things(world: World) -> dict[str, set[str]]:
    """Keys by the name they have in a path: of the employer's people, of the provider's sessions."""
    belongings.make_all(world)
    data = [event["data"] for event in world.said]
    actions = {d["training_action_id"] for d in data if d.get("provider_organisation_id") == PROVIDER}
    enrolments = [d for d in data if d.get("organisation_id") == EMPLOYER and d.get("training_action_id") in actions]
    others = [d for d in enrolments if d.get("account_id", COLLEAGUE[0]) != COLLEAGUE[0]]
    sessions = [d for d in data if "slots" in d]
    of_employer = [d for d in data if d.get("organisation_id") == EMPLOYER]
    return {
        "enrolment_id": {d["enrolment_id"] for d in others},
        "document_id": {d["document_id"] for d in others if "document_id" in d},
        "training_session_id": {d["training_session_id"] for d in sessions if d["training_action_id"] in actions},
        "training_action_id": actions,
        "organisation_id": {EMPLOYER},
        "affiliation_id": {
            d["affiliation_id"] for d in of_employer if "affiliation_id" in d and d["account_id"] != COLLEAGUE[0]
        },
        **belongings.kept(world),
    }


def _bodies(stand: Stand, route: Route) -> list[Any]:
    """Input that holds, with each decision that could be taken."""
    body = stand.smallest_body(route)
    fields = stand.resolved_body(route).get("properties", {})
    if "reason" in fields:
        body = {**body, "reason": "x"}
    return [{**body, "decision": one} for one in fields["decision"]["enum"]] if "decision" in fields else [body]


def test_there_are_things_to_ask_for(things: dict[str, set[str]]) -> None:
    asked_for = {name for route in _OF_SOMEBODY for name in route.parameters if name not in route.words}
    assert things.keys() >= asked_for
    assert {name for name in asked_for if not things[name]} == set()


@pytest.mark.parametrize("route", _OF_SOMEBODY, ids=str)
def test_an_outsider_neither_reads_nor_changes_what_is_there(
    route: Route, stand: Stand, things: dict[str, set[str]]
) -> None:
    (name,) = (name for name in route.parameters if name not in route.words)
    let_in = []
    for key in sorted(things[name])[:6]:
        for header in _strangers(route):
            for body in _bodies(stand, route):
                answer = stand.ask(route, at=route.at(**{name: key}), headers=header, json=body)
                if not is_problem(answer, 403, 404):
                    let_in.append(f"{key}: {answer.status} {answer.text[:200]}")
    assert let_in == []


@pytest.mark.parametrize("route", _LISTS, ids=str)
def test_an_outsiders_list_names_nothing_of_others(route: Route, stand: Stand, things: dict[str, set[str]]) -> None:
    names = {
        entry["name"]: entry["schema"] for entry in route.operation.get("parameters", ()) if entry["in"] == "query"
    }
    scopes = names.get("scope", {}).get("enum") or [None]
    private = things["enrolment_id"] | things["document_id"]
    sessions = sorted(things["training_session_id"])[:4] if "training_session_id" in names else [None]
    seen = set()
    for header in _strangers(route):
        for scope in scopes:
            for session in sessions:
                query = {"scope": scope, "training_session_id": session, "limit": 100 if "limit" in names else None}
                given = {key: value for key, value in query.items() if value is not None}
                answer = stand.ask(route, headers=header, query_string=given)
                seen |= {key for key in private if key in answer.text}
                assert answer.status_code == 200 or is_problem(answer, 403, 404, 422)
    assert seen == set()
