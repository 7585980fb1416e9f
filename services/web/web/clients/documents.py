"""The documents API: what was issued, its files, and the public check."""

from uuid import UUID

from web.clients.gateway import Api, File, Json, segment


class Documents:
    """Certificates of the person who is signed in, and the check that anyone may make."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def of_enrolment(self, enrolment_id: UUID, *, token: str) -> list[Json]:
        """What was issued for one enrolment."""
        items: list[Json] = self._api.get("/documents", token=token, query={"enrolment_id": str(enrolment_id)})["items"]
        return items

    def mine(self, *, token: str) -> list[Json]:
        """The newest hundred."""
        items: list[Json] = self._api.get("/documents", token=token, query={"limit": 100})["items"]
        return items

    def file(self, document_id: UUID, *, token: str) -> File:
        """The PDF."""
        return self._api.file(f"/documents/{document_id}/file", token=token)

    def verification(self, code: str) -> Json:
        """The state of a document and its full content."""
        return self._api.get(f"/verifications/{segment(code)}")
