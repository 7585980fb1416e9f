"""The catalogue's API for those who keep it true."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, Json, segment


class Editing:
    """Each call is made as the person who edits; `version` is what they have read."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def drafts(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of working copies, with `counts` by state."""
        return self._api.get("/training-action-drafts", token=token, query=criteria)

    def draft(self, training_action_id: UUID, *, token: str) -> Json:
        """The working copy of an action."""
        return self._api.get(f"/training-actions/{training_action_id}/draft", token=token)

    def create(self, description: Json, *, token: str, key: str) -> Json:
        """A new draft."""
        return self._api.post("/training-actions", description, token=token, idempotency_key=key)

    def revise(self, training_action_id: UUID, description: Json, *, token: str, version: int) -> Json:
        """The working copy as it is now."""
        return self._api.put(f"/training-actions/{training_action_id}", description, token=token, version=version)

    def publish(self, training_action_id: UUID, *, token: str, version: int, key: str) -> Json:
        """Readers see the working copy from now on."""
        path = f"/training-actions/{training_action_id}/publication"
        return self._api.post(path, {}, token=token, version=version, idempotency_key=key)

    def withdraw(self, training_action_id: UUID, *, reason: str, token: str, version: int, key: str) -> Json:
        """The action takes no new request."""
        path = f"/training-actions/{training_action_id}/withdrawal"
        return self._api.post(path, {"reason": reason}, token=token, version=version, idempotency_key=key)

    def publications(self, training_action_id: UUID, *, token: str) -> list[Json]:
        """The newest first."""
        items: list[Json] = self._api.get(f"/training-actions/{training_action_id}/publications", token=token)["items"]
        return items

    def publication(self, training_action_id: UUID, publication_number: int, *, token: str) -> Json:
        """The action as it was published one day."""
        path = f"/training-actions/{training_action_id}/publications/{publication_number}"
        return self._api.get(path, token=token)

    def sessions(self, training_action_id: UUID, *, token: str) -> list[Json]:
        """Every session of an action, the latest first."""
        path = f"/training-actions/{training_action_id}/training-sessions"
        items: list[Json] = self._api.get(path, token=token)["items"]
        return items

    def session(self, training_session_id: UUID, *, token: str) -> Json:
        """A session with its seats."""
        return self._api.get(f"/training-sessions/{training_session_id}", token=token)

    def schedule(self, training_action_id: UUID, plan: Json, *, token: str, key: str) -> Json:
        """A session is announced."""
        path = f"/training-actions/{training_action_id}/training-sessions"
        return self._api.post(path, plan, token=token, idempotency_key=key)

    def rehearse(self, training_session_id: UUID, plan: Json, *, token: str, version: int) -> Json:
        """What the change would mean for people."""
        path = f"/training-sessions/{training_session_id}/rehearsal"
        return self._api.post(path, plan, token=token, version=version)

    def replan(self, training_session_id: UUID, plan: Json, *, token: str, version: int) -> Json:
        """The session as it is now."""
        return self._api.put(f"/training-sessions/{training_session_id}", plan, token=token, version=version)

    def call_off(self, training_session_id: UUID, *, reason: str, token: str, version: int, key: str) -> Json:
        """The session does not take place."""
        path = f"/training-sessions/{training_session_id}/cancellation"
        return self._api.post(path, {"reason": reason}, token=token, version=version, idempotency_key=key)

    def providers(self, *, token: str) -> list[Json]:
        """Who may run an action."""
        items: list[Json] = self._api.get("/providers", token=token)["items"]
        return items

    def classification(self, *, token: str) -> Json:
        """Types and themes, with the number of actions that bear each."""
        return self._api.get("/classification", token=token)

    def add_label(self, kind: str, terms: Json, *, token: str, key: str) -> Json:
        """`kind`: training-action-types or themes."""
        return self._api.post(f"/{kind}", terms, token=token, idempotency_key=key)

    def change_label(self, kind: str, code: str, *, terms: Json, token: str, version: int) -> Json:
        """The entry as it is now."""
        return self._api.put(f"/{kind}/{segment(code)}", terms, token=token, version=version)

    def remove_label(self, kind: str, code: str, *, token: str, version: int) -> None:
        """An entry that no action bears goes."""
        self._api.delete(f"/{kind}/{segment(code)}", token=token, version=version)

    def imports(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of imports, the newest first."""
        return self._api.get("/imports", token=token, query=criteria)

    def begin_import(self, plan: Json, *, token: str) -> Json:
        """A file comes."""
        return self._api.post("/imports", plan, token=token)

    def send_part(self, import_id: str, number: int, *, content: bytes, token: str) -> Json:
        """The next bytes of the file."""
        return self._api.put_bytes(f"/imports/{segment(import_id)}/parts/{number}", content, token=token)

    def start_import(self, import_id: str, *, token: str) -> Json:
        """The file is whole."""
        return self._api.post(f"/imports/{segment(import_id)}/start", {}, token=token)

    def one_import(self, import_id: UUID, *, token: str) -> Json:
        """How far it is."""
        return self._api.get(f"/imports/{import_id}", token=token)

    def faults(self, import_id: UUID, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of its report."""
        return self._api.get(f"/imports/{import_id}/faults", token=token, query=criteria)
