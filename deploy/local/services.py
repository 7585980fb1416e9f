"""The six services: how each of their processes is started here."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.local.instance import LOOPBACK, PYTHON, ROOT, Instance
from deploy.local.keys import key_files
from deploy.local.postgres import Cluster
from deploy.local.processes import Program, plain_environment
from deploy.local.rabbitmq import Node

SERVICES = ("identity", "catalogue", "enrolment", "documents", "notification", "web")
# As in_turn.py has it, which loads too much to be imported here.
SEPARATOR = "--"
KINDS = ("serve", "work")
# A request in hand or a task under way is finished first; gunicorn itself gives them 30 s.
STOP_TIMEOUT_S = 35.0
WEB_CLIENT = "web"


def process_name(service: str, kind: str) -> str:
    return f"{service}.{kind}"


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the processes of the services need to know of one another."""

    instance: Instance
    cluster: Cluster
    node: Node
    clock_offset_s: int = 0
    traces_url: str = ""

    @property
    def site_url(self) -> str:
        return self.instance.site_url

    def _bind(self, service: str, kind: str) -> str:
        return f"{LOOPBACK}:{self.instance.ports[process_name(service, kind)]}"

    def _own(self, service: str) -> dict[str, str]:
        """Settings that one service alone has."""
        instance = self.instance
        assets = str(ROOT / "node_modules")
        own = {
            "identity": {
                "PP_KEY_ENCRYPTION_SECRET": instance.secret("identity.keys"),
                "PP_SESSION_SECRET": instance.secret("identity.session"),
                "PP_ASSETS_DIR": assets,
            },
            "web": {
                "PP_API_URL": self.site_url,
                "PP_CLIENT_ID": WEB_CLIENT,
                "PP_CLIENT_SECRET": instance.secret("web.client"),
                "PP_SESSION_SECRET": instance.secret("web.session"),
                "PP_ASSETS_DIR": assets,
            },
            "notification": {
                "PP_SMTP_URL": f"smtp://{LOOPBACK}:{instance.ports['smtp']}",
                "PP_LINK_SECRET": instance.secret("notification.links"),
                "PP_DECISION_LINK_SECRET": instance.secret("decision.links"),
            },
            "enrolment": {"PP_DECISION_LINK_SECRET": instance.secret("decision.links")},
            "catalogue": {"PP_IMPORTS_STORE_URL": f"file://{instance.subfolder('imports')}"},
            "documents": {
                "PP_DOCUMENTS_STORE_URL": f"file://{instance.subfolder('documents')}",
                **key_files(instance.subfolder("keys")),
            },
        }
        return own.get(service, {})

    def environment(self, service: str) -> dict[str, str]:
        identity = self._bind("identity", "serve")
        return plain_environment(
            PP_ENVIRONMENT="development",
            PP_DATABASE_URL=self.cluster.service_url(service),
            PP_BROKER_URL=self.node.url(service),
            PP_ISSUER=f"{self.site_url}/sso",
            PP_JWKS_URL=f"http://{identity}/sso/jwks.json",
            PP_PUBLIC_URL=self.site_url,
            PP_CLOCK_OFFSET_S=str(self.clock_offset_s),
            PP_TRACES_URL=self.traces_url,
            PP_HTTP_BIND=self._bind(service, "serve"),
            PP_WORK_BIND=self._bind(service, "work"),
            TMPDIR=str(self.instance.subfolder("tmp")),
            **self._own(service),
        )

    def command(self, service: str, name: str, arguments: Sequence[str]) -> Program:
        """`python -m <service> …`, as the process called `name`."""
        return Program(
            name=name,
            command=[PYTHON, "-m", service, *arguments],
            environment=self.environment(service),
            stop_timeout_s=STOP_TIMEOUT_S,
        )

    def prepare_identity(self, commands: Sequence[Sequence[str]]) -> Program:
        """Several commands of identity in one process, which knows web's secret to register it; see in_turn.py."""
        words = [word for row in commands for word in (*row, SEPARATOR)][:-1]
        return Program(
            name="identity.prepare",
            command=[PYTHON, "-m", "deploy.local.in_turn", "identity", *words],
            environment={**self.environment("identity"), "PP_CLIENT_SECRET": self.instance.secret("web.client")},
            stop_timeout_s=STOP_TIMEOUT_S,
        )

    def process(self, service: str, kind: str) -> Program:
        return self.command(service, process_name(service, kind), [kind])

    def readiness_url(self, service: str, kind: str) -> str:
        return f"http://{self._bind(service, kind)}/readyz"
