"""Identity's API: the account of the person who is signed in."""

from web.clients.gateway import Api, Json


class Accounts:
    """The profile and its affiliations."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def me(self, *, token: str) -> Json:
        """Profile, affiliations with organisation names, roles."""
        return self._api.get("/me", token=token)
