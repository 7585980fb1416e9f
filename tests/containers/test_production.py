"""The production file, run: on servers outside of it, with secrets as files, behind a certificate."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.compose.engine import Engine
from deploy.local.instance import choose_ports
from deploy.local.services import SERVICES
from tests.containers.conftest import TAG
from tests.containers.production import SITE, Production
from tests.journeys.people import Visitor, soon
from tests.journeys.places import ACTION_OF_THE_PROCEDURE, ALAIN
from tests.journeys.procedure import ask


@pytest.fixture(scope="module")
def production(
    engine: Engine, images_of_services: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Production]:
    ports = choose_ports(("site", "tls"), saved={})
    made = Production(engine, folder=Path(tmp_path_factory.mktemp("production")), ports=ports, tag=TAG)
    try:
        made.up()
        yield made
    finally:
        made.down()


def test_all_six_services_are_ready_and_their_workers_too(production: Production) -> None:
    containers = production.stack.containers()
    assert {one.service for one in containers} >= set(SERVICES)
    assert [one.name for one in containers if one.health != "healthy"] == []


def test_a_request_is_made_by_somebody_who_signs_in_over_https(production: Production) -> None:
    with Visitor(SITE, way=production.way) as alain:
        alain.sign_in(ALAIN)
        assert "Alain Proviste, Bénéficiaire, Ma structure" in alain.text
        assert all(cookie.secure for cookie in alain.cookies.jar)
        alain.open("/actions?q=financement+parcours").follow(ACTION_OF_THE_PROCEDURE)
        action = alain.path
        # What the demo's data say reaches every service a moment later.
        soon(lambda: list(alain.open(action).page.links_like("S'inscrire")), "a place may be asked for")
        ask(alain)
        assert "Votre demande d'inscription est envoyée" in alain.text


def test_no_secret_is_told_by_what_the_engine_shows_of_a_container(production: Production, engine: Engine) -> None:
    shown = engine.docker("inspect", *(one.id for one in production.stack.containers()))
    environments = [entry for one in json.loads(shown) for entry in one["Config"]["Env"]]
    secrets = [path for path in production.secrets.rglob("*") if path.is_file()]
    assert len(secrets) > 15
    for path in secrets:
        assert not any(path.read_text().strip() in entry for entry in environments), path.name


def test_it_stops_in_order(production: Production) -> None:
    production.stack.compose("stop", "--timeout", "40")
    stopped: list[tuple[str, int]] = [(one.service, one.exit_code) for one in production.stack.containers()]
    assert [one for one in stopped if one[1] not in (0, 143)] == []
