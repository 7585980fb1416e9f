"""The compose files as Debian's compose reads them: what each container is told, and what it is held to."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.compose.prepare import prepare
from deploy.compose.stack import FILES, HERE
from deploy.local.packages import find_program
from deploy.local.services import SERVICES
from tests.containers.entrances import has_part, variables_of

PRODUCTION = (HERE / "compose.production.yaml",)
OPERATORS = {
    "PP_GATEWAY_DIR": "/gateway",
    "PP_SECRETS_DIR": "/secrets",
    "PP_REGISTRY": "registry.example/parcourspro",
    "PP_TAG": "1.0.0",
    "PP_PUBLIC_URL": "https://parcourspro.example",
    "PP_IMPORTS_STORE_URL": "s3://imports",
    "PP_DOCUMENTS_STORE_URL": "s3://documents",
}
# What the image itself says, or the library.
OF_THE_IMAGE = {"PP_ASSETS_DIR", "PP_HTTP_BIND", "PP_WORK_BIND", "TMPDIR"}


def read(*files: Any, **environment: str) -> dict[str, Any]:
    """The files as compose understands them, with only this environment."""
    program = find_program("docker-compose")
    assert program is not None, "Debian's docker-compose is missing; `make setup-tests` installs it"
    words = [word for file in files for word in ("--file", str(file))]
    told = subprocess.run(
        [program, *words, "config"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return dict(yaml.safe_load(told.stdout)["services"])


@pytest.fixture(scope="module", params=["local", "production"])
def services(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read(*FILES) if request.param == "local" else read(*PRODUCTION, **OPERATORS)


def of(service: str, services: dict[str, Any]) -> dict[str, Any]:
    """The containers of one service: its doors, its workers, its migration."""
    return {
        name: one
        for name, one in services.items()
        if one["image"].rpartition(":")[0].endswith(f"parcourspro/{service}")
    }


def commands_of(containers: dict[str, Any]) -> set[str]:
    """`work relay tasks` counts as both."""
    return {word for one in containers.values() for word in one.get("command") or [] if " " not in word}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_runs_whatever_it_has_to_run(services: dict[str, Any], service: str) -> None:
    wanted = {kind for kind in ("relay", "consume", "tasks") if has_part(service, kind)} | {"serve", "jobs", "migrate"}
    assert commands_of(of(service, services)) - {"work"} == wanted


@pytest.mark.parametrize("service", SERVICES)
def test_every_setting_is_given_and_none_is_unknown(services: dict[str, Any], service: str) -> None:
    needed, known = variables_of(service)
    for name, container in of(service, services).items():
        given = {variable.removesuffix("_FILE") for variable in container["environment"]}
        assert needed - given - OF_THE_IMAGE == set(), name
        assert given - known - OF_THE_IMAGE == set(), name


def test_no_secret_stands_in_a_file_or_an_environment(services: dict[str, Any]) -> None:
    for name, container in services.items():
        for variable, value in (container.get("environment") or {}).items():
            is_secret = any(word in variable for word in ("SECRET", "PASSWORD", "DATABASE_URL", "BROKER_URL", "_KEY"))
            assert not is_secret or str(value).startswith("/run/secrets/"), f"{name}: {variable}"


def test_nobody_writes_its_root_or_gains_rights_or_takes_everything(services: dict[str, Any]) -> None:
    for name, container in services.items():
        assert container["read_only"] is True, name
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name
        assert container["mem_limit"], name
        assert container.get("user") != "root", name


def test_what_is_reached_from_outside_is_so_on_loopback_alone(services: dict[str, Any]) -> None:
    open_ports = {name: one["ports"] for name, one in services.items() if one.get("ports")}
    assert set(open_ports) <= {"gateway", "mailbox"}
    for ports in open_ports.values():
        assert all(str(port).startswith("127.0.0.1:") for port in ports)


def test_whatever_serves_for_long_is_asked_after_its_health(services: dict[str, Any]) -> None:
    for name, container in services.items():
        if container.get("restart") == "unless-stopped":
            assert container["healthcheck"]["test"], name


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first container of all leaves to the others."""
    folder = tmp_path_factory.mktemp("prepared")
    for name in ("postgres", "rabbitmq", *SERVICES):
        (folder / name).mkdir()
    prepare(folder)
    return folder


@pytest.mark.parametrize("service", SERVICES)
def test_every_file_that_a_service_is_pointed_at_is_prepared(prepared: Path, service: str) -> None:
    for name, container in of(service, read(*FILES)).items():
        for variable, value in container["environment"].items():
            if variable.endswith("_FILE"):
                assert (prepared / service / Path(str(value)).name).read_text(), f"{name}: {variable}"


def test_a_second_preparation_changes_nothing(prepared: Path) -> None:
    before = {path: path.read_bytes() for path in prepared.rglob("*") if path.is_file()}
    prepare(prepared)
    assert {path: path.read_bytes() for path in prepared.rglob("*") if path.is_file()} == before


def test_production_refuses_to_start_without_what_only_operators_know() -> None:
    for variable in OPERATORS.keys() - {"PP_PUBLIC_URL"}:
        with pytest.raises(AssertionError, match=variable):
            read(*PRODUCTION, **{name: value for name, value in OPERATORS.items() if name != variable})
