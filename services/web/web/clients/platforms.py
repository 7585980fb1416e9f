"""Identity's API: the platforms that rely on the Cap Métiers account, kept by staff."""

from typing import Any

from web.clients.gateway import Api, Json, segment


class Platforms:
    """Registered clients of the OpenID provider."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def page(self, *, cursor: str | None, token: str) -> Json:
        """In the order of their identifiers."""
        return self._api.get("/clients", token=token, query={"cursor": cursor})

    def one(self, client_id: str, *, token: str) -> Json:
        """One of them."""
        return self._api.get(f"/clients/{segment(client_id)}", token=token)

    def history(self, client_id: str, *, cursor: str | None, token: str) -> Json:
        """Who changed what, and when; newest first."""
        query = {"cursor": cursor, "limit": 20}
        return self._api.get(f"/clients/{segment(client_id)}/history", token=token, query=query)

    def register(self, wanted: dict[str, Any], *, token: str, key: str) -> Json:
        """A new one; it has no secret that anybody knows yet."""
        return self._api.post("/clients", wanted, token=token, idempotency_key=key)

    def change(self, client_id: str, terms: dict[str, Any], *, version: int, token: str) -> Json:
        """Its terms anew, unless somebody else wrote meanwhile."""
        return self._api.put(f"/clients/{segment(client_id)}", terms, token=token, version=version)

    def give_secret(self, client_id: str, *, keeps_old: bool, token: str) -> Json:
        """A new secret, told this once."""
        return self._api.put(f"/clients/{segment(client_id)}/secret", {"keeps_old": keeps_old}, token=token)

    def disable(self, client_id: str, *, is_disabled: bool, token: str) -> Json:
        """Let it sign anybody in, or nobody."""
        return self._api.put(f"/clients/{segment(client_id)}/disabling", {"is_disabled": is_disabled}, token=token)
