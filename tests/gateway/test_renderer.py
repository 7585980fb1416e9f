"""The renderer refuses what it cannot say, with the place and the reason."""

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway import validate
from gateway.render import kong
from gateway.render.haproxy import answers, config
from gateway.render.haproxy.options import Options, read_keys
from gateway.state import checks, files, openapi, overlay, reading, schema
from gateway.state.errors import StateError
from gateway.state.routing import candidates, route_for
from tests.gateway.door import HAPROXY, render
from tests.gateway.tokens import Signer

Document = dict[str, Any]
ADDRESSES = dict.fromkeys(("identity", "catalogue", "enrolment", "notification", "documents", "web"), ("127.0.0.1:9",))


@pytest.fixture
def document() -> Document:
    return files.load("local")


@pytest.fixture
def options(tmp_path: Path) -> Options:
    Signer.fresh("some-key").publish(tmp_path)
    return Options(listen="127.0.0.1:8080", keys=read_keys(tmp_path), addresses=ADDRESSES)


def _at(document: Document, selector: str) -> Any:
    return overlay.select(document, selector)[0]


WEB = "$.services[?(@.name=='web')]"
PAGES = WEB + ".routes[?(@.name=='web-pages')]"
API = "$.services[?(@.name=='enrolment')].routes[?(@.name=='enrolment-api')]"
JWT = API + ".plugins[?(@.name=='jwt')].config"
CACHE = "$.services[*].routes[?(@.name=='catalogue-public')].plugins[?(@.name=='proxy-cache')].config"
LIMIT = API + ".plugins[?(@.name=='rate-limiting')].config"

UNKNOWN: list[tuple[str, dict[str, Any], str]] = [
    ("$", {"certificates": []}, "certificates"),
    ("$", {"_plugin_configs": {}}, "_plugin_configs"),
    (WEB, {"path": "/x"}, "path"),
    (WEB, {"url": "http://x"}, "url"),
    (WEB, {"protocol": "https"}, "protocol"),
    (WEB, {"tls_verify": True}, "tls_verify"),
    (WEB, {"host": "nowhere"}, "no upstream is called nowhere"),
    (PAGES, {"strip_path": True}, "strip_path"),
    (PAGES, {"preserve_host": False}, "preserve_host"),
    (PAGES, {"headers": {"x": ["y"]}}, "headers"),
    (PAGES, {"snis": ["x"]}, "snis"),
    (PAGES, {"expression": "http.path == 1"}, "expression"),
    (PAGES, {"methods": ["TRACE"]}, "unknown method TRACE"),
    (PAGES, {"hosts": ["*.example"]}, "hosts"),
    (PAGES, {"paths": ["/", "~/x$"]}, "prefixes only or ~ patterns only"),
    (PAGES, {"paths": ["~/x(?=y)"]}, "pattern"),
    (PAGES, {"paths": ["~/x' }"]}, "pattern"),
    (PAGES, {"paths": ["/x y"]}, "path"),
    (PAGES, {"name": "Web Pages"}, "name"),
    (PAGES, {"name": "enrolment-api"}, "stands twice"),
    (CACHE, {"strategy": "redis"}, "strategy"),
    (CACHE, {"request_method": ["GET", "POST"]}, "request_method"),
    (CACHE, {"vary_headers": []}, "vary_headers"),
    (CACHE, {"cache_control": False}, "cache_control"),
    (CACHE, {"cache_ttl": 0}, "cache_ttl"),
    (JWT, {"key_claim_name": "iss"}, "key_claim_name"),
    (JWT, {"claims_to_verify": []}, "claims_to_verify"),
    (JWT, {"uri_param_names": ["jwt"]}, "uri_param_names"),
    (JWT, {"cookie_names": ["token"]}, "cookie_names"),
    (JWT, {"run_on_preflight": True}, "run_on_preflight"),
    (JWT, {"anonymous": "somebody"}, "anonymous"),
    (JWT, {"maximum_expiration": 60}, "maximum_expiration"),
    (LIMIT, {"limit_by": "consumer"}, "limit_by"),
    (LIMIT, {"policy": "redis"}, "policy"),
    (LIMIT, {"second": 5}, "exactly one"),
    (LIMIT, {"minute": 0}, "at least 1"),
    (LIMIT, {"minute": "many"}, "must be int"),
    (LIMIT, {"sync_rate": 1}, "sync_rate"),
    ("$.plugins[?(@.name=='cors')].config", {"origins": ["*"]}, "origins"),
    ("$.plugins[?(@.name=='cors')].config", {"preflight_continue": True}, "preflight_continue"),
    ("$.plugins[?(@.name=='correlation-id')].config", {"generator": "tracker"}, "generator"),
    ("$.plugins[?(@.name=='request-transformer')].config", {"add": {"headers": ["x:y"]}}, "add"),
    ("$.plugins[?(@.name=='request-size-limiting')].config", {"size_unit": "pounds"}, "size_unit"),
    ("$.plugins[?(@.name=='post-function')].config", {"header_filter": ["kong.response.exit(200)"]}, "Lua"),
    ("$.plugins[?(@.name=='cors')]", {"enabled": False}, "enabled"),
    ("$.plugins[?(@.name=='cors')]", {"name": "key-auth"}, "unknown plugin 'key-auth'"),
    ("$.upstreams[?(@.name=='web.upstream')]", {"algorithm": "least-connections"}, "algorithm"),
    ("$.upstreams[?(@.name=='web.upstream')]", {"hash_on": "ip"}, "hash_on"),
    ("$.upstreams[?(@.name=='web.upstream')]", {"targets": [{"target": "127.0.0.1"}]}, "host:port"),
    ("$.consumers[*]", {"keyauth_credentials": [{"key": "x"}]}, "keyauth_credentials"),
]


