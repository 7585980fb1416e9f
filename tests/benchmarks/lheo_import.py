"""Import of LHÉO files: offers a second, and the most memory that the importing process ever held, for two sizes."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.usecases.keep_classification import keep_theme, keep_training_action_type
from catalogue.usecases.note_organisation import note_organisation
from chassis import clock
from chassis.database import transaction
from chassis.events import Event
from chassis.ids import new_id
from services.catalogue.tests.lheo import SIRET, many_formations, pieces
from tests.benchmarks.harness import Benchmark, CannotMeasure, Figure, at_most
from tests.benchmarks.servers import SPEAKER, Servers

FEW, MANY = 2_000, 20_000
GOAL_MIB = 150


@dataclass(frozen=True, kw_only=True)
class Imported:
    """Of one run of the command."""

    offers: int
    seconds: float
    peak_mib: float


def _prepare() -> None:
    now = clock.now()
    with transaction() as session:
        formation = TrainingActionType(
            code="formation", label="Formation", counts_as_formation=True, self_paced=False, rank=1
        )
        keep_training_action_type(session, formation)
        keep_theme(session, Theme(code="financing", label="Financement", rank=1))
        told = {
            "siret": SIRET,
            "name": "Atelier",
            "address": {"street": "1 rue du Port", "postcode": "17000", "city": "La Rochelle"},
            "activity_declaration_number": "75170000117",
            "closed_on": None,
        }
        key = new_id()
        event = Event(type="organisation.registered.v1", subject=key, subject_version=1, data=told, occurred_at=now)
        note_organisation(session, event)


def _file(path: Path, offers: int) -> None:
    first = clock.now().date() + timedelta(days=60)
    with path.open("wb") as file:
        for piece in pieces(many_formations(offers, first_day=first - timedelta(days=first.weekday()))):
            file.write(piece)


def _run(servers: Servers, path: Path, *, offers: int) -> Imported:
    """A process of its own; the system tells the most memory it ever held when it ends."""
    command = [sys.executable, "-m", SPEAKER, "import-lheo", str(path), "--type", "formation", "--theme", "financing"]
    began = time.monotonic()
    with (path.parent / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, env=servers.environment(SPEAKER, "relay"), stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CannotMeasure(f"the import ended with status {process.returncode}")
    return Imported(offers=offers, seconds=time.monotonic() - began, peak_mib=usage.ru_maxrss / 1024)


def measure(folder: Path) -> Sequence[Figure]:
    with Servers() as servers:
        _prepare()
        runs = []
        for offers in (FEW, MANY):
            path = folder / f"{offers}.xml"
            _file(path, offers)
            runs.append((path, _run(servers, path, offers=offers)))
        again = _run(servers, runs[-1][0], offers=MANY)
    (_, few), (path, many) = runs
    size = f"{path.stat().st_size / 2**20:.0f} MiB of XML"
    return [
        Figure(what=f"{few.offers} offers", value=f"{few.offers / few.seconds:.0f}/s", note=f"{few.seconds:.1f} s"),
        Figure(what=f"{MANY} offers", value=f"{MANY / many.seconds:.0f}/s", note=f"{many.seconds:.0f} s, {size}"),
        Figure(what="the same file again", value=f"{MANY / again.seconds:.0f}/s", note="recognised, nothing written"),
        at_most(f"peak memory, {FEW} offers", few.peak_mib, GOAL_MIB, unit=" MiB"),
        at_most(f"peak memory, {MANY} offers", many.peak_mib, GOAL_MIB, unit=" MiB"),
        Figure(what="peak, ten times the file", value=f"{many.peak_mib / few.peak_mib:.2f} times"),
    ]


BENCHMARK = Benchmark(name="lheo-import", title="Import of LHÉO files", measure=measure)
