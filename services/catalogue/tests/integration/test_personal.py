"""What a person keeps: favourites, the last search, saved searches and their news."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from catalogue.domain.criteria import criteria_of, search_of
from catalogue.domain.saved_searches import MOST_FAVOURITES, MOST_SAVED
from catalogue.domain.searches import Search, Sort
from catalogue.domain.training_actions import Access, DeliveryMode
from catalogue.jobs import tell
from catalogue.usecases.forget_person import forget_person
from catalogue.usecases.withdraw_training_action import withdraw_training_action
from chassis import clock
from chassis.database import transaction
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session, an_offer, told
from services.catalogue.tests.samples import GUY, NOW, PROVIDER, STAFF, two_days

MY = "/api/catalogue/v1/my"
TODAY = clock.now()
SOON = TODAY.date() + timedelta(days=30)
Headers = dict[str, str]


def save(client: FlaskClient, me: Headers, criteria: dict[str, Any], *, tells: bool = True) -> dict[str, Any]:
    body = {"label": "Ma recherche", "criteria": criteria, "tells": tells}
    answer = client.post(f"{MY}/saved-searches", json=body, headers=me)
    assert answer.status_code == 201, answer.json
    saved: dict[str, Any] = answer.json
    return saved


def announced(client: FlaskClient, saved: dict[str, Any]) -> list[dict[str, Any]]:
    return [row.data for row in told(saved["saved_search_id"])]


def announce(title: str, *, at: datetime, **changes: Any) -> None:
    a_session(a_published_action(title=title, **changes), two_days(SOON), now=at)


def test_favourites_are_kept_once_and_dropped(client: FlaskClient, as_beneficiary: Headers, as_staff: Headers) -> None:
    first, second = an_offer(SOON, title="Une"), an_offer(SOON, title="Deux")
    for action in (first, second, first):
        assert client.put(f"{MY}/favourites/{action.training_action_id}", headers=as_beneficiary).status_code == 204
    cards = client.get(f"{MY}/favourites", headers=as_beneficiary).json["items"]
    assert [card["title"] for card in cards] == ["Deux", "Une"]
    assert (cards[0]["status"], cards[0]["next_session"]["remaining_seats"]) == ("published", 4)
    assert client.get(f"{MY}/favourites", headers=as_staff).json["items"] == []
    assert client.delete(f"{MY}/favourites/{first.training_action_id}", headers=as_beneficiary).status_code == 204
    keys = client.get(f"{MY}/favourites/keys", headers=as_beneficiary)
    assert keys.json["items"] == [str(second.training_action_id)]
    assert keys.headers["Cache-Control"] == "private, no-store"


def test_a_withdrawn_favourite_stays_and_says_so(client: FlaskClient, as_beneficiary: Headers) -> None:
    action = an_offer(SOON)
    client.put(f"{MY}/favourites/{action.training_action_id}", headers=as_beneficiary)
    with transaction() as session:
        withdraw_training_action(session, action.training_action_id, editor=STAFF, reason=None, now=NOW)
    (card,) = client.get(f"{MY}/favourites", headers=as_beneficiary).json["items"]
    assert (card["status"], card["next_session"]) == ("withdrawn", None)


def test_only_what_was_published_is_a_favourite(client: FlaskClient, as_beneficiary: Headers) -> None:
    for key in (uuid4(), a_draft().training_action_id):
        assert client.put(f"{MY}/favourites/{key}", headers=as_beneficiary).status_code == 404


def test_favourites_are_paged_and_have_an_end(client: FlaskClient, as_beneficiary: Headers) -> None:
    for number in range(3):
        action = a_published_action(title=f"Action {number}")
        client.put(f"{MY}/favourites/{action.training_action_id}", headers=as_beneficiary)
    first = client.get(f"{MY}/favourites?limit=2", headers=as_beneficiary).json
    second = client.get(f"{MY}/favourites?limit=2&cursor={first['next_cursor']}", headers=as_beneficiary).json
    seen = [card["title"] for card in first["items"] + second["items"]]
    assert (seen, second["next_cursor"]) == (["Action 2", "Action 1", "Action 0"], None)
    assert client.get(f"{MY}/favourites?cursor=WyJ4IiwieSJd", headers=as_beneficiary).status_code == 422


_COPIES = """
INSERT INTO training_actions
SELECT (jsonb_populate_record(kept, jsonb_build_object('training_action_id', gen_random_uuid()))).*
FROM training_actions AS kept, generate_series(1, :most)
"""


def test_favourites_have_an_end(client: FlaskClient, as_beneficiary: Headers) -> None:
    action = a_published_action()
    with transaction() as session:
        session.execute(text(_COPIES), {"most": MOST_FAVOURITES})
        others = text(
            "INSERT INTO favourites SELECT :me, training_action_id, :now FROM training_actions"
            " WHERE training_action_id <> :but"
        )
        session.execute(others, {"me": GUY, "now": NOW, "but": action.training_action_id})
    answer = client.put(f"{MY}/favourites/{action.training_action_id}", headers=as_beneficiary)
    assert (answer.status_code, answer.json["code"]) == (409, "too-many-favourites")


def test_the_last_search_comes_back_on_any_device(client: FlaskClient, as_beneficiary: Headers) -> None:
    assert client.get(f"{MY}/last-search", headers=as_beneficiary).json == {"criteria": None}
    for criteria in ({"q": "bilan"}, {"q": "bilan", "place": "Niort", "theme": ["digital"], "seats_left": True}):
        assert client.put(f"{MY}/last-search", json=criteria, headers=as_beneficiary).status_code == 204
    answer = client.get(f"{MY}/last-search", headers=as_beneficiary)
    assert answer.json == {"criteria": criteria}
    for impossible in ({"q": "x" * 10_000}, {"starts_from": "demain"}, {"limit": 3}, {"within_km": 5}):
        assert client.put(f"{MY}/last-search", json=impossible, headers=as_beneficiary).status_code == 422
    assert client.get(f"{MY}/last-search", headers=as_beneficiary).json == {"criteria": criteria}


def test_criteria_and_search_are_the_same_thing() -> None:
    search = Search(
        text="bilan -court",
        place="Niort",
        themes=("digital",),
        types=("formation",),
        delivery_modes=(DeliveryMode.REMOTE,),
        providers=(PROVIDER,),
        access=Access.OPEN,
        duration="day",
        within_km=20,
        no_remote=True,
        seats_left=True,
        upcoming=True,
        starts_from=SOON,
        starts_to=SOON,
    )
    assert search_of(criteria_of(search)) == search
    assert criteria_of(Search(sort=Sort.DISTANCE)) == {"sort": "distance"}
    assert criteria_of(Search()) == {}


def test_a_saved_search_is_renamed_and_removed_by_its_owner_alone(
    client: FlaskClient, as_beneficiary: Headers, as_staff: Headers
) -> None:
    saved = save(client, as_beneficiary, {"q": "bilan"})
    url = f"{MY}/saved-searches/{saved['saved_search_id']}"
    change = {"label": "Bilans", "tells": False}
    assert client.put(url, json=change, headers=as_staff).status_code == 404
    assert client.put(url, json=change, headers=as_beneficiary).json == {**saved, **change}
    assert client.put(url, json={"label": "", "tells": True}, headers=as_beneficiary).status_code == 422
    assert client.delete(url, headers=as_staff).status_code == 404
    assert len(client.get(f"{MY}/saved-searches", headers=as_beneficiary).json["items"]) == 1
    assert client.delete(url, headers=as_beneficiary).status_code == 204
    assert client.get(f"{MY}/saved-searches", headers=as_beneficiary).json["items"] == []


def test_nobody_saves_searches_without_end(client: FlaskClient, as_beneficiary: Headers) -> None:
    for _ in range(MOST_SAVED):
        save(client, as_beneficiary, {"q": "bilan"})
    body = {"label": "Une de trop", "criteria": {}, "tells": True}
    answer = client.post(f"{MY}/saved-searches", json=body, headers=as_beneficiary)
    assert (answer.status_code, answer.json["code"]) == (409, "too-many-saved-searches")


def test_what_is_announced_later_is_told_once(client: FlaskClient, as_beneficiary: Headers) -> None:
    an_offer(SOON, title="Bilan déjà là")
    saved = save(client, as_beneficiary, {"q": "bilan"})
    tomorrow = TODAY + timedelta(days=1)
    tell(tomorrow)
    assert announced(client, saved) == []
    announce("Nouveau bilan", at=tomorrow + timedelta(hours=1))
    announce("Autre chose", at=tomorrow + timedelta(hours=1))
    tell(tomorrow + timedelta(hours=2))
    assert announced(client, saved) == [], "looked at less than a day ago"
    for _ in range(2):
        tell(tomorrow + timedelta(days=1))
    (data,) = announced(client, saved)
    assert (data["total"], [match["title"] for match in data["matches"]]) == (1, ["Nouveau bilan"])
    assert data["matches"][0]["first_day"] == SOON.isoformat()
    assert data["label"] == "Ma recherche"
    tell(tomorrow + timedelta(days=2))
    assert len(announced(client, saved)) == 1


def test_a_new_session_of_an_old_action_is_news(client: FlaskClient, as_beneficiary: Headers) -> None:
    action = an_offer(SOON, title="Bilan")
    saved = save(client, as_beneficiary, {"q": "bilan"})
    a_session(action, two_days(SOON + timedelta(days=9)), now=TODAY + timedelta(hours=5))
    tell(TODAY + timedelta(days=1))
    (data,) = announced(client, saved)
    assert data["matches"][0]["first_day"] == (SOON + timedelta(days=9)).isoformat()


def test_whoever_holds_the_key_stops_the_e_mails_and_nothing_else(client: FlaskClient, as_beneficiary: Headers) -> None:
    saved = save(client, as_beneficiary, {"q": "bilan"})
    announce("Bilan", at=TODAY + timedelta(hours=1))
    tell(TODAY + timedelta(days=1))
    (data,) = announced(client, saved)
    url = f"/api/catalogue/v1/saved-searches/{saved['saved_search_id']}/stop"
    for body, status in (({"key": "wrong"}, 404), ({"key": "é"}, 404), ({}, 422), ({"key": data["stop_key"]}, 204)):
        assert client.post(url, json=body).status_code == status
    assert client.post(url, json={"key": data["stop_key"]}).status_code == 204, "a second time changes nothing"
    assert client.post(url.replace(saved["saved_search_id"], str(uuid4())), json={"key": "x"}).status_code == 404
    (kept,) = client.get(f"{MY}/saved-searches", headers=as_beneficiary).json["items"]
    assert kept["tells"] is False
    assert "stop_key" not in kept
    announce("Bilan encore", at=TODAY + timedelta(days=1, hours=1))
    tell(TODAY + timedelta(days=3))
    assert len(announced(client, saved)) == 1


def test_being_told_again_counts_from_that_day(client: FlaskClient, as_beneficiary: Headers) -> None:
    saved = save(client, as_beneficiary, {"q": "bilan"}, tells=False)
    announce("Bilan", at=datetime(2026, 1, 1, tzinfo=UTC))
    url = f"{MY}/saved-searches/{saved['saved_search_id']}"
    client.put(url, json={"label": "Bilans", "tells": True}, headers=as_beneficiary)
    tell(clock.now() + timedelta(days=1))
    assert announced(client, saved) == []


def test_what_a_forgotten_person_kept_goes(client: FlaskClient, as_beneficiary: Headers) -> None:
    action = an_offer(SOON)
    client.put(f"{MY}/favourites/{action.training_action_id}", headers=as_beneficiary)
    client.put(f"{MY}/last-search", json={"q": "bilan"}, headers=as_beneficiary)
    save(client, as_beneficiary, {"q": "bilan"})
    with transaction() as session:
        forget_person(session, GUY, now=NOW)
    for path, empty in (("favourites", "items"), ("saved-searches", "items"), ("last-search", "criteria")):
        assert not client.get(f"{MY}/{path}", headers=as_beneficiary).json[empty]


@pytest.mark.parametrize("path", ["favourites", "favourites/keys", "last-search", "saved-searches"])
def test_what_is_kept_is_for_its_person_alone(client: FlaskClient, path: str) -> None:
    assert client.get(f"{MY}/{path}").status_code == 401