@pytest.mark.parametrize(("selector", "values", "reason"), UNKNOWN, ids=lambda value: str(value)[:60])
def test_what_cannot_be_rendered_is_refused(document: Document, selector: str, values: Document, reason: str) -> None:
    _at(document, selector).update(values)

    with pytest.raises(StateError, match=reason.replace("*", r"\*").replace("(", r"\(")):
        reading.read(document)


UNSAFE: list[tuple[str, dict[str, Any], str]] = [
    (API, {"tags": ["public"]}, "protected by the jwt plugin exactly when"),
    (PAGES, {"tags": []}, "either public or protected"),
    (PAGES, {"plugins": []}, "no rate limit"),
    (API, {"paths": ["/api/enrolment/"]}, "covers the whole API"),
    ("$.routes[?(@.name=='internal-endpoints')]", {"paths": ["~/livez$"]}, "/readyz would reach web"),
    ("$.routes[?(@.name=='unknown-api')]", {"plugins": []}, "leads nowhere"),
    ("$.plugins[?(@.name=='request-transformer')].config", {"remove": {"headers": ["X"]}}, "x-consumer-username"),
    ("$.routes[?(@.name=='encoded-separators')]", {"regex_priority": 200}, "nothing says which goes first"),
    (PAGES, {"paths": ["/sso/"]}, "nothing says which goes first"),
    ("$.consumers[*]", {"username": "partner"}, "exactly one is wanted"),
]


@pytest.mark.parametrize(("selector", "values", "reason"), UNSAFE, ids=lambda value: str(value)[:60])
def test_what_would_open_a_door_is_refused(document: Document, selector: str, values: Document, reason: str) -> None:
    _at(document, selector).update(values)

    with pytest.raises(StateError, match=reason):
        checks.check(reading.read(document))


def test_a_cache_on_a_protected_route_is_refused(document: Document) -> None:
    plugins = _at(document, "$.services[?(@.name=='catalogue')].routes[?(@.name=='catalogue-public')].plugins")
    protected = _at(document, "$.services[?(@.name=='catalogue')].routes[?(@.name=='catalogue-api')].plugins")
    protected.append(next(plugin for plugin in plugins if plugin["name"] == "proxy-cache"))

    with pytest.raises(StateError, match="a cache stands on public routes only"):
        checks.check(reading.read(document))


