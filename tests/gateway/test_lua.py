"""Kong's own refusals: our Lua, run by the interpreter inside HAProxy before a stand-in for Kong's interface."""

import json
import subprocess
from pathlib import Path

import pytest

from gateway.render.haproxy import answers
from gateway.state import files
from tests.gateway.door import HAPROXY

_KONG = """
local headers, body, dropped = {}, nil, {}
kong = {
  ctx = { plugin = {} },
  request = { get_path = function() return "PATH" end },
  response = {
    get_status = function() return STATUS end,
    get_source = function() return "SOURCE" end,
    set_header = function(name, value) headers[name] = value end,
    clear_header = function(name) dropped[name] = true end,
    set_raw_body = function(text) body = text end,
  },
}
local function header_filter()
HEADER_FILTER
end
local function body_filter()
BODY_FILTER
end
header_filter()
body_filter()
local file = io.open("OUTPUT", "w")
file:write((headers["Content-Type"] or "") .. "\\n" .. tostring(dropped["Content-Length"]) .. "\\n" .. (body or ""))
file:close()
"""


def _run(folder: Path, *, path: str, status: int, source: str) -> list[str]:
    """Content type, whether the length was dropped, body."""
    platform = files.read(files.KONG / "base" / "platform.yaml")
    lua = next(plugin for plugin in platform["plugins"] if plugin["name"] == "post-function")["config"]
    script = _KONG.replace("HEADER_FILTER", lua["header_filter"][0]).replace("BODY_FILTER", lua["body_filter"][0])
    for name, value in {"PATH": path, "STATUS": str(status), "SOURCE": source, "OUTPUT": f"{folder}/said"}.items():
        script = script.replace(name, value)
    (folder / "x.lua").write_text(script)
    (folder / "x.cfg").write_text(f"global\n    lua-load {folder}/x.lua\n")
    done = subprocess.run([HAPROXY, "-c", "-f", folder / "x.cfg"], capture_output=True, text=True, check=False)
    assert (folder / "said").exists(), done.stderr
    return (folder / "said").read_text().split("\n", 2)


@pytest.mark.parametrize("status", [401, 404, 413, 429, 502, 503])
def test_what_kong_answers_itself_under_api_becomes_a_problem(tmp_path: Path, status: int) -> None:
    content_type, dropped, body = _run(tmp_path, path="/api/enrolment/v1/x", status=status, source="exit")

    assert (content_type, dropped) == (answers.PROBLEM_TYPE, "true")
    assert json.loads(body) == json.loads(answers.problem(status))


def test_an_odd_status_becomes_a_problem_too(tmp_path: Path) -> None:
    *_, body = _run(tmp_path, path="/api/enrolment/v1/x", status=418, source="error")

    assert (json.loads(body)["status"], json.loads(body)["code"]) == (418, "internal-error")


@pytest.mark.parametrize(
    ("path", "status", "source"),
    [("/api/enrolment/v1/x", 404, "service"), ("/actions", 502, "error"), ("/api/enrolment/v1/x", 200, "exit")],
)
def test_answers_of_services_pages_and_successes_stay_as_they_are(
    tmp_path: Path, path: str, status: int, source: str
) -> None:
    assert _run(tmp_path, path=path, status=status, source=source) == ["", "nil", ""]
