"""What follows a request, of enrolment's API: threads, signatures, closing, questionnaires, complaints."""

from collections.abc import Mapping, Sequence
from typing import Any

from web.clients.gateway import Api, Json, segment


class FollowUp:
    """For the person of a request, for who runs its action, and for staff."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def provider_people(self, organisation_id: object, *, token: str) -> list[Json]:
        """Who of a provider organisation can be named trainer: account and name."""
        query = {"organisation_id": str(organisation_id)}
        items: list[Json] = self._api.get("/provider-people", token=token, query=query)["items"]
        return items

    def thread(self, enrolment_id: object, *, token: str) -> Json:
        """The messages, whose turn it is, and whether this person may write."""
        return self._api.get(f"/enrolments/{enrolment_id}/messages", token=token)

    def write(self, enrolment_id: object, *, body: str, token: str, key: str) -> Json:
        """The thread after a message."""
        path = f"/enrolments/{enrolment_id}/messages"
        return self._api.post(path, {"body": body}, token=token, idempotency_key=key)

    def ask_information(self, enrolment_id: object, *, question: str, due_on: str, token: str, key: str) -> Json:
        """The question that was asked."""
        path = f"/enrolments/{enrolment_id}/information-request"
        return self._api.post(path, {"question": question, "due_on": due_on}, token=token, idempotency_key=key)

    def signing_codes(self, training_session_id: object, *, token: str) -> list[Json]:
        """The codes of a session that were opened, with the number of signatures."""
        items: list[Json] = self._api.get(f"/training-sessions/{training_session_id}/signing-codes", token=token)[
            "items"
        ]
        return items

    def open_signing(self, training_session_id: object, half_day: Mapping[str, Any], *, token: str, key: str) -> Json:
        """The code of a half-day."""
        path = f"/training-sessions/{training_session_id}/signing-codes"
        return self._api.post(path, half_day, token=token, idempotency_key=key)

    def signing(self, code: str, *, token: str) -> Json:
        """What this person would sign."""
        return self._api.get("/signatures", token=token, query={"code": code})

    def sign(self, code: str, *, token: str, key: str) -> Json:
        """What this person has signed."""
        return self._api.post("/signatures", {"code": code}, token=token, idempotency_key=key)

    def closing(self, training_session_id: object, *, token: str) -> Json:
        """How far the closing of a session has come."""
        return self._api.get(f"/training-sessions/{training_session_id}/closing", token=token)

    def close(self, training_session_id: object, *, absent_missing: bool, token: str, key: str) -> Json:
        """How far it has come then."""
        path = f"/training-sessions/{training_session_id}/closing"
        return self._api.post(path, {"absent_missing": absent_missing}, token=token, idempotency_key=key)

    def evaluate(self, training_session_id: object, evaluations: Sequence[Json], *, token: str) -> Json:
        """The roster after it."""
        body = {"evaluations": list(evaluations)}
        return self._api.put(f"/training-sessions/{training_session_id}/evaluations", body, token=token)

    def contest(self, enrolment_id: object, *, token: str) -> Json:
        """Whether one's presence may be contested, and the latest contest."""
        return self._api.get(f"/enrolments/{enrolment_id}/presence-contest", token=token)

    def contest_presence(self, enrolment_id: object, *, reason: str, token: str, key: str) -> Json:
        """The contest that was made."""
        path = f"/enrolments/{enrolment_id}/presence-contest"
        return self._api.post(path, {"reason": reason}, token=token, idempotency_key=key)

    def settle_contest(self, enrolment_id: object, *, answer: str, token: str, key: str) -> Json:
        """The contest with its answer."""
        path = f"/enrolments/{enrolment_id}/presence-contest-answer"
        return self._api.post(path, {"answer": answer}, token=token, idempotency_key=key)

    def questionnaire(self, enrolment_id: object, *, token: str) -> Json:
        """One's own questionnaire."""
        return self._api.get(f"/enrolments/{enrolment_id}/questionnaire", token=token)

    def answer(self, enrolment_id: object, answers: Mapping[str, Any], *, token: str, key: str) -> None:
        """Give the one answer."""
        path = f"/enrolments/{enrolment_id}/questionnaire-answer"
        self._api.post(path, {"answers": dict(answers)}, token=token, idempotency_key=key)

    def satisfaction(self, of: str, key: object, *, token: str) -> Json:
        """Results; `of` is `training-sessions` or `training-actions`."""
        return self._api.get(f"/{of}/{key}/satisfaction", token=token)

    def templates(self, *, token: str) -> list[Json]:
        """The questions of every type of action."""
        items: list[Json] = self._api.get("/questionnaire-templates", token=token)["items"]
        return items

    def keep_template(self, type_code: str, *, questions: Sequence[Json], version: int, token: str) -> Json:
        """The new version."""
        body = {"version": version, "questions": list(questions)}
        return self._api.put(f"/questionnaire-templates/{segment(type_code)}", body, token=token)

    def my_data(self, *, token: str) -> Json:
        """What the person wrote, how their requests moved, what they answered, signed and contested."""
        return self._api.get("/my-data", token=token)

    def complaints(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of the register."""
        return self._api.get("/complaints", token=token, query=criteria)

    def complain(self, enrolment_id: object, *, topic: str, body: str, token: str, key: str) -> Json:
        """The entry that was made."""
        path = f"/enrolments/{enrolment_id}/complaints"
        return self._api.post(path, {"topic": topic, "body": body}, token=token, idempotency_key=key)

    def answer_complaint(self, complaint_id: object, *, answer: str, token: str, key: str) -> None:
        """Answer once."""
        self._api.post(f"/complaints/{complaint_id}/answer", {"answer": answer}, token=token, idempotency_key=key)
