"""The employer's desk, of enrolment's API: inbox, decisions about many, lines of exports, figures, deputies."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from web.clients.gateway import Api, Json


class HrDesk:
    """What an HR validator, a deputy or the referent asks for."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def inbox(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of undecided requests with their context, and the count of all that wait."""
        return self._api.get("/hr-inbox", token=token, query=criteria)

    def context(self, enrolment_id: object, *, token: str) -> Json:
        """What helps to decide about one request."""
        return self._api.get(f"/enrolments/{enrolment_id}/decision-context", token=token)

    def decide_many(self, enrolment_ids: Sequence[str], *, decision: Mapping[str, str], token: str, key: str) -> Json:
        """The outcome of each request."""
        body = {"enrolment_ids": list(enrolment_ids), **decision}
        return self._api.post("/hr-decisions", body, token=token, idempotency_key=key)

    def decisions(self, criteria: Mapping[str, Any], *, token: str) -> Json:
        """One page of decisions taken, latest first."""
        return self._api.get("/hr-decisions", token=token, query=criteria)

    def linked(self, link: str) -> Json:
        """The request that the link of an e-mail is about."""
        return self._api.post("/decision-links", {"token": link})

    def decide_by_link(self, link: str, *, decision: Mapping[str, str]) -> Json:
        """Approve or refuse by the link of an e-mail; the request as it is now."""
        return self._api.post("/decision-links/uses", {"token": link, **decision})

    def rows(self, criteria: Mapping[str, Any], *, token: str) -> Iterator[Json]:
        """The lines of an export, one by one as they arrive."""
        return map(orjson.loads, self._api.lines("/organisation-rows", token=token, query=criteria))

    def schedules(self, *, token: str) -> list[Json]:
        """One's own standing wishes for exports."""
        items: list[Json] = self._api.get("/export-schedules", token=token)["items"]
        return items

    def schedule(self, wanted: Mapping[str, str], *, token: str, key: str) -> Json:
        """The wish that was made."""
        return self._api.post("/export-schedules", wanted, token=token, idempotency_key=key)

    def end_schedule(self, schedule_id: object, *, token: str, key: str) -> None:
        """No more e-mails of this one."""
        self._api.post(f"/export-schedules/{schedule_id}/end", {}, token=token, idempotency_key=key)

    def prepared(self, export_id: object, *, token: str) -> Json:
        """What the link of an e-mail stands for."""
        return self._api.get(f"/prepared-exports/{export_id}", token=token)

    def figures(self, year: str | None, *, token: str) -> Json:
        """Counts of one year."""
        return self._api.get("/organisation-figures", token=token, query={"year": year})

    def people(self, *, token: str) -> list[Json]:
        """The confirmed people of the organisation."""
        items: list[Json] = self._api.get("/organisation-people", token=token)["items"]
        return items

    def deputies(self, *, token: str) -> list[Json]:
        """Mandates in force or to come."""
        items: list[Json] = self._api.get("/deputies", token=token)["items"]
        return items

    def name_deputy(self, mandate: Mapping[str, str], *, token: str, key: str) -> Json:
        """The mandate that was made."""
        return self._api.post("/deputies", mandate, token=token, idempotency_key=key)

    def end_deputy(self, deputy_id: object, *, token: str, key: str) -> None:
        """Take a mandate back."""
        self._api.post(f"/deputies/{deputy_id}/end", {}, token=token, idempotency_key=key)
