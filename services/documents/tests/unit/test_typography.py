"""Papers are set as French is written: agreement, decimals, raised endings, no page with nothing but a code."""

import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest

from documents import labels
from documents.rendering.papers import render

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
PROGRAMME_TEXTS = (
    "objectives", "audience", "prerequisites", "content", "methods", "evaluation", "accessibility",
    "rules_of_procedure",
)  # fmt: skip


def _pages(template: str, **changes: Any) -> list[str]:
    content = {**labels.SPECIMEN, "issuer": None, "issued_on": "2026-03-01", **changes}
    pdf = render(template, content, issued_at=AT)
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    shown = done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ")
    return [" ".join(page.split()) for page in shown.split("\f") if page.strip()]


@pytest.mark.parametrize(("civility", "word"), [("mr", "attendu"), ("mrs", "attendue"), (None, "attendu(e)")])
def test_a_convocation_agrees_with_the_person(civility: str | None, word: str) -> None:
    (page,) = _pages("convocation_v2", trainee={**labels.SPECIMEN["trainee"], "civility": civility})
    assert f"est {word} à l’action" in page


@pytest.mark.parametrize("template", ["convocation_v2", "end_of_training_statement_v2"])
@pytest.mark.parametrize("lines", range(0, 36, 4))
def test_no_page_has_the_verification_alone(template: str, lines: int) -> None:
    words = "Une ligne.\n" * lines
    pages = _pages(template, objectives=words, rules_of_procedure=words)
    assert ["se vérifie en ligne" in page for page in pages].index(True) == len(pages) - 1
    assert "Fait à Bordeaux" in pages[-1]


@pytest.mark.parametrize(("told", "shown"), [("0.2", "0,2 jour"), ("1.5", "1,5 jour"), ("2.0", "2 jours")])
def test_a_programme_writes_its_duration_with_a_comma_and_the_plural_from_two_on(told: str, shown: str) -> None:
    texts = dict.fromkeys(PROGRAMME_TEXTS, "")
    publication = {"publication_number": 1, "published_on": "2026-02-01", "number": None, "duration_days": told}
    (page,) = _pages("programme_v2", **texts, **publication)
    assert page.partition("DURÉE ")[2].startswith(f"{shown} ")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-03-01", "2026-03-01", "Le 1er mars 2026"),
        ("2026-03-01", "2026-03-19", "Du 1er au 19 mars 2026"),
        ("2026-03-19", "2026-04-01", "Du 19 mars au 1er avril 2026"),
        ("2025-12-01", "2026-01-19", "Du 1er décembre 2025 au 19 janvier 2026"),
    ],
)
def test_a_period_says_month_and_year_once_where_they_are_the_same(first: str, last: str, shown: str) -> None:
    (page,) = _pages("completion_certificate_v3", first_day=first, last_day=last)
    assert f"DATES {shown} MODALITÉ" in page
