"""`python -m tests.browser.screenshots [OUT]`: every screen, e-mail (light and dark) and paper, to leaf through."""

import html
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from notification.usecases.show_gallery import Example
from tests.browser import papers
from tests.browser.chromium import ROOT, chromium
from tests.browser.letters import section, shoot
from tests.browser.screens import ALL, Screen
from tests.browser.viewing import Viewing, show
from tests.support.platforms import new_platform

WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Any, ...] = ("light", "dark")
PATIENCE_S = 240.0


def _shoot(viewing: Viewing, screen: Screen, *, width: int, scheme: Any, out: Path) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "reduced_motion": "reduce"}
    opened = viewing.window_of(screen.looker, **options)
    show(opened, screen)
    opened.page.screenshot(path=out / f"{screen.name}-{width}-{scheme}.png", full_page=True)


def _index(letters: Sequence[Example], drawn: Sequence[str]) -> str:
    rows = []
    for screen in ALL:
        names = [f"{screen.name}-{width}-{scheme}.png" for scheme in SCHEMES for width in WIDTHS]
        pictures = "".join(f'<a href="{name}"><img loading="lazy" src="{name}" alt="{name}"></a>' for name in names)
        rows.append(f'<section id="{screen.name}"><h2>{html.escape(screen.name)}</h2><div>{pictures}</div></section>')
    rows += [*(section(example) for example in letters), *drawn]
    links = " ".join(f'<a href="#{screen.name}">{html.escape(screen.name)}</a>' for screen in ALL)
    links += " " + " ".join(f'<a href="#e-mail-{example.name}">{example.name} (e-mail)</a>' for example in letters)
    links += " " + " ".join(f'<a href="#papier-{one.name}">{one.name} (papier)</a>' for one in papers.PAPERS)
    style = (
        "body{font:16px/1.5 system-ui;margin:2rem;background:#eee;color:#111}"
        "nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem}"
        "section>div{display:flex;gap:1rem;overflow-x:auto;align-items:flex-start;padding-bottom:1rem}"
        "img{height:34rem;border:1px solid #bbb;background:#fff;object-fit:cover;object-position:top}"
    )
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>ParcoursPro : tous les écrans</title>'
        f"<style>{style}</style><h1>ParcoursPro : tous les écrans</h1><nav>{links}</nav>{''.join(rows)}</html>\n"
    )


def take(site_url: str, out: Path) -> int:
    """Shoot all screens and papers of a running site, and all e-mails, into `out`; says how many pictures there are."""
    out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        viewing = Viewing(browser, site_url)
        for screen in ALL:
            for scheme in SCHEMES:
                for width in WIDTHS:
                    _shoot(viewing, screen, width=width, scheme=scheme, out=out)
            print(screen.name, flush=True)
        drawn = papers.shoot(viewing, out)
        viewing.close()
        letters = shoot(browser, out)
    (out / "index.html").write_text(_index(letters, drawn), encoding="utf-8")
    return len(list(out.glob("*.png")))


def main(arguments: list[str]) -> int:
    """On a platform of its own, fresh from the demo data; `--site URL` takes one that runs."""
    running = arguments.pop(arguments.index("--site") + 1) if "--site" in arguments else None
    places = [argument for argument in arguments if argument != "--site"]
    out = Path(places[0]) if places else ROOT / "gallery"
    if running:
        count = take(running, out)
    else:
        platform = new_platform()
        try:
            platform.start(afresh=True, patience_s=PATIENCE_S)
            count = take(platform.site_url, out)
        finally:
            platform.stop()
    print(f"{count} images : {out}/index.html")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
