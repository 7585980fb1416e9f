"""The catalogue's API: what anyone may read, and what a person keeps."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, Json


class Catalogue:
    """What anyone may read; with a token, what its person keeps."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def search(self, criteria: Mapping[str, Any]) -> Json:
        """One page of cards: `items` and `next_cursor`."""
        return self._api.get("/training-actions", query=criteria)

    def upcoming(self, *, limit: int) -> list[Json]:
        """The cards of what comes next, nearest first."""
        query = {"upcoming": "true", "sort": "date", "limit": limit}
        items: list[Json] = self._api.get("/training-actions", query=query)["items"]
        return items

    def training_action(self, training_action_id: UUID) -> Json:
        """One action with its sessions and slots."""
        return self._api.get(f"/training-actions/{training_action_id}")

    def themes(self) -> list[Json]:
        """`code` and `label` of each."""
        items: list[Json] = self._api.get("/themes")["items"]
        return items

    def types(self) -> list[Json]:
        """`code` and `label` of each."""
        items: list[Json] = self._api.get("/training-action-types")["items"]
        return items

    def facets(self, criteria: Mapping[str, Any]) -> Json:
        """How many actions each choice would find."""
        return self._api.get("/training-actions/facets", query=criteria)

    def communes(self, beginning: str) -> list[Json]:
        """`name` and `postcode` of communes that begin so."""
        items: list[Json] = self._api.get("/communes", query={"q": beginning})["items"]
        return items

    def linked_data(self, training_action_id: UUID) -> Json:
        """The action as schema.org data."""
        return self._api.get(f"/training-actions/{training_action_id}/linked-data")

    def keep_last_search(self, criteria: Json, *, token: str) -> None:
        """Replace the one before."""
        self._api.put("/my/last-search", criteria, token=token)

    def last_search(self, *, token: str) -> Json | None:
        """Its criteria; None where there was none."""
        found: Json | None = self._api.get("/my/last-search", token=token)["criteria"]
        return found

    def favourites(self, cursor: str | None, *, token: str) -> Json:
        """One page of cards with `status` and `kept_at`."""
        return self._api.get("/my/favourites", token=token, query={"cursor": cursor})

    def favourite_keys(self, *, token: str) -> list[str]:
        """The actions that the person keeps."""
        items: list[str] = self._api.get("/my/favourites/keys", token=token)["items"]
        return items

    def keep_favourite(self, training_action_id: UUID, *, token: str) -> None:
        """A second time changes nothing."""
        self._api.put(f"/my/favourites/{training_action_id}", {}, token=token)

    def drop_favourite(self, training_action_id: UUID, *, token: str) -> None:
        """Nothing happens where it is none."""
        self._api.delete(f"/my/favourites/{training_action_id}", token=token)

    def saved_searches(self, *, token: str) -> list[Json]:
        """The latest first."""
        items: list[Json] = self._api.get("/my/saved-searches", token=token)["items"]
        return items

    def save_search(self, body: Json, *, token: str, idempotency_key: str) -> Json:
        """`label`, `criteria`, `tells`."""
        return self._api.post("/my/saved-searches", body, token=token, idempotency_key=idempotency_key)

    def change_saved_search(self, saved_search_id: UUID, body: Json, *, token: str) -> None:
        """`label`, `tells`."""
        self._api.put(f"/my/saved-searches/{saved_search_id}", body, token=token)

    def remove_saved_search(self, saved_search_id: UUID, *, token: str) -> None:
        """Remove it."""
        self._api.delete(f"/my/saved-searches/{saved_search_id}", token=token)

    def stop_saved_search(self, saved_search_id: UUID, key: str) -> None:
        """No more e-mails, for whoever holds the key."""
        self._api.post(f"/saved-searches/{saved_search_id}/stop", {"key": key}, token=None)
