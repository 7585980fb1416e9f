"""The notification API: messages of the person, how they wish to be told, and the console of staff."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, Json


class Messages:
    """What was sent to the person who is signed in; for staff, to anybody."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def page(self, query: Mapping[str, Any], *, token: str) -> Json:
        """One's own, newest first."""
        return self._api.get("/messages", token=token, query=query)

    def unread(self, *, token: str) -> int:
        """How many are unread, 100 for a hundred and more."""
        return int(self._api.get("/messages/unread", token=token)["count"])

    def read(self, message_id: UUID, *, token: str) -> None:
        """One was opened."""
        self._api.post(f"/messages/{message_id}/reading", {}, token=token)

    def read_all(self, *, token: str) -> None:
        """All were read."""
        self._api.post("/messages/reading", {}, token=token)

    def preferences(self, *, token: str) -> list[Json]:
        """Topics with how they go and how they may go."""
        items: list[Json] = self._api.get("/preferences", token=token)["items"]
        return items

    def prefer(self, choices: Mapping[str, str], *, token: str) -> None:
        """Keep these choices."""
        self._api.put("/preferences", {"choices": dict(choices)}, token=token)

    def stop_link(self, link: str) -> str:
        """The topic that a link of an e-mail stops."""
        return str(self._api.post("/stop-links", {"token": link})["topic"])

    def stop(self, link: str) -> str:
        """Use the link; the topic that it stopped."""
        return str(self._api.post("/stop-links/uses", {"token": link})["topic"])

    def failing_addresses(self, organisation_id: UUID, *, token: str) -> dict[str, str]:
        """The people of an organisation whose e-mails come back: since when, by account."""
        query = {"organisation_id": str(organisation_id)}
        items = self._api.get("/failing-addresses", token=token, query=query)["items"]
        return {item["account_id"]: item["since"] for item in items}

    def deliveries(self, query: Mapping[str, Any], *, token: str) -> Json:
        """Everybody's, newest first."""
        return self._api.get("/deliveries", token=token, query=query)

    def delivery(self, message_id: UUID, *, token: str) -> Json:
        """One as it was written."""
        return self._api.get(f"/deliveries/{message_id}", token=token)

    def resend(self, message_id: UUID, *, token: str, key: str) -> str:
        """Send it once more; the key of the new message."""
        answer = self._api.post(f"/deliveries/{message_id}/resending", {}, token=token, idempotency_key=key)
        return str(answer["message_id"])
