"""The documents API: what was issued, badges, bundles, Cap Métiers' identity, and the public check."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, File, Json, every, segment


class Documents:
    """Papers and badges as the person who is signed in may see them, and the check that anyone may make."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def of_enrolment(self, enrolment_id: UUID, *, token: str) -> list[Json]:
        """What was issued for one enrolment."""
        items: list[Json] = self._api.get("/documents", token=token, query={"enrolment_id": str(enrolment_id)})["items"]
        return items

    def mine(self, *, token: str) -> list[Json]:
        """All that the active role opens, newest first: for a beneficiary, their own."""
        return every(lambda cursor: self.page({"limit": 100, "cursor": cursor}, token=token))

    def page(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page: `items` and `next_cursor`."""
        return self._api.get("/documents", token=token, query=criteria)

    def one(self, document_id: UUID, *, token: str) -> Json:
        """One document."""
        return self._api.get(f"/documents/{document_id}", token=token)

    def revoke(self, document_id: UUID, *, reason: str, token: str, key: str) -> Json:
        """The document, revoked by staff."""
        path = f"/documents/{document_id}/revocation"
        return self._api.post(path, {"reason": reason}, token=token, idempotency_key=key)

    def file(self, document_id: UUID, *, token: str) -> File:
        """The PDF."""
        return self._api.file(f"/documents/{document_id}/file", token=token)

    def verification(self, code: str) -> Json:
        """The state of a document and its full content."""
        return self._api.get(f"/verifications/{segment(code)}")


class Badges:
    """Open badges: asked for, decided, downloaded."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def page(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page: `items` and `next_cursor`."""
        return self._api.get("/badges", token=token, query=criteria)

    def one(self, badge_id: UUID, *, token: str) -> Json:
        """One badge."""
        return self._api.get(f"/badges/{badge_id}", token=token)

    def ask(self, wish: Mapping[str, Any], *, token: str, key: str) -> Json:
        """The badge that was asked for."""
        return self._api.post("/badges", wish, token=token, idempotency_key=key)

    def decide(self, badge_id: UUID, *, decision: Mapping[str, Any], token: str, key: str) -> Json:
        """The badge after the decision."""
        return self._api.post(f"/badges/{badge_id}/decision", decision, token=token, idempotency_key=key)

    def revoke(self, badge_id: UUID, *, reason: str, token: str, key: str) -> Json:
        """The badge, revoked."""
        path = f"/badges/{badge_id}/revocation"
        return self._api.post(path, {"reason": reason}, token=token, idempotency_key=key)

    def file(self, badge_id: UUID, *, name: str, token: str) -> File:
        """One form of the badge: `image.png`, `image.svg`, `credential.jwt`, `credential.json`."""
        return self._api.file(f"/badges/{badge_id}/{segment(name)}", token=token)

    def hosted(self, badge_id: UUID) -> Json:
        """The public 2.0 view; refused with 410 where the badge was revoked."""
        return self._api.get(f"/badges/v2/assertions/{badge_id}")

    def published(self, address: str) -> Json:
        """A public document that another one names by its full address: a badge class, an issuer."""
        return self._api.get(f"/badges/v2/{address.partition('/badges/v2/')[2]}")


class Bundles:
    """Files made on demand."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def newest(self, *, token: str) -> list[Json]:
        """Those asked for in the active role."""
        items: list[Json] = self._api.get("/bundles", token=token)["items"]
        return items

    def ask(self, wish: Mapping[str, Any], *, token: str, key: str) -> Json:
        """The bundle that was asked for."""
        return self._api.post("/bundles", wish, token=token, idempotency_key=key)

    def file(self, bundle_id: UUID, *, token: str) -> File:
        """Its file."""
        return self._api.file(f"/bundles/{bundle_id}/file", token=token)


class IssuerIdentity:
    """Cap Métiers as papers show it; for staff."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, *, token: str) -> Json:
        """The version in force."""
        return self._api.get("/issuer-identity", token=token)

    def keep(self, identity: Mapping[str, Any], *, token: str) -> Json:
        """A further version."""
        return self._api.put("/issuer-identity", identity, token=token)

    def logo(self, *, token: str) -> File:
        """The PNG in force."""
        return self._api.file("/issuer-identity/logo", token=token)
