"""The enrolment API, asked as the person who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from web.clients.gateway import Api, Json


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """What the request form says."""

    training_session_id: UUID
    organisation_id: UUID
    motivation: str
    prerequisites_met: bool
    available_on_all_slots: bool
    information_read: bool

    def body(self) -> Json:
        """As the API wants it."""
        return {
            "training_session_id": str(self.training_session_id),
            "organisation_id": str(self.organisation_id),
            "motivation": self.motivation,
            "prerequisites_met": self.prerequisites_met,
            "available_on_all_slots": self.available_on_all_slots,
            "information_read": self.information_read,
        }


class Enrolments:
    """Requests, decisions, rosters, presence and rights."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def verdicts(self, training_session_id: UUID, *, token: str) -> list[Json]:
        """Per confirmed organisation: may this person ask, and if not, why."""
        query = {"training_session_id": str(training_session_id)}
        items: list[Json] = self._api.get("/verdicts", token=token, query=query)["items"]
        return items

    def request(self, new: NewRequest, *, token: str, key: str) -> Json:
        """The enrolment that was made; the same `key` makes it once."""
        return self._api.post("/enrolments", new.body(), token=token, idempotency_key=key)

    def page(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page: `items` and `next_cursor`."""
        return self._api.get("/enrolments", token=token, query=criteria)

    def one(self, enrolment_id: UUID, *, token: str) -> Json:
        """One enrolment, as far as this person may see it."""
        return self._api.get(f"/enrolments/{enrolment_id}", token=token)

    def history(self, enrolment_id: UUID, *, token: str) -> list[Json]:
        """Its moves, oldest first."""
        items: list[Json] = self._api.get(f"/enrolments/{enrolment_id}/history", token=token)["items"]
        return items

    def decide(self, enrolment_id: UUID, *, by: str, decision: Mapping[str, str], token: str, key: str) -> Json:
        """`by` is `hr` or `provider`; `decision` holds `decision` and `reason`."""
        path = f"/enrolments/{enrolment_id}/{by}-decision"
        return self._api.post(path, decision, token=token, idempotency_key=key)

    def withdraw_consent(self, enrolment_id: UUID, *, reason: str, token: str, key: str) -> Json:
        """The enrolment, without the employer's consent."""
        path = f"/enrolments/{enrolment_id}/consent-withdrawal"
        return self._api.post(path, {"reason": reason}, token=token, idempotency_key=key)

    def consequences(self, enrolment_id: UUID, *, token: str) -> Json:
        """What cancelling now would cost."""
        return self._api.get(f"/enrolments/{enrolment_id}/cancellation-consequences", token=token)

    def cancel_as_staff(self, enrolment_id: UUID, *, reason: str, token: str, key: str) -> Json:
        """The enrolment, cancelled by staff."""
        path = f"/enrolments/{enrolment_id}/staff-cancellation"
        return self._api.post(path, {"reason": reason}, token=token, idempotency_key=key)

    def cancel(self, enrolment_id: UUID, *, reason: str, right_given_back: bool, token: str, key: str) -> Json:
        """The enrolment, cancelled; refused where the person had read of better consequences."""
        path = f"/enrolments/{enrolment_id}/cancellation"
        body = {"reason": reason, "right_given_back": right_given_back or None}
        return self._api.post(path, body, token=token, idempotency_key=key)

    def answer_offer(self, enrolment_id: UUID, *, answer: str, token: str, key: str) -> Json:
        """The enrolment, its offered place taken (`accept`) or left (`decline`)."""
        path = f"/enrolments/{enrolment_id}/offer-answer"
        return self._api.post(path, {"answer": answer}, token=token, idempotency_key=key)

    def note_information_read(self, enrolment_id: UUID, *, token: str, key: str) -> Json:
        """The enrolment, the mandatory information read."""
        path = f"/enrolments/{enrolment_id}/information-reading"
        return self._api.post(path, {}, token=token, idempotency_key=key)

    def provider_sessions(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of the sessions this provider runs, with counts."""
        return self._api.get("/training-sessions", token=token, query={"scope": "provider", **criteria})

    def roster(self, training_session_id: UUID, *, token: str) -> Json:
        """A session with its half-days and participants."""
        return self._api.get(f"/training-sessions/{training_session_id}/roster", token=token)

    def record_attendance(
        self, training_session_id: UUID, *, records: Sequence[Json], reason: str | None, token: str
    ) -> Json:
        """The roster after it; `reason` is needed where an earlier record is corrected."""
        body: Json = {"records": list(records)} | ({"reason": reason} if reason else {})
        return self._api.put(f"/training-sessions/{training_session_id}/attendance", body, token=token)

    def rights(self, year: int, *, token: str) -> Json:
        """Used and quota, for member-only actions and for formations."""
        return self._api.get("/participation-rights", token=token, query={"year": year})
