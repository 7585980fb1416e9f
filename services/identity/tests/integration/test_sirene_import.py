"""The import of SIRENE's stock: complete, resumable, in constant memory."""

import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from stdnum import luhn

from chassis.database import engine, transaction
from chassis.tables import OUTBOX
from identity.commands.import_sirene import run_legal_units, run_organisations
from identity.store.imports import FAULTS, IMPORTS
from identity.store.tables import ORGANISATIONS
from services.identity.tests.integration.arranging import an_organisation
from tests.support.tokens import jwks_url

HEADER = (
    "siren,nic,siret,statutDiffusionEtablissement,dateDebut,etatAdministratifEtablissement,numeroVoieEtablissement,"
    "typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,"
    "enseigne1Etablissement,denominationUsuelleEtablissement\n"
)


def siret_of(number: int) -> str:
    """The number-th of establishments that do not exist: SIREN and SIRET each end with their check digit."""
    siren = f"99{number:06d}"
    body = f"{siren}{luhn.calc_check_digit(siren)}0001"
    return body + luhn.calc_check_digit(body)


def line(siret: str, *, name: str = "ATELIER", state: str = "A", postcode: str = "17000") -> str:
    return f"{siret[:9]},{siret[9:]},{siret},O,2020-03-01,{state},1,RUE,DU PORT,{postcode},LA ROCHELLE,{name},\n"


def a_file(folder: Path, lines: Iterator[str], *, header: str = HEADER) -> Path:
    path = folder / "StockEtablissement.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(header)
        file.writelines(lines)
    return path


def count(table: object) -> int:
    with transaction() as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)  # type: ignore[arg-type]  # a table


def test_what_is_open_is_registered_and_told_and_found(tmp_path: Path) -> None:
    path = a_file(tmp_path, (line(siret_of(n), name=f'"LES PINS, {n}"') for n in range(3)))
    assert run_organisations([str(path)]) == 0
    with transaction() as session:
        names = sorted(session.scalars(select(ORGANISATIONS.c.name)))
        told = session.scalars(select(OUTBOX.c.type)).all()
    assert names == ["LES PINS, 0", "LES PINS, 1", "LES PINS, 2"]
    assert told == ["organisation.registered.v1"] * 3


def test_bad_lines_are_told_with_their_number_and_reason_and_the_others_are_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = siret_of(1)
    lines = [
        line("99900010200016"),
        line(good),
        line(siret_of(2), name=""),
        "too,few\n",
        line(siret_of(3), name='"UN NOM\nSUR DEUX LIGNES"'),
        line(siret_of(4), postcode=""),
        line(good),
    ]
    assert run_organisations([str(a_file(tmp_path, iter(lines)))]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:-1] == [
        "line 2: invalid-siret",
        "line 5: wrong-number-of-fields",
        "line 8: no-postcode",
        "line 9: repeated",
        "line 4: no-name",
    ]
    assert (count(ORGANISATIONS), count(FAULTS)) == (2, 5)


def test_what_is_closed_is_not_registered_and_closes_what_is_known(tmp_path: Path) -> None:
    an_organisation()
    known = "99900010200015"
    path = a_file(tmp_path, iter([line(known, state="F"), line(siret_of(1), state="F")]))
    assert run_organisations([str(path)]) == 0
    with transaction() as session:
        (row,) = session.execute(select(ORGANISATIONS.c.siret, ORGANISATIONS.c.closed_on))
    assert tuple(row) == (known, date(2020, 3, 1))


def test_only_the_departments_asked_for_come_in_and_names_may_come_from_legal_units(tmp_path: Path) -> None:
    units = tmp_path / "StockUniteLegale.csv"
    here, there = siret_of(1), siret_of(2)
    units.write_text(f"siren,denominationUniteLegale\n{here[:9]},LES DUNES\n")
    assert run_legal_units([str(units)]) == 0
    lines = [line(here, name=""), line(there, postcode="75001")]
    assert run_organisations([str(a_file(tmp_path, iter(lines))), "--departments", "16,17"]) == 0
    with transaction() as session:
        assert list(session.scalars(select(ORGANISATIONS.c.name))) == ["LES DUNES"]


def test_a_file_of_another_layout_is_refused_with_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file(tmp_path, iter(["1,2\n"]), header="siren,nic\n")
    assert run_organisations([str(path)]) == 2
    assert "siret" in capsys.readouterr().err


def test_a_second_import_of_the_same_file_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path, (line(siret_of(n)) for n in range(3)))
    run_organisations([str(path)])
    assert run_organisations([str(path)]) == 0
    assert "already" in capsys.readouterr().err
    assert run_organisations([str(path), "--restart"]) == 0
    assert (count(ORGANISATIONS), count(OUTBOX)) == (3, 3)


def test_an_import_that_was_killed_goes_on_and_everything_is_there_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = 1_500
    path = a_file(tmp_path, (line(siret_of(n)) for n in range(wanted)))
    environment = {
        **os.environ,
        "PP_DATABASE_URL": engine().url.set(drivername="postgresql").render_as_string(hide_password=False),
        "PP_BROKER_URL": "amqp://nobody@127.0.0.1:1/none",
        "PP_ISSUER": "http://127.0.0.1:8080/sso",
        "PP_JWKS_URL": jwks_url(),
        "PP_PUBLIC_URL": "http://127.0.0.1:8080",
        "PP_KEY_ENCRYPTION_SECRET": "k" * 32,
        "PP_SESSION_SECRET": "s" * 32,
        "PP_ASSETS_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "identity", "import-organisations", str(path)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as started:
        assert started.stderr is not None
        for told in started.stderr:
            if "%" in told:
                started.send_signal(signal.SIGKILL)
                break
    with transaction() as session:
        lines, finished = session.execute(select(IMPORTS.c.lines, IMPORTS.c.finished_at)).one()
    assert (0 < lines < wanted, finished) == (True, None)
    assert count(ORGANISATIONS) == lines - 1
    assert run_organisations([str(path)]) == 0
    assert "going on after line" in capsys.readouterr().err
    assert (count(ORGANISATIONS), count(OUTBOX)) == (wanted, wanted)


def _peak(path: Path) -> int:
    tracemalloc.start()
    assert run_organisations([str(path), "--departments", "17"]) == 0
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Two batches against twenty, of which most are of other departments: the same way, less work."""

    def lines(first: int, *, elsewhere: int) -> Iterator[str]:
        yield from (line(siret_of(first + n)) for n in range(600))
        yield from (line(siret_of(first + n), postcode="75001") for n in range(600, 600 + elsewhere))

    for name in ("warm", "small", "large"):
        (tmp_path / name).mkdir()
    _peak(a_file(tmp_path / "warm", lines(900_000, elsewhere=0)))
    small = _peak(a_file(tmp_path / "small", lines(0, elsewhere=400)))
    assert _peak(a_file(tmp_path / "large", lines(10_000, elsewhere=9_400))) < 1.5 * small
