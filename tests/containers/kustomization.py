"""kustomization.yaml read as `kubectl kustomize` reads it, as far as ours go: what is not understood is refused."""

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Resource = dict[str, Any]
# libyaml's where it is there: ten times faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNDERSTOOD = {
    "apiVersion",
    "kind",
    "namespace",
    "nameSuffix",
    "labels",
    "resources",
    "components",
    "images",
    "patches",
}
_IN = re.compile(r"(?P<key>\S+) in \((?P<values>[^)]*)\)")
_TEMPLATES = (("spec", "template"), ("spec", "jobTemplate", "spec", "template"))


def build(folder: Path) -> list[Resource]:
    """Every resource of a folder with a kustomization.yaml, its bases and components laid in."""
    return _lay_on(folder, [])


def _lay_on(folder: Path, given: list[Resource]) -> list[Resource]:
    plan = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    unknown = set(plan) - _UNDERSTOOD
    assert not unknown, f"{folder}: {sorted(unknown)} is not understood"
    resources = given
    for name in plan.get("resources", []):
        path = folder / name
        resources += build(path) if path.is_dir() else _read(path)
    for name in plan.get("components", []):
        resources = _lay_on(folder / name, resources)
    for patch in plan.get("patches", []):
        _patch(folder, patch, resources)
    for resource in resources:
        _complete(resource, plan)
    return resources


def _read(path: Path) -> list[Resource]:
    return [one for one in yaml.load_all(path.read_text(encoding="utf-8"), Loader=_Loader) if one]


def _complete(resource: Resource, plan: Mapping[str, Any]) -> None:
    meta = resource["metadata"]
    if "namespace" in plan:
        meta["namespace"] = plan["namespace"]
    meta["name"] += plan.get("nameSuffix", "")
    for label in plan.get("labels", []):
        meta["labels"] = {**meta.get("labels", {}), **label["pairs"]}
    images = {image["name"]: image for image in plan.get("images", [])}
    for container in containers_of(resource):
        if image := images.get(container["image"]):
            container["image"] = f"{image.get('newName', image['name'])}:{image['newTag']}"


def pod_of(resource: Resource) -> Resource | None:
    """The pod that a Deployment, Job or CronJob makes, None for any other kind."""
    for steps in _TEMPLATES:
        node: Any = resource
        for step in steps:
            node = node.get(step) if isinstance(node, Mapping) else None
        if node and "containers" in node.get("spec", {}):
            return dict(node)
    return None


def containers_of(resource: Resource) -> list[Resource]:
    pod = pod_of(resource)
    return pod["spec"]["containers"] if pod else []


@dataclass(frozen=True)
class Target:
    kind: str | None
    name: str | None
    labels: str | None

    def takes(self, resource: Resource) -> bool:
        meta = resource["metadata"]
        is_named = self.name in (None, meta["name"]) and self.kind in (None, resource["kind"])
        return is_named and (self.labels is None or _selects(self.labels, meta.get("labels", {})))


def _selects(selector: str, labels: Mapping[str, str]) -> bool:
    if found := _IN.fullmatch(selector):
        return labels.get(found["key"]) in [value.strip() for value in found["values"].split(",")]
    key, _, value = selector.partition("=")
    return labels.get(key) == value


def _patch(folder: Path, patch: Mapping[str, Any], resources: Iterable[Resource]) -> None:
    wanted = patch["target"]
    target = Target(wanted.get("kind"), wanted.get("name"), wanted.get("labelSelector"))
    text = (folder / patch["path"]).read_text(encoding="utf-8") if "path" in patch else patch["patch"]
    for resource in resources:
        if target.takes(resource):
            for step in yaml.safe_load(text):
                _apply(step, resource)


def _apply(step: Mapping[str, Any], resource: Resource) -> None:
    """`add` and `replace` of RFC 6902."""
    *way, last = [part.replace("~1", "/") for part in step["path"].split("/")[1:]]
    node: Any = resource
    for part in way:
        node = node[int(part)] if isinstance(node, list) else node[part]
    assert step["op"] == "add" or last in node, f"{step['path']}: nothing to replace"
    node[last] = copy.deepcopy(step["value"])
