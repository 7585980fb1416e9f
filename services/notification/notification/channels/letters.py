"""What a message says: Jinja templates, one .txt and one .html per kind. A hole never goes out.

Every undefined or null value raises; HTML is escaped; French spacing before double punctuation is set here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError, select_autoescape

from notification import labels
from notification.domain.kinds import MessageKind

TEMPLATES = Path(__file__).parent.parent / "templates"
_NARROW = "\N{NO-BREAK SPACE}"
_BEFORE = re.compile(r"(?<=[^\s]) (?=[:;!?»](?:[\s<.,)]|$))", re.MULTILINE)
_AFTER = re.compile(r"« ")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Subject and both bodies of one message, and the address that its button opens."""

    subject: str
    text: str
    html: str
    link: str


_site = ""


def bind(public_url: str) -> None:
    """Name the site to which the letters link."""
    global _site
    _site = public_url.rstrip("/")


def site() -> str:
    """The address of the site, no slash at the end."""
    return _site


def path_of(link: str) -> str | None:
    """Where on the site a link leads, None where it leads elsewhere."""
    path = link.removeprefix(_site)
    return path if path != link and path.startswith("/") else None


def _never_none(value: object) -> object:
    if value is None:
        raise UndefinedError("a value of the letter is missing")
    return value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        finalize=_never_none,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        day=labels.written_day,
        weekday=labels.written_weekday,
        time=labels.written_time,
        moment=labels.written_moment,
        duration=labels.written_duration,
        instant_day=labels.written_instant_day,
        days=labels.written_days,
        name=labels.full_name,
        greeting=labels.greeting_name,
        capitalize_first=labels.capitalize_first,
        first_lower=labels.first_lower,
    )
    environment.globals.update(
        period=labels.written_period,
        DELIVERY_MODES=labels.DELIVERY_MODES,
        PRESENCES=labels.PRESENCES,
        EXPORT_KINDS=labels.EXPORT_KINDS,
        EXPORT_FORMATS=labels.EXPORT_FORMATS,
        SECURITY_CHANGES=labels.SECURITY_CHANGES,
        SECURITY_DETAILS=labels.SECURITY_DETAILS,
        ROLES=labels.ROLES,
        ORGANISATION_FIELDS=labels.ORGANISATION_FIELDS,
    )
    return environment


def french_spacing(text: str) -> str:
    """No line ends before « : ; ! ? » », nor after an opening quotation mark."""
    return _AFTER.sub(f"«{_NARROW}", _BEFORE.sub(_NARROW, text))


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def compose(kind: MessageKind, facts: Mapping[str, Any]) -> Letter:
    """The letter of this kind with these facts.

    Raises:
        UndefinedError: a fact that the template needs is missing or null.
    """
    environment, context = _environment(), {**facts, "site": _site}
    text = environment.get_template(f"kinds/{kind.value}.txt")
    html = environment.get_template(f"kinds/{kind.value}.html")
    subject, link = ("".join(text.blocks[block](text.new_context(context))) for block in ("subject", "link"))
    return Letter(
        subject=french_spacing(" ".join(subject.split())),
        text=french_spacing(_tidy(text.render(context))),
        html=french_spacing(html.render(context)),
        link=link.strip(),
    )