def test_a_limit_by_header_on_a_public_route_is_refused(document: Document) -> None:
    limit = _at(document, PAGES + ".plugins[?(@.name=='rate-limiting')].config")
    limit.update(limit_by="header", header_name="Authorization")

    with pytest.raises(StateError, match="every invented header"):
        checks.check(reading.read(document))


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        ({"_format_version": "1.0", "patches": [{"selectors": ["$.services[?(@.name=='wbe')]"]}]}, "names nothing"),
        ({"_format_version": "1.0", "patches": [{"selectors": ["$..routes"]}]}, "only .name"),
        ({"_format_version": "1.0", "patches": [{"selectors": ["$.services"]}]}, "does not name an object"),
        ({"_format_version": "1.0", "patches": [{"selectors": ["$"], "merge": True}]}, "merge"),
        ({"_format_version": "3.0", "patches": []}, "_format_version"),
    ],
)
def test_an_overlay_that_changes_nothing_or_says_too_much_is_refused(
    document: Document, layer: Document, reason: str
) -> None:
    with pytest.raises(StateError, match=reason):
        overlay.apply(document, layer, where="overlay")


def test_a_variable_of_deck_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text('host: ${{ env "DECK_HOST" }}\n')

    with pytest.raises(StateError, match="use an overlay"):
        files.read(path)


def test_a_service_without_an_address_is_refused(document: Document, options: Options) -> None:
    alone = Options(listen=options.listen, keys=options.keys, addresses={})

    with pytest.raises(StateError, match="no target"):
        config.render(reading.read(document), alone)


@pytest.mark.parametrize("content", ["no key", "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n", ""])
def test_a_file_that_is_no_public_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "kid.pem").write_text(content)

    with pytest.raises(StateError, match="no public key"):
        read_keys(tmp_path)


@pytest.mark.parametrize("name", ["a b", 'a"b', "é", "a;b"])
def test_a_kid_that_could_break_the_configuration_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.pem").write_bytes(Signer.fresh("x").public_pem)

    with pytest.raises(StateError, match="is no kid"):
        read_keys(tmp_path)


