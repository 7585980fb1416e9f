"""The platform in containers: a request on its way, more of one service, one less, another image."""

import time
from datetime import timedelta

import httpx
import pytest

from deploy.compose import images
from deploy.compose.engine import Engine
from deploy.compose.stack import NOTICED_S, Stack
from tests.containers.load import CATALOGUE, ISSUER, PAGES, crowd
from tests.journeys.people import soon
from tests.journeys.procedure import (
    Mails,
    accept,
    approve,
    ask_for_a_place,
    certificate,
    close_session,
    record_presence,
)

LARGEST_IMAGE_BYTES = 420_000_000
NEXT = "next"
AFTER_THE_SESSION_S = int(timedelta(days=40).total_seconds())


@pytest.fixture(scope="module")
def mails(stack: Stack) -> Mails:
    def read(address: str) -> list[dict[str, object]]:
        answer = httpx.get(f"{stack.mailbox_url}/api/messages", params={"to": address}, timeout=10.0)
        items: list[dict[str, object]] = answer.raise_for_status().json()["items"]
        return items

    return read


def known_organisations(stack: Stack) -> int:
    """Copies that enrolment holds of what identity says."""
    return int(stack.query("enrolment", "SELECT count(*) FROM organisations"))


def test_a_request_travels_through_the_gateway_from_sign_in_to_certificate(stack: Stack, mails: Mails) -> None:
    site = stack.site_url
    request = ask_for_a_place(site)
    approve(mails, site, request)
    accept(mails, site, request)
    stack.go_by_another_clock(AFTER_THE_SESSION_S)
    record_presence(site)
    close_session(mails, site)
    certificate(site, request)


def test_no_container_can_write_its_root_or_is_root(stack: Stack, engine: Engine) -> None:
    for container in stack.containers():
        read_only, user = engine.docker(
            "inspect", "--format", "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}", container.id
        ).split()
        assert read_only == "true", container.name
        assert user not in ("", "0", "root"), container.name


def test_an_image_is_small_and_holds_no_other_service(engine: Engine, stack: Stack) -> None:
    for service in ("identity", "catalogue", "enrolment", "documents", "notification", "web"):
        assert images.size_bytes(engine, service, tag=stack.tag) < LARGEST_IMAGE_BYTES, service
    held = engine.docker("run", "--rm", "--entrypoint", "ls", images.image("catalogue", tag=stack.tag), "/app")
    assert held.split() == ["assets", "catalogue", "chassis"]


def test_two_doors_and_three_consumers_serve_and_one_of_each_may_stop(stack: Stack) -> None:
    with crowd(stack.site_url, *PAGES, *CATALOGUE, *ISSUER) as people:
        stack.scale("catalogue", 2)
        stack.scale("enrolment-consume", 3)
        assert int(stack.broker("list_queues", "name", "consumers").split("enrolment.inbox\t")[1].split()[0]) == 3
        time.sleep(NOTICED_S)
        known = known_organisations(stack)
        stack.query("enrolment", "DELETE FROM organisations")
        stack.run_once("identity", "replay", "--to", "enrolment")
        stack.stop_container(stack.containers("enrolment-consume")[0])
        stack.stop_container(stack.containers("catalogue")[0])
        soon(lambda: known_organisations(stack) == known, "the replay was heard")
        time.sleep(NOTICED_S)
    assert people.refused == {}
    assert people.asked > 100
    assert stack.run_once("enrolment", "dead-letters", "list").strip() == ""


def test_a_new_image_comes_in_without_a_refused_request(stack: Stack, engine: Engine) -> None:
    engine.docker("tag", images.image("catalogue", tag=stack.tag), images.image("catalogue", tag=NEXT))
    engine.docker("tag", images.image("web", tag=stack.tag), images.image("web", tag=NEXT))
    with crowd(stack.site_url, *PAGES, *CATALOGUE) as people:
        for service in ("catalogue", "web"):
            stack.roll(service, tag=NEXT)
        time.sleep(NOTICED_S)
    assert people.refused == {}
    assert people.asked > 100
    for service in ("catalogue", "web"):
        used = [
            engine.docker("inspect", "--format", "{{.Config.Image}}", one.id).strip()
            for one in stack.containers(service)
        ]
        assert set(used) == {images.image(service, tag=NEXT)}
