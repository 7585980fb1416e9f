"""The paper itself: what it says, for every kind of name, and that it is sound."""

import json
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.rendering.papers import REPLACEMENT, printable, render

ISSUED_AT = datetime(2026, 12, 22, 17, tzinfo=UTC)
TEMPLATE = "completion_certificate_v1"
CODE = "7K3M-Q9TX-4WZC-HB2R-N8PD-06VJ"


def _content(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "completion_certificate",
        "number": "CR-2026-000042",
        "verification_code": CODE,
        "verification_url": f"http://127.0.0.1:8080/verifier/{CODE}",
        "issued_at": "2026-12-22T17:00:00Z",
        "issued_on": "2026-12-22",
        "provider": {
            "name": "Atelier des compétences",
            "activity_declaration_number": "75 17 01234 17",
            "address": {"street": "12 rue du Port", "postcode": "17000", "city": "La Rochelle"},
        },
        "trainee": {"civility": "mr", "given_name": "Alain", "family_name": "Proviste"},
        "employer": {"name": "Ma structure"},
        "title": "Accompagner le financement des parcours individuels",
        "nature": "training",
        "delivery_mode": "in_person",
        "first_day": "2026-12-21",
        "last_day": "2026-12-22",
        "net_minutes": 630,
        "net_hours": 10.5,
        "place": "La Rochelle",
        "signatory": {"name": "Guy Rembourg", "job_title": "Formateur"},
        **changes,
    }


def _file(folder: Path, **changes: Any) -> Path:
    path = folder / "paper.pdf"
    path.write_bytes(render(TEMPLATE, _content(**changes), issued_at=ISSUED_AT))
    return path


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _text(path: Path) -> str:
    said = _run("pdftotext", "-layout", str(path), "-")
    return " ".join(said.replace("\u200b", "").split())


def test_it_says_everything_that_the_law_wants(tmp_path: Path) -> None:
    said = _text(_file(tmp_path))
    for wanted in (
        "Certificat de réalisation",
        "CR-2026-000042",
        "Atelier des compétences",
        "Déclaration d’activité no 75 17 01234 17",
        "Monsieur Alain Proviste",
        "Ma structure",
        "Accompagner le financement des parcours individuels",
        "Action de formation",
        "Du 21 au 22 décembre 2026",
        "Présentiel",
        "10 heures 30 minutes",
        "Fait à La Rochelle, le 22 décembre 2026",
        "Guy Rembourg, Formateur, pour Atelier des compétences",
        f"http://127.0.0.1:8080/verifier/{CODE}",
    ):
        assert wanted in said


def test_it_is_sound_tagged_and_carries_its_fonts_and_its_data(tmp_path: Path) -> None:
    path = _file(tmp_path)
    _run("qpdf", "--check", str(path))
    fonts = [line.split() for line in _run("pdffonts", str(path)).splitlines()[2:]]
    assert fonts
    assert all(line[-5] == "yes" for line in fonts)
    assert "Tagged:          yes" in _run("pdfinfo", str(path))
    metadata = _run("pdfinfo", "-meta", str(path))
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    _run("pdfdetach", "-saveall", "-o", str(tmp_path), str(path))
    assert json.loads((tmp_path / "certificat.json").read_text()) == _content()


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert _file(tmp_path).read_bytes() == _file(tmp_path).read_bytes()


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2026-12-01", "2026-12-01", "Le 1er décembre 2026"),
        ("2026-11-30", "2026-12-02", "Du 30 novembre au 2 décembre 2026"),
        ("2026-12-31", "2027-01-01", "Du 31 décembre 2026 au 1er janvier 2027"),
    ],
)
def test_dates_are_written_as_people_write_them(tmp_path: Path, first: str, last: str, written: str) -> None:
    assert written in _text(_file(tmp_path, first_day=first, last_day=last))


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 heure"), (61, "1 heure 1 minute"), (840, "14 heures")],
)
def test_hours_are_the_real_ones(tmp_path: Path, minutes: int, written: str) -> None:
    assert f"DURÉE SUIVIE {written} " in _text(_file(tmp_path, net_minutes=minutes))


def test_what_may_be_missing_leaves_no_hole(tmp_path: Path) -> None:
    provider = {**_content()["provider"], "activity_declaration_number": None}
    trainee = {**_content()["trainee"], "civility": None}
    said = _text(_file(tmp_path, provider=provider, trainee=trainee, signatory=None, place=""))
    assert "Déclaration" not in said
    assert "none" not in said.lower()
    assert "Fait le 22 décembre 2026" in said


NAMES = {
    "template metacharacters": "#let x = 1 [b] $a$ *c* _d_ `e` <f> @g \\ {h} // i /* j */ ~ --- \"k\" 'l'",
    "a call": '#panic("x") #read("/etc/passwd") #include "layout.typ"',
    "200 letters": "Wolfeschlegelsteinhausen" * 8 + "abcdefgh",
    "200 signs in words": "Marie-Madeleine d’Aubigné " * 8,
    "accents": "Łukasz Nguyễn Žižek Ægir Ångström Œuvrard",
    "Greek and Cyrillic": "Ωμέγα Живаго",
}


@pytest.mark.parametrize("what", NAMES)
def test_a_name_stands_on_the_paper_as_it_is_and_is_never_markup(tmp_path: Path, what: str) -> None:
    name = printable(NAMES[what])
    path = _file(tmp_path, trainee={"civility": None, "given_name": "Zoé", "family_name": name})
    said = _text(path)
    assert "".join(name.split()) in "".join(said.split())
    _run("qpdf", "--check", str(path))


def test_a_name_from_right_to_left_is_shown(tmp_path: Path) -> None:
    name = printable("שלום")
    said = _text(_file(tmp_path, trainee={"civility": None, "given_name": name, "family_name": "Lévy"}))
    assert name == "שלום"
    assert name in said
    assert "Lévy" in said


def test_a_sign_that_no_font_has_becomes_a_white_square(tmp_path: Path) -> None:
    name = printable("Zoé 😀 李")
    assert name == f"Zoé {REPLACEMENT} {REPLACEMENT}"
    assert name in _text(_file(tmp_path, trainee={"civility": None, "given_name": name, "family_name": "X"}))


def test_controls_and_direction_overrides_leave_the_text() -> None:
    assert printable("Al\u202eain\u0000\n Pro\u200bviste\u2028") == "Alain Proviste"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_printable_text_can_be_typeset(text: str) -> None:
    name = printable(text)
    pdf = render(
        TEMPLATE, _content(trainee={"civility": "mrs", "given_name": name, "family_name": "X"}), issued_at=ISSUED_AT
    )
    assert pdf.startswith(b"%PDF-1.7")
    assert all(unicodedata.category(sign) not in ("Cc", "Cf") for sign in name)