def test_no_key_at_all_is_refused(tmp_path: Path) -> None:
    done = render("--target", "haproxy", "--environment", "local", "--keys", tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("gateway: no <kid>.pem in ")


@pytest.mark.parametrize("environment", files.ENVIRONMENTS)
def test_every_environment_renders_to_what_haproxy_accepts(tmp_path: Path, options: Options, environment: str) -> None:
    path = tmp_path / "haproxy.cfg"
    state = reading.read(files.load(environment))
    path.write_text(
        config.render(
            state,
            Options(listen=options.listen, keys=options.keys, addresses={}) if environment != "local" else options,
        )
    )

    checked = subprocess.run([HAPROXY, "-c", "-f", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("environment", files.ENVIRONMENTS)
def test_the_file_for_kong_holds_everything_and_nothing_that_only_deck_understands(
    options: Options, environment: str
) -> None:
    document = files.load(environment)
    whole = yaml.safe_load(kong.render(document, reading.read(document), options))

    assert not [name for name in files.DECK_ONLY if name in whole]
    credential = whole["consumers"][0]["jwt_secrets"][0]
    assert credential["key"] == "some-key"
    assert credential["algorithm"] == "RS256"
    assert credential["secret"]
    assert credential["rsa_public_key"].encode() == options.keys["some-key"].read_bytes()
    assert all(upstream["targets"] for upstream in whole["upstreams"])
    assert len(whole["services"]) == 6


@pytest.mark.skipif(not schema.present(), reason="no copy of deck's JSON schema beside the repository")
def test_every_state_file_holds_against_the_schema_of_deck(options: Options) -> None:
    for name, file in files.base():
        schema.check(file, where=name)
    document = files.load("local")
    schema.check(yaml.safe_load(kong.render(document, reading.read(document), options)), where="kong.yaml")


@pytest.mark.skipif(not schema.present(), reason="no copy of deck's JSON schema beside the repository")
def test_the_schema_of_deck_refuses_a_misspelt_field(document: Document) -> None:
    document["services"][0]["rotues"] = []

    with pytest.raises(StateError, match="rotues"):
        schema.check(document, where="planted")


def test_the_answers_of_both_gateways_are_the_same() -> None:
    platform = files.read(files.KONG / "base" / "platform.yaml")
    lua = next(plugin for plugin in platform["plugins"] if plugin["name"] == "post-function")["config"][
        "header_filter"
    ][0]
    for status, (code, title) in answers.REFUSALS.items():
        if status == 500:
            assert f'"{code}", "{title}"' in lua
        else:
            assert f'[{status}] = {{ "{code}", "{title}" }}' in lua
    for route in platform["routes"]:
        termination = route["plugins"][0]["config"]
        assert json.loads(termination["body"]) == json.loads(answers.problem(termination["status_code"]))


def test_routes_are_asked_in_the_order_of_kong(document: Document) -> None:
    order = [candidate.route.name for candidate in candidates(reading.read(document).routes)]

    assert order.index("catalogue-public") < order.index("encoded-separators") < order.index("internal-endpoints")
    assert order.index("internal-endpoints") < order.index("catalogue-api") < order.index("unknown-api")
    assert order[-1] == "web-pages"


def test_methods_outrank_patterns_and_patterns_outrank_prefixes(document: Document) -> None:
    _at(document, PAGES).update(methods=["GET"])
    state = reading.read(document)

    found = route_for(state, "GET", "/livez")
    assert found is not None
    assert found.name == "web-pages"
    with pytest.raises(StateError, match="GET /livez would reach web"):
        checks.check(state)


PROMISED = {
    "paths": {
        "/api/documents/v1/documents": {"get": {"security": [{"accessToken": []}]}},
        "/api/documents/v1/seal-certificates": {"get": {}},
        "/api/documents/v1/badges/issuer": {"get": {}},
        "/api/documents/v1/badges/keys/{key_id}": {"get": {}},
        "/api/documents/v1/badges/status-lists/{number}": {
            "get": {},
            "parameters": [{"name": "number", "schema": {"type": "integer"}}],
        },
        "/api/documents/v1/badges/v2/classes/{training_action_id}/{number}": {
            "get": {},
            "parameters": [
                {"name": "training_action_id", "schema": {"type": "string"}},
                {"name": "number", "schema": {"type": "integer"}},
            ],
        },
        "/api/documents/v1/badges/v2/assertions/{badge_id}": {"get": {}},
        "/api/documents/v1/verifications/{code}": {"get": {}},
    }
}


def _promise(folder: Path, change: Document) -> None:
    document = copy.deepcopy(PROMISED)
    document["paths"].update(change)
    (folder / "documents.openapi.yaml").write_text(yaml.safe_dump(document))


def test_promised_operations_that_the_routes_keep_are_fine(tmp_path: Path, document: Document) -> None:
    _promise(tmp_path, {})

    openapi.check(reading.read(document), tmp_path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"/api/documents/v1/documents": {"get": {}}}, "the promise is public"),
        ({"/api/documents/v1/verifications/{code}": {"get": {"security": [{"accessToken": []}]}}}, "is protected"),
        ({"/api/papers/v1/x": {"get": {}}}, "unknown-api answers"),
    ],
)
def test_a_promise_that_the_routes_do_not_keep_is_a_fault(
    tmp_path: Path, document: Document, change: Document, reason: str
) -> None:
    _promise(tmp_path, change)

    with pytest.raises(StateError, match=reason):
        openapi.check(reading.read(document), tmp_path)


def test_a_public_path_that_nobody_promises_is_a_fault(tmp_path: Path, document: Document) -> None:
    _at(document, "$.services[?(@.name=='documents')].routes[?(@.name=='documents-public')]")["paths"].append(
        "~/api/documents/v1/everything$"
    )
    _promise(tmp_path, {})

    with pytest.raises(StateError, match="opens what nobody promises"):
        openapi.check(reading.read(document), tmp_path)


@pytest.mark.parametrize("environment", files.ENVIRONMENTS)
def test_every_operation_that_the_services_promise_is_reachable_and_as_protected_as_promised(environment: str) -> None:
    state = reading.read(files.load(environment))
    checks.check(state)

    openapi.check(state)
    assert set(openapi.services_described()) == {"identity", "catalogue", "enrolment", "notification", "documents"}


def test_validation_says_what_it_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main() == 0

    said = capsys.readouterr().out
    assert all(f"gateway: {environment}: " in said for environment in files.ENVIRONMENTS)
    assert all(option.stem in said for option in files.OPTIONS)
