"""Identity's API: the account of the person who is signed in."""

from collections.abc import Mapping
from uuid import UUID

from web.clients.gateway import Api, Json


class Accounts:
    """The profile and its affiliations."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def me(self, *, token: str) -> Json:
        """Profile, affiliations with organisation names, roles."""
        return self._api.get("/me", token=token)

    def correct(self, profile: Mapping[str, str | None], *, token: str) -> Json:
        """The account with its profile corrected."""
        return self._api.put("/me", profile, token=token)

    def sign_ins(self, *, token: str) -> list[Json]:
        """Where the account is signed in, newest first."""
        items: list[Json] = self._api.get("/me/sign-ins", token=token)["items"]
        return items

    def end_sign_in(self, sign_in_id: UUID, *, token: str) -> None:
        """That browser is signed out, and the platforms it opened."""
        self._api.delete(f"/me/sign-ins/{sign_in_id}", token=token)

    def end_other_sign_ins(self, keep: str, *, token: str) -> None:
        """Every browser but this one is signed out."""
        self._api.post("/me/sign-ins/end-others", {"keep": keep}, token=token)

    def my_data(self, *, token: str) -> Json:
        """Everything that identity holds about the person."""
        return self._api.get("/me/data", token=token)
