"""Every kind of paper as it is printed: fetched from the site as people fetch it, its pages drawn by poppler."""

import html
import io
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.screens import BENEFICIARY, PROVIDER, PROVIDER_SESSIONS, STAFF, Looker
from tests.browser.viewing import Viewing

DOTS_PER_INCH = "80"
ATTEMPTS, PAUSE_MS = 120, 500
ROSTER = f"{PROVIDER_SESSIONS}310"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Where it is fetched. `ask`: the button that has it made; `member`: its file in the archive that comes."""

    name: str
    path: str
    looker: Looker
    ask: str = ""
    member: str = ""


def _issued(kind: str) -> str:
    return f"/cap-metiers/documents?nature={kind}&etat=valid"


PAPERS = (
    Paper(name="certificat-de-realisation", path=_issued("completion_certificate"), looker=STAFF),
    Paper(name="attestation-de-fin-de-formation", path=_issued("end_of_training_statement"), looker=STAFF),
    Paper(name="convocation", path=_issued("convocation"), looker=STAFF),
    Paper(name="feuille-d-emargement", path=ROSTER, looker=PROVIDER, ask="Feuille d'émargement (PDF)"),
    Paper(
        name="programme",
        path=ROSTER,
        looker=PROVIDER,
        ask="Dossier de preuves de l'action (ZIP)",
        member="programme-publication-1.pdf",
    ),
    Paper(
        name="passeport-de-formation",
        path="/mes-fichiers",
        looker=BENEFICIARY,
        ask="Mon passeport de formation",
        member="passeport-de-formation.pdf",
    ),
)


def _link_of(page: Page, paper: Paper) -> str:
    """The address of the newest paper, or of the file that was made on demand; workers take a moment."""
    found = page.locator("main tbody a[href^='/mon-espace/documents/']")
    if paper.ask:
        page.get_by_role("button", name=paper.ask).click()
        found = page.locator("main tbody tr").first.get_by_role("link", name="Télécharger")
    for _ in range(ATTEMPTS):
        if found.count():
            return str(found.first.get_attribute("href"))
        page.wait_for_timeout(PAUSE_MS)
        page.reload()
    raise AssertionError(f"{paper.name} is not there")


def fetch(viewing: Viewing, paper: Paper) -> bytes:
    """The PDF."""
    opened = viewing.window_of(paper.looker)
    opened.open(paper.path)
    content: bytes = opened.context.request.get(opened.site_url + _link_of(opened.page, paper)).body()
    if not paper.member:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(paper.member)


def draw(pdf: bytes, name: str, out: Path) -> list[str]:
    """One picture a page; their names."""
    target = out / f"papier-{name}"
    command = ["pdftoppm", "-png", "-r", DOTS_PER_INCH, "-", str(target)]
    subprocess.run(command, input=pdf, check=True, capture_output=True)
    return sorted(path.name for path in out.glob(f"{target.name}-*.png"))


def shoot(viewing: Viewing, out: Path) -> Sequence[str]:
    """Pictures of every paper into `out`; their parts of the index."""
    return [_section(paper, draw(fetch(viewing, paper), paper.name, out)) for paper in PAPERS]


def _section(paper: Paper, pictures: Sequence[str]) -> str:
    shown = "".join(f'<a href="{name}"><img loading="lazy" src="{name}" alt="{name}"></a>' for name in pictures)
    return f'<section id="papier-{paper.name}"><h2>{html.escape(paper.name)}</h2><div>{shown}</div></section>'
