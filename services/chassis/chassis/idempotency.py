"""Idempotency keys: a creating POST sent twice with one key creates once and answers the same.

The key is stored with the hash of the request and the answer, in the transaction of the change itself, for 24 hours
(draft-ietf-httpapi-idempotency-key-header). A refusal rolls the key back too, so that a corrected request may use it.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, make_response, request
from marshmallow import ValidationError
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis import clock
from chassis.auth import current_principal
from chassis.database import Session, transaction
from chassis.errors import IdempotencyMismatch
from chassis.tables import IDEMPOTENCY_KEYS

HEADER = "Idempotency-Key"
LONGEST = 200
_PARAMETER = {"in": "header", "name": HEADER, "schema": {"type": "string", "maxLength": LONGEST}}
_KEPT_HEADERS = ("Content-Type", "Location", "ETag")
_IS_MINE = (IDEMPOTENCY_KEYS.c.account_id == bindparam("whose")) & (IDEMPOTENCY_KEYS.c.key == bindparam("which"))
_RESERVE = insert(IDEMPOTENCY_KEYS).on_conflict_do_nothing().returning(IDEMPOTENCY_KEYS.c.key)
_EARLIER = select(IDEMPOTENCY_KEYS).where(_IS_MINE)
_ANSWER = update(IDEMPOTENCY_KEYS).where(_IS_MINE)
_View = TypeVar("_View", bound=Callable[..., Any])


def _request_hash() -> bytes:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.get_data()).digest()


def _mine(key: str) -> dict[str, Any]:
    return {"whose": current_principal().account_id, "which": key}


def _earlier_answer(session: Session, key: str) -> Row[Any] | None:
    """Reserve the key, or wait for the one who has it and return what was answered."""
    wanted = {"account_id": current_principal().account_id, "key": key}
    if session.execute(_RESERVE, {**wanted, "request_hash": _request_hash(), "created_at": clock.now()}).first():
        return None
    row = session.execute(_EARLIER, _mine(key)).one()
    if row.request_hash != _request_hash():
        raise IdempotencyMismatch(next_step="use-a-new-key")
    return row


def _keep(session: Session, key: str, answer: Response) -> None:
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    answered = {"status": answer.status_code, "headers": headers, "body": answer.get_data()}
    session.execute(_ANSWER, {**_mine(key), **answered})


def idempotent(view: _View) -> _View:
    """Honour `Idempotency-Key` on a creating POST; stands right under `@requires`."""

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER, "")
        if len(key) > LONGEST:
            raise ValidationError(f"Longer than {LONGEST} characters.", HEADER)
        if not key:
            return view(*args, **kwargs)
        with transaction() as session:
            earlier = _earlier_answer(session, key)
            if earlier is not None:
                return Response(earlier.body, status=earlier.status, headers=earlier.headers)
            answer = make_response(view(*args, **kwargs))
            _keep(session, key, answer)
            return answer

    once._apidoc = {**getattr(once, "_apidoc", {}), "manual_doc": {"parameters": [_PARAMETER]}}  # type: ignore[attr-defined]  # read by flask-smorest
    return cast(_View, once)
