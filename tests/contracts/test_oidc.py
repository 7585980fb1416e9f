"""What contracts/oidc tells about the OpenID provider is what its discovery document says."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.apps import app_of

OIDC = Path(__file__).resolve().parents[2] / "contracts/oidc"


@pytest.fixture(scope="module")
def metadata() -> dict[str, Any]:
    answer = app_of("identity").test_client().get("/sso/.well-known/openid-configuration")
    found: dict[str, Any] = answer.get_json()
    return found


def _section(name: str, heading: str) -> str:
    """The text under one heading of a file."""
    text = (OIDC / name).read_text()
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def _first_column(section: str) -> set[str]:
    rows = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`(\w+)`", row)}


def test_the_scopes_are_those_of_the_table(metadata: dict[str, Any]) -> None:
    assert set(metadata["scopes_supported"]) == _first_column(_section("scopes-and-claims.md", "Scopes"))


def test_the_claims_are_those_of_the_table(metadata: dict[str, Any]) -> None:
    told = _first_column(_section("scopes-and-claims.md", "ID token and userinfo"))
    assert set(metadata["claims_supported"]) == told


def test_the_endpoints_are_those_of_the_list(metadata: dict[str, Any]) -> None:
    issuer = metadata["issuer"]
    served = {
        address.removeprefix(issuer) for name, address in metadata.items() if name.endswith(("_endpoint", "_uri"))
    }
    told = set(re.findall(r"`/sso(/[\w.]+)`", _section("clients.md", "Endpoints")))
    assert served <= told
    assert told - served == {"/connexion"}


def test_only_the_code_flow_with_s256_and_rs256_is_offered(metadata: dict[str, Any]) -> None:
    assert metadata["response_types_supported"] == ["code"]
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert metadata["id_token_signing_alg_values_supported"] == ["RS256"]
    assert metadata["authorization_response_iss_parameter_supported"] is True
