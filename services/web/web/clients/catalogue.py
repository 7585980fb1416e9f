"""The catalogue's public API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, Json


class Catalogue:
    """What anyone may read."""

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
