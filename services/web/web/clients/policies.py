"""The rules of participation and staff's figures, of enrolment's API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, Json


class Policies:
    """What anybody reads of the rules, and what staff do to them."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def in_force(self) -> Json:
        """Today's rules."""
        return self._api.get("/policies/in-force")

    def versions(self, *, token: str) -> list[Json]:
        """Every version, newest first."""
        items: list[Json] = self._api.get("/policies", token=token)["items"]
        return items

    def drafts(self, *, token: str) -> list[Json]:
        """Every draft, last edited first."""
        items: list[Json] = self._api.get("/policy-drafts", token=token)["items"]
        return items

    def draft(self, draft_id: UUID, *, token: str) -> Json:
        """One draft, with how far its rehearsal has come."""
        return self._api.get(f"/policy-drafts/{draft_id}", token=token)

    def begin(self, terms: Mapping[str, Any], *, token: str, key: str) -> Json:
        """The draft that was begun."""
        return self._api.post("/policy-drafts", terms, token=token, idempotency_key=key)

    def edit(self, draft_id: UUID, terms: Mapping[str, Any], *, version: int, token: str) -> Json:
        """The draft as it is now; refused where another version than `version` stands there."""
        return self._api.put(f"/policy-drafts/{draft_id}", terms, token=token, version=version)

    def discard(self, draft_id: UUID, *, token: str) -> None:
        """The draft goes."""
        self._api.delete(f"/policy-drafts/{draft_id}", token=token)

    def rehearse(self, draft_id: UUID, *, year: int, token: str, key: str) -> Json:
        """The draft, its rehearsal asked for."""
        path = f"/policy-drafts/{draft_id}/rehearsal"
        return self._api.post(path, {"year": year}, token=token, idempotency_key=key)

    def outcomes(self, draft_id: UUID, criteria: Mapping[str, Any], *, token: str) -> Json:
        """A page of whose outcome changes, with the summary."""
        return self._api.get(f"/policy-drafts/{draft_id}/outcomes", token=token, query=criteria)

    def publish(self, draft_id: UUID, *, token: str, key: str) -> Json:
        """The version that the draft became."""
        return self._api.post(f"/policy-drafts/{draft_id}/publication", {}, token=token, idempotency_key=key)

    def figures(self, year: str | None, *, token: str) -> Json:
        """Demand of a year by organisation, territory and type."""
        return self._api.get("/figures", token=token, query={"year": year})
