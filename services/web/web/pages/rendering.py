"""What every template may use: labels, formats, the person, fresh keys for creating forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, request

from chassis.ids import new_id
from web import labels
from web.domain.errors import Refused
from web.pages import formats
from web.pages.access import person
from web.pages.wiring import wiring

FORBIDDEN, CONFLICT, STALE, INVALID = 403, 409, 412, 422
_TELLABLE = {FORBIDDEN, CONFLICT, STALE, INVALID}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A refusal in French: why, and what to do next where that is known."""

    why: str
    next_step: str | None


def refusal(refused: Refused) -> Told:
    """What a person reads of a refusal.

    Raises:
        Refused: it is one that a page of its own must tell: nobody there, not allowed, or not ours to explain.
    """
    if refused.status not in _TELLABLE or refused.code == "forbidden":
        raise refused
    return refusal_of({"code": refused.code, "figures": refused.figures, "next_step": refused.next_step})


def refusal_of(problem: Mapping[str, Any]) -> Told:
    """The same of a problem that is a part of an answer."""
    why = labels.explained(problem["code"], formats.told(problem["figures"]))
    return Told(why=why or labels.PROBLEMS["refused"], next_step=labels.NEXT_STEPS.get(problem["next_step"] or ""))


def _context() -> dict[str, Any]:
    return {
        "person": person(),
        "here": request.path,
        "come_back_to": request.full_path.removesuffix("?"),
        # Where the account itself is looked after: passwords never pass through here.
        "account_pages": wiring().issuer,
    }


def install(app: Flask) -> None:
    """Give the templates of `app` their words."""
    app.jinja_env.globals.update(
        labels=labels,
        day_range=formats.day_range,
        today=formats.today,
        new_key=lambda: str(new_id()),
        error_layout="layout.html",
    )
    app.jinja_env.filters.update(formats.FILTERS)
    app.context_processor(_context)
