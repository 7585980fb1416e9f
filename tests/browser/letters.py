"""Every e-mail as a mail program shows it: narrow and wide, light and dark."""

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from notification.channels import letters
from notification.usecases.show_gallery import Example, show_gallery

SITE = "https://parcourspro.example.org"
SCHEMES: tuple[Any, ...] = ("light", "dark")
NARROW, WIDE = 360, 720


def examples() -> list[Example]:
    """Each kind in each of its situations."""
    letters.bind(SITE)
    return list(show_gallery())


@contextmanager
def reading(browser: Browser, *, width: int, scheme: Any) -> Iterator[Page]:
    """A page to read letters on; nothing of the outside is fetched, as most mail programs have it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    try:
        yield context.new_page()
    finally:
        context.close()


def _picture(example: Example, *, width: int, scheme: str) -> str:
    return f"e-mail-{example.name}-{width}-{scheme}.png"


def shoot(browser: Browser, out: Path) -> Sequence[Example]:
    """Pictures of every letter into `out`; those who were shown."""
    shown = examples()
    for scheme in SCHEMES:
        for width in (NARROW, WIDE):
            with reading(browser, width=width, scheme=scheme) as page:
                for example in shown:
                    page.set_content(example.letter.html)
                    page.screenshot(path=out / _picture(example, width=width, scheme=scheme), full_page=True)
    return shown


def section(example: Example) -> str:
    """One letter's part of the index."""
    names = [_picture(example, width=width, scheme=scheme) for scheme in SCHEMES for width in (NARROW, WIDE)]
    pictures = "".join(f'<a href="{name}"><img loading="lazy" src="{name}" alt="{name}"></a>' for name in names)
    heading = f"{html.escape(example.name)} : {html.escape(example.letter.subject)}"
    return f'<section id="e-mail-{example.name}"><h2>{heading}</h2><div>{pictures}</div></section>'
