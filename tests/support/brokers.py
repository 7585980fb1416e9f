"""A virtual host of its own for each test, with the same users and rights as the platform's."""

import itertools
import os
from urllib.parse import quote

import httpx

from deploy.local import rights, shared
from deploy.local.instance import LOOPBACK
from deploy.local.processes import Processes
from deploy.local.rabbitmq import ADMIN, MANAGEMENT_PORT, NAME, Node

TIMEOUT_S = 30.0


class Broker:
    """One virtual host. `url("enrolment")` is enrolment's address in it, `admin_url` may do everything."""

    def __init__(self, vhost: str, *, node: Node, api: httpx.Client) -> None:
        self.vhost = vhost
        self._node = node
        self._api = api
        self._known: set[str] = set()

    @property
    def admin_url(self) -> str:
        return self._node.url(ADMIN, vhost=self.vhost)

    def url(self, service: str) -> str:
        if service not in self._known:
            self._allow(service)
            self._known.add(service)
        return self._node.url(service, vhost=self.vhost)

    def _allow(self, service: str) -> None:
        where = f"{quote(self.vhost, safe='')}/{service}"
        topics = rights.topics_by_service().get(service, rights.Topics())
        self._put(f"/permissions/{where}", rights.permissions(service))
        self._put(f"/topic-permissions/{where}", rights.topic_permissions(topics))

    def _put(self, path: str, body: dict[str, object] | dict[str, str]) -> None:
        self._api.put(path, json=body).raise_for_status()

    def create(self) -> None:
        self._put(f"/vhosts/{self.vhost}", {})
        self._put(f"/permissions/{self.vhost}/{ADMIN}", {"configure": ".*", "write": ".*", "read": ".*"})
        self._put(f"/exchanges/{self.vhost}/{rights.EXCHANGE}", {"type": "topic", "durable": True})

    def delete(self) -> None:
        self._api.delete(f"/vhosts/{self.vhost}").raise_for_status()


class Brokers:
    """The virtual hosts of one test process, on the RabbitMQ that all of them share."""

    def __init__(self) -> None:
        instance = shared.acquire(NAME)
        self._node = Node(instance, Processes(instance))
        self._numbers = itertools.count()
        self._api = httpx.Client(
            base_url=f"http://{LOOPBACK}:{instance.ports[MANAGEMENT_PORT]}/api",
            auth=(ADMIN, instance.secret(f"{ADMIN}.broker")),
            timeout=TIMEOUT_S,
        )

    def create(self) -> Broker:
        broker = Broker(f"test-{os.getpid()}-{next(self._numbers)}", node=self._node, api=self._api)
        broker.create()
        return broker

    def close(self) -> None:
        self._api.close()
