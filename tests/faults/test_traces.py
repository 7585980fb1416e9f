"""Spans of processes as they run in production: after a fork, to the end of their life."""

import json
from pathlib import Path

import httpx
import pytest

from deploy.local.instance import LOOPBACK, choose_ports
from tests.faults.conftest import MakeTrial, eventually

TRACE = "c" * 32


def recorded(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]


@pytest.mark.parametrize("service", ["enrolment", "identity"])
def test_a_request_to_a_forked_worker_is_recorded_with_its_statements(
    trial_of: MakeTrial, tmp_path: Path, service: str
) -> None:
    door = trial_of(service).process("serve")
    bind = f"{LOOPBACK}:{choose_ports(['serve'], saved={})['serve']}"
    assets = str(Path(__file__).parents[2] / "node_modules")
    door.environment |= {"PP_ASSETS_DIR": assets, "PP_HTTP_BIND": bind, "PP_TRACES_URL": tmp_path.as_uri() + "/spans"}
    door.start()

    def answers() -> bool:
        try:
            headers = {"traceparent": f"00-{TRACE}-{'d' * 16}-01"}
            return httpx.get(f"http://{bind}/readyz", headers=headers, timeout=5.0).status_code == 200
        except httpx.HTTPError:
            return False

    eventually(answers, "the door is ready")
    wanted = {"GET /readyz", "SELECT"}

    def names() -> set[str]:
        mine = [span for span in recorded(tmp_path / "spans") if TRACE in json.dumps(span["context"])]
        return {str(span["name"]) for span in mine}

    eventually(lambda: all(any(name.startswith(one) for name in names()) for one in wanted), "the request is recorded")
