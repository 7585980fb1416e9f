"""The services' APIs, asked through the gateway; refusals come back as `Refused`, silence as `Unreachable`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from chassis.tracing import current_traceparent
from web.domain.errors import Refused, Unreachable

Json = dict[str, Any]
TIMEOUT = httpx.Timeout(10.0, connect=2.0)
_SILENT = {502, 503, 504}


@dataclass(frozen=True, kw_only=True)
class File:
    """A download: its bytes and what the service says they are."""

    body: bytes
    media_type: str
    name: str | None


class Api:
    """One service's API, `<gateway>/api/<service>/v1`. Safe to share between threads."""

    def __init__(self, *, url: str, service: str, http: httpx.Client) -> None:
        self._base = f"{url}/api/{service}/v1"
        self._service = service
        self._http = http

    def get(self, path: str, *, token: str | None = None, query: Mapping[str, Any] | None = None) -> Json:
        """A document; parameters that are None or empty are left out."""
        return self._document(self._send("GET", path, token=token, params=_present(query or {})))

    def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        token: str | None = None,
        idempotency_key: str | None = None,
        version: int | None = None,
    ) -> Json:
        """What was made or decided; `version` is what the person has read (If-Match)."""
        extra = {**_keyed(idempotency_key), **_matching(version)}
        return self._document(self._send("POST", path, token=token, json=dict(body), headers=extra))

    def put(self, path: str, body: Mapping[str, Any], *, token: str, version: int | None = None) -> Json:
        """The resource as it is now; refused where `version` is given and somebody else wrote meanwhile."""
        return self._document(self._send("PUT", path, token=token, json=dict(body), headers=_matching(version)))

    def put_bytes(self, path: str, content: bytes, *, token: str) -> Json:
        """A part of a file."""
        headers = {"Content-Type": "application/octet-stream"}
        return self._document(self._send("PUT", path, token=token, content=content, headers=headers))

    def delete(self, path: str, *, token: str, version: int | None = None) -> None:
        """It is gone."""
        self._send("DELETE", path, token=token, headers=_matching(version))

    def file(self, path: str, *, token: str) -> File:
        """A file, held in memory: documents are small. One that is still being made counts as silence."""
        answer = self._send("GET", path, token=token, headers={"Accept": "*/*"})
        if answer.status_code != httpx.codes.OK:
            raise Unreachable(self._service)
        disposition = answer.headers.get("Content-Disposition", "")
        _, _, name = disposition.partition("filename=")
        media_type = answer.headers.get("Content-Type", "application/octet-stream")
        return File(body=answer.content, media_type=media_type, name=name.strip('"; ') or None)

    def lines(self, path: str, *, token: str, query: Mapping[str, Any]) -> Iterator[str]:
        """The lines of a streamed answer, which is never whole in memory. A refusal is raised before the first one."""
        answer = self._send("GET", path, token=token, params=_present(query), stream=True)

        def each() -> Iterator[str]:
            try:
                yield from answer.iter_lines()
            except httpx.HTTPError as fault:
                raise Unreachable(self._service) from fault
            finally:
                answer.close()

        return each()

    def _send(
        self, method: str, path: str, *, token: str | None, stream: bool = False, **options: Any
    ) -> httpx.Response:
        headers = {"Accept": "application/json", **options.pop("headers", {})}
        trace = current_traceparent()
        headers |= {"traceparent": trace} if trace else {}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        try:
            request = self._http.build_request(method, self._base + path, headers=headers, timeout=TIMEOUT, **options)
            answer = self._http.send(request, stream=stream)
            if stream and answer.is_error:
                answer.read()
        except httpx.HTTPError as fault:
            raise Unreachable(self._service) from fault
        if answer.status_code in _SILENT:
            raise Unreachable(self._service)
        if answer.is_error:
            raise Refused(answer.status_code, _problem(answer))
        return answer

    def _document(self, answer: httpx.Response) -> Json:
        if answer.status_code == httpx.codes.NO_CONTENT or not answer.content:
            return {}
        try:
            document = answer.json()
        except ValueError as fault:
            raise Unreachable(self._service) from fault
        return document if isinstance(document, dict) else {"items": document}


def _keyed(idempotency_key: str | None) -> dict[str, str]:
    return {"Idempotency-Key": idempotency_key} if idempotency_key else {}


def _matching(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


def every(page_after: Callable[[str | None], Json]) -> list[Json]:
    """The items of all pages; `page_after` gives the page after a cursor, the first after None."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        page = page_after(cursor)
        found += page["items"]
        cursor = page.get("next_cursor")
        if not cursor:
            return found


def segment(value: object) -> str:
    """One segment of a path, whatever people typed."""
    return quote(str(value), safe="")


def _present(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value not in (None, "", [])}


def _problem(answer: httpx.Response) -> Json:
    """The problem document, or an empty one: the gateway's own refusals may carry another body."""
    try:
        document = answer.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
