"""A bounded run of schemathesis against every route: whatever is thrown at it, it answers as its contract says."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.security.stand import ROUTES, Route, Stand
from tests.support import tokens

EXAMPLES = 12
_CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
_ONE_OF_THE_DEMO = "01930000-0000-7000-8000-0000000"
# Who may do most in each role: account and organisation of the demo.
_PEOPLE = {
    "beneficiary": ("00001", "00101"),
    "hr_validator": ("00002", "00101"),
    "referent": ("00002", "00101"),
    "training_provider": ("00003", "00104"),
    "staff": ("00004", None),
}


def _header(route: Route) -> dict[str, str]:
    role = sorted(route.roles)[-1] if route.roles else "beneficiary"
    account, organisation = _PEOPLE[role]
    return tokens.bearer(
        f"{_ONE_OF_THE_DEMO}{account}",
        role=role,
        organisation_id=f"{_ONE_OF_THE_DEMO}{organisation}" if organisation else None,
    )


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_whatever_is_thrown_at_it_a_route_answers_as_its_contract_says(
    route: Route, stand: Stand, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(stand.document)
    schema.app = stand.app
    cases = schema[route.path][route.method].as_strategy(mode)
    seen: list[int] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def throw(case: Case[Any]) -> None:
        answer = case.call(headers=_header(route))
        seen.append(answer.status_code)
        case.validate_response(answer, checks=_CHECKS)

    # A route may take nothing that could be spoiled; there is no such route without input that holds.
    with suppress(*([Unsatisfiable] if mode is GenerationMode.NEGATIVE else [])):
        throw()
    assert seen or mode is GenerationMode.NEGATIVE
