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


def refusal(refused: Refused, *, of_another: bool = False) -> Told:
    """What a person reads of a refusal; `of_another` where they decide about somebody else.

    Raises:
        Refused: it is one that a page of its own must tell: nobody there, not allowed, or not ours to explain.
    """
    if refused.status not in _TELLABLE or refused.code == "forbidden":
        raise refused
    problem = {"code": refused.code, "figures": refused.figures, "next_step": refused.next_step}
    return refusal_of(problem, of_another=of_another)


def refusal_of(problem: Mapping[str, Any], *, of_another: bool) -> Told:
    """The same of a problem that is a part of an answer."""
    why = labels.explained(problem["code"], formats.told(problem["figures"]), of_another=of_another)
    next_steps = labels.NEXT_STEPS_OF_ANOTHER if of_another else labels.NEXT_STEPS
    return Told(why=why or labels.PROBLEMS["refused"], next_step=next_steps.get(problem["next_step"] or ""))


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
