"""deploy/kubernetes, checked without a cluster: by the schemas of every kind, and by what we hold each process to."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from chassis.jobs import Job
from chassis.running import jobs_of
from chassis.service import Service
from deploy.local.packages import find_program
from deploy.local.services import SERVICES
from tests.containers.entrances import SERVICE_BY_NAME, has_part, variables_of
from tests.containers.kustomization import Resource, build, containers_of, pod_of

KUBERNETES = Path(__file__).resolve().parents[2] / "deploy/kubernetes"
BUILT = ("overlays/staging", "overlays/production", "migrations")
SCHEMAS = {path.name.split(".")[0]: json.loads(path.read_text()) for path in KUBERNETES.glob("schemas/*.json")}
VERSION = "1.33"
NAME, COMPONENT = "app.kubernetes.io/name", "app.kubernetes.io/component"
OURS = ("door", "relay", "consume", "tasks", "job", "migration")


@pytest.fixture(scope="module", params=BUILT)
def built(request: pytest.FixtureRequest) -> list[Resource]:
    return build(KUBERNETES / request.param)


@pytest.fixture(scope="module")
def production() -> list[Resource]:
    return build(KUBERNETES / "overlays/production")


def labels_of(resource: Resource) -> dict[str, str]:
    pod = pod_of(resource)
    return dict(pod["metadata"]["labels"]) if pod else {}


def ours(resources: list[Resource]) -> list[Resource]:
    """Whatever makes pods of our images."""
    return [one for one in resources if labels_of(one).get(COMPONENT) in OURS]


def of_kind(resources: list[Resource], kind: str) -> list[Resource]:
    return [one for one in resources if one["kind"] == kind]


def complaint_about(resource: Resource) -> str | None:
    return _complaint(json.dumps(resource, sort_keys=True))


@cache
def _complaint(text: str) -> str | None:
    """Remembered: environments have most resources in common."""
    resource = json.loads(text)
    try:
        if schema := SCHEMAS.get(resource["kind"]):
            jsonschema.validate(resource, schema)
        else:
            kubernetes_validate.validate(resource, VERSION, strict=True)
    except (
        jsonschema.ValidationError,
        kubernetes_validate.ValidationError,
        kubernetes_validate.SchemaNotFoundError,
    ) as fault:
        return f"{resource['kind']} {resource['metadata']['name']}: {fault}"
    return None


def test_every_resource_has_the_form_of_its_kind(built: list[Resource]) -> None:
    assert [said for one in built if (said := complaint_about(one))] == []


@pytest.mark.parametrize(
    ("kind", "way"),
    [("Deployment", ("spec", "replica")), ("ScaledObject", ("spec", "maxReplicas")), ("Cluster", ("spec", "replicas"))],
)
def test_a_field_with_a_wrong_name_is_found(production: list[Resource], kind: str, way: tuple[str, str]) -> None:
    wrong = json.loads(json.dumps(of_kind(production, kind)[0]))
    wrong[way[0]][way[1]] = 2
    assert complaint_about(wrong) is not None


def by_name(resource: Resource) -> tuple[str, str]:
    return resource["kind"], resource["metadata"]["name"]


@pytest.mark.parametrize("folder", BUILT)
def test_our_reading_is_that_of_kustomize(folder: str) -> None:
    kubectl = find_program("kubectl")
    if kubectl is None:
        pytest.skip("no kubectl on this machine to compare with")
    done = subprocess.run([kubectl, "kustomize", str(KUBERNETES / folder)], capture_output=True, text=True, check=True)
    theirs = sorted(yaml.safe_load_all(done.stdout), key=by_name)
    assert sorted(build(KUBERNETES / folder), key=by_name) == theirs


def test_nobody_is_root_or_writes_its_root_or_speaks_to_the_cluster(built: list[Resource]) -> None:
    for resource in built:
        if pod := pod_of(resource):
            spec, name = pod["spec"], resource["metadata"]["name"]
            assert spec["automountServiceAccountToken"] is False, name
            assert spec["securityContext"]["runAsNonRoot"] is True, name
            for container in spec["containers"]:
                assert container["securityContext"]["readOnlyRootFilesystem"] is True, name
                assert container["securityContext"]["allowPrivilegeEscalation"] is False, name
                assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}, name
                assert container["resources"]["limits"]["memory"], name


def test_what_serves_for_long_is_asked_whether_it_lives_and_is_ready(production: list[Resource]) -> None:
    for resource in of_kind(production, "Deployment"):
        for container in containers_of(resource):
            assert {"startupProbe", "readinessProbe", "livenessProbe"} <= container.keys(), resource["metadata"]["name"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_runs_whatever_it_has_to_run(production: list[Resource], service: str) -> None:
    mine = [one for one in of_kind(production, "Deployment") if labels_of(one)[NAME] == service]
    wanted = {kind for kind in ("relay", "consume", "tasks") if has_part(service, kind)} | {"door"}
    assert {labels_of(one)[COMPONENT] for one in mine} == wanted


@pytest.mark.parametrize("service", SERVICES)
def test_every_job_has_its_clock_and_its_interval(production: list[Resource], service: str) -> None:
    described: Service = SERVICE_BY_NAME[service]
    jobs: dict[str, Job] = dict(jobs_of(described))
    mine = [one for one in of_kind(production, "CronJob") if labels_of(one)[NAME] == service]
    found = {containers_of(one)[0]["args"][1]: one["spec"]["schedule"] for one in mine}
    assert {name: every_s(schedule) for name, schedule in found.items()} == {n: job.every_s for n, job in jobs.items()}


def every_s(schedule: str) -> int:
    """Seconds between two runs, for the kinds of schedules that we use."""
    minute, hour, *_ = schedule.split()
    if minute == "*":
        return 60
    if minute.startswith("*/"):
        return 60 * int(minute[2:])
    return 3_600 if hour == "*" else 86_400


@pytest.mark.parametrize("service", SERVICES)
def test_every_setting_is_given_and_none_is_unknown(production: list[Resource], service: str) -> None:
    told: dict[str, Any] = {}
    for name in ("every-process", f"{service}-settings"):
        (found,) = [one for one in of_kind(production, "ConfigMap") if one["metadata"]["name"] == name]
        told |= found["data"]
    needed, known = variables_of(service)
    given = {name.removesuffix("_FILE") for name in told}
    assert needed - given - {"PP_ASSETS_DIR"} == set()  # the image itself says where the assets are
    assert given - known == set()


def test_whatever_has_several_replicas_keeps_some_while_nodes_are_emptied(production: list[Resource]) -> None:
    kept = [one["spec"]["selector"]["matchLabels"] for one in of_kind(production, "PodDisruptionBudget")]
    assert [
        one["metadata"]["name"] for one in of_kind(production, "Deployment") if labels_of_selector(one) not in kept
    ] == []


def labels_of_selector(deployment: Resource) -> dict[str, str]:
    return dict(deployment["spec"]["selector"]["matchLabels"])


def test_doors_grow_by_processor_time_and_consumers_by_their_queue(production: list[Resource]) -> None:
    doors = {one["spec"]["scaleTargetRef"]["name"] for one in of_kind(production, "HorizontalPodAutoscaler")}
    queues = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]["triggers"][0]["metadata"]["queueName"]
        for one in of_kind(production, "ScaledObject")
    }
    assert doors == {*SERVICES, "gateway"}
    hearing = [service for service in SERVICES if has_part(service, "consume")]
    assert queues == {f"{service}-consume": f"{service}.inbox" for service in hearing}


def test_everything_is_closed_but_what_is_opened(production: list[Resource]) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in of_kind(production, "NetworkPolicy")}
    assert policies["nothing-by-default"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    known = {value for one in production for value in labels_of(one).values()}
    for name, spec in policies.items():
        selector = spec["podSelector"]
        asked = set(selector.get("matchLabels", {}).values())
        asked |= {value for one in selector.get("matchExpressions", []) for value in one["values"]}
        assert asked <= known | {"migration"}, name
