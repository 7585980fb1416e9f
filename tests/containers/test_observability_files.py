"""Alert rules and dashboard: every expression is one, and every metric that it names exists."""

import json
import re
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "deploy/observability"
RULES = yaml.safe_load((HERE / "alerts.yaml").read_text(encoding="utf-8"))
DASHBOARD = json.loads((HERE / "dashboard.json").read_text(encoding="utf-8"))
MADE = re.compile(
    r'\b(Counter|Gauge|Histogram)\(\s*"(?P<name>parcourspro_[a-z_]+)",\s*"[^"]+",?\s*(?:\[(?P<labels>[^\]]*)\])?'
)
# Prometheus' own.
OF_OTHERS = {"up": {"job"}}
OF_THE_SCRAPE = {"service", "kind", "pod", "job", "instance", "le"}


def metrics() -> dict[str, set[str]]:
    """Every series that the services' code makes, with its labels; a histogram makes three."""
    found: dict[str, set[str]] = dict(OF_OTHERS)
    for path in ROOT.glob("services/*/*/**/*.py"):
        for made in MADE.finditer(path.read_text(encoding="utf-8")):
            labels = set(re.findall(r'"(\w+)"', made["labels"] or ""))
            ends = ("_bucket", "_sum", "_count") if made[1] == "Histogram" else ("",)
            found |= {made["name"] + end: labels for end in ends}
    return found


METRICS = metrics()


def rules() -> list[dict[str, Any]]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def expressions() -> list[str]:
    shown = [target["expr"] for panel in panels() for target in panel["targets"]]
    return [*(rule["expr"] for rule in rules()), *(text.replace("$service", "enrolment") for text in shown)]


def named(expression: str) -> set[str]:
    """The series of an expression; raises ValueError where Prometheus' grammar finds none."""
    promql_parser.parse(expression)
    return set(re.findall(r"\b(parcourspro_[a-z_]+|up)\b", expression))


@pytest.mark.parametrize("expression", expressions())
def test_every_metric_that_is_asked_for_exists(expression: str) -> None:
    asked = named(expression)
    assert asked
    assert asked <= METRICS.keys()


@pytest.mark.parametrize("expression", expressions())
def test_every_label_that_is_asked_for_exists(expression: str) -> None:
    for series, matchers in re.findall(r"\b(parcourspro_[a-z_]+|up)\{([^}]*)\}", expression):
        assert set(re.findall(r"(\w+)[!=]=?~?", matchers)) <= METRICS[series] | OF_THE_SCRAPE
    grouped = {name.strip() for names in re.findall(r"by \(([^)]*)\)", expression) for name in names.split(",")}
    known = set().union(*(METRICS[series] for series in named(expression)))
    assert grouped <= known | OF_THE_SCRAPE


def test_what_is_no_expression_is_found() -> None:
    with pytest.raises(ValueError, match="unclosed"):
        named("sum by (service (up)")


def test_every_metric_of_ours_is_shown() -> None:
    shown = {
        name
        for panel in panels()
        for target in panel["targets"]
        for name in named(target["expr"].replace("$service", "x"))
    }
    hidden = {name for name in METRICS.keys() - OF_OTHERS.keys() - shown if not name.endswith(("_sum", "_bucket"))}
    assert hidden == set()


def test_every_metric_has_a_unit_or_counts() -> None:
    for path in ROOT.glob("services/*/*/**/*.py"):
        for made in MADE.finditer(path.read_text(encoding="utf-8")):
            if made[1] == "Histogram":
                assert made["name"].endswith(("_seconds", "_bytes")), made["name"]
            elif made[1] == "Counter":
                assert made["name"].endswith("_total"), made["name"]


def test_an_alert_says_what_happens_and_what_to_do() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket"), rule["alert"]
        assert rule["annotations"]["summary"], rule["alert"]
        assert (ROOT / rule["annotations"]["runbook"]).is_file(), rule["alert"]


def test_no_two_panels_lie_upon_one_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells
