"""Types and themes as staff keep them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from services.catalogue.tests.integration.arranging import a_draft, a_published_action

API = "/api/catalogue/v1"
TYPES, THEMES = f"{API}/training-action-types", f"{API}/themes"


def a_type(**changes: Any) -> dict[str, Any]:
    return {"label": "Lab'Innov", "counts_as_formation": False, "self_paced": False, "rank": 3, **changes}


def test_staff_add_a_type_that_readers_then_find(client: FlaskClient, as_staff: dict[str, str]) -> None:
    added = client.post(TYPES, json=a_type(), headers=as_staff)
    assert (added.status_code, added.json["code"], added.headers["ETag"]) == (201, "lab_innov", '"1"')
    labels = [entry["label"] for entry in client.get(TYPES).json["items"]]
    assert labels == ["Formation", "Autoformation Freemium", "Lab'Innov"]


def test_two_labels_that_give_one_code_give_two(client: FlaskClient, as_staff: dict[str, str]) -> None:
    first = client.post(THEMES, json={"label": "Numérique & IA", "rank": 3}, headers=as_staff)
    second = client.post(THEMES, json={"label": "Numérique / IA", "rank": 4}, headers=as_staff)
    assert (first.json["code"], second.json["code"]) == ("numerique_ia", "numerique_ia_2")


@pytest.mark.parametrize("label", ["Financement", "FINANCEMENT"])
def test_a_label_is_given_once(client: FlaskClient, as_staff: dict[str, str], label: str) -> None:
    for answer in (
        client.post(THEMES, json={"label": label, "rank": 3}, headers=as_staff),
        client.put(f"{THEMES}/digital", json={"label": label, "rank": 3}, headers=as_staff),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "label-taken")


def test_who_changes_a_theme_over_somebody_else_is_told_so(client: FlaskClient, as_staff: dict[str, str]) -> None:
    changed = client.put(f"{THEMES}/digital", json={"label": "Le numérique", "rank": 1}, headers=as_staff)
    assert (changed.status_code, changed.json["revision"]) == (200, 2)
    stale = {**as_staff, "If-Match": '"1"'}
    for answer in (
        client.put(f"{THEMES}/digital", json={"label": "Numérique", "rank": 1}, headers=stale),
        client.delete(f"{THEMES}/digital", headers=stale),
    ):
        assert (answer.status_code, answer.json["code"]) == (412, "stale-version")


def test_what_actions_bear_is_neither_removed_nor_changed_in_nature(
    client: FlaskClient, as_staff: dict[str, str]
) -> None:
    a_draft()
    for answer in (
        client.delete(f"{TYPES}/formation", headers=as_staff),
        client.delete(f"{THEMES}/financing", headers=as_staff),
        client.put(f"{TYPES}/formation", json=a_type(label="Formation", self_paced=True), headers=as_staff),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "classification-in-use")
        assert answer.json["figures"] == {"training_actions": 1}
    renamed = client.put(f"{TYPES}/formation", json=a_type(label="Formations"), headers=as_staff)
    assert renamed.json["label"] == "Formations"


def test_what_no_action_bears_goes(client: FlaskClient, as_staff: dict[str, str]) -> None:
    for place in (f"{THEMES}/digital", f"{TYPES}/freemium_self_paced"):
        assert client.delete(place, headers=as_staff).status_code == 204
        assert client.delete(place, headers=as_staff).status_code == 404


def test_a_published_action_keeps_its_labels_until_it_is_published_again(
    client: FlaskClient, as_staff: dict[str, str]
) -> None:
    place = f"{API}/training-actions/{a_published_action().training_action_id}"
    client.put(f"{THEMES}/financing", json={"label": "Financer", "rank": 1}, headers=as_staff)
    assert client.get(place).json["theme"]["label"] == "Financement"
    client.post(f"{place}/publication", headers=as_staff)
    assert client.get(place).json["theme"]["label"] == "Financer"


def test_staff_read_how_many_actions_bear_each(client: FlaskClient, as_staff: dict[str, str]) -> None:
    a_draft()
    found = client.get(f"{API}/classification", headers=as_staff).json
    assert [(entry["code"], entry["training_actions"]) for entry in found["themes"]] == [
        ("financing", 1),
        ("digital", 0),
    ]
    assert found["types"][0]["revision"] == 1


def test_only_staff_keep_types_and_themes(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    for answer in (
        client.get(f"{API}/classification", headers=as_trainer),
        client.post(THEMES, json={"label": "À moi", "rank": 1}, headers=as_trainer),
        client.put(f"{TYPES}/formation", json=a_type(), headers=as_trainer),
        client.delete(f"{THEMES}/digital", headers=as_trainer),
    ):
        assert answer.status_code == 403


@pytest.mark.parametrize("label", ["", "   ", "x" * 81, "a\u0000b"])
def test_a_label_is_something_to_read(client: FlaskClient, as_staff: dict[str, str], label: str) -> None:
    assert client.post(THEMES, json={"label": label, "rank": 1}, headers=as_staff).status_code == 422
