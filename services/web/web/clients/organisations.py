"""Identity's API about organisations, asked as the person who is signed in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, Json

# Decisions by the kind of request they are about; each ends the path of the request.
DECISIONS = {
    "affiliations": ("confirmation", "refusal", "withdrawal"),
    "referencings": ("acceptance", "refusal"),
    "change-reports": ("acceptance", "refusal", "withdrawal"),
    "membership-requests": ("confirmation", "refusal", "withdrawal"),
}


class Organisations:
    """Organisations, who belongs to them, and what is asked about them."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def search(self, typed: str, *, cursor: str | None, token: str) -> Json:
        """One page of the organisations nearest to what was typed."""
        return self._api.get("/organisations", token=token, query={"q": typed, "limit": 10, "cursor": cursor})

    def one(self, organisation_id: UUID | str, *, token: str) -> Json:
        """An organisation with its memberships."""
        return self._api.get(f"/organisations/{organisation_id}", token=token)

    def page(self, what: str, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of a list: affiliations, accounts, referencings, change-reports, registered-organisations…"""
        return self._api.get(f"/{what}", token=token, query=criteria)

    def account(self, account_id: UUID, *, token: str) -> Json:
        """One account with its affiliations, for staff."""
        return self._api.get(f"/accounts/{account_id}", token=token)

    def request(self, kind: str, key: UUID | str, *, token: str) -> Json:
        """One request of a kind of `DECISIONS`."""
        return self._api.get(f"/{kind}/{key}", token=token)

    def decide(self, kind: str, key: UUID | str, *, decision: str, body: Mapping[str, Any], token: str) -> Json:
        """Take one of the decisions of `DECISIONS`."""
        return self._api.post(f"/{kind}/{key}/{decision}", body, token=token)

    def ask_to_belong(self, organisation_id: str, *, message: str, token: str, key: str) -> Json:
        """The affiliation that was asked for; the same `key` asks once."""
        body = {"organisation_id": organisation_id, "message": message or None}
        return self._api.post("/affiliations", body, token=token, idempotency_key=key)

    def grant(self, affiliation_id: UUID, *, role: str, token: str) -> None:
        """Put a role in force."""
        self._api.put(f"/affiliations/{affiliation_id}/roles/{role}", {}, token=token)

    def revoke(self, affiliation_id: UUID, *, role: str, token: str) -> None:
        """End a role."""
        self._api.delete(f"/affiliations/{affiliation_id}/roles/{role}", token=token)

    def hand_over(self, affiliation_id: UUID, *, role: str, to: str, token: str) -> None:
        """To another person of the organisation."""
        body = {"to_affiliation_id": to}
        self._api.post(f"/affiliations/{affiliation_id}/roles/{role}/handover", body, token=token)

    def name_staff(self, account_id: UUID, *, is_staff: bool, token: str) -> None:
        """Somebody works for Cap Métiers, or no longer."""
        path = f"/accounts/{account_id}/staff"
        if is_staff:
            self._api.put(path, {}, token=token)
        else:
            self._api.delete(path, token=token)

    def register(self, form: Mapping[str, Any], *, token: str, key: str) -> Json:
        """An organisation that staff know of."""
        return self._api.post("/organisations", form, token=token, idempotency_key=key)

    def report_change(self, organisation_id: UUID | str, form: Mapping[str, Any], *, token: str, key: str) -> Json:
        """New values with the day from which they hold."""
        path = f"/organisations/{organisation_id}/change-reports"
        return self._api.post(path, form, token=token, idempotency_key=key)

    def ask_for_membership(self, organisation_id: UUID | str, *, message: str, token: str, key: str) -> Json:
        """To join, or to renew."""
        path = f"/organisations/{organisation_id}/membership-requests"
        return self._api.post(path, {"message": message or None}, token=token, idempotency_key=key)

    def record_membership(self, organisation_id: UUID, period: Mapping[str, str], *, token: str, key: str) -> Json:
        """A membership that nobody asked for here."""
        return self._api.post(f"/organisations/{organisation_id}/memberships", period, token=token, idempotency_key=key)

    def my_referencing(self, referencing_id: UUID, *, token: str) -> Json:
        """One referencing request of mine."""
        return self._api.get(f"/my-referencings/{referencing_id}", token=token)

    def send_referencing(self, form: Mapping[str, Any], *, corrected: UUID | None, token: str, key: str) -> Json:
        """A new request, or a refused one corrected."""
        if corrected:
            return self._api.put(f"/my-referencings/{corrected}", form, token=token)
        return self._api.post("/my-referencings", form, token=token, idempotency_key=key)
